"""Spark answers the exposure search with the bytes of the kernel and of DuckDB, over the same archives."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ringfence.cores.copresence import Journal, SamePlace, SameTransport, WithinMetres, find_exposures
from ringfence.cores.copresence.places import Place
from ringfence.cores.copresence.reference import Database, SparkDatabase, leads_by_spark, leads_by_sql
from ringfence.cores.copresence.search import match
from ringfence.cores.copresence.stays import make_stays
from ringfence.cores.copresence.weights import Weights
from tests.cores.copresence.test_engines_agree import HOSTILE
from tests.cores.copresence.worlds import CHEN, DAY, LI, NOW, case_of, seats_and_venues, store_with

from .many_worlds import PEOPLE, many_worlds

pytestmark = pytest.mark.xdist_group("spark")
WEIGHTS = Weights()
SOME = [(SamePlace(), 0), (WithinMetres(20), 600), (SameTransport(), 0)]
ALL = [
    (rule, least)
    for rule in (SamePlace(), *(WithinMetres(m) for m in (1, 10, 20, 50, 200)), SameTransport())
    for least in (0, 600)
]


def assert_spark_agrees(store, cases, rule, least: int, master: str):
    snapshot = store.snapshot()
    asked = {"rule": rule, "least_seconds": least, "weights": WEIGHTS}
    ours = match(cases, snapshot=snapshot, **asked)
    duckdb = leads_by_sql(cases, database=Database.over_archives(snapshot, weights=WEIGHTS), **asked)
    assert ours.tobytes() == duckdb.tobytes()
    with SparkDatabase.over_archives(snapshot, weights=WEIGHTS, master=master) as database:
        spark = leads_by_spark(cases, database=database, **asked)
    assert ours.tobytes() == spark.tobytes(), f"\n{ours}\n{spark}"
    return ours


@pytest.mark.parametrize("nth", range(len(SOME)))
def test_spark_agrees_on_random_worlds(tmp_path: Path, spark_master: str, nth: int) -> None:
    rule, least = SOME[nth]
    store, cases = many_worlds(tmp_path / "store", range(20 * nth, 20 * nth + 20))
    found = assert_spark_agrees(store, cases, rule, least, spark_master)
    assert found.size > 5  # worlds in which nobody meets prove nothing


@pytest.mark.slow
@pytest.mark.parametrize("nth", range(len(ALL)))
def test_spark_agrees_on_eleven_hundred_worlds(tmp_path: Path, spark_master: str, nth: int) -> None:
    rule, least = ALL[nth]
    store, cases = many_worlds(tmp_path / "store", range(10_000 + 80 * nth, 10_000 + 80 * nth + 80))
    assert assert_spark_agrees(store, cases, rule, least, spark_master).size > 20


def test_spark_agrees_on_the_hostile_cases(tmp_path: Path, spark_master: str) -> None:
    """All of them in one store, each with people and places of its own."""
    rows, places, cases = [], [], []
    for nth, (stays, _) in enumerate(HOSTILE.values()):
        rows += [(PEOPLE * nth + person, 3 * nth + place, *rest) for person, place, *rest in stays]
        places += [Place(f"{nth}-{one.code}") for one in seats_and_venues(random.Random(5), 3)]
        cases.append(case_of(PEOPLE * nth + CHEN, number=f"H{nth}"))
    store = store_with(
        tmp_path / "store",
        make_stays(rows),
        places,
        persons=PEOPLE * len(HOSTILE),
        late=0.5,
        rng=random.Random(5),
    )
    found = assert_spark_agrees(store, cases, SamePlace(), 0, spark_master)
    told = [(int(row["person"]) % PEOPLE, row["seconds"], row["longest_s"], row["episodes"]) for row in found]
    assert told == [lead for _, leads in HOSTILE.values() for lead in leads]


def test_a_search_on_spark_is_authorised_and_on_record_like_any_other(
    tmp_path: Path, spark_master: str
) -> None:
    stays = make_stays([(CHEN, 0, DAY, 0, 43_200, 1, 0), (LI, 0, DAY, 600, 4_200, 1, 0)])
    store = store_with(tmp_path / "store", stays, [Place("P0")])
    journal = Journal(tmp_path / "calls.jsonl")
    asked = {"rule": SamePlace(), "store": store, "record": journal.record, "now": NOW}
    here, there = find_exposures(case_of(), **asked), find_exposures(case_of(), spark=spark_master, **asked)
    assert [lead.person for lead in there.ranked()] == [LI]
    assert here.digest == there.digest
    assert [call["digest"] for call in journal.calls()] == [here.digest] * 2
