"""Instants, days and reasons are written as people write them, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from ringfence.faces import wording
from ringfence.kernel import reason

EVENING = datetime(2022, 1, 9, 10, 0, tzinfo=UTC)  # 18:00 in the city
LATE = datetime(2021, 12, 31, 17, 5, tzinfo=UTC)  # already the next year in the city


@pytest.mark.parametrize(("language", "instant", "with_year", "text"), [
    ("en", EVENING, False, "9 Jan 18:00"),
    ("zh-hans", EVENING, False, "1月9日 18:00"),
    ("en", LATE, True, "1 Jan 2022 01:05"),
    ("zh-hans", LATE, True, "2022年1月1日 01:05"),
])  # fmt: skip
def test_an_instant_is_told_in_the_citys_time(
    language: str, instant: datetime, with_year: bool, text: str
) -> None:
    with translation.override(language):
        assert wording.instant(instant, with_year=with_year) == text


def test_a_reason_writes_its_instants_in_the_language_asked_for() -> None:
    until = reason("Lasts until {ends_at}, from {day}.", ends_at=EVENING, day=date(2022, 1, 1))
    assert wording.say(until, "en") == "Lasts until 9 Jan 2022 18:00, from 1 Jan 2022."
    assert "2022年1月9日 18:00" in wording.say(until, "zh-hans")


@pytest.mark.parametrize(("told", "english", "chinese"), [
    ("to hospital", "Taken to hospital", "已送往医院"),
    ("XX-0007: no case", "XX-0007 turned out to be no case", "XX-0007 已排除为病例"),
    ("FACILITY_QUARANTINE over", "Facility quarantine: over", "集中隔离已结束"),
    ("the bus is over", "the bus is over", "the bus is over"),
    ("他搬走了", "他搬走了", "他搬走了"),
])  # fmt: skip
def test_why_a_trip_ended_is_said_in_the_readers_language(told: str, english: str, chinese: str) -> None:
    with translation.override("en"):
        assert wording.why_ended(told) == english
    with translation.override("zh-hans"):
        assert wording.why_ended(told) == chinese
