"""Where anybody is at any second of a day of one replicate, so that every transmission has both at its place in its hour.

A day is planned: home; class or work in their opening hours; the meetings of the day, each in its hour. What the response
held the person to comes over it, and over everything the transmissions in which he took part. Several meetings in one
hour share it: each layer has a seventh of its own, so two people who meet in a layer are together for that seventh at least.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..layers import HOUSEHOLD, LAYER_NAMES, LAYERS, LEVEL_OF_LAYER, SCHOOL, WORK
from ..state import HOURS_PER_DAY
from .groups import AREA, FIRST, HOUR, SIZE, find_groups, find_members, find_willing
from .restrictions import FREE, IN_ROOM, IN_WARD, Restrictions

HOUR_SECONDS = 3600
SHARE = HOUR_SECONDS // LAYERS  # seconds of an hour that belong to one layer
Numbers = NDArray[np.int64]
PersonDay = tuple[int, int]


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
    """Person-days of one replicate, each worked out once."""

    def __init__(self, restrictions: Restrictions) -> None:
        self.restrictions = restrictions
        self.city = restrictions.sim.city
        self._known: dict[PersonDay, list[Presence]] = {}

    @cached_property
    def transmissions(self) -> dict[PersonDay, list[tuple[int, int]]]:
        """Person and day -> (hour of the day, layer) of the transmissions in which he took part, on either side."""
        found: dict[PersonDay, list[tuple[int, int]]] = defaultdict(list)
        records = self.restrictions.story.records
        for one in records[self.restrictions.story.infected]:
            if one["infector"] >= 0:
                day, hour = divmod(int(one["infected_at"]), HOURS_PER_DAY)
                for person in (int(one["person"]), int(records["person"][one["infector"]])):
                    found[person, day].append((hour, int(one["layer"])))
        return found

    def of(self, person: int, day: int) -> list[Presence]:
        """Where this person is on this day, in order, without a gap."""
        self.prepare([(person, day)])
        return self._known[person, day]

    def prepare(self, wanted: Iterable[PersonDay]) -> None:
        """Work out many person-days at once."""
        fresh = list(dict.fromkeys(one for one in wanted if one not in self._known))
        if not fresh:
            return
        persons, days = (np.array(column, np.int64) for column in zip(*fresh, strict=True))
        groups = np.zeros((len(fresh), LAYERS, 4), np.int64)
        find_groups(self.city.arrays, persons, days, groups)
        willing = np.zeros((len(fresh), LAYERS))
        find_willing(np.int64(self.restrictions.story.seed), persons, days, willing)
        goes = (willing < self.restrictions.chances(persons, days)) & (groups[:, :, SIZE] > 1)
        for one, group, go in zip(fresh, groups.tolist(), goes.tolist(), strict=True):
            self._known[one] = self._day(*one, group, go)

    def met(self, presences: Sequence[Presence]) -> list[tuple[Presence, Numbers]]:
        """Everybody else of the group of each presence, whether he went there or not."""
        asked = [one for one in presences if one.layer >= 0 and one.place.size > 1]
        if not asked:
            return []
        begins = np.concatenate([[0], np.cumsum([one.place.size for one in asked])]).astype(np.int64)
        told = [
            (one.layer, one.person, one.from_s // (HOURS_PER_DAY * HOUR_SECONDS), one.place.number)
            for one in asked
        ]
        layers, like, days, firsts = np.array(told, np.int64).reshape(-1, 4).T.copy()
        members = np.zeros(int(begins[-1]), np.int64)
        find_members(self.city.arrays, layers, like, days, firsts, begins, members)
        return [
            (one, group[group != one.person])
            for one, group in zip(asked, np.split(members, begins[1:-1]), strict=True)
        ]

    def _day(self, person: int, day: int, group: list[list[int]], goes: list[bool]) -> list[Presence]:
        course = self.restrictions.courses.get(person)
        meets: dict[int, set[int]] = defaultdict(set)
        for layer in range(SCHOOL, LAYERS):
            if goes[layer] and group[layer][HOUR] >= 0:
                meets[group[layer][HOUR]].add(layer)
        usual = self._usual(goes)
        told: list[tuple[int, int, int, int]] = []  # layer, status, from, to
        forced = defaultdict(set)
        for hour, layer in self.transmissions.get((person, day), ()):
            forced[hour].add(layer)
        for hour in range(HOURS_PER_DAY):
            status = course.at(day * HOURS_PER_DAY + hour) if course else FREE
            layers = forced[hour] | (meets[hour] if status == FREE else set())
            start = (day * HOURS_PER_DAY + hour) * HOUR_SECONDS
            if layers:
                told += _shared(sorted(layers), start)
            else:
                told.append(
                    (usual[hour] if status == FREE else HOUSEHOLD, status, start, start + HOUR_SECONDS)
                )
        return self._joined(person, group, told)

    def _usual(self, goes: list[bool]) -> list[int]:
        """By hour of the day: at home, in class or at work."""
        hours = [HOUSEHOLD] * HOURS_PER_DAY
        for layer in (SCHOOL, WORK):
            first, count = self.city.meetings.hours[layer]
            if goes[layer]:
                hours[first : first + count] = [layer] * count
        return hours

    def _joined(
        self, person: int, group: list[list[int]], told: list[tuple[int, int, int, int]]
    ) -> list[Presence]:
        """One presence for what goes on at one place; in a layer a person has one group a day."""
        spans: list[list[int]] = []  # layer, room or ward, from, to
        for layer, status, from_s, to_s in told:
            held = status if status in (IN_ROOM, IN_WARD) else FREE
            if spans and spans[-1][:2] == [layer, held]:
                spans[-1][3] = to_s
            else:
                spans.append([layer, held, from_s, to_s])
        return [
            Presence(
                person, self._place(person, group, layer, held), layer if held == FREE else -1, from_s, to_s
            )
            for layer, held, from_s, to_s in spans
        ]

    def _place(self, person: int, group: list[list[int]], layer: int, held: int) -> Place:
        code = self.city.area_codes[LEVEL_OF_LAYER[layer]][group[layer][AREA]]
        if held == FREE:
            return Place(LAYER_NAMES[layer], code, group[layer][FIRST], group[layer][SIZE])
        return Place("ward" if held == IN_WARD else "room", code[:6], person, 1)


def _shared(layers: list[int], start: int) -> list[tuple[int, int, int, int]]:
    """One hour for several layers: each from its own seventh on, the first from the beginning."""
    edges = [0, *(layer * SHARE for layer in layers[1:]), HOUR_SECONDS]
    return [
        (layer, FREE, start + since, start + until)
        for layer, since, until in zip(layers, edges[:-1], edges[1:], strict=True)
    ]
