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
from .distributed import play_on_spark
from .ensemble import Ensemble
from .interventions import Intervention
from .kernels.engine import World, run_many, run_once
from .kernels.seeding import draw_seeds
from .pathogens import Pathogen
from .policy import Draft, PolicyArrays
from .state import HOURS_PER_DAY, INFECTIONS, OVERFLOW, RECORDS, SERIES, STOCK, Book, open_book, usual_traits
from .story import Story


@dataclass(frozen=True)
class Seeds:
    """Residents infected at the start: how many, where (an area's code prefix), and up to how many days before."""

    count: int = 10
    area: str = ""
    infected_up_to_days_ago: float = 0.0


@dataclass(frozen=True)
class Change:
    """Another response from this day of the run on; its rounds, rooms and factors count from there."""

    day: int
    interventions: Sequence[Intervention]


@dataclass(frozen=True)
class Replicates:
    """What is particular to each replicate: seed [n], who is infected at first and when [n, k], traits [n, trait].

    Hours may be negative (before the run) or positive (somebody who comes later); person -1 is nobody.
    """

    seeds: NDArray[np.int64]
    people: NDArray[np.int64]
    hours: NDArray[np.int64]
    traits: NDArray[np.float64]

    def pick(self, which: NDArray[np.int64]) -> Replicates:
        """Some of them."""
        return Replicates(self.seeds[which], self.people[which], self.hours[which], self.traits[which])


@dataclass(frozen=True)
class Sim:
    """One simulation. Equal arguments give equal bytes, on any number of workers."""

    city: City
    pathogen: Pathogen
    interventions: Sequence[Intervention] = ()
    days: int = 60
    seeds: Seeds = Seeds()
    label: str = ""
    change: Change | None = None

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
        other = replace(self, **changes)
        if other.city is self.city and other.pathogen is self.pathogen and "disease" in self.__dict__:
            other.__dict__["disease"] = self.disease  # costs more than some simulations
        return other

    @cached_property
    def disease(self) -> DiseaseArrays:
        return disease_arrays(pathogen=self.pathogen, city=self.city)

    @cached_property
    def policy(self) -> PolicyArrays:
        return self._response(self.interventions)

    @cached_property
    def later(self) -> PolicyArrays:
        """The response after the change; the same one if there is none."""
        return self._response(self.change.interventions) if self.change else self.policy

    def _response(self, interventions: Sequence[Intervention]) -> PolicyArrays:
        draft = Draft(city=self.city, days=self.days)
        for intervention in interventions:
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
        return World(
            self.city.arrays, self.disease, self.policy, self.later, pages, np.zeros(1, np.int64), usual_traits(1)[0]
        )  # fmt: skip

    def run(self, *, seed: int = 1) -> Story:
        """One replicate with its whole story: tree, events, daily series."""
        people, hours = self.start(np.array([seed]))
        return self.run_replicate(Replicates(np.array([seed]), people, hours, usual_traits(1)))

    def run_replicate(self, one: Replicates) -> Story:
        """The first of these replicates with its whole story."""
        world, seed = self.world(), int(one.seeds[0])
        run_once(
            world, seed=seed, people=one.people[0], hours=one.hours[0], traits=one.traits[:1], change_hour=self._change_hour()
        )  # fmt: skip
        _refuse_overflow(world.book.counters)
        counters = world.book.counters
        return Story(
            sim_city=self.city, seed=seed, days=self.days, records=world.book.records[: counters[RECORDS]].copy(),
            infected=world.book.infected[: counters[INFECTIONS]].copy(), series=world.book.series.copy(), counters=counters.copy(),
        )  # fmt: skip

    def ensemble(
        self,
        *,
        runs: int = 1000,
        first_seed: int = 1,
        workers: int = 1,
        books: Sequence[Book] = (),
        spark: str = "",
    ) -> Ensemble:
        """Many replicates, seeds `first_seed`, `first_seed` + 1, ... The result does not depend on `workers`, nor on
        `spark`, the address of a Spark master whose machines play them."""
        check(("runs", runs, 1, 10_000_000, "replicates"))
        seeds = np.arange(first_seed, first_seed + runs)
        people, hours = self.start(seeds)
        return self.play(
            Replicates(seeds, people, hours, usual_traits(runs)), workers=workers, books=books, spark=spark
        )

    def play(
        self, replicates: Replicates, *, workers: int = 1, books: Sequence[Book] = (), spark: str = ""
    ) -> Ensemble:
        """These replicates and no others. The result depends neither on `workers` nor on `spark`."""
        check(("workers", workers, 1, 1024, "threads"))
        if spark:
            return play_on_spark(self, replicates, master=spark, empty=self._empty)
        played = self._empty(replicates)
        series, counters, stock = played.series, played.counters, played.stock
        parts = np.array_split(np.arange(played.runs), workers)
        worlds = [self.world(books[i] if i < len(books) else None) for i in range(len(parts))]

        def work(i: int) -> None:
            part = slice(parts[i][0], parts[i][-1] + 1) if parts[i].size else slice(0, 0)
            who = (
                replicates.seeds[part],
                replicates.people[part],
                replicates.hours[part],
                replicates.traits[part],
            )
            run_many(worlds[i], self._change_hour(), who, (series[part], counters[part], stock[part]))

        with ThreadPoolExecutor(len(parts)) as pool:
            list(pool.map(work, range(len(parts))))
        _refuse_overflow(*counters)
        return played

    def _empty(self, replicates: Replicates) -> Ensemble:
        """The ensemble of these replicates before anything is played."""
        runs = replicates.seeds.size
        return Ensemble(
            label=self.label, series=np.zeros((runs, self.days, len(SERIES)), np.int32), counters=np.zeros((runs, 24), np.int64),
            first_seed=int(replicates.seeds[0]) if runs else 0, population=self.city.population,
            stock=np.zeros((runs, len(STOCK)), np.int32), seeds=replicates.seeds,
            changed_at=self.change.day * HOURS_PER_DAY if self.change else None,
        )  # fmt: skip

    def _change_hour(self) -> int:
        return min(self.change.day, self.days) * HOURS_PER_DAY if self.change else self.days * HOURS_PER_DAY

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
