"""A made-up city and its stays, day by day, the same for the same seed: homes, work, venues, weekdays and weekends.

Homes of 2.6 people, eight to a building; one urban core, county seats and villages on 8,249 km2; workplaces and
venues of power-law size (Pareto 1.15 and 1.1); people choose venues near home, seldom far away. About 10.7 stays a
person and day. Nothing here comes from any real person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from ringfence.cores.copresence.grid import cell_of
from ringfence.cores.copresence.places import TABLE, Kind, PlaceTable, _numbered
from ringfence.cores.copresence.stays import DAY_SECONDS, Source, Stays, day_number

FIRST = date(2022, 1, 3)  # a Monday
SIDE_METRES = 90_800  # of a square of 8,249 km2
SEATS, HOME, WORKS, VENUE = 8, 0, 1, 2
LARGEST_WORK, LARGEST_VENUE = 6_000, 300
ANCHORS = 6
GROUP = 500_000  # people whose day is made at once
# (what, usual start hour, usual end hour, share of weekdays, share of weekend days) of one day
SLOTS = (
    (HOME, 0.0, 7.2, 1.0, 1.0), (VENUE, 7.4, 7.7, 0.6, 0.45), (WORKS, 8.0, 10.0, 1.0, 0.75), (VENUE, 10.1, 10.3, 0.55, 0.6),
    (WORKS, 10.4, 12.0, 1.0, 0.75), (VENUE, 12.1, 12.8, 0.8, 0.8), (WORKS, 13.2, 15.4, 1.0, 0.75), (VENUE, 15.5, 15.8, 0.5, 0.65),
    (WORKS, 15.9, 17.8, 1.0, 0.75), (VENUE, 18.0, 18.5, 0.75, 0.8), (HOME, 18.8, 19.8, 1.0, 1.0), (VENUE, 20.0, 21.2, 0.7, 0.8),
    (HOME, 21.6, 24.0, 1.0, 1.0),
)  # fmt: skip


@dataclass(frozen=True)
class MadeUpCity:
    """Places by number, and where each person lives, works and goes."""

    places: PlaceTable
    home: np.ndarray[Any, Any]
    work: np.ndarray[Any, Any]
    anchors: np.ndarray[Any, Any]
    seed: int

    @property
    def people(self) -> int:
        return int(self.home.size)

    def day(self, nth: int) -> Stays:
        """All stays of the nth day, in the order of arrival (by start, to two seconds). Nobody is at two places at once."""
        groups = [self._of_group(nth, first) for first in range(0, self.people, GROUP)]
        columns = [np.concatenate([group.pop(0) for group in groups]) for _ in range(len(groups[0]))]
        order = np.argsort(
            (columns[2] // 2).astype(np.uint16), kind="stable"
        )  # sixteen bits are sorted in one go
        person, place, start, end, source, imputed = (columns.pop(0)[order] for _ in range(6))
        days = np.broadcast_to(np.int32(day_number(FIRST + timedelta(days=nth))), order.shape)
        return Stays(person, place, days, start, end, source, imputed)

    def _of_group(self, nth: int, first: int) -> list[np.ndarray[Any, Any]]:
        """Columns person, place, start, end, source, imputed of `GROUP` people."""
        rng = np.random.default_rng([self.seed, nth, first])
        weekend = (FIRST + timedelta(days=nth)).weekday() >= 5
        everybody = np.arange(first, min(first + GROUP, self.people), dtype=np.int32)
        late = (rng.normal(0.0, 0.35, everybody.size) * 3600).astype(np.int32)
        free = np.zeros(everybody.size, np.int32)  # from when on each is free to be elsewhere
        parts = []
        for what, begins, ends, on_weekdays, on_weekends in SLOTS:
            out = np.flatnonzero(rng.random(everybody.size) < (on_weekends if weekend else on_weekdays))
            usual = late[out] + (rng.normal(0, 216, (2, out.size))).astype(np.int32)
            start = np.maximum(usual[0] + int(begins * 3600) if begins else 0, free[out])
            end = np.maximum(usual[1] + int(ends * 3600) if ends < 24 else DAY_SECONDS, start + 60)
            lasting = start < DAY_SECONDS - 60
            out, start, end = out[lasting], start[lasting], np.minimum(end[lasting], DAY_SECONDS)
            free[out] = end
            place = self._where(what, everybody[out], rng).astype(np.int32)
            parts.append((everybody[out], place, start.astype(np.int32), end.astype(np.int32)))
        columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
        chance = rng.random((2, columns[0].size), np.float32)
        source = np.array([Source.CHECK_IN, Source.DEVICE, Source.DECLARED], np.uint8)[
            np.digitize(chance[0], [0.3, 0.9])
        ]
        return [*columns, source, (chance[1] < 0.1).astype(np.uint8)]

    def days(self, many: int) -> Iterator[Stays]:
        for nth in range(many):
            yield self.day(nth)

    def _where(self, what: int, here: np.ndarray[Any, Any], rng: np.random.Generator) -> np.ndarray[Any, Any]:
        if what == HOME:
            return self.home[here]
        if what == WORKS:
            return np.where(
                self.work[here] >= 0, self.work[here], self.anchors[here, rng.integers(0, ANCHORS, here.size)]
            )
        often = np.minimum((rng.pareto(1.0, here.size)).astype(int), ANCHORS - 1)
        return self.anchors[here, often]


def build(*, people: int, seed: int = 1) -> MadeUpCity:
    """The city of this many people."""
    rng = np.random.default_rng([seed, 1_000_003])
    homes, works, venues = int(people / 2.6), *(_many(people, per) for per in (45, 60))
    x, y = _building_positions(rng, homes // 8 + 1)
    home_building = np.arange(homes) // 8
    near = rng.integers(0, x.size, works + venues)  # work and venues stand near buildings
    xs = np.concatenate(
        (x[home_building] + rng.normal(0, 8, homes), x[near] + rng.normal(0, 150, works + venues))
    )
    ys = np.concatenate(
        (y[home_building] + rng.normal(0, 8, homes), y[near] + rng.normal(0, 150, works + venues))
    )
    kinds = np.repeat([Kind.HOME, Kind.WORK, Kind.VENUE], [homes, works, venues])
    size = np.concatenate(
        (
            np.full(homes, 2.6),
            np.minimum(3 * (1 + rng.pareto(1.15, works)), LARGEST_WORK),
            np.minimum(5 * (1 + rng.pareto(1.1, venues)), LARGEST_VENUE),
        )
    )
    airs = rng.choice(4, kinds.size, p=[0.3, 0.4, 0.25, 0.05])
    table = _table(
        x_cm=(xs * 100).astype(np.int64), y_cm=(ys * 100).astype(np.int64), kind=kinds, air=airs, crowd=(size / 3).astype(np.int32) + 1
    )  # fmt: skip
    numbers = table.table["number"]
    home = rng.permutation(np.arange(people) % homes)
    order = np.argsort(
        numbers[homes + works :]
    )  # venues in spatial order: a step in it is a step in the city
    venue_numbers, weight = np.sort(numbers[homes + works :]), size[homes + works :][order]
    at = np.searchsorted(venue_numbers, numbers[home])
    anchors = np.empty((people, ANCHORS), np.int32)
    for nth in range(ANCHORS):
        reach = np.minimum(3 * (1 + rng.pareto(0.9, (3, people))), venues).astype(int) * rng.choice(
            [-1, 1], (3, people)
        )
        choice = (at[None, :] + reach) % venues
        anchors[:, nth] = venue_numbers[
            choice[np.argmax(weight[choice] * rng.random((3, people)), axis=0), np.arange(people)]
        ]
    working = rng.random(people) < 0.62
    share = np.cumsum(size[homes : homes + works])
    work = numbers[homes : homes + works][
        np.minimum(np.searchsorted(share, rng.random(people) * share[-1]), works - 1)
    ]
    return MadeUpCity(
        table, numbers[home].astype(np.int32), np.where(working, work, -1).astype(np.int32), anchors, seed
    )


def _table(**columns: np.ndarray[Any, Any]) -> PlaceTable:
    """What `PlaceTable.with_places` would make of as many places, without an object for each of millions."""
    rows = np.zeros(columns["kind"].size, TABLE)
    for name, column in columns.items():
        rows[name] = column
    rows["placed"], rows["trip"], rows["cell"] = 1, -1, cell_of(rows["x_cm"], rows["y_cm"])
    rows["number"] = _numbered(rows, np.zeros(0, TABLE))
    return PlaceTable(
        table=rows, codes=[f"p{at}" for at in range(rows.size)], names=[""] * rows.size, trips=[]
    )


def _building_positions(
    rng: np.random.Generator, many: int
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """A core, county seats, villages."""
    half = SIDE_METRES / 2
    seats = rng.uniform(-half * 0.8, half * 0.8, (SEATS, 2))
    villages = rng.uniform(-half, half, (max(3, many // 60), 2))
    sort = rng.choice(3, many, p=[0.4, 0.25, 0.35])
    centre = np.where(
        sort[:, None] == 0,
        0.0,
        np.where(
            sort[:, None] == 1,
            seats[rng.integers(0, SEATS, many)],
            villages[rng.integers(0, len(villages), many)],
        ),
    )
    spread = np.array([4_500.0, 1_800.0, 250.0])[sort]
    found = centre + rng.normal(0, 1, (many, 2)) * spread[:, None]
    return found[:, 0], found[:, 1]


def _many(people: int, per: int) -> int:
    return max(ANCHORS, people // per)
