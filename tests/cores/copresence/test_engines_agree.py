"""Kernel, SQL and nested loops answer with the same bytes, whatever the world looks like."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ringfence.cores.copresence import engine
from ringfence.cores.copresence.reach import SamePlace, WithinMetres
from ringfence.cores.copresence.reference import Database, leads_by_loops, leads_by_sql
from ringfence.cores.copresence.search import match
from ringfence.cores.copresence.stays import Stays, joined, make_stays
from ringfence.cores.copresence.store import MovementStore, compact
from ringfence.cores.copresence.store.archive import read_archive
from ringfence.cores.copresence.weights import Weights

from .worlds import CHEN, DAY, LI, WANG, ZHAO, any_rule, any_stays, case_of, seats_and_venues, store_with

WEIGHTS = Weights()
HALF = 43_200


def stays_in(store: MovementStore) -> Stays:
    return joined(read_archive(one) for view in store.snapshot().days.values() for one in view.archives)


def assert_engines_agree(store: MovementStore, cases, rule, least_seconds: int):
    snapshot = store.snapshot()
    asked = {"rule": rule, "least_seconds": least_seconds, "weights": WEIGHTS}
    ours = match(cases, snapshot=snapshot, **asked)
    loops = leads_by_loops(cases, stays=stays_in(store), places=snapshot.places, **asked)
    assert ours.tobytes() == loops.tobytes(), f"\n{ours}\n{loops}"
    told = leads_by_sql(cases, database=Database.over_archives(snapshot, weights=WEIGHTS), **asked)
    assert ours.tobytes() == told.tobytes(), f"\n{ours}\n{told}"
    return ours


def world(folder: Path, seed: int):
    rng = random.Random(seed)
    places = seats_and_venues(rng, rng.randrange(1, 14))
    stays = any_stays(
        rng, list(range(len(places))), people=rng.randrange(2, 9), count=rng.randrange(1, 70), days=3
    )
    return rng, store_with(folder, stays, places, late=rng.choice([0.0, 0.3]), rng=rng)


def cases_of(rng: random.Random):
    return [
        case_of(rng.randrange(9), number=f"C{at}", from_day=rng.choice([-1, 0, 0.5, 1]), to_day=rng.choice([1.25, 2, 3]),
                **({"onset_date": None} if rng.random() < 0.2 else {}))
        for at in range(rng.randrange(1, 4))
    ]  # fmt: skip


def assert_world_agrees(folder: Path, seed: int) -> int:
    rng, store = world(folder, seed)
    cases, rule, least = cases_of(rng), any_rule(rng), rng.choice([0, 1, 600, 3600])
    ours = assert_engines_agree(store, cases, rule, least)
    compact(store.folder)
    again = match(cases, rule=rule, snapshot=store.snapshot(), least_seconds=least, weights=WEIGHTS)
    assert again.tobytes() == ours.tobytes()
    return int(ours.size)


def test_engines_agree_on_any_world_before_and_after_compaction(tmp_path: Path) -> None:
    found = [assert_world_agrees(tmp_path / str(seed), seed) for seed in range(60)]
    assert sum(found) > 100  # worlds in which nobody meets prove nothing


@pytest.mark.slow
@pytest.mark.parametrize("hundred", range(10, 21))
def test_engines_agree_on_eleven_hundred_worlds(tmp_path: Path, hundred: int) -> None:
    seeds = range(100 * hundred, 100 * hundred + 100)
    found = [assert_world_agrees(tmp_path / str(seed), seed) for seed in seeds]
    assert sum(found) > 100


HOSTILE = {
    "touching": ([(CHEN, 0, DAY, 0, HALF, 1, 0), (LI, 0, DAY, HALF, HALF + 600, 1, 0)], []),
    "zero length": ([(CHEN, 0, DAY, 0, HALF, 1, 0), (LI, 0, DAY, 60, 60, 1, 0)], []),
    "midnight": ([(CHEN, 0, DAY, 86_000, 86_400, 1, 0), (CHEN, 0, DAY + 1, 0, 400, 1, 0),
                  (LI, 0, DAY, 86_100, 86_400, 1, 0), (LI, 0, DAY + 1, 0, 300, 1, 0)], [(LI, 600, 600, 1)]),
    "doubles": ([(CHEN, 0, DAY, 0, HALF, 1, 0)] * 3 + [(LI, 0, DAY, 0, 600, 1, 0)] * 3, [(LI, 600, 600, 1)]),
    "two sources": ([(CHEN, 0, DAY, 0, HALF, 1, 0), (LI, 0, DAY, 0, 600, 1, 0), (LI, 0, DAY, 300, 900, 6, 0)], [(LI, 900, 900, 1)]),
    "a gap": ([(CHEN, 0, DAY, 0, HALF, 1, 0), (LI, 0, DAY, 0, 600, 1, 0), (LI, 0, DAY, 601, 901, 1, 0)], [(LI, 900, 600, 2)]),
    "imputed inside sure": ([(CHEN, 0, DAY, 0, HALF, 1, 0), (LI, 0, DAY, 0, 900, 1, 1), (LI, 0, DAY, 300, 600, 4, 0)], [(LI, 900, 900, 1)]),
    "a case at two places at once": ([(CHEN, 0, DAY, 0, HALF, 1, 0), (CHEN, 1, DAY, 100, HALF, 6, 0), (LI, 1, DAY, 100, 700, 1, 0),
                                      (WANG, 0, DAY, 500, 1100, 1, 0)], [(LI, 600, 600, 1), (WANG, 600, 600, 1)]),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_stays(tmp_path: Path, name: str) -> None:
    rows, wanted = HOSTILE[name]
    rng = random.Random(5)
    store = store_with(
        tmp_path / "store",
        make_stays([*rows, (ZHAO, 2, DAY, 0, HALF, 1, 0)]),
        seats_and_venues(rng, 3),
        late=0.5,
        rng=rng,
    )
    found = assert_engines_agree(store, [case_of()], SamePlace(), 0)
    assert [(row["person"], row["seconds"], row["longest_s"], row["episodes"]) for row in found] == wanted


def test_people_who_meet_more_often_than_there_are_people(tmp_path: Path) -> None:
    people, often = 600, 20
    others = [one for one in range(people) if one != CHEN]
    rows = [(one, 0, DAY, 3600 * nth, 3600 * nth + 700 + one, 1, 0) for one in others for nth in range(often)]
    stays = make_stays([*rows, (CHEN, 0, DAY, 0, 86_400, 1, 0)])
    store = store_with(tmp_path / "store", stays, seats_and_venues(random.Random(1), 1), persons=people)
    found = assert_engines_agree(store, [case_of(CHEN), case_of(CHEN, number="C2")], SamePlace(), 600)
    assert found.size == 2 * len(others)
    assert set(found["episodes"].tolist()) == {often}


@pytest.mark.parametrize(("room", "threads_from"), [(1, 10**9), (1, 1), (10**4, 1)])
def test_an_answer_that_outgrows_its_room_and_one_of_two_threads_are_the_same(
    tmp_path: Path, monkeypatch, room: int, threads_from: int
) -> None:
    rng = random.Random(3)
    stays = any_stays(rng, [0, 1, 2], people=60, count=500, days=2)
    store = store_with(tmp_path / "store", stays, seats_and_venues(rng, 3), persons=60)
    cases = [case_of(one, number=f"C{one}") for one in range(8)]
    asked = {"rule": SamePlace(), "least_seconds": 1, "weights": WEIGHTS, "snapshot": store.snapshot()}
    usual = match(cases, **asked)
    monkeypatch.setattr(engine, "MORE_ROOM", room)
    monkeypatch.setattr(engine, "STAYS_FOR_A_LEAD", 1000)
    monkeypatch.setattr(engine, "WORTH_THREADS", threads_from)
    assert match(cases, **asked).tobytes() == usual.tobytes()
    assert usual.size > 200


def test_a_window_cuts_to_the_second(tmp_path: Path) -> None:
    stays = make_stays(
        [(CHEN, 0, DAY, 0, 86_400, 1, 0), (LI, 0, DAY, 0, HALF, 1, 0), (WANG, 0, DAY, HALF, 86_400, 1, 0)]
    )
    store = store_with(tmp_path / "store", stays, seats_and_venues(random.Random(5), 1))
    found = assert_engines_agree(store, [case_of(from_day=0.5, to_day=1)], SamePlace(), 0)
    assert found["person"].tolist() == [WANG]


def test_an_unsure_time_is_counted_but_not_as_sure(tmp_path: Path) -> None:
    stays = make_stays(
        [(CHEN, 0, DAY, 0, HALF, 1, 0), (LI, 0, DAY, 0, 900, 1, 1), (LI, 0, DAY, 300, 600, 4, 0)]
    )
    store = store_with(tmp_path / "store", stays, seats_and_venues(random.Random(5), 1))
    (found,) = assert_engines_agree(store, [case_of()], SamePlace(), 0)
    assert (found["seconds"], found["sure_seconds"]) == (900, 300)


def test_time_at_two_near_places_counts_once(tmp_path: Path) -> None:
    places = [*seats_and_venues(random.Random(5), 1)] * 0 + two_doors()
    stays = make_stays(
        [(CHEN, 0, DAY, 0, HALF, 1, 0), (LI, 0, DAY, 0, 900, 1, 0), (LI, 1, DAY, 600, 1200, 7, 0)]
    )
    store = store_with(tmp_path / "store", stays, places)
    (found,) = assert_engines_agree(store, [case_of()], WithinMetres(12), 0)
    assert (found["seconds"], found["metres"], found["sources"]) == (1200, 0, 0b10000010)


def two_doors():
    from ringfence.cores.copresence.places import Place

    return [Place("A", x_cm=0, y_cm=0), Place("B", x_cm=1200, y_cm=0)]
