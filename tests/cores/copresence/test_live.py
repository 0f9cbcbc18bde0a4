"""Live matching finds what the search finds, whatever comes in which order; and only while the approval holds."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from ringfence.cores.copresence.authorisation import Call
from ringfence.cores.copresence.kernels.forms import LEAD
from ringfence.cores.copresence.live import OpenWindows, open_windows, windows_of
from ringfence.cores.copresence.places import Place, PlaceTable
from ringfence.cores.copresence.reach import SamePlace, WithinMetres
from ringfence.cores.copresence.search import match
from ringfence.cores.copresence.stays import Stays, make_stays
from ringfence.cores.copresence.store import MovementStore, add_batch, create_store
from ringfence.cores.copresence.weights import Weights
from ringfence.kernel import Refused

from .worlds import (
    CHEN,
    DAY,
    LI,
    NOW,
    WANG,
    XINXIANG,
    any_rule,
    any_stays,
    case_of,
    seats_and_venues,
    store_with,
)

WEIGHTS = Weights()
SILENT = [].append


def leads_as_they_come(windows: OpenWindows, store: MovementStore, batches: list[Stays], minutes: int):
    """Feed the batches one by one; the newest row of every pair."""
    newest = {}
    for number, stays in enumerate(batches):
        add_batch(store.folder, batch=f"live {number}", stays=stays)
        found = windows.match(stays, record=SILENT, now=NOW)
        for row in windows.leads(found, snapshot=store.snapshot(), least_minutes=minutes):
            newest[int(row["case"]), int(row["person"])] = row
    rows = [newest[pair] for pair in sorted(newest)]
    return np.array(rows, LEAD) if rows else np.zeros(0, LEAD)


def assert_live_equals_search(folder: Path, seed: int) -> int:
    rng = random.Random(seed)
    places = seats_and_venues(rng, rng.randrange(1, 14))
    table = PlaceTable.empty().with_places(places)
    numbers = [int(one) for one in table.table["number"]]
    stays = any_stays(rng, numbers, people=rng.randrange(2, 9), count=rng.randrange(1, 70), days=3)
    create_store(folder, persons=50, grid=XINXIANG)
    cases = [case_of(person, number=f"C{person}", from_day=rng.choice([-1, 0, 0.5]), to_day=rng.choice([1.25, 2, 3]))
             for person in rng.sample(range(9), rng.randrange(1, 4))]  # fmt: skip
    own = np.isin(stays.person, [case.person for case in cases])
    add_batch(folder, batch="cases", stays=stays.take(own), places=table)
    store, rule, minutes = MovementStore(folder), any_rule(rng), rng.choice([0, 1, 10, 60])
    windows = open_windows(cases, rule=rule, store=store, record=SILENT, now=NOW)
    rest = stays.take(~own).take(np.array(rng.sample(range(int((~own).sum())), int((~own).sum())), np.intp))
    cuts = sorted(rng.randrange(rest.rows + 1) for _ in range(3))
    batches = [stays.take(own)] + [
        rest.take(np.arange(a, b)) for a, b in zip([0, *cuts], [*cuts, rest.rows], strict=True)
    ]
    live = leads_as_they_come(windows, store, batches, minutes)
    searched = match(cases, rule=rule, snapshot=store.snapshot(), least_seconds=60 * minutes, weights=WEIGHTS)
    assert live.tobytes() == searched.tobytes(), f"\n{live}\n{searched}"
    return int(live.size)


def test_live_leads_are_the_leads_of_the_search_to_the_byte(tmp_path: Path) -> None:
    found = [assert_live_equals_search(tmp_path / str(seed), seed) for seed in range(60)]
    assert sum(found) > 100  # worlds in which nobody meets prove nothing


@pytest.mark.slow
@pytest.mark.parametrize("hundred", range(3, 8))
def test_live_leads_on_five_hundred_more_worlds(tmp_path: Path, hundred: int) -> None:
    found = [
        assert_live_equals_search(tmp_path / str(seed), seed)
        for seed in range(100 * hundred, 100 * hundred + 100)
    ]
    assert sum(found) > 100


def a_store(folder: Path) -> MovementStore:
    """Chen is at a shop from 8 to 9; the door next to it is 12 m away."""
    stays = make_stays([(CHEN, 0, DAY, 8 * 3600, 9 * 3600, 1, 0)])
    return store_with(folder, stays, [Place("shop", x_cm=0, y_cm=0), Place("door", x_cm=1200, y_cm=0)])


def at(store: MovementStore, code: str, *rows: tuple[int, int, int]) -> Stays:
    number = store.snapshot().places.number_of(code)
    assert number is not None
    return make_stays([(person, number, DAY, start, end, 1, 0) for person, start, end in rows])


def test_two_short_stays_become_a_lead_when_they_add_up(tmp_path: Path) -> None:
    store = a_store(tmp_path / "store")
    windows = windows_of([case_of()], rule=SamePlace(), snapshot=store.snapshot(), weights=WEIGHTS)
    batches = [at(store, "shop", (LI, 29_000, 29_400)), at(store, "shop", (LI, 30_000, 30_200))]
    assert leads_as_they_come(windows, store, batches[:1], 10).size == 0
    add_batch(store.folder, batch="second", stays=batches[1])
    found = windows.match(batches[1], record=SILENT, now=NOW)
    (row,) = windows.leads(found, snapshot=store.snapshot())
    assert (row["person"], row["seconds"], row["episodes"]) == (LI, 600, 2)


def test_touching_is_not_meeting_and_nobody_meets_themselves(tmp_path: Path) -> None:
    store = a_store(tmp_path / "store")
    windows = windows_of([case_of()], rule=SamePlace(), snapshot=store.snapshot(), weights=WEIGHTS)
    stays = at(
        store, "shop", (LI, 0, 28_800), (WANG, 32_400, 40_000), (CHEN, 29_000, 30_000), (LI, 29_000, 29_000)
    )
    assert windows.match(stays, record=SILENT, now=NOW).moments.size == 0
    assert windows.match(at(store, "shop", (LI, 0, 28_801)), record=SILENT, now=NOW).pairs == [(0, LI)]


def test_the_distance_rule_opens_the_windows_next_door(tmp_path: Path) -> None:
    store = a_store(tmp_path / "store")
    next_door = at(store, "door", (LI, 29_000, 30_000))
    for rule, wanted in ((SamePlace(), []), (WithinMetres(11), []), (WithinMetres(12), [(0, LI)])):
        windows = windows_of([case_of()], rule=rule, snapshot=store.snapshot(), weights=WEIGHTS)
        assert windows.match(next_door, record=SILENT, now=NOW).pairs == wanted


def test_an_expired_approval_matches_nothing_more(tmp_path: Path) -> None:
    store, calls = a_store(tmp_path / "store"), list[Call]()
    windows = open_windows([case_of()], rule=SamePlace(), store=store, record=calls.append, now=NOW)
    stays = at(store, "shop", (LI, 29_000, 30_000))
    assert windows.match(stays, record=calls.append, now=NOW).pairs == [(0, LI)]
    assert not windows.match(stays, record=calls.append, now=NOW + timedelta(days=2)).pairs
    assert [(call.question, call.leads) for call in calls] == [("OPEN_WINDOWS", None), ("LIVE", 1)]


def test_windows_need_an_approval_and_the_refusal_is_on_record(tmp_path: Path) -> None:
    store, calls = a_store(tmp_path / "store"), list[Call]()
    with pytest.raises(Refused, match="nobody has approved"):
        open_windows([case_of(approval=" ")], rule=SamePlace(), store=store, record=calls.append, now=NOW)
    assert [(call.question, call.allowed) for call in calls] == [("OPEN_WINDOWS", False)]


def test_what_cannot_be_put_on_record_is_not_told(tmp_path: Path) -> None:
    store = a_store(tmp_path / "store")
    windows = windows_of([case_of()], rule=SamePlace(), snapshot=store.snapshot(), weights=WEIGHTS)

    def broken(call: Call) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        windows.match(at(store, "shop", (LI, 29_000, 30_000)), record=broken, now=NOW)
