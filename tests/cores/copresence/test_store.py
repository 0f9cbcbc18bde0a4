"""The store keeps what it was given: over compaction, over retention, over kill -9 at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from ringfence.cores.copresence import ordered
from ringfence.cores.copresence.places import Place, PlaceTable
from ringfence.cores.copresence.reach import SamePlace
from ringfence.cores.copresence.search import match
from ringfence.cores.copresence.stays import Stays, joined, make_stays, pack, unpack
from ringfence.cores.copresence.store import (
    MovementStore,
    add_batch,
    compact,
    create_store,
    forget_before,
    writing,
)
from ringfence.cores.copresence.store.archive import read_archive
from ringfence.cores.copresence.store.segments import stays_of
from ringfence.cores.copresence.weights import Weights
from ringfence.kernel import NotFound, Refused

from .worlds import CHEN, DAY, LI, XINXIANG, any_stays, case_of, seats_and_venues, store_with

INGEST = """
import sys
from pathlib import Path
from tests.cores.copresence.test_store import batch_of
from ringfence.cores.copresence.store import add_batch, compact
for number in range(int(sys.argv[2]), 60):
    add_batch(Path(sys.argv[1]), batch=f"batch {number}", stays=batch_of(number))
    if number % 5 == 4:
        compact(Path(sys.argv[1]))
    print(number, flush=True)
"""


def batch_of(number: int) -> Stays:
    return any_stays(random.Random(number), list(range(6)), people=40, count=300, days=2)


def rows_of(stays: Stays) -> set[tuple[int, ...]]:
    columns = (stays.person, stays.place, stays.day, stays.start, stays.end, stays.source, stays.imputed)
    return set(zip(*(column.tolist() for column in columns), strict=True))


def in_memory(store: MovementStore) -> Stays:
    """What an open store answers from: both orders, which must say the same."""
    found = []
    for day, view in store.snapshot().days.items():
        by_place = joined(stays_of(one.by_place, day) for one in (view.base, view.late))
        by_person = joined(stays_of(one.by_person, day) for one in (view.base, view.late))
        assert rows_of(by_place) == rows_of(
            Stays(**vars(by_person) | {"person": by_person.place, "place": by_person.person})
        )
        found.append(by_place)
    return joined(found)


def kept_in(folder: Path) -> Stays:
    """What the archives hold; every hot order must say the same."""
    snapshot = MovementStore(folder).snapshot()
    found = []
    for day, view in snapshot.days.items():
        archived = joined(read_archive(one) for one in view.archives)
        hot = joined([stays_of(view.base.by_place, day), stays_of(view.late.by_place, day)])
        assert rows_of(archived) == rows_of(hot)
        found.append(archived)
    return joined(found)


def test_eight_bytes_hold_a_stay_exactly() -> None:
    stays = any_stays(random.Random(1), [0, 5, (1 << 26) - 1], people=1 << 26, count=500, days=1)
    told = unpack(
        pack(start=stays.start, end=stays.end, number=stays.place, source=stays.source, imputed=stays.imputed)
    )
    for name, column in (
        ("start", stays.start),
        ("end", stays.end),
        ("number", stays.place),
        ("source", stays.source),
        ("imputed", stays.imputed),
    ):
        assert np.array_equal(getattr(told, name), column)


def test_kill_9_during_ingestion_loses_and_doubles_nothing(tmp_path: Path) -> None:
    folder, rng = tmp_path / "store", random.Random(8)
    create_store(folder, persons=50, grid=XINXIANG)
    said, kills = -1, 0
    while said < 59:
        writer = subprocess.Popen([sys.executable, "-c", INGEST, str(folder), str(said + 1)], stdout=subprocess.PIPE, text=True,
                                  env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})  # fmt: skip
        assert writer.stdout is not None
        for line in writer.stdout:
            said = int(line)
            if kills < 6 and rng.random() < 0.25:
                time.sleep(rng.random() * 0.03)
                writer.send_signal(signal.SIGKILL)
                kills += 1
                break
        said = max([said, *(int(line) for line in writer.stdout)])
        writer.wait()
        committed = MovementStore(folder).snapshot().manifest.batches
        assert {f"batch {number}" for number in range(said + 1)} <= set(
            committed
        )  # what was acknowledged is there
        expected = [batch_of(int(name.split()[1])) for name in committed]
        assert rows_of(kept_in(folder)) == rows_of(joined(expected))
    assert kills == 6
    assert kept_in(folder).rows >= len(rows_of(joined(batch_of(number) for number in range(60))))
    compact(folder)
    assert kept_in(folder).rows == len(rows_of(joined(batch_of(number) for number in range(60))))


def test_many_small_late_batches_become_one_and_nothing_is_lost(tmp_path: Path) -> None:
    create_store(tmp_path, persons=50, grid=XINXIANG)
    store, brought = MovementStore(tmp_path), []
    for number in range(writing.MOST_LATE_SEGMENTS + 8):
        brought.append(batch_of(number).take(np.arange(6)))
        add_batch(tmp_path, batch=f"batch {number}", stays=brought[-1])
        if number == 20:
            compact(tmp_path)
        if number % 9 == 0:  # the view that is open learns only of what is new
            assert rows_of(kept_in(tmp_path)) == rows_of(in_memory(store)) == rows_of(joined(brought))
    assert rows_of(kept_in(tmp_path)) == rows_of(in_memory(store)) == rows_of(joined(brought))
    late = [sum(not one.base for one in view.segments) for view in store.snapshot().days.values()]
    assert max(late) < writing.MOST_LATE_SEGMENTS


def test_an_order_is_the_sorted_order_whatever_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordered, "BUCKET_ROWS", 16)
    for seed in range(30):
        rng = random.Random(seed)
        stays = any_stays(
            rng,
            list(range(rng.choice([1, 3, 700]))),
            people=rng.choice([1, 9, 900]),
            count=rng.choice([0, 1, 400]),
            days=1,
        )
        for by, other in (("place", "person"), ("person", "place")):
            keys, number = getattr(stays, by), getattr(stays, other)
            words = pack(
                start=stays.start, end=stays.end, number=number, source=stays.source, imputed=stays.imputed
            )
            found = ordered.order(stays, by=by)
            wanted = sorted(set(zip(keys.tolist(), words.tolist(), strict=True)))
            assert list(zip(found.keys().tolist(), found.words.tolist(), strict=True)) == wanted


def test_the_same_batch_twice_changes_nothing(tmp_path: Path) -> None:
    create_store(tmp_path, persons=50, grid=XINXIANG)
    assert add_batch(tmp_path, batch="one", stays=batch_of(1))
    assert not add_batch(tmp_path, batch="one", stays=batch_of(1))
    assert MovementStore(tmp_path).snapshot().manifest.version == 1


def test_what_a_batch_brought_can_be_read_until_it_is_merged(tmp_path: Path) -> None:
    create_store(tmp_path, persons=50, grid=XINXIANG)
    for number in (1, 2):
        add_batch(tmp_path, batch=f"batch {number}", stays=batch_of(number))
    store = MovementStore(tmp_path)
    brought = store.stays_of_batch("batch 2")
    assert brought is not None
    assert rows_of(brought) == rows_of(batch_of(2))
    compact(tmp_path)
    assert store.stays_of_batch("batch 2") is None


def test_a_forgotten_day_is_gone_from_every_file_and_from_an_open_store(tmp_path: Path) -> None:
    stays = make_stays(
        [(CHEN, 0, DAY + day, 0, 600, 1, 0) for day in range(3)]
        + [(LI, 0, DAY + day, 0, 600, 1, 0) for day in range(3)]
    )
    store = store_with(tmp_path / "store", stays, seats_and_venues(random.Random(5), 1), late=0.3)
    before = match(
        [case_of()], rule=SamePlace(), snapshot=store.snapshot(), least_seconds=1, weights=Weights()
    )
    assert before["seconds"].tolist() == [1800]
    assert forget_before(store.folder, day=DAY + 2) == [DAY, DAY + 1]
    after = match(
        [case_of()], rule=SamePlace(), snapshot=store.snapshot(), least_seconds=1, weights=Weights()
    )
    assert after["seconds"].tolist() == [600]
    assert {path.name[:10] for path in (store.folder / "days").iterdir()} == {"2022-01-11"}
    with pytest.raises(Refused, match="were forgotten"):
        add_batch(store.folder, batch="too late", stays=stays)


@pytest.mark.parametrize(
    "row",
    [(50, 0, DAY, 0, 1, 0, 0), (-1, 0, DAY, 0, 1, 0, 0), (0, 1 << 26, DAY, 0, 1, 0, 0), (0, 0, DAY, 5, 4, 0, 0),
     (0, 0, DAY, 0, 86_401, 0, 0), (0, 0, DAY, 86_400, 86_400, 0, 0), (0, 0, DAY, 0, 1, 8, 0), (0, 0, DAY, 0, 1, 0, 2)],
)  # fmt: skip
def test_what_eight_bytes_cannot_hold_is_refused(tmp_path: Path, row: tuple[int, ...]) -> None:
    create_store(tmp_path, persons=50, grid=XINXIANG)
    with pytest.raises(Refused):
        add_batch(tmp_path, batch="one", stays=make_stays([row]))  # type: ignore[list-item]


def test_places_of_a_cell_have_neighbouring_numbers_also_later() -> None:
    rng = random.Random(2)
    first = [Place(f"a{at}", x_cm=rng.randrange(10**6), y_cm=rng.randrange(10**6)) for at in range(400)]
    later = [Place(f"b{at}", x_cm=rng.randrange(10**6), y_cm=rng.randrange(10**6)) for at in range(100)]
    table = PlaceTable.empty().with_places(first).with_places(later)
    numbers = table.table["number"]
    assert len(np.unique(numbers)) == 500
    early = PlaceTable.empty().with_places(first)
    assert [table.number_of(place.code) for place in first] == [
        early.number_of(place.code) for place in first
    ]
    in_block = [table.table["cell"][row] for row in np.argsort(numbers) if numbers[row] < early.numbers_used]
    assert 1 + np.count_nonzero(np.diff(in_block)) == len(set(early.table["cell"].tolist()))


def test_a_folder_that_is_no_store_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no movement store"):
        MovementStore(tmp_path).snapshot()
