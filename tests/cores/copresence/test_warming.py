"""After warming nothing is left to compile: not for filling a store, not for a search, not for live matching."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from ringfence.cores.copresence.kernels import matching, ordering, streaming
from ringfence.cores.copresence.live import windows_of
from ringfence.cores.copresence.prefetch import merged_stretches
from ringfence.cores.copresence.reach import SamePlace, WithinMetres
from ringfence.cores.copresence.search import match
from ringfence.cores.copresence.store import compact
from ringfence.cores.copresence.warming import warm
from ringfence.cores.copresence.weights import Weights

from .worlds import any_stays, case_of, seats_and_venues, store_with


def compiled() -> dict[str, int]:
    return {
        f"{module.__name__}.{name}": len(kernel.signatures)
        for module in (matching, ordering, streaming) for name, kernel in vars(module).items() if hasattr(kernel, "signatures")
    }  # fmt: skip


def test_nobody_waits_for_the_compiler_after_warming(tmp_path: Path) -> None:
    warm()
    before = compiled()
    rng = random.Random(3)
    places = seats_and_venues(rng, 8)
    stays = any_stays(rng, list(range(8)), people=8, count=90, days=3)
    store = store_with(tmp_path / "store", stays, places, late=0.4)
    cases = [case_of(person, number=f"C{person}") for person in range(3)]
    for _ in range(2):
        for rule in (SamePlace(), WithinMetres(50)):
            match(cases, rule=rule, snapshot=store.snapshot(), least_seconds=60, weights=Weights())
        windows = windows_of(cases, rule=SamePlace(), snapshot=store.snapshot(), weights=Weights())
        windows.leads(windows.match(stays, record=[].append, now=cases[0].from_at), snapshot=store.snapshot())
        compact(store.folder)
    assert compiled() == before


def test_stretches_to_read_are_the_pages_asked_for_and_near_ones_are_one() -> None:
    rng = np.random.default_rng(1)
    begin = rng.integers(0, 4000, 300)
    end = begin + rng.integers(1, 6, 300)
    starts, stops = merged_stretches(begin, end)
    asked = {page for first, last in zip(begin, end, strict=True) for page in range(first, last)}
    read = {page for first, last in zip(starts, stops, strict=True) for page in range(first, last)}
    assert asked <= read
    assert len(read) <= 1.25 * len(asked)  # MOVEMENT 6.2
    assert all(stop + 2 < start for stop, start in zip(stops, starts[1:], strict=False))
