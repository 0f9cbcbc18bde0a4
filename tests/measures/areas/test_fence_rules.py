"""Which declared stop lies in which declared area, within its half-open period."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ringfence.kernel import start_of_day
from ringfence.measures.areas import rules
from ringfence.measures.areas.rules import Sure

FIFTH, EIGHTH, NINTH = date(2022, 1, 5), date(2022, 1, 8), date(2022, 1, 9)
MINUTE = timedelta(minutes=1)


def area(**told):
    usual = {
        "name": "金水区",
        "place_code": "410105",
        "from_at": start_of_day(FIFTH),
        "to_at": start_of_day(NINTH),
        "source": "notice 9",
    }
    return rules.AreaTold(**(usual | told))


def stop(place="金水区", code="", first=FIFTH, last=None):
    return rules.StopSeen(place_name=place, place_code=code, from_on=first, to_on=last or first)


@pytest.mark.parametrize(("place", "code", "sure"), [
    ("花园路", "410105003", Sure.CODE),  # a street inside, by its code
    ("anything", "410105", Sure.CODE),
    ("郑州", "4101", Sure.AROUND),  # the city that the district is a part of
    ("郑州市金水区", "410102", None),  # the codes say that it is elsewhere, whatever the name says
    ("河南省郑州市 金水区 花园路", "", Sure.NAME),
    ("金水", "", None),  # a part of the name is not the name
    ("郑州市中原区", "", None),
])  # fmt: skip
def test_where_a_stop_lies(place, code, sure):
    found = rules.covers(area=area(), stop=stop(place, code))
    assert (found.sure if found else None) is sure


def test_other_names_and_full_width_letters_are_the_same_place():
    named = area(name="Zhengzhou Station", other_names=("郑州站",), place_code="")
    for place in ("ＺＨＥＮＧＺＨＯＵ station", "郑州站"):
        assert rules.covers(area=named, stop=stop(place)).sure is Sure.NAME


@pytest.mark.parametrize(("first", "last", "inside"), [
    (date(2022, 1, 4), None, False),  # the day before
    (FIFTH, None, True),  # the first day
    (EIGHTH, None, True),  # the last day
    (NINTH, None, False),  # the end is outside: the period ended when this day began
    (date(2022, 1, 1), FIFTH, True),
    (date(2022, 1, 1), date(2022, 1, 4), False),
    (NINTH, date(2022, 1, 12), False),
    (date(2022, 1, 1), date(2022, 1, 20), True),  # around it
])  # fmt: skip
def test_the_period_is_half_open(first, last, inside):
    assert (rules.covers(area=area(), stop=stop(first=first, last=last)) is not None) is inside


def test_a_period_that_begins_during_a_day_and_one_without_an_end():
    afternoon = area(from_at=start_of_day(NINTH) - MINUTE, to_at=None)
    assert rules.covers(area=afternoon, stop=stop(first=EIGHTH)) is not None  # 23:59 of the 8th
    assert rules.covers(area=area(to_at=start_of_day(EIGHTH) + MINUTE), stop=stop(first=EIGHTH)) is not None
    assert rules.covers(area=area(to_at=None), stop=stop(first=date(2022, 3, 1))) is not None


def test_the_sentence_names_place_day_and_area():
    one = rules.covers(area=area(), stop=stop("花园路", "410105003", date(2022, 1, 1), date(2022, 1, 6)))
    assert (
        str(one.why)
        == "Declared stop at 花园路 from 2022-01-05 to 2022-01-06, within the declared period of 金水区."
    )
    assert (
        str(rules.covers(area=area(), stop=stop()).why)
        == "Declared stop at 金水区 on 2022-01-05, within the declared period of 金水区."
    )
    assert "ask where exactly" in str(rules.covers(area=area(), stop=stop("郑州", "4101")).why)


@pytest.mark.parametrize(("changed", "field"), [
    ({"name": "金"}, "name"),
    ({"other_names": ("x",)}, "name"),
    ({"place_code": "41010"}, "place_code"),
    ({"to_at": start_of_day(FIFTH)}, "to_at"),
    ({"to_at": start_of_day(FIFTH) + timedelta(days=61)}, "to_at"),
    ({"source": " "}, "source"),
    ({"longitude": 113.9}, "radius_metres"),
    ({"longitude": 113.9, "latitude": 35.3, "radius_metres": 5001}, "radius_metres"),
    ({"longitude": 35.3, "latitude": 113.9, "radius_metres": 500}, "radius_metres"),
])  # fmt: skip
def test_a_declaration_that_cannot_be_is_refused_at_its_field(changed, field):
    assert list(rules.faults_of(area(**changed))) == [field]


def test_a_declaration_as_it_is_made_is_taken():
    assert rules.faults_of(area(longitude=113.9, latitude=35.3, radius_metres=500)) == {}
