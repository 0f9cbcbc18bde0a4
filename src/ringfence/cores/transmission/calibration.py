"""Is the forecast honest? Outbreaks of the engine itself with known truth, forecast from their line list, and scored.

One outbreak is drawn from the prior, its line list is cut off some days after the first report, the forecast sees nothing else,
and the truth is what the same outbreak did afterwards. Over many of them 90 % bands should hold the truth nine times in ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .city import City
from .ensemble import INCUBATION_PERIOD_DAYS
from .fitting import Effort, fit
from .interventions import (
    ContactTracing,
    Hospital,
    Intervention,
    Laboratory,
    Quarantine,
    SymptomaticTesting,
)
from .linelist import Listed
from .pathogens import Pathogen, pathogen
from .prior import COMING_FORWARD, FIRST_INFECTIONS, MEETINGS_KEPT, TRANSMISSION, Prior
from .sim import Replicates, Sim
from .state import FOUND_IN_QUARANTINE, HOURS_PER_DAY, NEVER, SYMPTOMATIC, usual_traits
from .story import Story

AHEAD_DAYS = 28
LEAST_DAYS, MOST_DAYS = 2, 14  # from the first report to the day of the forecast
FEWEST, MOST = 3, 400  # cases on that day; outside of it nobody asks for a forecast of this kind
DAYS_TO_BE_FOUND = 81  # an outbreak not found by then is left out
FIRST_NUMBER = 900_000_000  # replicates of the truth are none of those that a fit plays
MEASURED = ("cases reported", "peak rooms needed", "peak rooms in use")


def usual_response() -> list[Intervention]:
    """A response with limits for a city of 100,000."""
    return [
        SymptomaticTesting(share=0.5), Laboratory(tubes_per_day=20_000), Hospital(), ContactTracing(tracers=100),
        Quarantine(rooms=300, reserve_rooms=2_000, seats_per_day=800),
    ]  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """What every outbreak of a calibration shares."""

    city: City
    pathogen: Pathogen = field(default_factory=lambda: pathogen("delta"))
    response: Sequence[Intervention] = field(default_factory=usual_response)
    prior: Prior = field(default_factory=Prior)

    @cached_property
    def sim(self) -> Sim:
        """The city and its response; its tables of the disease are made once."""
        sim = Sim(city=self.city, pathogen=self.pathogen, interventions=self.response)
        _ = sim.disease
        return sim

    def share(self) -> float:
        """The share of people with symptoms who come forward in the response."""
        return [m.share for m in self.response if isinstance(m, SymptomaticTesting)][-1]


@dataclass(frozen=True)
class Truth:
    """A line list up to the end of `today`, and what followed in the days ahead."""

    cases: list[Listed]
    today: int
    values: NDArray[np.float64]
    measured: tuple[int, ...]  # in the order of MEASURED
    rooms_today: int
    ended: bool


def truth(setting: Setting, *, seed: int) -> Truth | None:
    """The outbreak of this number; `None` if it is not found in time or lies outside of what is forecast."""
    rng = np.random.default_rng([seed, 99])
    values = setting.prior.draw(rng, count=1)[0]
    days = DAYS_TO_BE_FOUND + AHEAD_DAYS
    story = _story(setting, values=values, rng=rng, seed=seed, days=days)
    found = story.records[story.infected]
    found = found[found["confirmed_at"] != NEVER]
    if not found.size:
        return None
    today = int(found["confirmed_at"].min()) // HOURS_PER_DAY + int(rng.integers(LEAST_DAYS, MOST_DAYS + 1))
    cases = _listed(setting.city, found, today=today)
    if not FEWEST <= len(cases) <= MOST or today + AHEAD_DAYS >= days:
        return None
    after, rooms = slice(today + 1, today + 1 + AHEAD_DAYS), story.daily("rooms_in_use")
    late = story.daily("community_found")[today + 1 + INCUBATION_PERIOD_DAYS : today + 1 + AHEAD_DAYS]
    return Truth(
        cases=cases, today=today, values=values, rooms_today=int(rooms[today]), ended=not late.any(),
        measured=(int(story.daily("confirmed")[after].sum()), int(story.daily("rooms_needed")[after].max()), int(rooms[after].max())),
    )  # fmt: skip


def _story(
    setting: Setting, *, values: NDArray[np.float64], rng: np.random.Generator, seed: int, days: int
) -> Story:
    traits = usual_traits(1)
    traits[0, :3] = values[TRANSMISSION], values[COMING_FORWARD] / setting.share(), values[MEETINGS_KEPT]
    first, last = setting.city.residents_of(str(rng.choice(setting.city.area_codes[1])))
    count = int(values[FIRST_INFECTIONS])
    people, hours = rng.integers(first, last, (1, count)), rng.integers(1, HOURS_PER_DAY, (1, count))
    return setting.sim.but(days=days).run_replicate(
        Replicates(np.array([FIRST_NUMBER + seed]), people, hours, traits)
    )


def _listed(city: City, found: NDArray[np.void], *, today: int) -> list[Listed]:
    return [
        Listed(
            reported=int(r["confirmed_at"]) // HOURS_PER_DAY, onset=int(r["onset_at"]) // HOURS_PER_DAY if r["flags"] & SYMPTOMATIC else None,
            area=city.village_of(int(r["person"])), in_quarantine=bool(r["flags"] & FOUND_IN_QUARANTINE),
        )
        for r in found if int(r["confirmed_at"]) // HOURS_PER_DAY <= today
    ]  # fmt: skip


@dataclass(frozen=True)
class Band:
    """Where the truth lies in what was forecast: how many of the replicates are below it, and how many equal it."""

    truth: int
    low: float
    middle: float
    high: float
    below: int
    equal: int
    runs: int

    @property
    def covers(self) -> bool:
        """Is the truth inside the 90 % band, its edges included?"""
        return self.low <= self.truth <= self.high

    @property
    def inside(self) -> float:
        """The same with ties split: 0, 1, or the share of the truth's ranks that lie inside (Czado et al. 2009).

        Where many replicates equal the truth - no case at all, every room taken - a band with its edges always holds it.
        """
        first, last = self.below / (self.runs + 1), (self.below + self.equal + 1) / (self.runs + 1)
        return max(0.0, min(last, 0.95) - max(first, 0.05)) / (last - first)


@dataclass(frozen=True)
class Score:
    """One outbreak, forecast: a band for each of MEASURED, and the odds of the end with what came of it."""

    bands: tuple[Band, ...]
    chance: float
    ended: bool
    cases: int
    distance: float


def score(setting: Setting, known: Truth, *, effort: Effort) -> Score:
    """Forecast from the line list alone and compare with what followed."""
    fitted = fit(setting.sim, known.cases, today=known.today, effort=effort, prior=setting.prior)
    ahead = fitted.forecast({"as now": fitted.sim.interventions}, days=AHEAD_DAYS).ensembles[0]
    told = [
        ahead.total("confirmed"),
        *(ahead.peak(name).astype(np.int64) for name in ("rooms_needed", "rooms_in_use")),
    ]
    return Score(
        bands=tuple(_band(values, true) for values, true in zip(told, known.measured, strict=True)),
        chance=float(ahead.ended().mean()), ended=known.ended, cases=len(known.cases), distance=float(np.median(fitted.distance)),
    )  # fmt: skip


def _band(values: NDArray[np.int64], true: int) -> Band:
    low, middle, high = (float(q) for q in np.quantile(values, (0.05, 0.5, 0.95)))
    return Band(true, low, middle, high, int((values < true).sum()), int((values == true).sum()), values.size)
