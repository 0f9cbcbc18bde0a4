"""How many people were in an area on some days: one rounded number, never who, and nothing below ten.

The only way out is `count_visitors`. It compares the question with every one that was answered before: where fewer than ten
people make the difference, two answers together would tell about them, and the later one is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from ringfence.kernel import Expected, Refused, reason

from .authorisation import Call, Record
from .places import PlaceTable
from .stays import day_number, day_of, unpack
from .store import MovementStore, Snapshot

FEWEST = 10  # MOVEMENT 4 (e): an aggregate holds at least ten people, or it does not leave
ROUNDED_TO = 10  # MOVEMENT 4 (e): and is rounded (down), so that one person more or less is not seen
MOST_DAYS = 14  # MOVEMENT 4 (b): a window has at most 14 days
MOST_CIRCLE_METRES = 5_000  # a township; larger areas are no place where people meet
MOST_BEFORE = 200  # answered questions with which one is compared; more are no counts but a survey
CM = 100
People = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaAsked:
    """An area as places of the store (by code), as a circle (WGS-84), or both; whole days of the city, both inside."""

    from_day: date
    to_day: date
    place_codes: tuple[str, ...] = ()
    longitude: float | None = None
    latitude: float | None = None
    radius_metres: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "from_day": self.from_day.isoformat(), "to_day": self.to_day.isoformat(), "places": sorted(self.place_codes),
            "longitude": self.longitude, "latitude": self.latitude, "radius_metres": self.radius_metres,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visitors:
    """`people` is rounded down to tens; `None`: fewer than ten (maybe nobody). Days of which the store holds nothing are named."""

    people: int | None
    days_without_records: tuple[date, ...]
    store_version: int


def told(count: int) -> int | None:
    """What may leave of a number of people: nothing below ten, else tens."""
    return None if count < FEWEST else count // ROUNDED_TO * ROUNDED_TO


def count_visitors(
    asked: AreaAsked, *, before: Sequence[AreaAsked], store: MovementStore, record: Record, now: datetime
) -> Visitors:
    """How many different people have a stay in the area on these days. On record before it is answered.

    `before`: every question that was answered for this store. Refused: no place, too many days, and a question that
    differs from an answered one by one to nine people.
    """
    call = Call(now, "VISITORS", False, (), (), asked.as_json())
    try:
        _refuse_unfit(asked, before)
        snapshot = store.snapshot()
        people = _people(asked, snapshot)
        _refuse_differences(asked, people, before, snapshot)
    except Expected as refusal:
        record(replace(call, reasons=refusal.reasons))
        raise
    answer = told(people.size)
    version = snapshot.manifest.version
    digest = hashlib.sha256(repr((version, answer)).encode()).hexdigest()
    record(replace(call, allowed=True, store_version=version, digest=digest))
    days = range(day_number(asked.from_day), day_number(asked.to_day) + 1)
    return Visitors(answer, tuple(day_of(day) for day in days if day not in snapshot.days), version)


def _refuse_unfit(asked: AreaAsked, before: Sequence[AreaAsked]) -> None:
    days = (asked.to_day - asked.from_day).days + 1
    if not 1 <= days <= MOST_DAYS:
        raise Refused(reason("Visitors are counted over 1 to {days} whole days.", days=MOST_DAYS))
    if not asked.place_codes and asked.longitude is None:
        raise Refused(
            reason("This area is no place of the records: give it a circle or the codes of its places.")
        )
    if asked.longitude is not None and not 1 <= asked.radius_metres <= MOST_CIRCLE_METRES:
        raise Refused(reason("A circle has a radius of at most {most} metres.", most=MOST_CIRCLE_METRES))
    if len(before) > MOST_BEFORE:
        raise Refused(reason("Visitors were counted {count} times already; no more counts leave these records.", count=len(before)))  # fmt: skip


def _refuse_differences(
    asked: AreaAsked, people: People, before: Iterable[AreaAsked], snapshot: Snapshot
) -> None:
    """Two numbers together; an answer of "fewer than ten" is no number and is always given."""
    for earlier in before if people.size >= FEWEST else ():
        others = _people(earlier, snapshot)
        apart = np.setxor1d(people, others, assume_unique=True).size
        if others.size >= FEWEST and 0 < apart < FEWEST:
            raise Refused(
                reason("This count differs from an answered one by fewer than {fewest} people; together they would tell about them.",
                       fewest=FEWEST)
            )  # fmt: skip


def _people(asked: AreaAsked, snapshot: Snapshot) -> People:
    """The different people with a stay there. Stays inside this file."""
    numbers = _numbers(asked, snapshot)
    parts = [np.zeros(0, np.int64)]
    for day in range(day_number(asked.from_day), day_number(asked.to_day) + 1):
        view = snapshot.days.get(day)
        for one in (view.base.by_place, view.late.by_place) if view else ():
            first, behind = one.runs(numbers)
            parts += [
                np.unique(unpack(one.words[begin:end]).number).astype(np.int64)
                for begin, end in zip(first.tolist(), behind.tolist(), strict=True) if end > begin
            ]  # fmt: skip
    return np.unique(np.concatenate(parts))


def _numbers(asked: AreaAsked, snapshot: Snapshot) -> npt.NDArray[np.int64]:
    places = snapshot.places
    found = [number for code in asked.place_codes if (number := places.number_of(code)) is not None]
    missing = len(asked.place_codes) - len(found)
    if missing:
        raise Refused(reason("{count} place(s) of this area are not known to the records.", count=missing))
    return np.unique(np.concatenate([np.array(found, np.int64), _inside(asked, places, snapshot)]))


def _inside(asked: AreaAsked, places: PlaceTable, snapshot: Snapshot) -> npt.NDArray[np.int64]:
    if asked.longitude is None or asked.latitude is None:
        return np.zeros(0, np.int64)
    x, y = snapshot.manifest.grid.centimetres(asked.longitude, asked.latitude)
    table = places.table
    east, north = table["x_cm"] - x, table["y_cm"] - y
    reach = asked.radius_metres * CM
    near = (table["placed"] > 0) & (east * east + north * north <= reach * reach)
    return table["number"][near].astype(np.int64)
