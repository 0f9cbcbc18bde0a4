"""Dates, parts of the day and clock times; what a short one means is carried from the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from .model import Span, SpanKind

PART = "凌晨|清晨|早晨|早上|上午|中午|正午|下午|傍晚|晚上|夜间|深夜|当晚|晚|早|夜"
CLOCK = r"\d{1,2}(?:[:：]\d{2}(?:时)?|[时点](?:\d{1,2}分?|半)?)(?:许|多|左右)?"
COUNTER = "(?!楼|线|厅|院|店|馆|门|厂|桥|车|病|患|确|单|房|桌|座|技|路|公)"
DAY = rf"(?:(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}(?:日|号{COUNTER})|\d{{1,2}}(?:日|号{COUNTER}))"
HALF_DAY = r"(?:(?:\d{4}年)?\d{1,2}月\d{1,2}|\d{1,2})(?=\s*[-－—–~～、至到]\s*(?:\d{1,2}月)?\d{1,2}(?:日|号))"
RELATIVE = "当日|当天|同日|同天|次日|第二天|翌日|当晚|现在"
TIME = re.compile(
    rf"(?<![\d.])(?:(?:{DAY}|{HALF_DAY}|{RELATIVE})(?:{PART})?(?:{CLOCK})?|(?:{PART})?{CLOCK}|(?<=[，。；、])(?:{PART})(?=[，到在前从去回乘]))"
)
RANGE = re.compile(r"\s*(?:至|到|-|－|—|–|~|～|——)\s*")
NUMBERS = re.compile(r"(?:(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月)?(?P<day>\d{1,2})(?:日|号|$)")
CLOCK_PARTS = re.compile(
    r"(?P<hour>\d{1,2})(?:[:：](?P<colon>\d{2})|[时点](?:(?P<minute>\d{1,2})|(?P<half>半))?)"
)
PART_WORD = re.compile(PART)
AFTERNOON = ("下午", "傍晚", "晚上", "晚", "夜间", "当晚", "深夜", "夜")
NOW = ("现在",)


@dataclass
class Calendar:
    """What day the text has come to. Begins without one."""

    year: int
    day: date | None = field(default=None)

    def read(self, expression: str) -> When:
        """What an expression means here; moves on to its day. A day that does not exist leaves the date open."""
        told = NUMBERS.match(expression)
        if told:
            self.day = self._moved_to(told)
        elif expression.startswith(("次日", "第二天", "翌日")) and self.day:
            self.day += timedelta(days=1)
        elif expression.startswith(NOW):
            return When(None, None, "")
        part = PART_WORD.search(expression)
        return When(self.day, _clock(expression, part.group() if part else ""), part.group() if part else "")

    def _moved_to(self, told: re.Match[str]) -> date | None:
        if not told["month"] and self.day is None:
            return None
        month = int(told["month"]) if told["month"] else (self.day.month if self.day else 1)
        year = int(told["year"]) if told["year"] else self.year
        if self.day and not told["year"]:
            year = self.day.year + (told["month"] is not None and self.day.month == 12 and month == 1)
        try:
            found = date(year, month, int(told["day"]))
        except ValueError:
            return None
        self.year = found.year
        return found


@dataclass(frozen=True)
class When:
    """A day, a clock time, a part of the day; what is not told is `None` or empty."""

    day: date | None
    clock: time | None
    part: str


def find_times(text: str) -> Iterator[Span]:
    """Every expression; the second of a range is an UNTIL."""
    before = None
    for found in TIME.finditer(text):
        start, end = found.span()
        joined = before is not None and RANGE.fullmatch(text, before.end, start)
        before = Span(start, end, SpanKind.UNTIL if joined else SpanKind.TIME, text[start:end])
        yield before


def _clock(expression: str, part: str) -> time | None:
    told = CLOCK_PARTS.search(re.sub(r"^(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}(?:日|号)", "", expression))
    if not told:
        return None
    hour, minute = int(told["hour"]), int(told["colon"] or told["minute"] or (30 if told["half"] else 0))
    if part in AFTERNOON and 1 <= hour < 12:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None
