"""Where two cases say they were: at one place at the same time for certain, possibly, or not. Never who infected whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from ringfence.kernel import CITY_ZONE

Between = tuple[datetime, datetime, datetime, datetime]  # came earliest, latest; left earliest, latest


@dataclass(frozen=True, slots=True)
class Met:
    """`certain`: the stays overlap whatever is true of the open hours, for at least `least_minutes`; else they may overlap."""

    place: str
    own: Any
    other: Any
    certain: bool
    least_minutes: int
    most_minutes: int


def met(own: Sequence[Any], others: Sequence[Any]) -> list[Met]:
    """Every pair of stops at the same place that may have overlapped; the certain and longest first. Stops in order of time."""
    theirs: dict[str, list[tuple[Any, Between]]] = {}
    for stop, between in _between(others):
        theirs.setdefault(_place(stop), []).append((stop, between))
    pairs = [
        (mine, other, one, two)
        for mine, one in _between(own)
        for other, two in theirs.get(_place(mine), ())
        if one[0] < two[3] and two[0] < one[3]
    ]
    if not pairs:
        return []
    from ringfence.cores.copresence.overlap import Meeting, UncertainStay, meeting

    found = []
    for mine, other, one, two in pairs:
        told = meeting(*(UncertainStay(*(int(at.timestamp()) for at in times)) for times in (one, two)))
        if told.meeting is not Meeting.NONE:
            certain = told.meeting is Meeting.CERTAIN
            found.append(
                Met(mine.place, mine, other, certain, told.least_seconds // 60, told.most_seconds // 60)
            )
    return sorted(found, key=lambda one: (not one.certain, -one.most_minutes, one.own.from_at))


def _between(stops: Sequence[Any]) -> list[tuple[Any, Between]]:
    """Each stop with what is known of coming and leaving. Whoever does not say when they left was gone when their next stop began."""
    by_investigation: dict[Any, list[Any]] = {}
    for one in stops:
        by_investigation.setdefault(one.investigation_id, []).append(one)
    found = []
    for own in by_investigation.values():
        for stop, following in zip(own, [*own[1:], None], strict=True):
            came = stop.from_latest or stop.from_at
            left = stop.to_at or stop.from_at
            latest = stop.to_latest or stop.to_at or _gone(came, following)
            found.append((stop, (stop.from_at, came, left, max(latest, left, came))))
    return found


def _gone(came: datetime, following: Any) -> datetime:
    """When they were gone at the latest: before the next stop, else at the end of the day."""
    if following is not None:
        begun: datetime = following.from_latest or following.from_at
        return begun
    day = came.astimezone(CITY_ZONE).date()
    return datetime.combine(day, time(), CITY_ZONE) + timedelta(days=1)


def _place(stop: Any) -> str:
    return "".join(stop.place.split()).casefold()
