"""When somebody falls ill after an infection, and when a sick person infects: shares by whole day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from ringfence.kernel import Refused, reason

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LONGEST_DAYS = 14  # DOMAIN 3: incubation of 1 to 14 days; no rule set looks back farther
# Share of the peak by day after onset, as the dose of a lead weighs it. [A] He et al., Nature Medicine 2020 (corrected)
INFECTIOUS_BY_DAY = {
    -4: 60,
    -3: 250,
    -2: 720,
    -1: 1000,
    0: 900,
    1: 700,
    2: 480,
    3: 320,
    4: 200,
    5: 120,
    6: 70,
    7: 40,
}

# Incubation in days, as in the profiles of the simulator (a test compares): kind, first, second parameter.
INCUBATION = {
    "delta": ("gamma", 4.0918, 1.0826),  # [A] Galmiche et al. 2023, mean 4.43 d
    "omicron": ("gamma", 3.9343, 0.9176),  # [A] Galmiche et al. 2023, mean 3.61 d
    "ancestral": ("lognormal", 1.644, 0.363),  # [B] Lauer et al. 2020 as used by Ferretti et al. 2020
}


@dataclass(frozen=True)
class Timing:
    """Shares by whole day: `incubation[k]` falls ill k days after the infection, `serial` k days after the infector."""

    pathogen: str
    incubation: Floats
    infectious: Floats

    def ill_after(self, days: npt.ArrayLike) -> Floats:
        """Share of the infected who fall ill so many days later; 0 before the infection."""
        return _looked_up(self.incubation, np.asarray(days, np.int64), 0)

    def infects_after(self, days: npt.ArrayLike) -> Floats:
        """Share of a case's infections that happen so many days after its onset."""
        return _looked_up(self.infectious, np.asarray(days, np.int64), min(INFECTIOUS_BY_DAY))

    def serial(self, days: npt.ArrayLike) -> Floats:
        """Share of pairs whose onsets lie so many days apart."""
        both = np.convolve(self.infectious, self.incubation)
        return _looked_up(both, np.asarray(days, np.int64), min(INFECTIOUS_BY_DAY))


def timing_of(pathogen: str) -> Timing:
    """Raises `Refused` for a pathogen without figures."""
    if pathogen not in INCUBATION:
        raise Refused(reason("There are figures for these pathogens: {known}.", known=", ".join(INCUBATION)))
    kind, first, second = INCUBATION[pathogen]
    edges = np.maximum(np.arange(LONGEST_DAYS + 2) - 0.5, 1e-9)
    below = (
        special.gammainc(first, edges / second)
        if kind == "gamma"
        else special.ndtr((np.log(edges) - first) / second)
    )
    shares = np.diff(below)
    infectious = np.array(list(INFECTIOUS_BY_DAY.values()), float)
    return Timing(pathogen, shares / shares.sum(), infectious / infectious.sum())


def _looked_up(shares: Floats, days: Ints, first: int) -> Floats:
    at = days - first
    inside = (at >= 0) & (at < shares.size)
    found: Floats = np.where(inside, shares[np.where(inside, at, 0)], 0.0)
    return found
