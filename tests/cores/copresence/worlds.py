"""Small worlds: a few people, a few places close together, stays that meet at every edge."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

from ringfence.cores.copresence.authorisation import AuthorisedCase, Purpose
from ringfence.cores.copresence.grid import Grid
from ringfence.cores.copresence.places import Air, Kind, Mode, Place, PlaceTable
from ringfence.cores.copresence.reach import Companion, Rule, SamePlace, SameTransport, WithinMetres
from ringfence.cores.copresence.stays import Stays, day_number, make_stays
from ringfence.cores.copresence.store import MovementStore, add_batch, compact, create_store
from ringfence.kernel import CITY_ZONE

FIRST = date(2022, 1, 9)
DAY = day_number(FIRST)
NINTH = datetime(2022, 1, 9, tzinfo=CITY_ZONE)
NOW = NINTH + timedelta(days=20)
XINXIANG = Grid(113.9, 35.3)
EDGES = (0, 1, 36_000, 36_600, 39_600, 43_200, 86_399, 86_400)  # seconds at which stays love to begin and end
CHEN, LI, WANG, ZHAO = range(4)


def case_of(
    person: int = CHEN, *, number: str = "C1", from_day: float = 0, to_day: float = 5, **changes: object
) -> AuthorisedCase:
    given: dict[str, object] = {
        "case_id": number, "person": person, "from_at": NINTH + timedelta(days=from_day), "to_at": NINTH + timedelta(days=to_day),
        "purpose": Purpose.FIND_CONTACTS, "approval": "A-17", "requested_by": "wangfang", "approved_by": "chenjing",
        "expires_at": NOW + timedelta(days=1), "onset_date": FIRST + timedelta(days=2),
    }  # fmt: skip
    return AuthorisedCase(**(given | changes))  # type: ignore[arg-type]


def seats_and_venues(rng: random.Random, count: int) -> list[Place]:
    """Half of them stand within a few metres, some in a line at exact distances, the rest are seats of two trips."""
    found = []
    for at in range(count):
        placed = rng.random() < 0.9
        x, y = rng.choice([(at * 1000, 0), (rng.randrange(-6000, 6000), rng.randrange(-6000, 6000))])
        seat = rng.random() < 0.4
        found.append(Place(
            code=f"P{at}", x_cm=x if placed else None, y_cm=y if placed else None, kind=rng.choice(list(Kind)),
            air=rng.choice(list(Air)), crowd=rng.choice([0, 1, 7, 9, 250]), trip=rng.choice(["G1", "G2"]) if seat else "",
            mode=Mode.NONE, coach=rng.randrange(3) if seat else 0, row=rng.randrange(9) if seat else 0,
            compartment=rng.randrange(4) if seat else 0, crew=seat and rng.random() < 0.2,
        ))  # fmt: skip
    modes = {"G1": rng.choice(list(Mode)[1:]), "G2": rng.choice(list(Mode)[1:]), "": Mode.NONE}
    return [Place(**{**vars(place), "mode": modes[place.trip]}) for place in found]


def any_stays(rng: random.Random, numbers: list[int], *, people: int, count: int, days: int) -> Stays:
    rows = []
    for _ in range(count):
        times = sorted((rng.choice(EDGES) if rng.random() < 0.5 else rng.randrange(86_400)) for _ in range(2))
        start, end = min(times[0], 86_399), times[1]
        rows.append((rng.randrange(people), rng.choice(numbers), DAY + rng.randrange(days), start, max(start, end),
                     rng.randrange(8), int(rng.random() < 0.3)))  # fmt: skip
        if rng.random() < 0.15:
            rows.append(rows[-1])  # a double
        if rng.random() < 0.15:
            person, place, day, start, end, _source, _imputed = rows[-1]
            rows.append(
                (person, place, day, start, min(86_400, end + 60), rng.randrange(8), 0)
            )  # the same from elsewhere
    return make_stays(rows)


def any_rule(rng: random.Random) -> Rule:
    return rng.choice(
        [SamePlace(), WithinMetres(rng.choice([1, 10, 20, 50, 200])), SameTransport(), Companion()]
    )


def store_with(folder: Path, stays: Stays, places: list[Place], *, persons: int = 50, late: float = 0.0, rng: random.Random | None = None) -> MovementStore:  # fmt: skip
    """A store whose stays came in two batches; the first compacted, the second late."""
    create_store(folder, persons=persons, grid=XINXIANG)
    table = PlaceTable.empty().with_places(places)
    numbers = np.array([table.number_of(place.code) for place in places])
    whole = Stays(**{**vars(stays), "place": numbers[stays.place].astype(np.int32)})
    chosen = np.array([(rng or random.Random(1)).random() < late for _ in range(stays.rows)], bool)
    add_batch(folder, batch="first", stays=whole.take(~chosen), places=table)
    compact(folder)
    if late:
        add_batch(folder, batch="late", stays=whole.take(chosen))
    return MovementStore(folder)
