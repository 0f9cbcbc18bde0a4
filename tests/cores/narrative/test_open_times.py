"""Between when and when: as wide as the words, never narrower, and never before what came first."""

from __future__ import annotations

from datetime import datetime

import pytest

from ringfence.cores.narrative import came_between, read_narrative


def came(text: str, nth: int = -1) -> tuple[datetime, datetime] | None:
    stops = read_narrative(text, year=2022, places=["人民公园", "胖东来面馆", "牧野市场"]).stops
    return came_between(stops, nth % len(stops))


@pytest.mark.parametrize(("text", "first", "last"), [
    ("1月5日9时30分到人民公园。", (5, 9, 30), (5, 9, 30)),  # told to the minute
    ("1月5日下午到人民公园。", (5, 12, 0), (5, 18, 0)),
    ("1月5日晚上到人民公园。", (5, 17, 0), (6, 0, 0)),
    ("1月5日到人民公园。", (5, 0, 0), (6, 0, 0)),  # a day and no more
    ("1月5日9时到牧野市场，随后到人民公园。", (5, 9, 0), (6, 0, 0)),  # after that
])  # fmt: skip
def test_an_hour_that_is_not_told_stays_between_two(
    text: str, first: tuple[int, ...], last: tuple[int, ...]
) -> None:
    assert came(text) == (datetime(2022, 1, *first), datetime(2022, 1, *last))


def test_without_a_day_nothing_is_said() -> None:
    assert came("到人民公园。") is None
