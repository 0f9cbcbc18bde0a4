"""What the response held people to in one replicate: isolation, rooms, home quarantine, closed areas, meetings given up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..households import BLOCK
from ..layers import LAYERS
from ..policy import (
    AREA_CASES,
    AREA_DAYS,
    AREA_FACTOR,
    AREA_HOURS,
    CASE_STAY_DAYS,
    NAMED_FACTOR,
    NAMED_FROM,
    NAMED_HOURS,
)
from ..sim import Sim
from ..state import COUNTED_FROM, DETECTED, FOUND_IN_QUARANTINE, HELD, HOURS_PER_DAY, NEVER
from ..story import Story

FREE, AT_HOME, IN_ROOM, IN_WARD = range(4)


class Course(NamedTuple):
    """Hours at which the response reached one person; `NEVER` where it did not."""

    held_from: int
    held_until: int
    room_from: int
    confirmed_at: int
    isolated_at: int
    ward_until: int

    def at(self, hour: int) -> int:
        """Where the person is held at this hour, if at all. A case waits at home for the vehicle."""
        if self.isolated_at <= hour < self.ward_until:
            return IN_WARD
        if self.confirmed_at <= hour < self.isolated_at:
            return AT_HOME
        if not self.held_from <= hour < self.held_until:
            return FREE
        return IN_ROOM if self.room_from <= hour else AT_HOME


@dataclass(frozen=True)
class Restrictions:
    """Of one replicate, read from its records; about linear in them."""

    sim: Sim
    story: Story

    @cached_property
    def courses(self) -> dict[int, Course]:
        """Of everybody whom the response has reached."""
        rows = self.story.records
        reached = rows[((rows["flags"] & HELD) > 0) | (rows["confirmed_at"] != NEVER)]
        held = (reached["flags"] & HELD) > 0
        isolated = reached["isolated_at"].astype(np.int64)
        stay = int(HOURS_PER_DAY * self.sim.policy.numbers[CASE_STAY_DAYS])
        columns = (
            *(np.where(held, reached[name], NEVER) for name in ("held_from", "held_until", "room_from")),
            reached["confirmed_at"], isolated, np.where(isolated != NEVER, isolated + stay, NEVER),
        )  # fmt: skip
        told = zip(*(column.tolist() for column in columns), strict=True)
        return {who: Course(*hours) for who, hours in zip(reached["person"].tolist(), told, strict=True)}

    def status(self, persons: NDArray[np.int64], days: NDArray[np.int64]) -> NDArray[np.int64]:
        """[n, hour of the day]: where person n is held on day n, as `Course.at` says."""
        found = np.full((persons.size, HOURS_PER_DAY), FREE, np.int64)
        reached = [n for n, who in enumerate(persons.tolist()) if who in self.courses]
        if not reached:
            return found
        told = np.array([self.courses[who] for who in persons[reached].tolist()], np.int64)
        held_from, held_until, room_from, confirmed, isolated, ward_until = told.T[:, :, None]
        hour = days[reached, None] * HOURS_PER_DAY + np.arange(HOURS_PER_DAY)
        held = (held_from <= hour) & (hour < held_until)
        found[reached] = np.select(
            [(isolated <= hour) & (hour < ward_until), (confirmed <= hour) & (hour < isolated), held & (room_from <= hour), held],
            [IN_WARD, AT_HOME, IN_ROOM, AT_HOME], FREE,
        )  # fmt: skip
        return found

    @cached_property
    def closures(self) -> dict[int, list[tuple[int, int]]]:
        """Area of the closing level -> (hour closed, hour opened) of its closures, one after the other, as the engine counts them."""
        numbers, rows = self.sim.policy.numbers, self.story.records
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        if numbers[AREA_CASES] <= 0:
            return found
        outside = rows[(rows["confirmed_at"] != NEVER) & ((rows["flags"] & FOUND_IN_QUARANTINE) == 0)]
        cases: dict[int, int] = defaultdict(int)
        for one in outside[np.argsort(outside["confirmed_at"], kind="stable")]:
            area = self.closing_area(int(one["person"]))
            cases[area] += 1
            if cases[area] >= numbers[AREA_CASES]:
                since = int(one["confirmed_at"]) + int(numbers[AREA_HOURS])
                _add(found[area], since, since + int(HOURS_PER_DAY * numbers[AREA_DAYS]))
        return found

    def closing_area(self, person: int) -> int:
        village = self.sim.city.arrays.village_of_block[person // BLOCK]
        return int(self.sim.policy.closing_area[village])

    def chances(self, persons: NDArray[np.int64], days: NDArray[np.int64]) -> NDArray[np.float64]:
        """[n, layer]: the chance that person n goes to the layer's meeting of day n, as the response has it.

        The engine keeps so much of a meeting of two; each of the two goes with the root of it.
        """
        policy = self.sim.policy
        inside = np.clip(days, 0, policy.by_date.shape[0] - 1)
        kept = np.where((days >= 0)[:, None], policy.by_date[inside], 1.0)
        counters = self.story.counters
        if counters[DETECTED] >= 0:
            since = days * HOURS_PER_DAY + HOURS_PER_DAY // 2 - counters[COUNTED_FROM]
            after = np.clip(since // HOURS_PER_DAY, 0, policy.by_response.shape[0] - 1)
            kept = np.where((since >= 0)[:, None], kept * policy.by_response[after], kept)
        chance: NDArray[np.float64] = np.sqrt(np.clip(kept, 0.0, 1.0))
        chance[:, 1:LAYERS] *= self._closed(persons, days)[:, None]
        return chance

    def _closed(self, persons: NDArray[np.int64], days: NDArray[np.int64]) -> NDArray[np.float64]:
        """What the closing of his area leaves person n of the meetings of day n."""
        numbers, closures, named = self.sim.policy.numbers, self.closures, self._named()
        villages = self.sim.city.arrays.village_of_block[persons // BLOCK]
        left = np.ones(persons.size)
        noon = days * HOURS_PER_DAY + HOURS_PER_DAY // 2
        if named is not None:
            shut = self.sim.policy.named[villages] & (noon >= named[0]) & (noon < named[1])
            left[shut] = numbers[NAMED_FACTOR]
        areas = self.sim.policy.closing_area[villages] if closures else villages
        for area in set(areas.tolist()) & set(closures):
            for since, until in closures[area]:
                shut = (areas == area) & (noon >= since) & (noon < until)
                left[shut] = np.minimum(left[shut], numbers[AREA_FACTOR])
        return left

    def _named(self) -> tuple[int, int] | None:
        numbers, counters = self.sim.policy.numbers, self.story.counters
        if counters[DETECTED] < 0 or numbers[NAMED_FACTOR] >= 1.0:
            return None
        since = int(counters[COUNTED_FROM] + numbers[NAMED_FROM])
        return since, since + int(numbers[NAMED_HOURS])


def _add(spans: list[tuple[int, int]], since: int, until: int) -> None:
    """One more closure; one that begins before the last one ends makes that one longer."""
    if spans and since <= spans[-1][1]:
        spans[-1] = (spans[-1][0], max(until, spans[-1][1]))
    else:
        spans.append((since, until))
