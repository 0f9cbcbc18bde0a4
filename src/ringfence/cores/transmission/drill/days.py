"""Where anybody is at any second of a day of one replicate, so that every transmission has both at its place in its hour.

A day is planned: home; class or work in their opening hours; the meetings of the day, each in its hour. What the response
held the person to comes over it, and over everything the transmissions in which he took part. Several meetings in one
hour share it: each layer has a seventh of its own, so two people who meet in a layer are together for that seventh at least.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..layers import LAYER_NAMES, LAYERS, LEVEL_OF_LAYER
from ..state import HOURS_PER_DAY
from .groups import AREA, FIRST, SIZE, find_groups, find_members, find_willing
from .restrictions import FREE, IN_WARD, Restrictions
from .spans import FROM, HELD_IN, LAYER, MOST_A_DAY, TO, Plan, find_spans

Numbers = NDArray[np.int64]
PersonDay = tuple[int, int]
AT_ONCE = 4_096  # person-days: some 20 MB of working arrays


class Place(NamedTuple):
    """Where people meet: the layer, the code of its area and the first place of the group in it. `kind`: a layer, ROOM or WARD."""

    kind: str
    area: str
    number: int
    size: int

    @property
    def code(self) -> str:
        return f"{self.kind}:{self.area}:{self.number}"


@dataclass(frozen=True, slots=True)
class Presence:
    """One person at one place, from one second of the run to another (below zero: before it). `layer` -1: room or ward."""

    person: int
    place: Place
    layer: int
    from_s: int
    to_s: int


class Days:
    """Person-days of one replicate, each worked out once. Row n of the arrays is person-day n; behind the last there is room."""

    def __init__(self, restrictions: Restrictions) -> None:
        self.restrictions = restrictions
        self.city = restrictions.sim.city
        self.row: dict[PersonDay, int] = {}
        self.persons = np.zeros(0, np.int64)
        self.days = np.zeros(0, np.int64)
        self.groups = np.zeros((0, LAYERS, 4), np.int64)
        self.bounds = np.zeros(1, np.int64)  # the spans of row n stand at [bounds[n], bounds[n + 1])
        self.spans = np.zeros((0, 4), np.int64)
        self._places: dict[tuple[int, ...], Place] = {}

    @cached_property
    def transmissions(self) -> dict[PersonDay, list[tuple[int, int]]]:
        """Person and day -> (hour of the day, layer) of the transmissions in which he took part, on either side."""
        found: dict[PersonDay, list[tuple[int, int]]] = defaultdict(list)
        records = self.restrictions.story.records
        rows = records[self.restrictions.story.infected]
        rows = rows[rows["infector"] >= 0]
        others = records["person"][rows["infector"]]
        told = zip(
            rows["person"].tolist(),
            others.tolist(),
            rows["infected_at"].tolist(),
            rows["layer"].tolist(),
            strict=True,
        )
        for infected, infector, at, layer in told:
            day, hour = divmod(at, HOURS_PER_DAY)
            for person in (infected, infector):
                found[person, day].append((hour, layer))
        return found

    def of(self, person: int, day: int) -> list[Presence]:
        """Where this person is on this day, in order, without a gap."""
        self.prepare([(person, day)])
        n = self.row[person, day]
        return [
            Presence(person, self.place(n, layer, held), layer if held == FREE else -1, from_s, to_s)
            for layer, held, from_s, to_s in self.spans[self.bounds[n] : self.bounds[n + 1]].tolist()
        ]

    def place(self, n: int, layer: int, held: int) -> Place:
        """The place of a span of row n."""
        area, first, size = (int(self.groups[n, layer, what]) for what in (AREA, FIRST, SIZE))
        key = (layer, held, area, first, size) if held == FREE else (layer, held, area, int(self.persons[n]))
        if key not in self._places:
            code = self.city.area_codes[LEVEL_OF_LAYER[layer]][area]
            self._places[key] = (
                Place(LAYER_NAMES[layer], code, first, size)
                if held == FREE
                else Place("ward" if held == IN_WARD else "room", code[:6], key[3], 1)
            )
        return self._places[key]

    def prepare(self, wanted: Iterable[PersonDay]) -> None:
        """Work out many person-days at once."""
        fresh = list(dict.fromkeys(one for one in wanted if one not in self.row))
        if not fresh:
            return
        for n in range(0, len(fresh), AT_ONCE):
            self._keep(fresh[n : n + AT_ONCE])

    def met(self, rows: Numbers, layers: Numbers) -> list[Numbers]:
        """Everybody else of the group of row n's person in this layer on its day, whether he went there or not."""
        sizes, firsts = self.groups[rows, layers, SIZE], self.groups[rows, layers, FIRST]
        begins = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        members = np.zeros(int(begins[-1]), np.int64)
        like, days = self.persons[rows], self.days[rows]
        find_members(self.city.arrays, layers, like, days, firsts, begins, members)
        groups = np.split(members, begins[1:-1]) if rows.size else []
        return [group[group != person] for person, group in zip(like.tolist(), groups, strict=True)]

    def _keep(self, fresh: list[PersonDay]) -> None:
        """Some more rows behind those that are known."""
        persons, days, groups, spans, ends = self._worked_out(fresh)
        known, told = len(self.row), int(self.bounds[len(self.row)])
        self.persons = _behind(self.persons, known, persons)
        self.days = _behind(self.days, known, days)
        self.groups = _behind(self.groups, known, groups)
        self.spans = _behind(self.spans, told, spans)
        self.bounds = _behind(self.bounds, known + 1, told + ends)
        self.row |= {one: n for n, one in enumerate(fresh, known)}

    def _worked_out(self, fresh: list[PersonDay]) -> tuple[Numbers, ...]:
        """Persons, days, their groups, their spans one after the other, and where those of each end."""
        persons, days = (np.array(column, np.int64) for column in zip(*fresh, strict=True))
        groups = np.zeros((len(fresh), LAYERS, 4), np.int64)
        find_groups(self.city.arrays, persons, days, groups)
        willing = np.zeros((len(fresh), LAYERS))
        find_willing(np.int64(self.restrictions.story.seed), persons, days, willing)
        goes = (willing < self.restrictions.chances(persons, days)) & (groups[:, :, SIZE] > 1)
        plan = Plan(goes, groups, self.restrictions.status(persons, days), self._forced(fresh), self._opening)
        spans, ends = np.zeros((len(fresh) * MOST_A_DAY, 4), np.int64), np.zeros(len(fresh), np.int64)
        count = find_spans(plan, days, spans, ends)
        return persons, days, groups, spans[:count].copy(), ends

    def _forced(self, fresh: list[PersonDay]) -> Numbers:
        """[n, hour]: a bit for each layer of the transmissions in which the person takes part."""
        forced = np.zeros((len(fresh), HOURS_PER_DAY), np.int64)
        for n, one in enumerate(fresh):
            for hour, layer in self.transmissions.get(one, ()):
                forced[n, hour] |= 1 << layer
        return forced

    @cached_property
    def _opening(self) -> Numbers:
        """[layer] -> first hour and number of hours of school and work."""
        return np.array(self.city.meetings.hours, np.int64)


def _behind(array: Numbers, used: int, more: Numbers) -> Numbers:
    """The array with more rows from `used` on; its room doubles, so that asking one by one costs no more than at once."""
    if used + len(more) > len(array):
        room = np.zeros((max(len(array), len(more)), *array.shape[1:]), np.int64)
        array = np.concatenate([array[:used], room])
    array[used : used + len(more)] = more
    return array


__all__ = ["FROM", "HELD_IN", "LAYER", "TO", "Days", "Numbers", "PersonDay", "Place", "Presence"]
