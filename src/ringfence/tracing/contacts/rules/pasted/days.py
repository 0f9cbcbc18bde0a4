"""Days and times as people write them, Chinese and English, with or without a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_BEFORE, _AFTER = r"(?<![\d.:/-])", r"(?![\d:/-]|\.\d)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"

# In the order in which they are tried; each takes its text away.
_FORMS = tuple(re.compile(one, re.IGNORECASE) for one in (
    rf"{_BEFORE}{_YEAR}\s*[-/.年]\s*(?P<month>\d{{1,2}})\s*[-/.月]\s*(?P<day>\d{{1,2}})\s*[日号]?(?!\d)",
    r"(?<!\d)(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]?\s*[-~～–—至到]\s*(?P<until>\d{1,2})\s*[日号]",
    r"(?<!\d)(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]?(?!\d)",
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:[-–—]\s*(?P<until>\d{{1,2}}))?\s+{_MONTH}(?![a-z])(?:,?\s+{_YEAR})?",
    rf"(?<![a-z]){_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?(?!\d)",
    rf"{_BEFORE}(?P<month>\d{{1,2}})[/.-](?P<day>\d{{1,2}}){_AFTER}",
    r"(?P<ago>大前天|前天|前日|昨天|昨日|昨晚|今天|今日|今早|当天|(?<![a-z])(?:the day before yesterday|yesterday|today)(?![a-z]))",
))  # fmt: skip
_DAYS_AGO = {
    "大前天": 3,
    "前天": 2,
    "前日": 2,
    "the day before yesterday": 2,
    "昨天": 1,
    "昨日": 1,
    "昨晚": 1,
    "yesterday": 1,
}
_TIME = re.compile(
    r"(?<![\d:])(?P<hour>[01]?\d|2[0-3])\s*(?:[:：](?P<minute>[0-5]\d)|[点时](?P<minute2>[0-5]\d)?分?)(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Days:
    """What was found: the days (earliest first), the times in the order told, and the text without them."""

    days: tuple[date, ...]
    times: tuple[time, ...]
    rest: str


def find(text: str, *, today: date, gap: str = "\x1f") -> Days:
    """All days and times in a text. A day without a year is the last such day that is not after `today`."""
    days: list[date] = []
    for form in _FORMS:
        text = form.sub(lambda match: _taken(match, days, today, gap), text)
    times: list[time] = []
    text = _TIME.sub(lambda match: _time_taken(match, times, gap), text)
    return Days(tuple(sorted(days)), tuple(times), _without_joints(text, gap))


def _taken(match: re.Match[str], days: list[date], today: date, gap: str) -> str:
    found = list(_days(match, today))
    days.extend(found)
    return gap if found else match.group()


def _days(match: re.Match[str], today: date) -> Iterator[date]:
    told = match.groupdict()
    if told.get("ago"):
        yield today - timedelta(days=_DAYS_AGO.get(told["ago"].lower(), 0))
        return
    month = MONTHS.index(told["name"].lower()) + 1 if told.get("name") else int(told["month"])
    numbers = [int(told["day"]), *([int(told["until"])] if told.get("until") else [])]
    year = int(told["year"]) if told.get("year") else None
    if month > 12 >= numbers[0]:  # 23/1: the day came first
        month, numbers = numbers[0], [month]
    for number in numbers:
        day = _day(year, month, number, today)
        if day is not None:
            yield day


def _day(year: int | None, month: int, number: int, today: date) -> date | None:
    for wanted in [year] if year else [today.year, today.year - 1]:
        try:
            day = date(wanted, month, number)
        except ValueError:
            continue
        if year or day <= today:
            return day
    return None


def _time_taken(match: re.Match[str], times: list[time], gap: str) -> str:
    minute = match["minute"] or match["minute2"] or "0"
    times.append(time(int(match["hour"]), int(minute)))
    return gap


def _without_joints(text: str, gap: str) -> str:
    """The word between two days ("to", 至) says nothing once they are taken."""
    return re.sub(rf"{gap}\s*(?:[-~～–—至到]|to|until)?\s*{gap}", gap, text, flags=re.IGNORECASE)
