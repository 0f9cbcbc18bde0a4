"""From told days to instants."""

from __future__ import annotations

from datetime import date, datetime, time

from ringfence.kernel import CITY_ZONE, city_date
from ringfence.tracing.contacts import rules

NOON = datetime(2022, 1, 9, 12, 0, tzinfo=CITY_ZONE)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2022, 1, day, hour, minute, tzinfo=CITY_ZONE)


def test_a_day_is_the_whole_day() -> None:
    times = rules.exposure_times(first_on=None, last_on=date(2022, 1, 8), now=NOON)
    assert times == (at(8, 0), at(8, 23, 59))
    assert city_date(times[1]) == date(2022, 1, 8)


def test_today_lasts_until_now() -> None:
    assert rules.exposure_times(first_on=date(2022, 1, 7), last_on=date(2022, 1, 9), now=NOON) == (
        at(7, 0),
        NOON,
    )


def test_one_time_is_a_moment_and_minutes_stretch_it() -> None:
    told = {"first_on": None, "last_on": date(2022, 1, 8), "last_time": time(19, 30), "now": NOON}
    assert rules.exposure_times(**told) == (at(8, 19, 30), at(8, 19, 30))
    assert rules.exposure_times(**told, minutes=90) == (at(8, 18), at(8, 19, 30))


def test_two_times_are_from_and_until() -> None:
    told = {"first_on": date(2022, 1, 8), "last_on": date(2022, 1, 8), "now": NOON}
    times = rules.exposure_times(**told, first_time=time(18), last_time=time(19, 30))
    assert times == (at(8, 18), at(8, 19, 30))


def test_a_day_to_come_stays_as_told_so_that_it_can_be_refused() -> None:
    assert rules.exposure_times(first_on=None, last_on=date(2022, 1, 20), now=NOON)[1] > NOON
