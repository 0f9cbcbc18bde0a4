"""A stay: one person at one place from one second of a city day to another; and its exact form in eight bytes.

A packed word holds, from the highest bit: start second of the day (17 bits), seconds of duration (17), the other
number (26: the person in the order by place, the place in the order by person), source (3), imputed (1). Words of
one place therefore sort by start. Days are days of the city (UTC+8, no summer time), counted from 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from ringfence.kernel import CITY_ZONE

DAY_SECONDS = 86_400
ID_BITS = 26
IDS = 1 << ID_BITS  # persons and places that eight bytes can tell apart: 67 million
START_SHIFT, DURATION_SHIFT, ID_SHIFT, SOURCE_SHIFT = 47, 30, 4, 1
FIRST_DAY = date(1970, 1, 1)
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a reading of the city's clock

Ints = npt.NDArray[np.int32]
Words = npt.NDArray[np.uint64]


class Source(IntEnum):
    """Where a record comes from. The numbers are stored and never change."""

    DECLARED = 0  # told by the person
    CHECK_IN = 1  # venue code
    GATE = 2  # checkpoint or entrance
    TICKET = 3  # transport operator
    INVESTIGATOR = 4  # confirmed by an investigator
    REGISTER = 5  # hotel register or seat list
    AGENCY = 6  # reply of another agency: a lead until confirmed
    DEVICE = 7  # positions of a phone made into stays


@dataclass(frozen=True)
class Stays:
    """Arrays of one length: numbers of person and place, city day, [start, end) in seconds of that day."""

    person: Ints
    place: Ints
    day: Ints
    start: Ints
    end: Ints
    source: npt.NDArray[np.uint8]
    imputed: npt.NDArray[np.uint8]

    @property
    def rows(self) -> int:
        return int(self.person.size)

    def take(self, which: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> Stays:
        return Stays(*(getattr(self, one.name)[which] for one in fields(self)))

    def without_doubles(self) -> Stays:
        """Each stay once, by day, place, start, person."""
        order = np.lexsort(
            (self.imputed, self.source, self.person, self.end, self.start, self.place, self.day)
        )
        sorted_ = self.take(order)
        if not self.rows:
            return sorted_
        same = np.ones(self.rows - 1, bool)
        for one in fields(self):
            column = getattr(sorted_, one.name)
            same &= column[1:] == column[:-1]
        return sorted_.take(np.concatenate(([True], ~same)))


DTYPES = (np.int32, np.int32, np.int32, np.int32, np.int32, np.uint8, np.uint8)


def make_stays(rows: Iterable[tuple[int, int, int, int, int, int, int]]) -> Stays:
    """From tuples (person, place, day, start, end, source, imputed)."""
    columns = list(zip(*rows, strict=True)) or [()] * len(DTYPES)
    return Stays(*(np.array(column, dtype) for column, dtype in zip(columns, DTYPES, strict=True)))


def joined(parts: Iterable[Stays]) -> Stays:
    """One after the other."""
    kept = list(parts)
    if not kept:
        return make_stays(())
    return Stays(*(np.concatenate([getattr(part, one.name) for part in kept]) for one in fields(Stays)))


def by_day(stays: Stays) -> list[tuple[int, Stays]]:
    """The stays of each day; not copied when they are all of one."""
    if not stays.rows:
        return []
    first, last = int(stays.day.min()), int(stays.day.max())
    if first == last:
        return [(first, stays)]
    return [(int(day), stays.take(stays.day == day)) for day in np.unique(stays.day)]


def pack(
    *, start: Ints, end: Ints, number: Ints, source: npt.NDArray[np.uint8], imputed: npt.NDArray[np.uint8]
) -> Words:
    """The eight-byte form. `number` is the person or the place."""
    word = start.astype(np.uint64) << np.uint64(START_SHIFT)
    word |= (end - start).astype(np.uint64) << np.uint64(DURATION_SHIFT)
    word |= number.astype(np.uint64) << np.uint64(ID_SHIFT)
    word |= source.astype(np.uint64) << np.uint64(SOURCE_SHIFT)
    return word | imputed.astype(np.uint64)


def renumbered(words: Words, numbers: npt.NDArray[Any]) -> Words:
    """The same stays with another number in the place of the person or the place."""
    return words & np.uint64(~((IDS - 1) << ID_SHIFT) & (2**64 - 1)) | numbers.astype(np.uint64) << np.uint64(
        ID_SHIFT
    )


@dataclass(frozen=True)
class Unpacked:
    """What a word says."""

    start: Ints
    end: Ints
    number: Ints
    source: npt.NDArray[np.uint8]
    imputed: npt.NDArray[np.uint8]


def unpack(words: Words) -> Unpacked:
    """The inverse of `pack`."""
    start = (words >> np.uint64(START_SHIFT)).astype(np.int32)
    duration = ((words >> np.uint64(DURATION_SHIFT)) & np.uint64((1 << 17) - 1)).astype(np.int32)
    number = ((words >> np.uint64(ID_SHIFT)) & np.uint64(IDS - 1)).astype(np.int32)
    source = ((words >> np.uint64(SOURCE_SHIFT)) & np.uint64(7)).astype(np.uint8)
    return Unpacked(start, start + duration, number, source, (words & np.uint64(1)).astype(np.uint8))


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - FIRST_DAY).days


def day_of(number: int) -> date:
    return FIRST_DAY + timedelta(days=int(number))


def city_seconds(instant: datetime) -> int:
    """Seconds of the city's clock since its 1970-01-01 00:00; fractions of a second are cut off."""
    since = instant.astimezone(CITY_ZONE).replace(tzinfo=None) - EPOCH
    return since.days * DAY_SECONDS + since.seconds


def instant_of(seconds: int) -> datetime:
    """The instant, with the city's zone."""
    return datetime(1970, 1, 1, tzinfo=CITY_ZONE) + timedelta(seconds=int(seconds))
