"""The serial interval as seen in the outbreak itself: from the onset of a source to the onset of its case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from ringfence.kernel import Reason, reason

from .intervals import SerialInterval, from_mean_sd

FEWEST_PAIRS = 10  # house convention: below, a mean and a standard deviation are too loose to use


@dataclass(frozen=True, slots=True)
class OnsetPair:
    source_onset: date | None
    case_onset: date | None

    @property
    def days(self) -> int | None:
        if self.source_onset is None or self.case_onset is None:
            return None
        return (self.case_onset - self.source_onset).days


@dataclass(frozen=True, slots=True)
class SeenIntervals:
    """Backward-looking intervals of resolved pairs: in a growing outbreak shorter than the true ones."""

    known: int
    missing: int
    negative: int
    same_day: int
    mean_days: float | None
    sd_days: float | None
    median_days: float | None
    counts: tuple[tuple[int, int], ...]  # (days, pairs), ascending
    usable: bool
    reasons: tuple[Reason, ...]

    def as_serial_interval(self) -> SerialInterval:
        """The shifted gamma with this mean and sd; refused (`Refused`) when the mean is one day or less."""
        return from_mean_sd(
            mean_days=self.mean_days or 0.0,
            sd_days=self.sd_days or 0.0,
            source="Resolved pairs of this outbreak",
        )

    def as_json(self) -> dict[str, Any]:
        kept = {name: getattr(self, name) for name in self.__slots__}
        return kept | {
            "counts": [list(c) for c in self.counts],
            "reasons": [r.as_json() for r in self.reasons],
        }


def seen_intervals(*, pairs: Iterable[OnsetPair]) -> SeenIntervals:
    """Count, mean and spread of the intervals; pairs without both onsets are counted as missing."""
    days = [pair.days for pair in pairs]
    known = np.array([d for d in days if d is not None], dtype=np.int64)
    some = known.size > 0
    mean = float(known.mean()) if some else None
    sd = float(known.std(ddof=1)) if known.size > 1 else None
    objections = _objections(known.size, mean, sd)
    return SeenIntervals(
        known=int(known.size),
        missing=len(days) - int(known.size),
        negative=int((known < 0).sum()),
        same_day=int((known == 0).sum()),
        mean_days=mean,
        sd_days=sd,
        median_days=float(np.median(known)) if some else None,
        counts=tuple(sorted(Counter(known.tolist()).items())),
        usable=not objections,
        reasons=objections,
    )


def _objections(known: int, mean: float | None, sd: float | None) -> tuple[Reason, ...]:
    if known < FEWEST_PAIRS:
        return (reason("Fewer than {fewest} pairs with both onsets known.", fewest=FEWEST_PAIRS),)
    if (mean or 0.0) <= 1 or not sd:
        return (reason("The mean interval is one day or less: it cannot serve as a serial interval."),)
    return ()
