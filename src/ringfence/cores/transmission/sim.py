"""A simulation: a city, a pathogen, what is done about it. `Sim(...).run()` for one story, `ensemble` for the odds."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ringfence.kernel import Refused, reason

from .bounds import check
from .city import City
from .disease import DiseaseArrays, disease_arrays
from .ensemble import Ensemble
from .interventions import Intervention
from .kernels.engine import World, run_many, run_once
from .kernels.seeding import draw_seeds
from .pathogens import Pathogen
from .policy import Draft, PolicyArrays
from .state import HOURS_PER_DAY, INFECTIONS, OVERFLOW, RECORDS, SERIES, Book, open_book
from .story import Story


@dataclass(frozen=True)
class Seeds:
    """Residents infected at the start: how many, where (an area's code prefix), and up to how many days before."""

    count: int = 10
    area: str = ""
    infected_up_to_days_ago: float = 0.0


@dataclass(frozen=True)
class Sim:
    """One simulation. Equal arguments give equal bytes, on any number of workers."""

    city: City
    pathogen: Pathogen
    interventions: Sequence[Intervention] = ()
    days: int = 60
    seeds: Seeds = Seeds()
    label: str = ""

    def __post_init__(self) -> None:
        check(
            ("days", self.days, 1, 1300, "days"), ("seeds.count", self.seeds.count, 0, min(self.city.population, 100_000), "persons"),
            ("seeds.infected_up_to_days_ago", self.seeds.infected_up_to_days_ago, 0.0, 60.0, "days"),
        )  # fmt: skip
        first, last = self.city.residents_of(self.seeds.area)
        if last - first < self.seeds.count:
            raise Refused(reason("Area {area} has {residents} residents, fewer than the {count} infected at the start.",
                                 area=self.seeds.area, residents=last - first, count=self.seeds.count), fields={"seeds.area": []})  # fmt: skip

    def but(self, **changes: Any) -> Sim:
        """The same simulation with some arguments changed."""
        return replace(self, **changes)

    @cached_property
    def disease(self) -> DiseaseArrays:
        return disease_arrays(pathogen=self.pathogen, city=self.city)

    @cached_property
    def policy(self) -> PolicyArrays:
        draft = Draft(city=self.city, days=self.days)
        for intervention in self.interventions:
            intervention.apply(draft)
        return draft.arrays()

    def world(self, book: Book | None = None) -> World:
        """What one worker needs; a book is reserved unless one is given."""
        pages = book or open_book(
            persons=self.city.population,
            villages=len(self.city.village_codes),
            days=self.days,
            events_per_person=2.0 + 1.5 * self.pathogen.r0,
        )
        return World(self.city.arrays, self.disease, self.policy, pages, np.zeros(1, np.int64))

    def run(self, *, seed: int = 1) -> Story:
        """One replicate with its whole story: tree, events, daily series."""
        world = self.world()
        people, hours = self.start(np.array([seed]))
        run_once(world, seed=seed, people=people[0], hours=hours[0])
        _refuse_overflow(world.book.counters)
        counters = world.book.counters
        return Story(
            sim_city=self.city, seed=seed, days=self.days, records=world.book.records[: counters[RECORDS]].copy(),
            infected=world.book.infected[: counters[INFECTIONS]].copy(), series=world.book.series.copy(), counters=counters.copy(),
        )  # fmt: skip

    def ensemble(
        self, *, runs: int = 1000, first_seed: int = 1, workers: int = 1, books: Sequence[Book] = ()
    ) -> Ensemble:
        """Many replicates, seeds `first_seed`, `first_seed` + 1, ... The result does not depend on `workers`."""
        check(("runs", runs, 1, 10_000_000, "replicates"), ("workers", workers, 1, 1024, "threads"))
        seeds = np.arange(first_seed, first_seed + runs)
        series = np.zeros((runs, self.days, len(SERIES)), np.int32)
        counters = np.zeros((runs, 24), np.int64)
        people, hours = self.start(seeds)
        parts = np.array_split(np.arange(runs), workers)
        worlds = [self.world(books[i] if i < len(books) else None) for i in range(len(parts))]

        def work(i: int) -> None:
            part = slice(parts[i][0], parts[i][-1] + 1) if parts[i].size else slice(0, 0)
            run_many(worlds[i], seeds[part], people[part], hours[part], series[part], counters[part])

        with ThreadPoolExecutor(len(parts)) as pool:
            list(pool.map(work, range(len(parts))))
        _refuse_overflow(*counters)
        return Ensemble(
            label=self.label,
            series=series,
            counters=counters,
            first_seed=first_seed,
            population=self.city.population,
        )

    def start(self, seeds: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Who is infected at the start of each replicate, and at which hour (zero or below)."""
        people = np.zeros((seeds.size, self.seeds.count), np.int64)
        hours = np.zeros_like(people)
        first, last = self.city.residents_of(self.seeds.area)
        draw_seeds(seeds, first, last, int(self.seeds.infected_up_to_days_ago * HOURS_PER_DAY), people, hours)
        return people, hours


def _refuse_overflow(*counters: NDArray[np.int64]) -> None:
    if any(c[OVERFLOW] for c in counters):
        raise Refused(
            reason(
                "More events wait than the calendar holds: the reproduction number is too large for this city."
            )
        )
