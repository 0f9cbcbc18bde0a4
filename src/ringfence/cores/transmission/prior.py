"""What is believed before the line list is seen. Wide on purpose; every figure can be given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .bounds import check
from .ensemble import BANDS

NAMES = ("transmission", "coming_forward", "meetings_kept", "first_infections", "days_before")
TRANSMISSION, COMING_FORWARD, MEETINGS_KEPT, FIRST_INFECTIONS, DAYS_BEFORE = range(len(NAMES))


@dataclass(frozen=True)
class Prior:
    """Ranges (least, most). Evenly spread, `transmission` and `first_infections` on the logarithm.

    transmission: times the pathogen's; coming_forward: share of people with symptoms who are tested by themselves;
    meetings_kept: share of transmission outside the home that is left since the alarm; first_infections: persons infected
    before anybody was found; days_before: days from them to the first report.
    """

    transmission: tuple[float, float] = (0.4, 1.6)
    coming_forward: tuple[float, float] = (0.2, 0.9)
    meetings_kept: tuple[float, float] = (0.1, 0.9)
    first_infections: tuple[float, float] = (1.0, 12.0)
    days_before: tuple[float, float] = (3.0, 21.0)

    def __post_init__(self) -> None:
        bounds = ((0.01, 20.0, "times the usual"), (0.01, 1.0, "(share of people with symptoms)"), (0.0, 1.0, "(share of meetings)"),
                  (1.0, 1_000.0, "persons"), (1.0, 60.0, "days"))  # fmt: skip
        for name, (least, most, unit) in zip(NAMES, bounds, strict=True):
            low, high = getattr(self, name)
            check((f"{name}[0]", low, least, most, unit), (f"{name}[1]", high, low, most, unit))

    def draw(self, rng: np.random.Generator, *, count: int) -> NDArray[np.float64]:
        """[draw, parameter]."""
        u = rng.random((count, len(NAMES)))
        found = np.empty_like(u)
        for k, name in enumerate(NAMES):
            low, high = getattr(self, name)
            if k in (TRANSMISSION, FIRST_INFECTIONS):
                found[:, k] = low * (high / low) ** u[:, k]
            else:
                found[:, k] = low + (high - low) * u[:, k]
        found[:, [FIRST_INFECTIONS, DAYS_BEFORE]] = np.round(found[:, [FIRST_INFECTIONS, DAYS_BEFORE]])
        return found

    def bands(self) -> dict[str, tuple[float, ...]]:
        """Quantiles (5, 25, 50, 75, 95 %) of each parameter."""
        drawn = self.draw(np.random.default_rng(0), count=100_000)
        return {
            name: tuple(float(q) for q in np.quantile(drawn[:, k], BANDS)) for k, name in enumerate(NAMES)
        }
