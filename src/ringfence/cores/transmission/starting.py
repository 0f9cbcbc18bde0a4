"""How an outbreak may have begun: the first infections where the first cases live, and everybody who came from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .city import City
from .disease import quantiles
from .linelist import Listed
from .observed import Observed
from .pathogens import Pathogen
from .prior import COMING_FORWARD, DAYS_BEFORE, FIRST_INFECTIONS, MEETINGS_KEPT, TRANSMISSION
from .sim import Replicates
from .state import HOURS_PER_DAY, usual_traits

EARLY_CASES = 20  # the first infections lie where these live
GIVEN_UP_AT = 3  # times the reported cases (and 30 more): such a replicate is far from the list already


@dataclass(frozen=True)
class Beginnings:
    """Draws who is infected first, where and when."""

    city: City
    pathogen: Pathogen
    cases: Sequence[Listed]
    observed: Observed

    def replicates(
        self, values: NDArray[np.float64], *, seeds: NDArray[np.int64], rng: np.random.Generator, asked: float
    ) -> Replicates:
        """One replicate for each row of parameters."""
        first_people, first_hours = self._first(values, rng)
        come_people, come_hours = self._from_outside(values.shape[0], rng)
        traits = usual_traits(values.shape[0])
        traits[:, 0], traits[:, 1] = values[:, TRANSMISSION], values[:, COMING_FORWARD] / asked
        traits[:, 2], traits[:, 3] = values[:, MEETINGS_KEPT], GIVEN_UP_AT * self.observed.cases + 30
        return Replicates(
            seeds=seeds, traits=traits, people=np.concatenate([first_people, come_people], axis=1),
            hours=np.concatenate([first_hours, come_hours], axis=1),
        )  # fmt: skip

    def _first(
        self, values: NDArray[np.float64], rng: np.random.Generator
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        early = sorted((c for c in self.cases if not c.imported), key=lambda c: c.reported)[:EARLY_CASES]
        areas = [self._residents(c.area) for c in early] or [(0, self.city.population)]
        most = int(values[:, FIRST_INFECTIONS].max())
        shape = (values.shape[0], most)
        people = self._somebody(np.array(areas)[rng.integers(0, len(areas), shape)], rng)
        first_report = min(c.reported for c in self.cases) - self.observed.first_day
        hours = ((first_report - values[:, DAYS_BEFORE]) * HOURS_PER_DAY).astype(np.int64)[
            :, None
        ] + rng.integers(1, HOURS_PER_DAY, shape)
        people[np.arange(most)[None] >= values[:, FIRST_INFECTIONS, None]] = -1
        return people, hours

    def _from_outside(
        self, count: int, rng: np.random.Generator
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Imported cases of the list were infected an incubation period before their onset (three days before the report if unknown)."""
        come = [c for c in self.cases if c.imported]
        areas = np.array([self._residents(c.area) for c in come]).reshape(len(come), 2)
        people = self._somebody(np.broadcast_to(areas, (count, len(come), 2)), rng)
        onset = np.array(
            [(c.onset if c.onset is not None else c.reported - 3) - self.observed.first_day for c in come],
            float,
        )
        incubation = quantiles(self.pathogen.incubation_days)[rng.integers(0, 4096, (count, len(come)))]
        return people, np.maximum(1, HOURS_PER_DAY * (onset - incubation)).astype(np.int64)

    def _residents(self, area: str) -> tuple[int, int]:
        """The area, or the smallest one around it that the city has residents in."""
        for length in (12, 9, 6):
            first, last = self.city.residents_of(area[:length]) if len(area) >= length else (0, 0)
            if last > first:
                return first, last
        return 0, self.city.population

    def _somebody(self, areas: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
        first, last = areas[..., 0], areas[..., 1]
        return (first + (rng.random(first.shape) * (last - first))).astype(np.int64)
