"""The time line of an order: stages as bars, test days as points, today as a line. Pixels only, no judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ringfence.faces import wording
from ringfence.kernel import city_date, end_of_day, start_of_day

from .tests_of import TestRow

WIDE, NARROW = 960, 340  # pixels of the two drawings: desk and phone
MARGIN = 12
DAY_LABEL_WIDTH = 58  # of "22 Jan" with air around it
TONES = {
    "ISOLATION": "late", "FACILITY_QUARANTINE": "soon", "HOME_QUARANTINE": "warn", "HOME_HEALTH_MONITORING": "info",
    "SELF_MONITORING": "neutral",
}  # fmt: skip
POINTS = {
    "NEGATIVE": ("ok", "−"),
    "POSITIVE": ("late", "+"),
    "INVALID": ("neutral", "×"),
    "PENDING": ("warn", "…"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    width: float
    label: str
    tone: str
    is_over: bool
    has_room: bool  # for its label


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    tone: str
    sign: str
    title: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    name: str
    width: int
    bars: list[Bar]
    points: list[Point]
    ticks: list[Tick]
    today_x: float | None


def drawn(stages: Sequence[Any], tests: Sequence[TestRow], *, now: datetime) -> list[Drawing]:
    """The same line twice: for the desk and for the phone. Nothing without stages."""
    if not stages:
        return []
    first, last = city_date(stages[0].starts_at), city_date(max(stage.ends_at for stage in stages))
    return [
        _drawing(name, width, stages, tests, first=first, last=last, now=now)
        for name, width in (("is-desk", WIDE), ("is-phone", NARROW))
    ]


def _drawing(
    name: str, width: int, stages: Sequence[Any], tests: Sequence[TestRow], *, first: date, last: date, now: datetime
) -> Drawing:  # fmt: skip
    begin, end = start_of_day(first), end_of_day(last)
    scale = (width - 2 * MARGIN) / (end - begin).total_seconds()

    def x(instant: datetime) -> float:
        return round(MARGIN + (min(max(instant, begin), end) - begin).total_seconds() * scale, 1)

    noon = timedelta(hours=12)
    return Drawing(
        name, width,
        bars=[_bar(stage, x(stage.starts_at), x(stage.ends_at)) for stage in stages],
        points=[_point(test, x(start_of_day(test.due_on) + noon)) for test in tests],
        ticks=_ticks(x, first, last, width),
        today_x=x(now) if begin <= now <= end else None,
    )  # fmt: skip


def _bar(stage: Any, left: float, right: float) -> Bar:
    label = f"{stage.get_kind_display()} · {stage.days}"
    needed = sum(13 if ord(letter) > 0x2E7F else 6.5 for letter in label) + 12
    return Bar(
        left, round(max(right - left - 2, 2), 1), label, TONES.get(stage.kind, "neutral"), stage.ended_at is not None,
        right - left > needed,
    )  # fmt: skip


def _point(test: TestRow, x: float) -> Point:
    tone, sign = POINTS.get(test.result, ("neutral", str(test.day)))
    return Point(x, tone, sign, f"{test.day} · {wording.day(test.due_on)}", is_open=not test.result)


def _ticks(x: Any, first: date, last: date, width: int) -> list[Tick]:
    days = (last - first).days + 1
    step = next(
        one for one in (1, 2, 3, 7, 14, 28, 3650) if days / one * DAY_LABEL_WIDTH <= width or one == 3650
    )
    return [
        Tick(
            x(start_of_day(first + timedelta(days=n)) + timedelta(hours=12)),
            wording.day(first + timedelta(days=n)),
        )
        for n in range(0, days, step)
    ]
