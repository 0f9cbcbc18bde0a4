"""Outbreaks of the engine itself with known truth: parameters from the prior, a line list up to some day, and what came after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ringfence.cores.transmission import (
    ContactTracing,
    Hospital,
    Laboratory,
    Quarantine,
    Sim,
    SymptomaticTesting,
    pathogen,
)
from ringfence.cores.transmission.fitting import Effort, Fit, fit
from ringfence.cores.transmission.linelist import Listed
from ringfence.cores.transmission.prior import (
    COMING_FORWARD,
    FIRST_INFECTIONS,
    MEETINGS_KEPT,
    TRANSMISSION,
    Prior,
)
from ringfence.cores.transmission.sim import Replicates
from ringfence.cores.transmission.state import FOUND_IN_QUARANTINE, NEVER, SYMPTOMATIC, usual_traits

RESPONSE = [
    SymptomaticTesting(share=0.5), Laboratory(tubes_per_day=20_000), Hospital(), ContactTracing(tracers=100),
    Quarantine(rooms=300, reserve_rooms=2_000, seats_per_day=800),
]  # fmt: skip
AHEAD, WITHIN, BEFORE = 28, 14, 21
FEWEST, MOST = (
    3,
    400,
)  # cases on the day of the forecast; outside of it nobody asks for a forecast of this kind


@dataclass(frozen=True)
class Truth:
    """A line list up to `today` and what followed."""

    cases: list[Listed]
    today: int
    values: np.ndarray
    confirmed: int
    peak_rooms: int
    ended: bool


def synthetic(city, *, seed: int, prior: Prior | None = None, source=None) -> Truth | None:
    """One outbreak, `None` if it is not found in time or lies outside what is forecast."""
    rng = np.random.default_rng([seed, 99])
    values = (prior or Prior()).draw(rng, count=1)[0]
    source = source or pathogen("delta")
    days = BEFORE + 60 + AHEAD
    sim = Sim(city=city, pathogen=source, interventions=RESPONSE, days=days)
    traits = usual_traits(1)
    traits[0, 0], traits[0, 1], traits[0, 2] = (
        values[TRANSMISSION],
        values[COMING_FORWARD] / 0.5,
        values[MEETINGS_KEPT],
    )
    count = int(values[FIRST_INFECTIONS])
    township = str(rng.choice(city.area_codes[1]))
    first, last = city.residents_of(township)
    people, hours = rng.integers(first, last, (1, count)), rng.integers(1, 24, (1, count))
    story = sim.run_replicate(Replicates(np.array([900_000_000 + seed]), people, hours, traits))
    rows = story.records[story.infected]
    found = rows[rows["confirmed_at"] != NEVER]
    if not found.size:
        return None
    first_report = int(found["confirmed_at"].min()) // 24
    today = first_report + int(rng.integers(2, 15))
    cases = [
        Listed(
            reported=int(r["confirmed_at"]) // 24, onset=int(r["onset_at"]) // 24 if r["flags"] & SYMPTOMATIC else None,
            area=city.village_of(int(r["person"])), in_quarantine=bool(r["flags"] & FOUND_IN_QUARANTINE),
        )
        for r in found if int(r["confirmed_at"]) // 24 <= today
    ]  # fmt: skip
    if not FEWEST <= len(cases) <= MOST or today + AHEAD >= days:
        return None
    after = slice(today + 1, today + 1 + AHEAD)
    community = story.daily("community_found")
    return Truth(
        cases=cases, today=today, values=values, confirmed=int(story.daily("confirmed")[after].sum()),
        peak_rooms=int(story.daily("rooms_in_use")[after].max()), ended=not community[today + 1 + WITHIN : today + 1 + AHEAD].any(),
    )  # fmt: skip


@dataclass(frozen=True)
class Score:
    covered_cases: bool
    covered_peak: bool
    chance: float
    ended: bool
    fitted: Fit


def score(city, truth: Truth, *, draws: int, keep: int, seed: int = 1, source=None) -> Score:
    """Is the truth inside the 90 % bands, and what was said about the end?"""
    sim = Sim(city=city, pathogen=source or pathogen("delta"), interventions=RESPONSE)
    fitted = fit(sim, truth.cases, today=truth.today, effort=Effort(draws=draws, keep=keep, seed=seed))
    ahead = fitted.forecast({"as now": fitted.sim.interventions}, days=AHEAD).ensembles[0]
    low, high = np.quantile(ahead.total("confirmed"), (0.05, 0.95))
    low_rooms, high_rooms = np.quantile(ahead.peak("rooms_in_use"), (0.05, 0.95))
    return Score(
        covered_cases=bool(low <= truth.confirmed <= high), covered_peak=bool(low_rooms <= truth.peak_rooms <= high_rooms),
        chance=float(ahead.ended(within_days=WITHIN).mean()), ended=truth.ended, fitted=fitted,
    )  # fmt: skip
