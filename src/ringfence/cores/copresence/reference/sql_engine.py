"""Runs the steps on DuckDB: over the archives of a store, or over stays that were loaded into a table."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from ..authorisation import AuthorisedCase
from ..engine import Leads
from ..kernels.forms import LEAD
from ..parquet import FORGETS_FILES, quoted
from ..places import PlaceTable
from ..reach import Rule
from ..store import Snapshot
from ..weights import Weights
from .given import given_tables
from .steps import Step, steps

LEAD_COLUMNS = ("case_number", *(LEAD.names or ())[1:])


@dataclass
class Database:
    """A DuckDB session with the tables `stays` and `places`."""

    con: duckdb.DuckDBPyConnection
    opened: ExitStack = field(
        default_factory=ExitStack
    )  # archives that are open, in memory, as long as this is in use

    @classmethod
    def over_archives(cls, snapshot: Snapshot, *, weights: Weights, threads: int = 2) -> Database:
        """Reads the Parquet files at each search."""
        opened = cls(duckdb.connect(config=FORGETS_FILES | {"threads": threads}))
        parts = []
        for day, view in sorted(snapshot.days.items()):
            files = [opened.opened.enter_context(archive.plain()) for archive in view.archives]
            parts.append(f"select person, place, {day}::integer as day, start_s, end_s, source, imputed from read_parquet({_listed(files)})")  # fmt: skip
        nothing = "select 0 as person, 0 as place, 0 as day, 0 as start_s, 0 as end_s, 0::utinyint as source, 0::utinyint as imputed where false"
        opened.con.execute(f"create view stays as {' union all '.join(parts) or nothing}")
        opened.load_places(snapshot.places, weights)
        return opened

    @classmethod
    def loaded(cls, snapshot: Snapshot, *, weights: Weights, threads: int = 2) -> Database:
        """Reads the archives once, into a native table in the order of the archives."""
        opened = cls.over_archives(snapshot, weights=weights, threads=threads)
        opened.con.execute(
            "create table kept as select * from stays; drop view stays; create view stays as select * from kept"
        )
        return opened

    def load_places(self, places: PlaceTable, weights: Weights) -> None:
        """The table of places, with the weights of their crowd and their air."""
        table = places.table
        columns = {name: np.ascontiguousarray(table[name]) for name in table.dtype.names or ()}
        columns["crowd_share"] = weights.crowds(table["kind"], table["crowd"])
        columns["air_share"] = weights.airs(table["air"])
        self.table("places", columns)

    def table(self, name: str, columns: dict[str, Any]) -> None:
        """A table from arrays; replaced if it is there."""
        self.con.register("given", columns)
        self.con.execute(f"create or replace temp table {name} as select * from given")
        self.con.unregister("given")


def leads_by_sql(
    cases: Sequence[AuthorisedCase], *, rule: Rule, database: Database, least_seconds: int, weights: Weights
) -> Leads:
    """The rows of the definition. Authorises nothing; for the comparison of engines."""
    values = rule.as_json() | {"least_seconds": max(1, least_seconds)}
    return leads_by_steps(steps(rule), cases, database=database, values=values, weights=weights)


def leads_by_steps(
    chain: Sequence[Step], cases: Sequence[AuthorisedCase], *, database: Database, values: dict[str, Any], weights: Weights
) -> Leads:  # fmt: skip
    """The rows of the last of these steps. `values` by name, for the parameters of the steps."""
    for name, columns in given_tables(cases, weights).items():
        database.table(name, columns)
    for step in chain:
        database.con.execute(
            f"create or replace temp table {step.name} as {step.sql}",
            {name: values[name] for name in step.parameters} or None,
        )
    found = database.con.execute("select * from leads order by case_number, person").fetchnumpy()
    rows = np.zeros(len(found["person"]), LEAD)
    for name, column in zip(LEAD.names or (), LEAD_COLUMNS, strict=True):
        rows[name] = found[column]
    return rows


def _listed(files: Sequence[Path]) -> str:
    return "[" + ", ".join(quoted(file) for file in files) + "]"
