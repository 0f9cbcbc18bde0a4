"""A store of made-up stays, and how fast it was filled beside DuckDB's own sorted COPY of the same rows."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from ringfence.cores.copresence.grid import Grid
from ringfence.cores.copresence.parquet import quoted, session
from ringfence.cores.copresence.stays import Stays
from ringfence.cores.copresence.store import MovementStore, add_batch, add_places, compact, create_store

from .harness import say
from .movement_city import build

COMPARED_ROWS = 4_000_000  # of one day; DuckDB sorts them in memory


def fill(folder: Path, *, people: int, days: int) -> dict[str, Any]:
    """Ingest day by day in arrival order; days that an earlier, broken run has brought in are not brought again."""
    city = build(people=people)
    if not (folder / "manifest.json").exists():
        create_store(folder, persons=people, grid=Grid(113.9, 35.3))
        add_places(folder, places=city.places)
    told: dict[str, Any] = {}
    first_day = city.day(0)
    for nth in range(days):
        if f"day {nth}" in MovementStore(folder).snapshot().manifest.batches:
            continue
        stays = city.day(nth) if nth else first_day
        begin, busy = time.perf_counter(), time.process_time()
        add_batch(folder, batch=f"day {nth}", stays=stays)
        if stays.rows < 100_000:
            compact(folder)
        for name, spent in (("wall", time.perf_counter() - begin), ("processor", time.process_time() - busy)):
            told[name] = told.get(name, 0.0) + spent * (nth > 0)  # the first day compiles
        told["rows"] = told.get("rows", 0) + stays.rows * (nth > 0)
        say(f"day {nth + 1}: {stays.rows:,} stays, {time.perf_counter() - begin:.1f} s")
    return told | compared(folder.parent / "compared", first_day)


def compared(folder: Path, stays: Stays) -> dict[str, Any]:
    """The same rows into a store and through DuckDB, turn by turn: wall and processor seconds, the better of three."""
    part = Stays(*(np.ascontiguousarray(column[:COMPARED_ROWS]) for column in vars(stays).values()))
    folder.mkdir(parents=True, exist_ok=True)
    create_store(folder / "store", persons=int(part.person.max()) + 1, grid=Grid(113.9, 35.3))
    told: dict[str, Any] = {"compared_rows": part.rows}
    for turn in range(3):
        moved = Stays(**vars(part) | {"day": part.day + turn})
        ours = _timed(
            lambda moved=moved, turn=turn: add_batch(folder / "store", batch=str(turn), stays=moved)
        )  # type: ignore[misc]
        theirs = _timed(lambda: copy_by_duckdb(part, folder / "copied.parquet"))
        for name, (wall, busy) in (("ours", ours), ("duckdb_copy", theirs)):
            told[name] = [min(a, b) for a, b in zip(told.get(name, (wall, busy)), (wall, busy), strict=True)]
    return told


def _timed(work: Any) -> tuple[float, float]:
    begin, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begin, time.process_time() - busy


def copy_by_duckdb(stays: Stays, file: Path) -> None:
    """Both orders as sorted Parquet files, as DuckDB writes them."""
    names = ("person", "place", "start", "end", "source", "imputed")
    with session() as con:
        con.register("given", {name: getattr(stays, name) for name in names})
        for order in ("place, start", "person, start"):
            con.execute(
                f"copy (select * from given order by {order}) to {quoted(file)} (format parquet, codec 'zstd', row_group_size 131072)"
            )
            file.unlink()


def print_ingestion(told: dict[str, Any]) -> None:
    """Rows a second on the wall, and for two processor seconds: what two free cores would do at best."""
    if told.get("wall"):
        print(
            f"  ingestion into both orders and the archive: {told['rows']:,} stays, {told['rows'] / told['wall'] / 1e6:.2f} million rows/s on the wall,"
            f" {2 * told['rows'] / told['processor'] / 1e6:.2f} for two processor seconds"
        )
    rows, ours, theirs = told["compared_rows"], told["ours"], told["duckdb_copy"]
    for name, (wall, busy) in (("store", ours), ("DuckDB COPY, two sorted files", theirs)):
        print(
            f"    {name:32} {rows / wall / 1e6:>6.2f} million rows/s, {2 * rows / busy / 1e6:>6.2f} for two processor seconds"
        )
    print(
        f"    the store is {theirs[0] / ours[0]:.1f} times as fast, {theirs[1] / ours[1]:.1f} by processor time ({rows:,} rows, best of three)"
    )


def storage(store: MovementStore) -> dict[str, float]:
    """Bytes a row by file."""
    manifest = store.snapshot().manifest
    sizes: dict[str, int] = {}
    for segments in manifest.days.values():
        for segment in segments:
            for name, size in segment.bytes.items():
                sizes[name] = sizes.get(name, 0) + size
    per_row = {name: size / manifest.rows for name, size in sizes.items()}
    by_place, by_person = (
        sum(size for name, size in per_row.items() if name.startswith(f"{order}."))
        for order in ("place", "person")
    )
    print(
        f"  {manifest.rows:,} stays; bytes a row: order by place {by_place:.2f}, by person {by_person:.2f}, archive {per_row.get('stays.sealed', 0):.2f}"
    )
    return per_row | {"rows": manifest.rows}
