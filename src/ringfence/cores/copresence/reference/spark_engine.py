"""Runs the steps on Spark, over the same Parquet archives: for more records than one machine holds.

Every machine of the cluster must see the store's folder under the same name (a shared file system). The rows are those
of the kernel, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ringfence.cores.distributed import connected
from ringfence.kernel import Refused, reason

from ..authorisation import AuthorisedCase
from ..engine import Leads
from ..kernels.forms import LEAD
from ..reach import Rule
from ..store import Snapshot
from ..store.files import opened_for_others
from ..store.segments import hot_folder
from ..weights import Weights
from .dialects import in_spark
from .given import Columns, given_tables
from .sql_engine import LEAD_COLUMNS
from .steps import steps

STAYS = ("person", "place", "day", "start_s", "end_s", "source", "imputed")
NOTHING = np.zeros(0, np.int64)
READ_TWICE = ("case_stays", "moments")  # steps that two later ones read: worked out once


@dataclass(frozen=True)
class SparkDatabase:
    """A Spark session with the tables `stays` and `places` of one version of a store."""

    session: Any

    @classmethod
    @contextmanager
    def over_archives(cls, snapshot: Snapshot, *, weights: Weights, master: str) -> Iterator[SparkDatabase]:
        """Reads the Parquet files at each search. Raises `Refused` when there is no Spark.

        They are opened into a folder of the store that only its owner reads and that is gone afterwards: every machine of
        the cluster sees it, and no backup holds it.
        """
        hot = hot_folder(snapshot.folder)
        with connected(master=master) as session, opened_for_others(hot) as opened:
            database = cls(session)
            database.load_stays(snapshot, opened=opened)
            database.load_places(snapshot, weights)
            yield database

    def load_stays(self, snapshot: Snapshot, *, opened: Path) -> None:
        """A view of all archives; the day is the folder's, so a search opens only the days of its windows."""
        self.table("no_stays", dict.fromkeys(STAYS, NOTHING))
        whole = self.session.table("no_stays")
        for day, view in sorted(snapshot.days.items()):
            files = [archive.plain_into(opened) for archive in view.archives]
            told = self.session.read.parquet(*(path.absolute().as_uri() for path in files))
            whole = whole.union(told.selectExpr(
                "person::bigint", "place::bigint", f"{day}::bigint as day", "start_s::bigint", "end_s::bigint",
                "source::bigint", "imputed::bigint",
            ))  # fmt: skip
        whole.createOrReplaceTempView("stays")

    def load_places(self, snapshot: Snapshot, weights: Weights) -> None:
        """The table of places as it stands in the store, with the weights of crowd and air beside."""
        table = snapshot.places.table
        kinds = np.unique(np.stack([table["kind"].astype(np.int64), table["crowd"].astype(np.int64)]), axis=1)
        self.table("crowds", {
            "kind": kinds[0], "crowd": kinds[1],
            "crowd_share": np.array([weights.crowd(int(kind), int(many)) for kind, many in kinds.T], np.int64),
        })  # fmt: skip
        airs = np.unique(table["air"]).astype(np.int64)
        self.table(
            "airs", {"air": airs, "air_share": np.array([weights.air[int(one)] for one in airs], np.int64)}
        )
        self.table("kept_places", dict.fromkeys(table.dtype.names or (), NOTHING))
        if snapshot.places_file is not None:
            self.session.read.parquet(snapshot.places_file.absolute().as_uri()).createOrReplaceTempView(
                "kept_places"
            )
        self.session.sql(
            "select number::bigint, x_cm::bigint, y_cm::bigint, placed::int, mode::int, trip, coach, row, compartment, crew::int, "
            "crowds.crowd_share, airs.air_share from kept_places "
            "join crowds on crowds.kind = kept_places.kind and crowds.crowd = kept_places.crowd join airs on airs.air = kept_places.air"
        ).createOrReplaceTempView("places")

    def table(self, name: str, columns: Columns) -> None:
        """A table from arrays of whole numbers; replaced if it is there. Spelled out, so that Spark knows how small it is."""
        rows = ", ".join(
            f"({', '.join(map(str, row))})"
            for row in zip(*(c.tolist() for c in columns.values()), strict=True)
        )
        told = ", ".join(f"bigint(`{column}`) as `{column}`" for column in columns)
        nothing = f"({', '.join('0' for _ in columns)})"
        wanted = "true" if rows else "false"
        self.session.sql(
            f"select {told} from values {rows or nothing} as given({', '.join(f'`{column}`' for column in columns)}) where {wanted}"
        ).createOrReplaceTempView(name)


def leads_by_spark(
    cases: Sequence[AuthorisedCase],
    *,
    rule: Rule,
    database: SparkDatabase,
    least_seconds: int,
    weights: Weights,
) -> Leads:
    """The rows of the definition. Authorises nothing; `find_exposures` does."""
    for name, columns in given_tables(cases, weights).items():
        database.table(name, columns)
    values = rule.as_json() | {"least_seconds": max(1, least_seconds)}
    kept: list[Any] = []
    for step in steps(rule):
        told = database.session.sql(in_spark(step.sql), args={name: values[name] for name in step.parameters})
        if step.name in READ_TWICE:
            kept.append(told.cache())
        told.createOrReplaceTempView(step.name)
    rows = _collected(database.session.sql("select * from leads order by case_number, person"), kept)
    found = np.zeros(len(rows), LEAD)
    for name, column in zip(LEAD.names or (), LEAD_COLUMNS, strict=True):
        found[name] = [one[column] for one in rows]
    return found


def _collected(told: Any, kept: Sequence[Any]) -> list[Any]:
    """The rows; a cluster that breaks down is one sentence. What was kept for the question is let go."""
    from py4j.protocol import Py4JError

    try:
        return list(told.collect())
    except Py4JError as fault:
        raise Refused(reason("Spark gave up: {why}", why=str(fault).splitlines()[0])) from fault
    finally:
        for one in kept:
            one.unpersist()
