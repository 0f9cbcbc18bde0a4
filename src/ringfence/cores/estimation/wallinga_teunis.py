"""The cohort reproduction number (Wallinga and Teunis 2004): how many the cases of a window went on to infect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from ringfence.kernel import Reason, reason

from .cori import Windows, rolling, window_sums
from .intervals import Floats, SerialInterval
from .reproduction import Curve

SIMULATIONS = 1_000
MOST_INTERVALS = 0.95  # a cohort is complete when this share of its serial intervals is over


@dataclass(frozen=True, slots=True)
class CohortEstimate:
    first_date: date
    last_date: date
    cases: int
    mean: float | None  # None where nobody fell ill in the window
    lower: float | None
    upper: float | None
    complete: bool
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "first_date": self.first_date.isoformat(),
            "last_date": self.last_date.isoformat(),
            "cases": self.cases,
            "mean": self.mean,
            "lower": self.lower,
            "upper": self.upper,
            "complete": self.complete,
            "reasons": [r.as_json() for r in self.reasons],
        }


def cohort_reproduction(
    *,
    curve: Curve,
    serial_interval: SerialInterval,
    window_days: int = 7,
    windows: Windows | None = None,
    seed: int = 1,
) -> tuple[CohortEstimate, ...]:
    """Mean offspring of the cases of each window, 95 % band from simulated trees (seeded)."""
    local = np.asarray(curve.local, dtype=np.float64)
    total = local + np.asarray(curve.imported)
    chosen = windows or rolling(days=len(total), window_days=window_days)
    blame = source_shares(total=total, serial_interval=serial_interval)
    cases = window_sums(total, chosen)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = window_sums(local @ blame, chosen) / cases
        simulated = _simulated_offspring(local, blame, seed)
        band = np.quantile(window_sums(simulated, chosen) / cases, (0.025, 0.975), axis=0)
    last_seen = len(total) - 1 - serial_interval.quantile_days(MOST_INTERVALS)
    return tuple(
        _cohort(curve, chosen, i, int(cases[i]), (mean[i], band[0, i], band[1, i]), last_seen)
        for i in range(chosen.first.size)
    )


def source_shares(*, total: Floats, serial_interval: SerialInterval) -> Floats:
    """`[i, j]`: the chance that a case of day i was infected by the cases of day j (0 where nobody could be)."""
    days = np.arange(total.size)
    lag = days[:, None] - days[None, :]
    share = np.zeros(max(total.size, len(serial_interval.probabilities)))
    share[: len(serial_interval.probabilities)] = serial_interval.probabilities
    weight = np.where(lag > 0, share[np.maximum(lag, 0)], 0.0) * total[None, :]
    pressure = weight.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(weight, pressure, out=np.zeros_like(weight), where=pressure > 0)
    return shares


def _simulated_offspring(local: Floats, blame: Floats, seed: int) -> Floats:
    """Trees drawn at random: offspring of each day's cases, one row a simulation."""
    rng = np.random.default_rng(seed)
    offspring = np.zeros((SIMULATIONS, local.size))
    for day in np.flatnonzero((local > 0) & (blame.sum(axis=1) > 0)):
        offspring += rng.multinomial(int(local[day]), blame[day] / blame[day].sum(), size=SIMULATIONS)
    return offspring


def _cohort(
    curve: Curve, windows: Windows, i: int, cases: int, numbers: tuple[float, float, float], last_seen: int
) -> CohortEstimate:
    first, last = int(windows.first[i]), int(windows.last[i])
    objections = []
    if not cases:
        objections.append(reason("Nobody fell ill in the window."))
    if last > last_seen:
        objections.append(reason("People infected by these cases may not have fallen ill yet."))
    mean, lower, upper = (float(n) if cases else None for n in numbers)
    return CohortEstimate(
        curve.day(first), curve.day(last), cases, mean, lower, upper, not objections, tuple(objections)
    )
