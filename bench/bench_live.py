"""Live matching end to end: stays of a day come in batches of a second and are matched with the open windows of cases.

    python -m bench.bench_live [--people 125000] [--cases 1000] [--events 15000] [--batches 30] [--json]

A batch is durable in the store, matched, put on record and answered with the leads that changed; that whole way is timed.
Aim: p95 at most one second at 15,000 events a second with 1,000 open cases. Then the leads that came live are compared
with the search over the finished store, byte for byte. Beside it, matching alone.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from ringfence.cores.copresence import Journal
from ringfence.cores.copresence.authorisation import AuthorisedCase, Purpose
from ringfence.cores.copresence.grid import Grid
from ringfence.cores.copresence.kernels.forms import LEAD
from ringfence.cores.copresence.live import OpenWindows, windows_of
from ringfence.cores.copresence.reach import SamePlace
from ringfence.cores.copresence.search import match
from ringfence.cores.copresence.stays import Stays
from ringfence.cores.copresence.store import MovementStore, add_batch, add_places, create_store
from ringfence.cores.copresence.weights import Weights

from .bench_movement import MIDNIGHT
from .harness import machine, percentile_95, say
from .movement_city import build

WEIGHTS = Weights()
DAYS_BEFORE = 2


def main() -> None:
    wish = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("people", 125_000), ("cases", 1000), ("events", 15_000), ("batches", 30)):
        wish.add_argument(f"--{name}", type=int, default=usual)
    wish.add_argument("--json", action="store_true")
    options = wish.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ringfence-bench-"))
    try:
        told = measure(options, folder / "store")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if options.json:
        print(json.dumps(told))


def measure(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    cases, batches = prepared(options, folder)
    store, journal = MovementStore(folder), Journal(folder / "calls.jsonl")
    begin = time.perf_counter()
    windows = windows_of(cases, rule=SamePlace(), snapshot=store.snapshot(), weights=WEIGHTS)
    opened = 1000 * (time.perf_counter() - begin)
    print(
        f"\nLive: {options.people:,} people, {len(cases):,} cases, {windows.windows.size:,} open windows (opened in {opened:.0f} ms). {machine()}"
    )
    wall, busy, newest = through(windows, store, journal, batches)
    exact = compared(cases, store, newest)
    told = {
        "machine": machine(), "events": options.events, "batches": len(wall), "windows": int(windows.windows.size), "leads": exact,
        "median_ms": statistics.median(wall), "p95_ms": percentile_95(wall), "processor_ms": statistics.median(busy),
    } | alone(windows, batches)  # fmt: skip
    print(
        "  batches of {events:,}: median {median_ms:,.0f} ms, p95 {p95_ms:,.0f} ms, processor {processor_ms:,.0f} ms; aim p95 1,000 ms\n"
        "  matching alone: {million_per_processor_second:.1f} million events for a processor second; {leads:,} leads are the search's, byte for byte".format(
            **told
        )
    )
    return told


def prepared(options: argparse.Namespace, folder: Path) -> tuple[list[AuthorisedCase], list[Stays]]:
    """A store with days before, a first stretch of the day and the cases' own stays of it; and the batches to come."""
    city = build(people=options.people)
    create_store(folder, persons=options.people, grid=Grid(113.9, 35.3))
    add_places(folder, places=city.places)
    for nth in range(DAYS_BEFORE):
        add_batch(folder, batch=f"day {nth}", stays=city.day(nth))
        say(f"day {nth + 1}")
    people = np.random.default_rng(5).choice(options.people, options.cases, replace=False)
    begin, end = MIDNIGHT, MIDNIGHT + timedelta(days=DAYS_BEFORE + 1)
    cases = [
        AuthorisedCase(f"L{at}", int(person), begin, end, Purpose.FIND_CONTACTS, "bench", "a", "b", end + timedelta(days=99), begin.date())
        for at, person in enumerate(people)
    ]  # fmt: skip
    today = city.day(DAYS_BEFORE)
    today = Stays(**vars(today) | {"day": np.ascontiguousarray(today.day)})
    own = np.isin(today.person, people)
    to_come = np.flatnonzero(~own)[-options.events * options.batches :]
    coming = np.zeros(today.rows, bool)
    coming[to_come] = True
    add_batch(folder, batch="so far", stays=today.take(~coming))
    return cases, [
        today.take(part) for part in np.array_split(to_come, max(1, to_come.size // options.events))
    ]


def through(
    windows: OpenWindows, store: MovementStore, journal: Journal, batches: list[Stays]
) -> tuple[list[float], list[float], dict[tuple[int, int], Any]]:
    """Milliseconds on the wall and of the processor by batch; the newest row of each pair."""
    wall, busy, newest = [], [], {}
    for number, stays in enumerate(batches):
        begin, used = time.perf_counter(), time.process_time()
        add_batch(store.folder, batch=f"live {number}", stays=stays)
        found = windows.match(stays, record=journal.record, now=MIDNIGHT + timedelta(days=DAYS_BEFORE + 1))
        rows = windows.leads(found, snapshot=store.snapshot())
        wall.append(1000 * (time.perf_counter() - begin)), busy.append(1000 * (time.process_time() - used))
        newest |= {(int(row["case"]), int(row["person"])): row for row in rows}
    return wall[1:], busy[1:], newest  # the first one compiles


def compared(cases: list[AuthorisedCase], store: MovementStore, newest: dict[tuple[int, int], Any]) -> int:
    """Every pair that came live has the search's row; how many there are."""
    searched = match(cases, rule=SamePlace(), snapshot=store.snapshot(), least_seconds=600, weights=WEIGHTS)
    key = searched["case"].astype(np.int64) << 32 | searched["person"]
    live = np.array([newest[pair] for pair in sorted(newest)], LEAD)
    wanted = searched[np.isin(key, live["case"].astype(np.int64) << 32 | live["person"])]
    if live.tobytes() != wanted.tobytes():
        raise SystemExit(f"Live leads are not the search's: {live.size} and {wanted.size} rows.")
    return int(live.size)


def alone(windows: OpenWindows, batches: list[Stays]) -> dict[str, float]:
    """The kernel alone, all batches once more."""
    used, events = time.process_time(), 0
    for stays in batches:
        windows.match(stays, record=lambda call: None, now=MIDNIGHT)
        events += stays.rows
    return {"million_per_processor_second": events / max(1e-9, time.process_time() - used) / 1e6}


if __name__ == "__main__":
    main()
