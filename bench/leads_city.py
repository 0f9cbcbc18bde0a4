"""Who is infected in the made-up city, by laws that are not the ranking's; and how much of it each rule's list holds.

Every truth has people who differ by a lognormal factor, half of the well-aired places not aired, 30 % of all stays
missing from the records and three of ten onsets a day off. On top of it the truths bend time (hazard by a power of the
time together below 1) and crowds (dilution by a power of the crowd below 1). Nothing here comes from any real person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from bench.movement_city import FIRST, MadeUpCity, build
from ringfence.cores.copresence import (
    AuthorisedCase,
    Companion,
    MovementStore,
    Purpose,
    SamePlace,
    Weights,
    compact,
    create_store,
)
from ringfence.cores.copresence.grid import Grid
from ringfence.cores.copresence.places import Air
from ringfence.cores.copresence.search import match
from ringfence.cores.copresence.store import add_batch
from ringfence.kernel import CITY_ZONE

DAYS, WINDOW_DAYS = 7, 5  # records of a week; a window of five days as in MOVEMENT 4
MISSING = 0.3
LIST = 100
ONSET = 4  # day of onset after the first
LEAST_SECONDS = 600
INFECTIONS_A_CASE = 4.0  # MOVEMENT 4: 4.05 expected infections a case
Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Truth:
    """hazard = hours ** time x min(1, met / crowd) ** crowd x a lognormal factor of sigma. The dose says 1, 1, 0."""

    name: str
    time: float
    crowd: float
    sigma: float
    met: int


TRUTHS = (
    Truth("as the dose says, people differ", 1.0, 1.0, 1.0, 8),
    Truth("time counts less", 0.7, 1.0, 1.0, 8),
    Truth("crowds dilute less", 1.0, 0.8, 1.0, 5),
    Truth("both", 0.85, 0.8, 1.0, 5),
)


@dataclass(frozen=True)
class Capture:
    """Of all infections the share that a rule's list holds; people on the list a case; people for each infection found."""

    rule: str
    share: float
    people: float
    per_infection: float


def measure(folder: Path, *, people: int, cases: int, seed: int = 1, truths: tuple[Truth, ...] = TRUTHS) -> dict[str, list[Capture]]:  # fmt: skip
    """For each truth: the first hundred by dose, by time, the same place and the 800 m rule, over the same infections."""
    city = build(people=people, seed=seed)
    true, told = _store(folder / "true", city, missing=0.0), _store(folder / "told", city, missing=MISSING)
    rng = np.random.default_rng([seed, 8])
    papers = [_paper(int(one), nth) for nth, one in enumerate(rng.choice(people, cases, replace=False))]
    shifts = rng.choice([-1, 0, 1], cases, p=[0.15, 0.7, 0.15])
    seen = [
        replace(one, onset_date=FIRST + timedelta(days=ONSET + int(by)))
        for one, by in zip(papers, shifts, strict=True)
    ]
    asked: dict[str, Any] = {
        "snapshot": told.snapshot(),
        "least_seconds": LEAST_SECONDS,
        "weights": Weights(),
    }
    near = match(seen, rule=SamePlace(), **asked)
    lists = {f"first {LIST} by dose": _first(near, near["dose"]), f"first {LIST} by time": _first(near, near["seconds"]),
             "same place": near, "same square of 800 m": _squares(seen, asked)}  # fmt: skip
    together = match(papers, rule=SamePlace(), snapshot=true.snapshot(), least_seconds=1, weights=Weights())
    known = {"with all records": together,
             "with these records": match(papers, rule=SamePlace(), **asked | {"least_seconds": 1})}  # fmt: skip
    found = {}
    for truth in truths:
        infected = _infected(true, together, cases, truth, np.random.default_rng([seed, 10]))
        ceilings = {
            f"ceiling {how}": _first(rows, _expected(rows, true, truth)) for how, rows in known.items()
        }
        found[truth.name] = [
            _captured(rule, rows, infected, cases) for rule, rows in (lists | ceilings).items()
        ]
    return found


def _squares(seen: list[AuthorisedCase], asked: dict[str, Any]) -> Array:
    """Case by case: a square of a whole city takes room."""
    parts = [match([one], rule=Companion(), **asked) for one in seen]
    for nth, rows in enumerate(parts):
        rows["case"] = nth
    return np.concatenate(parts)


def _store(folder: Path, city: MadeUpCity, *, missing: float) -> MovementStore:
    create_store(folder, persons=city.people, grid=Grid(113.9, 35.3))
    rng = np.random.default_rng([city.seed, 9])
    for nth in range(DAYS):
        stays = city.day(nth)
        kept = stays.take(rng.random(stays.rows) >= missing)
        add_batch(folder, batch=f"day {nth}", stays=kept, **({"places": city.places} if nth == 0 else {}))
    compact(folder)
    return MovementStore(folder)


def _paper(person: int, nth: int) -> AuthorisedCase:
    begins = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=CITY_ZONE) + timedelta(days=1)
    return AuthorisedCase(
        case_id=f"C{nth}", person=person, from_at=begins, to_at=begins + timedelta(days=WINDOW_DAYS), purpose=Purpose.FIND_CONTACTS,
        approval="bench", requested_by="bench", approved_by="truth", expires_at=begins + timedelta(days=99),
        onset_date=FIRST + timedelta(days=ONSET),
    )  # fmt: skip


def _expected(rows: Array, true: MovementStore, truth: Truth) -> Array:
    """The mean hazard of each pair by the truth's own law and the true onset: no order of these pairs does better on the average.

    What stays unknown is chance alone: how people differ, and which of the well-aired places were not aired.
    """
    places = true.snapshot().places
    place = places.table[places.rows_of(rows["place"])]
    air = np.where(place["air"] == Air.OUTDOOR, 0.1, np.where(place["air"] == Air.GOOD, 0.75, 1.0))
    expected: Array = _together(rows, place, truth) * air
    return expected


def _together(rows: Array, place: Array, truth: Truth) -> Array:
    """Hours, infectiousness and crowd by the law of a truth."""
    hours = (rows["seconds"] / 3600.0) ** truth.time * (rows["by_day"] / (rows["seconds"] * 1000.0 + 1))
    diluted: Array = hours * np.minimum(1, truth.met / np.maximum(place["crowd"], 1)) ** truth.crowd
    return diluted


def _infected(true: MovementStore, rows: Array, cases: int, truth: Truth, rng: np.random.Generator) -> set[tuple[int, int]]:  # fmt: skip
    places = true.snapshot().places
    place = places.table[places.rows_of(rows["place"])]
    aired = (place["air"] == Air.GOOD) & (rng.random(places.numbers_used)[rows["place"]] < 0.5)
    outside = place["air"] == Air.OUTDOOR
    hazard = _together(rows, place, truth)
    hazard *= np.where(outside, 0.1, np.where(aired, 0.5, 1.0)) * np.exp(
        rng.normal(0, truth.sigma, rows.size)
    )
    hazard *= INFECTIONS_A_CASE * cases / hazard.sum()
    struck = rng.random(rows.size) < 1 - np.exp(-hazard)
    return set(zip(rows["case"][struck].tolist(), rows["person"][struck].tolist(), strict=True))


def _first(rows: Array, weight: Array) -> Array:
    order = np.lexsort((rows["person"], -weight, rows["case"]))
    rows = rows[order]
    nth = np.arange(rows.size) - np.searchsorted(rows["case"], rows["case"])
    return rows[nth < LIST]


def _captured(rule: str, rows: Array, infected: set[tuple[int, int]], cases: int) -> Capture:
    listed = set(zip(rows["case"].tolist(), rows["person"].tolist(), strict=True))
    found = len(listed & infected)
    return Capture(rule, found / len(infected), rows.size / cases, rows.size / max(1, found))
