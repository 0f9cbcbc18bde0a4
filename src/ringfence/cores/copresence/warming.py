"""Compile every kernel now, so that nobody waits for it at their first search. The machine code stays on disk."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from .authorisation import AuthorisedCase, Purpose
from .grid import Grid
from .live import windows_of
from .places import Place, PlaceTable
from .reach import SamePlace, WithinMetres
from .search import USUAL, match
from .stays import DAY_SECONDS, Stays, make_stays
from .store import MovementStore, add_batch, compact, create_store

MIDNIGHT = datetime(2022, 1, 8, 16, tzinfo=UTC)  # of the city
DAY = 19_001  # 2022-01-09
PEOPLE = 40


def warm() -> None:
    """A small made-up store is filled, compacted, searched and matched live in a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="ringfence-warm-") as home:
        folder = Path(home) / "store"
        places = PlaceTable.empty().with_places([Place("a", x_cm=0, y_cm=0), Place("b", x_cm=900, y_cm=0)])
        create_store(folder, persons=PEOPLE, grid=Grid(113.9, 35.3))
        add_batch(folder, batch="base", stays=_stays(places, 0), places=places)
        compact(folder)
        for late in (1, 2):
            add_batch(folder, batch=str(late), stays=_stays(places, late))
            MovementStore(folder).snapshot()
        compact(folder)
        add_batch(folder, batch="late", stays=_stays(places, 3))
        _ask(MovementStore(folder))


def _stays(places: PlaceTable, nth: int) -> Stays:
    """Everybody is everywhere for a while; the first of them twice."""
    numbers = places.table["number"].tolist()
    rows = [
        (person, place, DAY, 3600 * nth + 60 * person, min(3600 * nth + 60 * person + 1200, DAY_SECONDS), 1, person % 2)
        for person in range(PEOPLE) for place in numbers
    ]  # fmt: skip
    return make_stays([*rows, rows[0]])


def _ask(store: MovementStore) -> None:
    cases = [
        AuthorisedCase(str(person), person, MIDNIGHT, MIDNIGHT + timedelta(days=1), Purpose.FIND_CONTACTS, "warm", "a", "b", MIDNIGHT)
        for person in (0, 1)
    ]  # fmt: skip
    snapshot = store.snapshot()
    for rule in (SamePlace(), WithinMetres(20)):
        match(cases, rule=rule, snapshot=snapshot, least_seconds=60, weights=USUAL)
    windows = windows_of(cases, rule=SamePlace(), snapshot=snapshot, weights=USUAL)
    late = store.stays_of_batch("late")
    assert late is not None
    found = windows.match(late, record=lambda call: None, now=MIDNIGHT - timedelta(days=1))
    assert np.unique(found.moments["case"]).size == len(cases)
    windows.leads(found, snapshot=snapshot)
