"""The serial interval: days from the onset of an infector to the onset of whom he infected, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc

from ringfence.kernel import Refused, reason

Floats = NDArray[np.float64]
LONGEST_DAYS = 60  # a discretised interval is cut here; the mass beyond is < 1e-9 for every interval in use
SUM_TOLERANCE = 1e-3  # rounded published tables (three decimals) do not sum exactly to 1


@dataclass(frozen=True, slots=True)
class SerialInterval:
    """`probabilities[d]` is the share of infections whose interval is d days; day 0 is always 0 (Cori 2013)."""

    probabilities: tuple[float, ...]
    source: str

    @property
    def mean_days(self) -> float:
        return float(np.dot(self.probabilities, np.arange(len(self.probabilities))))

    @property
    def sd_days(self) -> float:
        second = float(np.dot(self.probabilities, np.arange(len(self.probabilities)) ** 2))
        return float(np.sqrt(max(second - self.mean_days**2, 0.0)))

    def quantile_days(self, share: float) -> int:
        """The first day by which this share of the intervals is over."""
        reached = np.flatnonzero(np.cumsum(self.probabilities) >= share - 1e-12)
        return int(reached[0]) if reached.size else len(self.probabilities) - 1

    def as_json(self) -> dict[str, Any]:
        return {
            "mean_days": self.mean_days,
            "sd_days": self.sd_days,
            "probabilities": list(self.probabilities),
            "source": self.source,
        }


def from_mean_sd(
    *, mean_days: float, sd_days: float, source: str, days: int = LONGEST_DAYS
) -> SerialInterval:
    """A gamma shifted by one day, discretised as R's EpiEstim does (`discr_si`). Refuses a mean of one day or less."""
    if mean_days <= 1 or sd_days <= 0:
        raise Refused(
            reason("A serial interval needs a mean above one day and a positive standard deviation.")
        )
    shape, scale = ((mean_days - 1) / sd_days) ** 2, sd_days**2 / (mean_days - 1)
    day = np.arange(days + 1, dtype=np.float64)

    def cdf(shift: int, extra: int) -> Floats:
        result: Floats = gammainc(shape + extra, np.maximum(day - shift, 0.0) / scale)
        return result

    mass = day * cdf(0, 0) + (day - 2) * cdf(2, 0) - 2 * (day - 1) * cdf(1, 0)
    mass += shape * scale * (2 * cdf(1, 1) - cdf(2, 1) - cdf(0, 1))
    return SerialInterval(tuple(float(m) for m in np.maximum(mass, 0.0)), source)


def non_parametric(*, probabilities: Sequence[float], source: str) -> SerialInterval:
    """Given day by day, starting with day 0. Refuses what is no distribution."""
    values = np.asarray(probabilities, dtype=np.float64)
    if values.size < 2 or not np.all(np.isfinite(values)) or values.min() < 0 or values[0] != 0:
        raise Refused(
            reason(
                "A serial interval is given day by day, starts with 0 for day 0 and has no negative share."
            )
        )
    if abs(values.sum() - 1) > SUM_TOLERANCE:
        raise Refused(
            reason(
                "The shares of the serial interval sum to {total}, not to 1.", total=round(values.sum(), 4)
            )
        )
    return SerialInterval(tuple(float(v) for v in values), source)


# The published estimate is log-normal with this mean and sd (all 28 pairs, right truncation): median 4.0 days.
ORIGINAL_STRAIN = from_mean_sd(
    mean_days=4.7, sd_days=2.9, source="Nishiura, Linton, Akhmetzhanov 2020, Int J Infect Dis 93:284-286"
)
