"""Places, not people: all cases together, half hours, no homes, nothing outside the window."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ringfence.command.bulletins.rules.exposure import Been, during, is_home, lines
from ringfence.kernel import Period

DAY = date(2022, 1, 7)


def at(hour: int, minute: int = 0, day: int = 7) -> datetime:
    """The city's time."""
    return datetime(2022, 1, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def been(first: datetime, last: datetime | None, place: str = "market") -> Been:
    return Been(place, "410702", first, last)


@pytest.mark.parametrize(
    ("stays", "times"),
    [
        ([(at(9, 10), at(9, 50))], ((540, 600),)),  # rounded outwards
        ([(at(9), at(10))], ((540, 600),)),
        ([(at(9, 10), at(9, 20)), (at(9, 40), at(11, 5))], ((540, 690),)),  # of two cases, one line
        ([(at(9), at(9, 30)), (at(14), at(15))], ((540, 570), (840, 900))),
        ([(at(9, 10), None)], ((540, None),)),  # nobody told until when
        ([(at(9, 15), at(9, 15))], ((540, 570),)),
    ],
)
def test_times_of_a_place_and_day(stays, times):
    (line,) = lines(been=[been(*one) for one in stays])
    assert (line.day, line.times) == (DAY, times)


def test_a_night_is_two_days():
    found = lines(been=[been(at(22), at(1, 10, day=8))])
    assert [(one.day.day, one.times) for one in found] == [(7, ((1320, 1440),)), (8, ((0, 90),))]


def test_lines_stand_by_place_and_not_in_the_order_of_somebodys_way():
    way = [been(at(8), at(9), "zoo"), been(at(10), at(11), "bank"), been(at(12), at(13), "market")]
    assert [one.place for one in lines(been=way)] == ["bank", "market", "zoo"]


@pytest.mark.parametrize(
    ("place", "home"),
    [
        ("家中", True), ("在家", True), ("", True), ("Home", True), ("平原路12号院", True), ("平原路12号院3号楼", True),
        ("胖东来生活广场", False), ("顾家家居", False), ("国家电网营业厅", False),
    ],
)  # fmt: skip
def test_homes_are_left_out(place, home):
    assert is_home(place, ["新乡市红旗区平原路12号院", "平原路12号院"]) is home


def test_only_the_time_in_which_the_case_could_infect_is_told():
    window = Period(at(10), at(12))
    assert during(been(at(8), at(9)), window) is None
    assert during(been(at(13), at(14)), window) is None
    assert during(been(at(9), at(11)), None) is None
    assert during(been(at(9), at(13)), window) == been(at(10), at(12))
