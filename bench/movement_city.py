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

from ringfence.cores.copresence.places import Air, Kind, Place, PlaceTable
from ringfence.cores.copresence.stays import Source, Stays, day_number

FIRST = date(2022, 1, 3)  # a Monday
SIDE_METRES = 90_800  # of a square of 8,249 km2
SEATS, HOME, WORKS, VENUE = 8, 0, 1, 2
LARGEST_WORK, LARGEST_VENUE = 6_000, 300
ANCHORS = 6
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
        """All stays of the nth day, in the order of arrival (by start)."""
        rng = np.random.default_rng([self.seed, nth])
        day = FIRST + timedelta(days=nth)
        weekend = day.weekday() >= 5
        parts = []
        everybody = np.arange(self.people, dtype=np.int32)
        late = rng.normal(0.0, 0.35, self.people)
        for what, begins, ends, on_weekdays, on_weekends in SLOTS:
            here = everybody[rng.random(self.people) < (on_weekends if weekend else on_weekdays)]
            place = self._where(what, here, rng)
            start = (
                np.clip((begins + late[here] + rng.normal(0, 0.06, here.size)) * 3600, 0, 86_300)
                if begins
                else np.zeros(here.size)
            )
            end = (
                np.clip((ends + late[here] + rng.normal(0, 0.06, here.size)) * 3600, start + 60, 86_400)
                if ends < 24
                else np.full(here.size, 86_400)
            )
            parts.append((here, place, start.astype(np.int32), end.astype(np.int32)))
        person, place, start, end = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(start, kind="stable")
        source = rng.choice(
            np.array([Source.CHECK_IN, Source.DEVICE, Source.DECLARED], np.uint8),
            order.size,
            p=[0.3, 0.6, 0.1],
        )
        imputed = (rng.random(order.size) < 0.1).astype(np.uint8)
        days = np.full(order.size, day_number(day), np.int32)
        return Stays(
            person[order], place[order].astype(np.int32), days, start[order], end[order], source, imputed
        )

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
    table = PlaceTable.empty().with_places([
        Place(f"p{at}", x_cm=int(xs[at] * 100), y_cm=int(ys[at] * 100), kind=Kind(int(kinds[at])), air=Air(int(airs[at])), crowd=int(size[at] / 3) + 1)
        for at in range(kinds.size)
    ])  # fmt: skip
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
