"""The samples of a replicate, drawn once more: the engine keeps only the hour of confirmation, and every draw can be repeated.

The result of a sample is a hash of seed, person and hour, so asking again gives what the engine got. What the laboratory's
queue did to a negative result is not kept anywhere: it is told after the usual turnaround.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from ..disease import DiseaseArrays
from ..draws import ROUND_ATTENDANCE, ROUND_MOMENT, SEEK_DELAY, SEEKING, SENSITIVITY
from ..households import BLOCK
from ..kernels.testing import NOTICEABLE_HOURS
from ..layers import WHOLE
from ..policy import (
    ALARM,
    LAB_TURNAROUND,
    NAMED,
    ROUND_AREAS,
    ROUND_COVERAGE,
    ROUND_HOURS,
    ROUND_LEVEL,
    ROUND_SENSITIVITY,
    ROUND_START,
    SEEKING_SHARE,
    SEVERE_DELAY_DAYS,
)
from ..sim import Sim
from ..state import COUNTED_FROM, DETECTED, HELD, HOURS_PER_DAY, INFECTED, NEVER, SEVERE, SYMPTOMATIC
from ..story import Story
from .groups import draw_of

SYMPTOMS, QUARANTINE, ROUND, NOT_KEPT = "symptoms", "quarantine", "round", "not kept"


@dataclass(frozen=True, slots=True)
class Sample:
    """Hours count from the start. `why` NOT_KEPT: the engine found it, but its occasion was overwritten by a later order."""

    person: int
    taken_at: int
    result_at: int
    positive: bool
    why: str


class Samples:
    """Of one replicate; `of(record)` in a time that does not depend on the outbreak's size."""

    def __init__(self, sim: Sim, story: Story) -> None:
        self.sim, self.story, self.policy = sim, story, sim.policy
        self.disease: DiseaseArrays = sim.disease
        self.turnaround = max(1, ceil(self.policy.numbers[LAB_TURNAROUND]))
        self.hit_from = self._hit_from()

    def of(self, one: np.void) -> list[Sample]:
        """Of this person, in order, up to the positive one that confirmed the infection."""
        person, confirmed = int(one["person"]), int(one["confirmed_at"])
        found: list[Sample] = []
        for taken, factor, why in sorted(self._occasions(one)):
            if taken > min(confirmed, self.sim.days * HOURS_PER_DAY - 1):
                break
            if found and taken == found[-1].taken_at:
                continue
            if self._finds(one, taken, factor) and confirmed != NEVER:
                return [*found, Sample(person, taken, confirmed, True, why)]
            found.append(Sample(person, taken, taken + self.turnaround, False, why))
        if confirmed != NEVER:
            return [*found, Sample(person, confirmed - self.turnaround, confirmed, True, NOT_KEPT)]
        return found

    def _draw(self, one: np.void, purpose: int, counter: int) -> float:
        return float(draw_of(self.story.seed, int(one["person"]), purpose, counter))

    def _finds(self, one: np.void, taken: int, factor: float) -> bool:
        if not one["flags"] & INFECTED or taken < one["infected_at"]:
            return False
        age = min(taken - int(one["infected_at"]), self.disease.sensitivity.size - 1)
        return bool(self._draw(one, SENSITIVITY, taken) < self.disease.sensitivity[age] * factor)

    def _occasions(self, one: np.void) -> Iterator[tuple[int, float, str]]:
        """(hour, factor of the sensitivity, why) of the samples that this person's course leads to."""
        if one["flags"] & HELD:
            for n in self.policy.test_days.tolist():
                taken = int(one["held_from"]) + (n - 1) * HOURS_PER_DAY
                if taken < one["held_until"]:
                    yield taken, 1.0, QUARANTINE
        if not one["flags"] & INFECTED or not self.policy.numbers[ALARM]:
            return
        if one["flags"] & SYMPTOMATIC:
            yield from self._by_symptoms(one)
        yield from self._by_rounds(one)

    def _by_symptoms(self, one: np.void) -> Iterator[tuple[int, float, str]]:
        numbers, taken = self.policy.numbers, int(NEVER)
        if self._draw(one, SEEKING, 0) < numbers[SEEKING_SHARE]:
            table = self.policy.seek_delay
            delay = np.interp(self._draw(one, SEEK_DELAY, 0) * (table.size - 1), np.arange(table.size), table)
            taken = int(one["onset_at"]) + int(HOURS_PER_DAY * delay + 0.5)
        if one["flags"] & SEVERE:
            taken = min(taken, int(one["onset_at"]) + int(HOURS_PER_DAY * numbers[SEVERE_DELAY_DAYS]))
        if taken < NEVER:
            taken = max(taken, int(one["infected_at"]), 0)
            yield taken, 1.0, SYMPTOMS
            yield taken + HOURS_PER_DAY, 1.0, SYMPTOMS  # only a second negative excludes the disease

    def _by_rounds(self, one: np.void) -> Iterator[tuple[int, float, str]]:
        counters = self.story.counters
        if counters[DETECTED] < 0:
            return
        for n, plan in enumerate(self.policy.rounds):
            since = ceil(counters[COUNTED_FROM] + plan[ROUND_START])
            if not since - NOTICEABLE_HOURS <= one["infected_at"] <= since:
                continue
            if (
                self._covered(plan, int(one["person"]), since)
                and self._draw(one, ROUND_ATTENDANCE, n) < plan[ROUND_COVERAGE]
            ):
                yield (
                    int(since + self._draw(one, ROUND_MOMENT, n) * plan[ROUND_HOURS]),
                    float(plan[ROUND_SENSITIVITY]),
                    ROUND,
                )

    def _covered(self, plan: NDArray[np.float64], person: int, hour: int) -> bool:
        level, village = int(plan[ROUND_LEVEL]), int(self.sim.city.arrays.village_of_block[person // BLOCK])
        if level == NAMED:
            return bool(self.policy.tested[int(plan[ROUND_AREAS]), village])
        return (
            level == WHOLE
            or self.hit_from.get((level, int(self.policy.area_of_level[level, village])), NEVER) <= hour
        )

    def _hit_from(self) -> dict[tuple[int, int], int]:
        """(level, area) -> the hour of its first confirmed case."""
        found: dict[tuple[int, int], int] = {}
        rows = self.story.records
        for one in rows[rows["confirmed_at"] != NEVER]:
            village = self.sim.city.arrays.village_of_block[one["person"] // BLOCK]
            for level in range(4):
                area = level, int(self.policy.area_of_level[level, village])
                found[area] = min(found.get(area, int(NEVER)), int(one["confirmed_at"]))
        return found
