"""A drill made by the engine. No database here; the engine is imported by whoever plays, not by the pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from ringfence.cores import transmission as engine
from ringfence.cores.transmission.compiled import VERSION
from ringfence.cores.transmission.drill import Drill
from ringfence.cores.transmission.layers import LAYER_NAMES
from ringfence.cores.transmission.state import HELD, HOURS_PER_DAY, NEVER, SEVERE, SYMPTOMATIC
from ringfence.cores.transmission.story import Story
from ringfence.kernel import Refused, reason
from ringfence.registry.places.actions import CITY_FILE

from . import rules

Villages = Sequence[tuple[str, int]]
Progress = Callable[[float], None]
SECONDS_TO_BEGIN, CASES_A_SECOND = 3, 60  # read from `python -m bench bench_drill`, rounded to the slow side


@dataclass(frozen=True)
class Made:
    """A drill that was made: the truth for its page, and the files (name, rows, content)."""

    truth: dict[str, Any]
    files: tuple[tuple[str, int, bytes], ...]


def engine_version() -> str:
    """Of everything that decides what a run does."""
    return VERSION


def sim_of(wanted: rules.Wanted, villages: Villages) -> engine.Sim:
    """The outbreak's own city with the wanted response; Xinxiang stands in where the register knows no villages."""
    city = (
        engine.city_of_villages(name="", villages=list(villages)) if villages else engine.read_city(CITY_FILE)
    )
    first, after = city.residents_of(wanted.area) if wanted.area else (0, city.population)
    if after <= first:
        raise Refused(reason("The register knows no residents of {area}.", area=wanted.area))
    return engine.Sim(
        city=city, pathogen=engine.pathogen(wanted.pathogen), days=wanted.days, seeds=engine.Seeds(count=wanted.infected, area=wanted.area),
        interventions=engine.measures(rules.measures_of(wanted)),
    )  # fmt: skip


def estimates(wanted: rules.Wanted, *, villages: Villages) -> list[dict[str, Any]]:
    """What each of the first seeds becomes by the end of the last day: each is played whole, only the files are not made."""
    sim = sim_of(wanted, villages)
    return [
        _estimate(sim.run(seed=seed), seed, wanted.days)
        for seed in range(wanted.first_seed, wanted.first_seed + rules.SEEDS_LOOKED_AT)
    ]


def make(wanted: rules.Wanted, *, seed: int, villages: Villages, progress: Progress) -> Made:
    """The files of one seed, and its truth."""
    sim = sim_of(wanted, villages)
    drill = Drill(sim=sim, seed=seed, start=wanted.starts_on)
    progress(0.1)
    with TemporaryDirectory(prefix="ringfence-drill-") as folder:
        rows = drill.write(
            Path(folder), until_day=wanted.days - 1, progress=lambda done: progress(0.1 + 0.8 * done)
        )
        files = tuple((name, count, (Path(folder) / name).read_bytes()) for name, count in rows.items())
    truth = _truth(drill, wanted) | {"stand_in": not villages}
    progress(1.0)
    return Made(truth, files)


def _estimate(story: Story, seed: int, days: int) -> dict[str, Any]:
    rows = story.records
    found = rows["confirmed_at"][rows["confirmed_at"] != NEVER]
    found = found[found < days * HOURS_PER_DAY]
    return {
        "seed": seed, "infections": len(story.infected), "cases": int(found.size),
        "first_report_day": int(found.min()) // HOURS_PER_DAY if found.size else None,
        "quarantined": int(((rows["flags"] & HELD) > 0).sum()), "seconds": SECONDS_TO_BEGIN + int(found.size) // CASES_A_SECOND,
    }  # fmt: skip


def _truth(drill: Drill, wanted: rules.Wanted) -> dict[str, Any]:
    """Who infected whom, and the three curves, as plain values."""
    numbers = {case.person: case.case_id for case in drill.cases(until_day=wanted.days - 1)}
    rows = drill.story.records[drill.story.infected]
    place = {int(record): n for n, record in enumerate(drill.story.infected)}
    end = wanted.days * HOURS_PER_DAY
    hours = {
        "infected": rows["infected_at"], "onset": rows["onset_at"][(rows["flags"] & SYMPTOMATIC) > 0], "confirmed": rows["confirmed_at"],
    }  # fmt: skip
    return {
        "city": drill.sim.city.name, "residents": drill.sim.city.population, "cases": len(numbers), "infections": len(rows),
        "days": [(wanted.starts_on + timedelta(days=n)).isoformat() for n in range(wanted.days)],
        "curves": {name: _by_day(told, wanted.days) for name, told in hours.items()},
        "people": [_person(drill, one, numbers, place, end) for one in rows],
    }  # fmt: skip


def _by_day(hours: Any, days: int) -> list[int]:
    inside = hours[(hours >= 0) & (hours < days * HOURS_PER_DAY)]
    counted: list[int] = np.bincount(inside // HOURS_PER_DAY, minlength=days).tolist()
    return counted


def _person(
    drill: Drill, one: Any, numbers: dict[int, str], place: dict[int, int], end: int
) -> dict[str, Any]:
    """One infection; `source` is its infector's place in this list. What lies after the last day is not told."""
    number, flags = int(one["person"]), int(one["flags"])
    onset = int(one["onset_at"]) if flags & SYMPTOMATIC else None
    found = int(one["confirmed_at"])
    return {
        "number": number, "name": drill.person(number).name, "case": numbers.get(number, ""), "source": place.get(int(one["infector"]), -1),
        "layer": LAYER_NAMES[one["layer"]], "village": drill.sim.city.village_of(number), "infected_hour": int(one["infected_at"]),
        "onset_hour": onset if onset is not None and onset < end else None, "found_hour": found if found < end and number in numbers else None,
        "symptoms": bool(flags & SYMPTOMATIC), "severe": bool(flags & SEVERE), "held": bool(flags & HELD),
    }  # fmt: skip
