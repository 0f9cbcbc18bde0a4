"""Places of a case with numbers of others, the legacy rule with its harm, and a second ring only behind a dose."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ringfence.cores import copresence
from ringfence.cores.copresence import (
    Companion,
    FirstRing,
    Purpose,
    expected_harm,
    find_second_ring,
    find_visited,
)
from ringfence.cores.copresence.places import Air, Kind, Place
from ringfence.cores.copresence.stays import make_stays
from ringfence.kernel import Refused

from .worlds import CHEN, DAY, LI, NOW, WANG, ZHAO, case_of, store_with

HOUR = 3600
PLACES = [
    Place("home", x_cm=0, y_cm=0, kind=Kind.HOME, air=Air.POOR, crowd=3),
    Place("office", x_cm=50_000, y_cm=0, kind=Kind.WORK, air=Air.POOR, crowd=10),
    Place("mall", x_cm=70_000, y_cm=70_000, kind=Kind.VENUE, air=Air.GOOD, crowd=500),
    Place("far", x_cm=900_000, y_cm=0, kind=Kind.VENUE, air=Air.POOR, crowd=5),
]
HOME, OFFICE, MALL, FAR = range(4)
CROWD, CLEANER = range(10, 40), 45  # passers-by in the mall; who cleans the office next door
# Chen and Li share a flat; Wang works beside Li; Zhao only met somebody of the mall's crowd
ROWS = [
    (CHEN, HOME, DAY, 0, 8 * HOUR, 4, 0), (LI, HOME, DAY, 0, 8 * HOUR, 4, 0), (LI, OFFICE, DAY, 9 * HOUR, 17 * HOUR, 4, 0),
    (WANG, OFFICE, DAY, 9 * HOUR, 17 * HOUR, 4, 0), (CHEN, MALL, DAY, 18 * HOUR, 19 * HOUR, 4, 0),
    *((one, MALL, DAY, 18 * HOUR, 19 * HOUR, 4, 0) for one in CROWD),
    (CLEANER, OFFICE, DAY, 18 * HOUR, 19 * HOUR, 4, 0), (10, FAR, DAY, 20 * HOUR, 22 * HOUR, 4, 0), (ZHAO, FAR, DAY, 20 * HOUR, 22 * HOUR, 4, 0),
]  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> copresence.MovementStore:
    return store_with(tmp_path / "store", make_stays(ROWS), PLACES)


def asked(store: Any, calls: list[Any] | None = None) -> dict[str, Any]:
    return {"store": store, "record": (calls if calls is not None else []).append, "now": NOW}


def source_case(person: int = CHEN, **changes: Any) -> Any:
    return case_of(person, from_day=-1, to_day=2, **({"purpose": Purpose.FIND_SOURCE} | changes))


def test_places_of_a_case_come_with_how_many_were_there_never_who(store) -> None:
    found = find_visited([source_case()], **asked(store))
    told = {one.place: one for one in found.places}
    assert set(told) == {"home", "mall"}
    mall = told["mall"]
    assert (mall.minutes, mall.visitors, mall.recorded, mall.kind) == (60.0, 31, 35, "VENUE")
    assert mall.city_stays == len(ROWS)
    assert "person" not in mall.as_json()


def test_two_sources_of_one_stay_count_its_minutes_once(tmp_path: Path) -> None:
    rows = [(CHEN, MALL, DAY, 0, HOUR, 1, 0), (CHEN, MALL, DAY, 1800, 2 * HOUR, 7, 0)]
    found = find_visited([source_case()], **asked(store_with(tmp_path / "two", make_stays(rows), PLACES)))
    assert [one.minutes for one in found.places] == [120.0]


def test_late_records_count_among_the_visitors(tmp_path: Path) -> None:
    late = store_with(tmp_path / "late", make_stays(ROWS), PLACES, late=0.5)
    before = find_visited([source_case()], **asked(late))
    copresence.compact(late.folder)
    after = find_visited([source_case()], **asked(late))
    assert before.places == after.places
    assert before.digest == after.digest


@pytest.mark.parametrize("changes", [
    {"purpose": Purpose.FIND_CONTACTS}, {"approval": ""}, {"approved_by": "wangfang"}, {"expires_at": NOW},
])  # fmt: skip
def test_no_place_without_an_approval_for_the_source_and_the_refusal_is_on_record(store, changes) -> None:
    calls: list[Any] = []
    with pytest.raises(Refused):
        find_visited([source_case(**changes)], **asked(store, calls))
    assert [(one.question, one.allowed) for one in calls] == [("VISITED", False)]


def test_the_legacy_rule_flags_the_square_and_says_what_it_costs(store) -> None:
    calls: list[Any] = []
    case = replace(case_of(to_day=1), approval="", approved_by="")  # before anybody decides: only numbers
    harm = expected_harm(case, rule=Companion(), **asked(store, calls))
    assert harm.flagged == 32  # Li at home, thirty in the mall, and the cleaner 200 m away
    assert (harm.city, harm.same_place) == (35, 31)
    assert harm.share == pytest.approx(32 / 35)
    assert 0 < harm.expected_infections < 1
    assert harm.per_infection > harm.same_place_per_infection
    assert 0.9 < harm.short_list_share <= 1
    assert [(one.question, one.allowed, one.parameters["rule"]) for one in calls] == [
        ("HARM", True, "COMPANION")
    ]


def test_fewer_than_ten_flagged_are_not_counted_out_loud(tmp_path: Path) -> None:
    few = store_with(tmp_path / "few", make_stays(ROWS[:4]), PLACES)
    harm = expected_harm(case_of(to_day=1), rule=Companion(), **asked(few))
    assert (harm.flagged, harm.share, harm.per_infection) == (None, 0.0, None)


@pytest.mark.parametrize("changes", [{"case_id": ""}, {"purpose": "CURIOSITY"}, {"person": -1}])
def test_not_even_a_number_without_a_case_and_a_purpose(store, changes) -> None:
    calls: list[Any] = []
    with pytest.raises(Refused):
        expected_harm(case_of(**changes), rule=Companion(), **asked(store, calls))
    assert [one.allowed for one in calls] == [False]


def test_the_second_ring_is_who_was_with_the_most_exposed(store) -> None:
    found = find_second_ring(case_of(to_day=1), ring=FirstRing(top=2, least_dose=15), **asked(store))
    assert found.first == (LI,)  # thirty people of the mall stand below the least dose
    assert [(one.lead.person, one.person, one.lead.place) for one in found.leads] == [(WANG, LI, "office")]
    assert found.leads[0].lead.case_id == "C1"


def test_a_second_ring_by_raw_overlap_of_places_is_refused() -> None:
    for top, least in ((0, 15), (21, 15), (10, 0), (10, 0.5), (10, float("nan"))):
        with pytest.raises(Refused):
            FirstRing(top=top, least_dose=least)


def test_a_second_ring_that_is_too_long_is_refused_whole_and_on_record(store) -> None:
    calls: list[Any] = []
    with pytest.raises(Refused, match="Raise the least dose"):
        find_second_ring(case_of(to_day=1), ring=FirstRing(), most_leads=0, **asked(store, calls))
    assert [(one.question, one.allowed) for one in calls] == [("SECOND_RING", False)]
    with pytest.raises(Refused, match="only to find contacts"):
        find_second_ring(source_case(), ring=FirstRing(), **asked(store))
    with pytest.raises(Refused, match="nobody has approved"):
        find_second_ring(case_of(approval=""), ring=FirstRing(), **asked(store))


def test_the_second_ring_begins_when_the_first_met_the_case(tmp_path: Path) -> None:
    before = (LI, FAR, DAY, 0, 2 * HOUR, 4, 0), (ZHAO, FAR, DAY, 0, 2 * HOUR, 4, 0)
    later = [(CHEN, HOME, DAY, 3 * HOUR, 8 * HOUR, 4, 0), (LI, HOME, DAY, 3 * HOUR, 8 * HOUR, 4, 0)]
    found = find_second_ring(
        case_of(to_day=1),
        ring=FirstRing(),
        **asked(store_with(tmp_path / "before", make_stays([*before, *later]), PLACES)),
    )
    assert (found.first, found.leads) == ((LI,), ())
