"""The table of places on disk: one Parquet file a version."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ..parquet import quoted, session
from ..places import TABLE, PlaceTable
from .files import sync_file


def write_places(path: Path, places: PlaceTable) -> None:
    """Write a version of the table; whole on the disk when this returns."""
    table = places.table
    columns = {name: np.ascontiguousarray(table[name]) for name in TABLE.names or ()}
    trips = np.array([*places.trips, ""], object)
    with session() as con:
        con.register("numbers", columns | {"nth": np.arange(table.size)})
        con.register("words", {
            "nth": np.arange(table.size), "code": np.array(places.codes, object), "name": np.array(places.names, object),
            "trip_code": trips[table["trip"]],
        })  # fmt: skip
        con.execute(
            "copy (select words.code, words.name, words.trip_code, numbers.* exclude (nth) from numbers "
            f"join words using (nth) order by nth) to {quoted(path)} (format parquet, codec 'zstd')"
        )
    sync_file(path)


def read_places(path: Path) -> PlaceTable:
    """A version of the table."""
    with session() as con:
        found = con.execute(f"select * from {quoted(path)}").fetchnumpy()
    table = np.zeros(len(found["code"]), TABLE)
    for name in TABLE.names or ():
        table[name] = found[name]
    seats = np.flatnonzero(table["trip"] >= 0)
    trips = dict(zip(table["trip"][seats].tolist(), found["trip_code"][seats].tolist(), strict=True))
    return PlaceTable(
        table=table, codes=found["code"].tolist(), names=found["name"].tolist(),
        trips=[trips[number] for number in sorted(trips)],
    )  # fmt: skip
