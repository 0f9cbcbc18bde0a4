"""A search is narrow: a case, its window, its purpose, a second person's approval; and every call is on record first."""

from __future__ import annotations

import inspect
import json
import random
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from ringfence.cores import copresence
from ringfence.cores.copresence import (
    Journal,
    SamePlace,
    WithinMetres,
    find_exposures,
    find_exposures_of_cases,
)
from ringfence.cores.copresence.authorisation import Call
from ringfence.cores.copresence.places import Place, PlaceTable
from ringfence.cores.copresence.stays import make_stays
from ringfence.kernel import Refused

from .worlds import CHEN, DAY, LI, NOW, WANG, case_of, store_with

MARKET = [Place("market", "Market", x_cm=0, y_cm=0), Place("elsewhere", x_cm=900_000, y_cm=0)]
ROWS = [(CHEN, 0, DAY, 0, 7200, 1, 0), (LI, 0, DAY, 0, 3600, 1, 0), (WANG, 1, DAY, 0, 7200, 1, 0)]


@pytest.fixture
def store(tmp_path: Path) -> copresence.MovementStore:
    return store_with(tmp_path / "store", make_stays(ROWS), MARKET)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"approval": " "}, "nobody has approved"),
        ({"approved_by": "wangfang"}, "whoever asks cannot approve"),
        ({"requested_by": ""}, "not said who asked"),
        ({"purpose": "CURIOSITY"}, "purpose is missing"),
        ({"purpose": ""}, "purpose is missing"),
        ({"number": ""}, "has no number"),
        ({"to_day": 15}, "longer than 14 days"),
        ({"to_day": 0}, "ends before it begins"),
        ({"from_day": 30, "to_day": 31}, "lies in the future"),
        ({"expires_at": NOW}, "approval has expired"),
        ({"person": 50}, "has no number in the movement store"),
        ({"person": -1}, "has no number in the movement store"),
    ],
)
def test_a_search_without_authorisation_finds_nothing_and_is_on_record(store, changes, sentence) -> None:
    calls: list[Call] = []
    with pytest.raises(Refused, match=sentence):
        find_exposures(case_of(**changes), rule=SamePlace(), store=store, record=calls.append, now=NOW)
    assert [call.allowed for call in calls] == [False]
    assert any(sentence in str(one) for one in calls[0].reasons)


def test_no_function_of_the_core_takes_a_list_of_people() -> None:
    for name in copresence.__all__:
        offered = getattr(copresence, name)
        if inspect.isfunction(offered):
            assert not {"people", "persons_list", "person_ids"} & set(inspect.signature(offered).parameters)
    assert next(iter(inspect.signature(find_exposures).parameters)) == "case"
    assert inspect.signature(find_exposures).parameters["record"].default is inspect.Parameter.empty


def test_nothing_is_answered_when_the_call_cannot_be_recorded(store) -> None:
    def full_disk(call: Call) -> None:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        find_exposures(case_of(), rule=SamePlace(), store=store, record=full_disk, now=NOW)


def test_too_many_cases_and_too_many_leads_are_refused_whole(store) -> None:
    calls: list[Call] = []
    many = [case_of(number=f"C{at}") for at in range(1001)]
    with pytest.raises(Refused, match="At most 1000"):
        find_exposures_of_cases(many, rule=SamePlace(), store=store, record=calls.append, now=NOW)
    with pytest.raises(Refused, match="named twice"):
        find_exposures_of_cases(
            [case_of(), case_of()], rule=SamePlace(), store=store, record=calls.append, now=NOW
        )
    with pytest.raises(Refused, match="more than 1"):
        find_exposures_of_cases([case_of(), case_of(WANG, number="C2")], rule=WithinMetres(200), store=crowded(store), record=calls.append,
                                now=NOW, most_leads=1)  # fmt: skip
    assert [call.allowed for call in calls] == [False] * 3


def crowded(store):
    from ringfence.cores.copresence.store import add_batch

    number = store.snapshot().places.number_of("market")
    add_batch(
        store.folder,
        batch="crowd",
        stays=make_stays([(person, number, DAY, 0, 3600, 1, 0) for person in range(10, 20)]),
    )
    return store


def test_a_lead_explains_itself(store) -> None:
    found = find_exposures(case_of(), rule=SamePlace(), store=store, record=lambda call: None, now=NOW)
    (lead,) = found.ranked()
    assert (lead.person, lead.place_name, lead.minutes, lead.continuous, lead.certain) == (
        LI,
        "Market",
        60.0,
        True,
        True,
    )
    factors = lead.factors
    product = factors.minutes * factors.infectiousness * factors.crowd * factors.air * factors.certainty
    assert factors.dose == pytest.approx(product)
    assert (factors.infectiousness, factors.certainty) == (
        0.72,
        0.902,
    )  # two days before onset; 0.95 x 0.95, cut to thousandths


def test_the_record_replays_every_answer_and_shows_a_change(store, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "calls.jsonl")
    found = find_exposures(case_of(), rule=SamePlace(), store=store, record=journal.record, now=NOW)
    with pytest.raises(Refused):
        find_exposures(case_of(approval=""), rule=SamePlace(), store=store, record=journal.record, now=NOW)
    first, second = journal.calls()
    assert (first["allowed"], first["digest"], second["allowed"]) == (True, found.digest, False)
    again = find_exposures(case_of(), rule=SamePlace(), store=store, record=lambda call: None, now=NOW)
    assert again.digest == first["digest"]
    lines = journal.file.read_text().splitlines()
    journal.file.write_text(lines[0].replace("wangfang", "zhaofang") + "\n" + lines[1] + "\n")
    with pytest.raises(Refused, match="Line 1"):
        journal.calls()


def test_a_window_says_for_which_days_there_are_no_records(store) -> None:
    found = find_exposures(
        case_of(to_day=3), rule=SamePlace(), store=store, record=lambda call: None, now=NOW
    )
    assert [str(day) for day in found.days_without_records] == ["2022-01-10", "2022-01-11"]


@pytest.mark.parametrize("metres", [1, 20, 50, 200])
def test_within_metres_finds_what_brute_force_finds(metres: int) -> None:
    rng = random.Random(metres)
    spread = 60 * metres * 100
    places = [
        Place(f"p{at}", x_cm=rng.randrange(-spread, spread), y_cm=rng.randrange(-spread, spread))
        for at in range(1500)
    ]
    places += [Place(f"q{at}", x_cm=at * metres * 100, y_cm=0) for at in range(40)]  # exactly at the distance
    table = PlaceTable.empty().with_places(places)
    numbers, x, y = (table.table[name].astype(np.int64) for name in ("number", "x_cm", "y_cm"))
    found = WithinMetres(metres).pairs(table, np.sort(numbers))
    near = (x[:, None] - x) ** 2 + (y[:, None] - y) ** 2 <= (100 * metres) ** 2
    wanted = {(int(numbers[a]), int(numbers[b])) for a, b in zip(*np.nonzero(near), strict=True)}
    assert set(zip(found.of.tolist(), found.to.tolist(), strict=True)) == wanted
    assert len(found.of) == len(wanted)


@pytest.mark.parametrize("metres", [0, 201, -5])
def test_a_distance_has_bounds(metres: int) -> None:
    with pytest.raises(Refused, match="1 to 200 metres"):
        WithinMetres(metres)


def test_the_paper_of_a_search_is_read_strictly(tmp_path: Path) -> None:
    told = {"case_id": "X-1", "person": 1, "from_at": "2022-01-09 00:00", "to_at": "2022-01-12 00:00", "purpose": "FIND_CONTACTS",
            "approval": "A-1", "requested_by": "a", "approved_by": "b", "expires_at": "2022-02-01 00:00"}  # fmt: skip
    file = tmp_path / "paper.json"
    file.write_text(json.dumps(told))
    (case,) = copresence.read_authorisation(file)
    assert case.to_at - case.from_at == timedelta(days=3)
    wrong = [
        {"person": [1, 2, 3]},
        {"purpose": "POLICE"},
        {"approval": ""},
        {"from_at": "soon"},
        {"person": True},
    ]
    for change in wrong:
        file.write_text(json.dumps(told | change))
        with pytest.raises(Refused):
            copresence.read_authorisation(file)
    file.write_text("1,2,3")
    with pytest.raises(Refused, match="is no authorisation"):
        copresence.read_authorisation(file)
