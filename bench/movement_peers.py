"""The same question as a person would write it: overlaps summed, no more; on DuckDB, ClickHouse (chDB), Polars, PostgreSQL.

In the made-up city nobody is at two places at once, so the plain sum is right there, and every engine must give the
kernel's rows: case, person, seconds, first, last, and the place of the longest moment (of equal ones the earliest).
chDB and Polars are no part of the product: `pip install --target FOLDER chdb polars`, then `--peers FOLDER`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import duckdb
import numpy as np
import numpy.typing as npt

from ringfence.cores.copresence.authorisation import AuthorisedCase
from ringfence.cores.copresence.parquet import quoted
from ringfence.cores.copresence.reach import SamePlace
from ringfence.cores.copresence.reference.sql_engine import Database, leads_by_steps
from ringfence.cores.copresence.reference.steps import CASE_STAYS, steps
from ringfence.cores.copresence.stays import DAY_SECONDS, city_seconds
from ringfence.cores.copresence.store import DayView, Snapshot
from ringfence.cores.copresence.weights import Weights

LEAST_SECONDS = 600
WEIGHTS = Weights()
ANSWER = ("case", "person", "seconds", "first_s", "last_s", "place")
Answer = dict[str, Any]  # the columns of ANSWER, by case and person
FAR = 1 << 32  # the longest moment, then the earliest: one number tells both

VISITS = """
    select cases.case_number as case_number, cases.person as person, stays.day as day, stays.place as place,
           greatest(86400 * cast(stays.day as bigint) + stays.start_s, cases.from_s) as from_s,
           least(86400 * cast(stays.day as bigint) + stays.end_s, cases.to_s) as to_s
    from cases join {by_person} stays on stays.person = cases.person
    where stays.day between cases.from_s / 86400 and (cases.to_s - 1) / 86400
      and 86400 * cast(stays.day as bigint) + stays.start_s < cases.to_s and 86400 * cast(stays.day as bigint) + stays.end_s > cases.from_s
"""
MOMENTS = """
    select mine.case_number as case_number, other.person as person, other.place as place,
           greatest(86400 * cast(other.day as bigint) + other.start_s, mine.from_s) as begins,
           least(86400 * cast(other.day as bigint) + other.end_s, mine.to_s) as ends
    from visits mine join {by_place} other on other.day = mine.day and other.place = mine.place
    where other.person <> mine.person
      and 86400 * cast(other.day as bigint) + other.start_s < mine.to_s and 86400 * cast(other.day as bigint) + other.end_s > mine.from_s
"""
SUMS = f"""
    select case_number, person, cast(sum(ends - begins) as bigint) as seconds, min(begins) as first_s, max(ends) as last_s,
           {{longest}} as place
    from moments group by case_number, person having sum(ends - begins) >= {LEAST_SECONDS} order by case_number, person
"""


@contextmanager
def _kept(content: bytes, *, name: str = "answer.parquet") -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ringfence-bench-") as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        yield file


class Peer(Protocol):
    """An engine that holds the stays of a snapshot."""

    name: str

    def run(self, cases: Sequence[AuthorisedCase]) -> Answer: ...

    def close(self) -> None: ...


def columns_of(cases: Sequence[AuthorisedCase]) -> dict[str, Any]:
    return {
        "case_number": np.arange(len(cases), dtype=np.int64), "person": np.array([case.person for case in cases], np.int32),
        "from_s": np.array([city_seconds(case.from_at) for case in cases], np.int64),
        "to_s": np.array([city_seconds(case.to_at) for case in cases], np.int64),
    }  # fmt: skip


def plain_files(view: DayView, folder: Path) -> list[Path]:
    """The archives of a day as plain Parquet: the peers know nothing of keys. Opening is not part of what is measured."""
    at = folder / "opened"
    at.mkdir(parents=True, exist_ok=True, mode=0o700)
    return [one.plain_into(at) for one in view.archives]


class DuckPeer:
    """`native`: loaded into DuckDB's own file in both orders; else the archives are read at each search."""

    def __init__(self, snapshot: Snapshot, folder: Path, *, native: bool) -> None:
        self.name, self.native = "DuckDB native" if native else "DuckDB Parquet", native
        self.con = duckdb.connect(str(folder / "peer.duckdb") if native else ":memory:", config={"threads": 2, "memory_limit": "3GB", "temp_directory": str(folder / "spill")})  # fmt: skip
        stays = " union all ".join(f"select person, place, {day}::integer as day, start_s, end_s from read_parquet([{', '.join(map(quoted, plain_files(view, folder)))}])"
                                   for day, view in sorted(snapshot.days.items()))  # fmt: skip
        self.tables = {"by_person": "stays", "by_place": "stays"}
        if not native:
            self.con.execute(f"create view stays as {stays}")
            return
        self.tables = {"by_person": "by_person", "by_place": "by_place"}
        self.con.execute(
            "create table by_place (person integer, place integer, day integer, start_s integer, end_s integer, source utinyint, imputed utinyint); create table by_person as from by_place"
        )
        for day, view in sorted(snapshot.days.items()):  # the archive lies by place and start
            archives = ", ".join(map(quoted, plain_files(view, folder)))
            for table, order in (("by_place", ""), ("by_person", "order by person, start_s")):
                self.con.execute(
                    f"insert into {table} select person, place, {day}, start_s, end_s, source, imputed from read_parquet([{archives}]) {order}"
                )
        self.con.execute("create view stays as from by_place")
        Database(self.con).load_places(snapshot.places, WEIGHTS)

    def run(self, cases: Sequence[AuthorisedCase]) -> Answer:
        self.con.register("given", columns_of(cases))
        longest = f"arg_max(place, (ends - begins) * {FAR} - begins)"
        for name, sql in (
            ("cases", "from given"),
            ("visits", VISITS.replace(" / ", " // ")),
            ("moments", MOMENTS),
        ):
            self.con.execute(
                f"create or replace temp {'view' if name == 'moments' else 'table'} {name} as {sql.format(**self.tables)}"
            )
        found = self.con.execute(SUMS.format(longest=longest)).fetchnumpy()
        return dict(zip(ANSWER, found.values(), strict=True))

    def definition(self, cases: Sequence[AuthorisedCase]) -> npt.NDArray[np.void]:
        """The product's own SQL, all sixteen columns; over the table that lies best for each step."""
        lying_best = {CASE_STAYS.name: CASE_STAYS.sql.replace("join stays", "join by_person stays")}
        asked = [replace(step, sql=lying_best.get(step.name, step.sql)) for step in steps(SamePlace())]
        self.con.execute("drop view if exists moments")  # of the plain question
        found = leads_by_steps(asked, cases, database=Database(self.con), values={"least_seconds": LEAST_SECONDS}, weights=WEIGHTS)  # fmt: skip
        self.con.execute("drop table moments")
        return found

    def close(self) -> None:
        self.con.close()


class ClickHousePeer:
    """chDB: MergeTree tables in both orders, sparse primary keys."""

    name = "chDB MergeTree"

    def __init__(self, snapshot: Snapshot, folder: Path) -> None:
        from chdb.session import Session

        self.session = Session(str(folder / "chdb"))
        self.session.query("create database if not exists peer")
        for table, order in (("by_place", "day, place, start_s"), ("by_person", "person, day, start_s")):
            self.session.query(
                f"create table peer.{table} (person Int32, place Int32, day Int32, start_s Int32, end_s Int32) engine = MergeTree order by ({order})"
            )
            for day, view in sorted(snapshot.days.items()):
                for file in plain_files(view, folder):
                    self.session.query(
                        f"insert into peer.{table} select person, place, {day}, start_s, end_s from file({quoted(file)}, Parquet)"
                    )

    def run(self, cases: Sequence[AuthorisedCase]) -> Answer:
        given = columns_of(cases)
        rows = ", ".join(map(str, zip(*(column.tolist() for column in given.values()), strict=True)))
        people = ", ".join(map(str, given["person"].tolist()))
        visits = VISITS.format(by_person=f"(select * from peer.by_person where person in ({people}))").replace("cases.from_s / 86400", "intDiv(cases.from_s, 86400)").replace("(cases.to_s - 1) / 86400", "intDiv(cases.to_s - 1, 86400)")  # fmt: skip
        self.session.query("drop table if exists peer.cases; ")
        self.session.query(
            "create table peer.cases (case_number Int64, person Int32, from_s Int64, to_s Int64) engine = Memory"
        )
        self.session.query(f"insert into peer.cases values {rows}")
        self.session.query("drop table if exists peer.visits; ")
        self.session.query(
            f"create table peer.visits engine = Memory as {visits.replace('from cases', 'from peer.cases as cases')}"
        )
        near = "(select * from peer.by_place where (day, place) in (select day, place from peer.visits))"
        moments = MOMENTS.format(by_place=near).replace("from visits", "from peer.visits as")
        sums = SUMS.format(longest=f"argMax(place, (ends - begins) * {FAR} - begins)").replace(
            "from moments", f"from ({moments})"
        )
        found = self.session.query(sums, "Parquet")
        with duckdb.connect() as con, _kept(found.bytes()) as file:
            return dict(
                zip(ANSWER, con.execute(f"select * from {quoted(file)}").fetchnumpy().values(), strict=True)
            )

    def close(self) -> None:
        self.session.close()


class PolarsPeer:
    """Polars over the archives, streaming."""

    name = "Polars Parquet"

    def __init__(self, snapshot: Snapshot, folder: Path) -> None:
        import polars as pl

        self.pl = pl
        days = [
            pl.scan_parquet(plain_files(view, folder)).with_columns(pl.lit(day, pl.Int64).alias("day"))
            for day, view in sorted(snapshot.days.items())
        ]
        begins, ends = (pl.col(name) + DAY_SECONDS * pl.col("day") for name in ("start_s", "end_s"))
        self.stays = pl.concat(days).with_columns(begins.alias("from_s"), ends.alias("to_s"))

    def run(self, cases: Sequence[AuthorisedCase]) -> Answer:
        pl = self.pl
        given = pl.DataFrame(columns_of(cases)).rename({"from_s": "begin", "to_s": "stop"})
        visits = (
            self.stays.filter(pl.col("person").is_in(given["person"].implode())).join(given.lazy(), on="person")
            .with_columns(pl.max_horizontal("from_s", "begin").alias("mine_from"), pl.min_horizontal("to_s", "stop").alias("mine_to"))
            .filter(pl.col("mine_from") < pl.col("mine_to")).select("case_number", "day", "place", "mine_from", "mine_to", own="person")
            .collect(engine="streaming")
        )  # fmt: skip
        begins, ends = pl.max_horizontal("from_s", "mine_from"), pl.min_horizontal("to_s", "mine_to")
        longest = pl.col("place").get(
            ((pl.col("ends") - pl.col("begins")) * FAR - pl.col("begins")).arg_max()
        )
        found = (
            self.stays.filter(pl.col("place").is_in(visits["place"].unique().implode())).join(visits.lazy(), on=["day", "place"])
            .with_columns(begins.alias("begins"), ends.alias("ends")).filter((pl.col("person") != pl.col("own")) & (pl.col("begins") < pl.col("ends")))
            .group_by("case_number", "person")
            .agg((pl.col("ends") - pl.col("begins")).sum().alias("seconds"), pl.col("begins").min().alias("first_s"), pl.col("ends").max().alias("last_s"), longest.alias("place"))
            .filter(pl.col("seconds") >= LEAST_SECONDS).sort("case_number", "person").collect(engine="streaming")
        )  # fmt: skip
        return {
            name: found[column].to_numpy()
            for name, column in zip(ANSWER, ("case_number", *ANSWER[1:]), strict=True)
        }

    def close(self) -> None:
        """Nothing is open."""


class PostgresPeer:
    """The product's own embedded PostgreSQL: one heap, a covering index for each order."""

    name = "PostgreSQL, covering indexes"

    def __init__(self, snapshot: Snapshot, folder: Path) -> None:
        import psycopg

        from ringfence.faces.jobs.embedded_postgres import connection_of, open_server
        from ringfence.faces.jobs.embedded_postgres.tuning import fitted_settings

        folder.chmod(0o755)
        (folder / "pg").mkdir(mode=0o755)
        self.server = open_server(folder / "pg", settings=fitted_settings())
        self.server.start()
        at = connection_of(folder / "pg")
        self.con = psycopg.connect(
            host=at.host, port=at.port, user=at.user, password=at.password, dbname=at.name, autocommit=True
        )
        self.backend = self.con.info.backend_pid
        self.con.execute(
            "create unlogged table stays (person integer, place integer, day integer, start_s integer, end_s integer)"
        )
        for day, view in sorted(snapshot.days.items()):
            files = ", ".join(map(quoted, plain_files(view, folder)))
            with (
                duckdb.connect() as duck,
                _kept(b"", name="day.csv") as csv,
                self.con.cursor().copy("copy stays from stdin (format csv)") as copy,
            ):
                duck.execute(
                    f"copy (select person, place, {day}, start_s, end_s from read_parquet([{files}])) to {quoted(csv)} (header false)"
                )
                with csv.open("rb") as lines:
                    while piece := lines.read(1 << 20):
                        copy.write(piece)
        self.con.execute("create index on stays (place, day, start_s) include (end_s, person)")
        self.con.execute("create index on stays (person, day) include (place, start_s, end_s)")
        self.con.execute("vacuum analyze stays")

    def run(self, cases: Sequence[AuthorisedCase]) -> Answer:
        both = {"by_person": "stays", "by_place": "stays"}
        self.con.execute(
            "drop table if exists cases, visits; create temp table cases (case_number bigint, person integer, from_s bigint, to_s bigint)"
        )
        with self.con.cursor() as cursor, cursor.copy("copy cases from stdin") as copy:
            for row in zip(*(column.tolist() for column in columns_of(cases).values()), strict=True):
                copy.write_row(row)
        self.con.execute(
            f"analyze cases; create temp table visits as {VISITS.format(**both)}; analyze visits"
        )
        longest = f"(array_agg(place order by (ends - begins) * {FAR} - begins desc))[1]"
        with self.con.cursor(binary=True) as cursor:
            cursor.execute(
                SUMS.format(longest=longest).replace(
                    "from moments", f"from ({MOMENTS.format(**both)}) moments"
                )
            )
            rows = np.array(cursor.fetchall(), np.int64).reshape(-1, len(ANSWER))
        return {name: rows[:, at] for at, name in enumerate(ANSWER)}

    def close(self) -> None:
        self.con.close()
        self.server.stop()


PEERS = {
    "native": lambda snapshot, folder: DuckPeer(snapshot, folder, native=True),
    "parquet": lambda snapshot, folder: DuckPeer(snapshot, folder, native=False),
    "chdb": ClickHousePeer, "polars": PolarsPeer, "postgres": PostgresPeer,
}  # fmt: skip


def opened(name: str, snapshot: Snapshot, folder: Path, *, installed: Path | None) -> Peer | None:
    """The peer with all stays loaded, or `None` with a sentence when it is not installed."""
    if installed is not None and str(installed) not in sys.path:
        sys.path.append(str(installed))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        peer: Peer = PEERS[name](snapshot, folder)  # type: ignore[abstract,operator]
    except ImportError as missing:
        print(
            f"  {name}: not installed ({missing.name}); pip install --target FOLDER chdb polars, then --peers FOLDER"
        )
        return None
    return peer


def same(ours: Any, theirs: Answer) -> bool:
    """Whether a peer gave the kernel's rows, all of them, in the columns that it knows."""
    return all(
        np.array_equal(np.asarray(theirs[name]).astype(np.int64), ours[name].astype(np.int64))
        for name in ANSWER
    )
