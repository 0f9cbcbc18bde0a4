"""The exposure search in a made-up city: our kernel beside DuckDB (native and Parquet) and Polars, same question, one run.

    python -m bench.bench_movement [--people 125000] [--days 14] [--cases 10 100 1000] [--repeats 5] [--home FOLDER] [--json]

125,000 people x 14 days are about 18.8 million stays; 6.25 million people are the city. "definition" is the SQL of
`ringfence.cores.copresence.reference`, whose rows are compared with ours byte for byte; "plain sum" is the shortest SQL
that a person would write (overlaps summed, doubles counted twice), the fairest clock to run against. Polars runs the
plain sum when it is installed. Every repeat draws other cases. "cold" drops the files from the page cache first.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from ringfence.cores.copresence.authorisation import AuthorisedCase, Purpose
from ringfence.cores.copresence.grid import Grid
from ringfence.cores.copresence.reach import SamePlace, WithinMetres
from ringfence.cores.copresence.reference import Database, leads_by_sql
from ringfence.cores.copresence.search import match
from ringfence.cores.copresence.stays import city_seconds
from ringfence.cores.copresence.store import MovementStore, add_batch, add_places, compact, create_store
from ringfence.cores.copresence.weights import Weights
from ringfence.kernel import CITY_ZONE

from .harness import machine, percentile_95, say
from .movement_city import FIRST, build
from .movement_peers import PLAIN_SUM, polars_plain_sum

WEIGHTS = Weights()
LEAST_SECONDS = 600
WINDOW_DAYS = 5
MIDNIGHT = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=CITY_ZONE)


def main() -> None:
    wish = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wish.add_argument("--people", type=int, default=125_000)
    wish.add_argument("--days", type=int, default=14)
    wish.add_argument("--cases", type=int, nargs="+", default=[10, 100, 1000])
    wish.add_argument("--repeats", type=int, default=5)
    wish.add_argument("--metres", type=int, default=20, help="distance of the search by distance")
    wish.add_argument(
        "--without", nargs="*", default=[], choices=["native", "parquet", "polars", "plain", "cold", "metres"]
    )
    wish.add_argument("--home", type=Path, help="keep the store here and use it again")
    wish.add_argument("--json", action="store_true")
    options = wish.parse_args()
    folder = options.home or Path(tempfile.mkdtemp(prefix="ringfence-bench-"))
    try:
        told = measure(options, folder)
    finally:
        if options.home is None:
            shutil.rmtree(folder, ignore_errors=True)
    if options.json:
        print(json.dumps(told))


def measure(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = {"machine": machine(), "people": options.people, "days": options.days}
    print(f"\nMovement: {options.people:,} people, {options.days} days. {machine()}")
    told["ingestion"] = fill(folder / "store", options)
    store = MovementStore(folder / "store")
    told["storage"] = storage(store)
    told["searches"] = [line for cases in options.cases for line in search(store, options, cases)]
    return told


def fill(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Ingest day by day in arrival order; DuckDB's own sorted COPY of the same rows into both orders beside it."""
    if (folder / "manifest.json").exists():
        return {}
    city = build(people=options.people)
    create_store(folder, persons=options.people, grid=Grid(113.9, 35.3))
    add_places(folder, places=city.places)
    ours, theirs, rows, copied = 0.0, 0.0, 0, 0
    for nth, stays in enumerate(city.days(options.days)):
        begin = time.perf_counter()
        add_batch(folder, batch=f"day {nth}", stays=stays)
        if stays.rows < 100_000:
            compact(folder)
        ours += time.perf_counter() - begin
        rows += stays.rows
        if nth in (1, 2):  # the second and third day: everything is compiled
            theirs += copy_by_duckdb(stays, folder.parent / "copied.parquet")
            copied += stays.rows
        say(f"day {nth + 1}: {stays.rows:,} stays")
    told = {
        "rows": rows,
        "rows_per_second": rows / ours,
        "duckdb_copy_rows_per_second": copied / theirs if theirs else None,
    }
    print(f"  ingestion into both orders and the archive: {rows / ours / 1e6:.2f} million rows/s", end="")
    print(f"; DuckDB COPY into two sorted Parquet files: {copied / theirs / 1e6:.2f}" if theirs else "")
    return told


def copy_by_duckdb(stays: Any, file: Path) -> float:
    """Seconds for two sorted copies."""
    from ringfence.cores.copresence.parquet import quoted, session

    begin = time.perf_counter()
    with session() as con:
        con.register(
            "given",
            {name: getattr(stays, name) for name in ("person", "place", "start", "end", "source", "imputed")},
        )
        for order in ("place, start", "person, start"):
            con.execute(
                f"copy (select * from given order by {order}) to {quoted(file)} (format parquet, codec 'zstd', row_group_size 131072)"
            )
            file.unlink()
    return time.perf_counter() - begin


def storage(store: MovementStore) -> dict[str, float]:
    """Bytes a row by file."""
    manifest = store.snapshot().manifest
    sizes: dict[str, int] = {}
    for segments in manifest.days.values():
        for segment in segments:
            for name, size in segment.bytes.items():
                sizes[name] = sizes.get(name, 0) + size
    per_row = {name: size / manifest.rows for name, size in sizes.items()}
    orders = [
        sum(size for name, size in per_row.items() if name.startswith(order))
        for order in ("place.", "person.")
    ]
    print(
        f"  {manifest.rows:,} stays; bytes a row: order by place {orders[0]:.2f}, by person {orders[1]:.2f}, archive {per_row.get('stays.parquet', 0):.2f}"
    )
    return per_row | {"rows": manifest.rows}


def cases_of(store: MovementStore, count: int, turn: int) -> list[AuthorisedCase]:
    """Random residents with a window of five days, other ones each turn."""
    manifest = store.snapshot().manifest
    rng = np.random.default_rng([7, count, turn + 1000])
    last = max(1, len(manifest.days) - WINDOW_DAYS + 1)
    begins = [MIDNIGHT + timedelta(days=int(one)) for one in rng.integers(0, last, count)]
    persons = rng.choice(manifest.persons, count, replace=False)
    return [
        AuthorisedCase(f"B{at}", int(person), begin, begin + timedelta(days=WINDOW_DAYS), Purpose.FIND_CONTACTS, "bench", "a", "b",
                       begin + timedelta(days=99), (begin + timedelta(days=2)).date())
        for at, (person, begin) in enumerate(zip(persons, begins, strict=True))
    ]  # fmt: skip


def search(store: MovementStore, options: argparse.Namespace, count: int) -> list[dict[str, Any]]:
    """One line an engine."""
    snapshot, lines = store.snapshot(), []
    first: dict[str, list[float]] = {}  # the kernel's own times, turn by turn: ratios compare the same cases
    draws = {turn: cases_of(store, count, turn) for turn in range(-1, 4 * options.repeats)}

    def ours(turn: int, rule: Any = SamePlace()) -> Any:  # noqa: B008 - a frozen rule
        return match(draws[turn], rule=rule, snapshot=snapshot, least_seconds=LEAST_SECONDS, weights=WEIGHTS)

    def line(
        engine: str, work: Callable[[int], Any], times: int, *, before: Callable[[], object] | None = None
    ) -> None:
        taken, busy, answer = timings(work, times, before)
        first.setdefault("wall", taken), first.setdefault("cpu", busy)
        told = {"cases": count, "engine": engine, "rows": len(answer), "times": times}
        told |= {
            "median_ms": statistics.median(taken),
            "p95_ms": percentile_95(taken),
            "cpu_ms": statistics.median(busy),
        }
        told |= {
            "ratio": sum(taken) / sum(first["wall"][:times]),
            "cpu_ratio": sum(busy) / sum(first["cpu"][:times]),
        }
        lines.append(told)
        print("  {cases:>5} cases  {engine:30} {rows:>10,} rows  median {median_ms:>9,.1f} ms  p95 {p95_ms:>9,.1f}  processor {cpu_ms:>9,.1f}"
              "  x {ratio:.1f}, processor x {cpu_ratio:.1f}  ({times})".format(**told))  # fmt: skip

    line("kernel, same place", ours, 4 * options.repeats)
    if "cold" not in options.without:
        line("kernel, same place, cold", ours, options.repeats, before=lambda: drop_cache(store))
    if "metres" not in options.without and count <= 100:
        line(
            f"kernel, within {options.metres} m",
            lambda turn: ours(turn, WithinMetres(options.metres)),
            options.repeats,
        )
    few = min(2, options.repeats)
    for name, opened in (("native", Database.loaded), ("parquet", Database.over_archives)):
        if name not in options.without:
            database = opened(snapshot, weights=WEIGHTS)
            line(f"DuckDB {name}, definition", lambda turn, on=database: definition(on, draws[turn]), few)  # type: ignore[misc]
            check(ours(few - 1), definition(database, draws[few - 1]))
            if "plain" not in options.without:
                line(f"DuckDB {name}, plain sum", lambda turn, on=database: plain_sum(on, draws[turn]), few)  # type: ignore[misc]
            database.con.close()
    if "polars" not in options.without:
        peer = polars_plain_sum(snapshot)
        if peer is not None:
            line("Polars Parquet, plain sum", lambda turn: peer(draws[turn]), few)
    return lines


def timings(
    work: Callable[[int], Any], times: int, before: Callable[[], object] | None
) -> tuple[list[float], list[float], Any]:
    """Milliseconds on the wall, milliseconds of processor time of all threads, the last answer."""
    work(-1)
    taken, busy = [], []
    for turn in range(times):
        if before is not None:
            before()
        begin, used = time.perf_counter(), time.process_time()
        answer = work(turn)
        taken.append(1000 * (time.perf_counter() - begin))
        busy.append(1000 * (time.process_time() - used))
    return taken, busy, answer


def definition(database: Database, cases: list[AuthorisedCase]) -> Any:
    return leads_by_sql(
        cases, rule=SamePlace(), database=database, least_seconds=LEAST_SECONDS, weights=WEIGHTS
    )


def plain_sum(database: Database, cases: list[AuthorisedCase]) -> Any:
    database.table("cases", {
        "case_number": np.arange(len(cases)), "person": np.array([case.person for case in cases]),
        "from_s": np.array([city_seconds(case.from_at) for case in cases]), "to_s": np.array([city_seconds(case.to_at) for case in cases]),
    })  # fmt: skip
    for name, sql in PLAIN_SUM:
        database.con.execute(f"create or replace temp table {name} as {sql}")
    return database.con.execute("select * from plain_sum").fetchnumpy()["person"]


def check(ours: Any, theirs: Any) -> None:
    if ours.tobytes() != theirs.tobytes():
        raise SystemExit(f"The engines disagree: {len(ours)} rows and {len(theirs)} rows.")
    print(f"  {'':12} the same {len(ours):,} rows, byte for byte")


def drop_cache(store: MovementStore) -> None:
    """Ask the system to forget the files; a virtual disk's host may still hold them."""
    store._kept = None  # closes the maps, so that their pages may go
    for file in (store.folder / "days").rglob("*.*"):
        if file.is_file():
            handle = os.open(file, os.O_RDONLY)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(handle)


if __name__ == "__main__":
    main()
