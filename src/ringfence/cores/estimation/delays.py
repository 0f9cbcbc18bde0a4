"""How long things take: onset to report, report to isolation, by team."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from ringfence.kernel import city_date

SECONDS_PER_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Span:
    """From one event to another, of one case. Both are days or both are instants; either may be unknown."""

    group: str
    started: date | datetime | None
    ended: date | datetime | None

    @property
    def days(self) -> float | None:
        """Negative when the second event came first: someone isolated as a contact before falling ill."""
        if self.started is None or self.ended is None:
            return None
        if isinstance(self.started, datetime) and isinstance(self.ended, datetime):
            return (self.ended - self.started).total_seconds() / SECONDS_PER_DAY
        return float((_day(self.ended) - _day(self.started)).days)


@dataclass(frozen=True, slots=True)
class Delay:
    """Of one group. Quantiles (linear interpolation) are over every known delay, negative ones included."""

    group: str
    known: int
    missing: int
    negative: int
    median_days: float | None
    lower_quartile_days: float | None
    upper_quartile_days: float | None
    p90_days: float | None

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def summarise(*, spans: Iterable[Span], group: str = "") -> Delay:
    """One line for all spans. Unknown ones are counted, never filled in."""
    days = [span.days for span in spans]
    known = np.array([d for d in days if d is not None])
    quantiles: list[float | None] = [None] * 4
    if known.size:
        quantiles = [float(q) for q in np.quantile(known, (0.5, 0.25, 0.75, 0.9))]
    return Delay(group, int(known.size), len(days) - int(known.size), int((known < 0).sum()), *quantiles)


def by_group(*, spans: Iterable[Span]) -> tuple[Delay, ...]:
    """One line a group, slowest median first; groups without a known delay come last."""
    groups: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        groups[span.group].append(span)
    lines = [summarise(spans=members, group=group) for group, members in groups.items()]
    return tuple(sorted(lines, key=lambda d: (d.median_days is None, -(d.median_days or 0.0), d.group)))


def _day(moment: date | datetime) -> date:
    return city_date(moment) if isinstance(moment, datetime) else moment
