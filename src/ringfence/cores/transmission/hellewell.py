"""Hellewell et al. 2020 (Lancet Glob Health 8:e488): can isolation and tracing control an outbreak?

A branching process, restated from the paper and cmmid/ringbp (MIT) with one correction: every case draws his own delay
from onset to isolation, where the code of February 2020 drew one delay for a whole generation.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from .bounds import check
from .disease import NODES, infectivity_table, quantiles
from .kernels.branching import count_controlled
from .pathogens import Distribution

INCUBATION = Distribution("weibull", 2.322737, 6.492272)
DELAYS = {
    "short": Distribution("weibull", 1.651524, 4.287786),
    "long": Distribution("weibull", 2.305172, 9.483875),
}
SKEW = {
    "<1%": 30.0,
    "15%": 1.95,
    "30%": 0.7,
}  # share transmitted before onset -> shape of the skew-normal, scale 2
DISPERSION = 0.16
CASE_CAP = 5_000


def probability_of_control(
    *,
    r0: float,
    traced: float,
    delay: str = "short",
    seeds: int = 20,
    presymptomatic: str = "15%",
    subclinical: float = 0.0,
    runs: int = 1000,
) -> tuple[float, float]:
    """Share of outbreaks without an onset in weeks 12-16 and below 5,000 cases, with its standard error."""
    check(
        ("r0", r0, 0.01, 20.0, "persons infected by one"), ("traced", traced, 0.0, 1.0, "(share of contacts)"), ("seeds", seeds, 1, CASE_CAP - 1, "cases"),
        ("subclinical", subclinical, 0.0, 1.0, "(share of infections)"), ("runs", runs, 1, 10_000_000, "runs"),
    )  # fmt: skip
    numbers = np.array([seeds, CASE_CAP, traced, subclinical], float)
    queue = np.zeros((CASE_CAP + 1, 2))
    share = (
        count_controlled(_tables(r0=r0, delay=delay, presymptomatic=presymptomatic), numbers, queue, 1, runs)
        / runs
    )
    return share, max((share * (1.0 - share) / runs) ** 0.5, 0.5 / runs)


def _tables(*, r0: float, delay: str, presymptomatic: str) -> NDArray[np.float64]:
    """Quantiles of incubation, onset to isolation and infection around onset; slices of the gamma part of the offspring."""
    p = np.linspace(0.0, 1.0, NODES + 1)
    p[0], p[-1] = 1e-5, 1.0 - 1e-5
    around_onset = stats.skewnorm.ppf(p, SKEW[presymptomatic], loc=0.0, scale=2.0)
    slices = np.append(r0 * infectivity_table(DISPERSION), 0.0)
    return np.stack(
        [quantiles(INCUBATION), quantiles(DELAYS[delay]), np.asarray(around_onset, float), slices]
    )
