"""What is written in a date cell, before anyone decides which number is the day."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from ringfence.cores.linelist.texts import SHORT, fold

from .months import MONTHS, NAME


class Shape(StrEnum):
    """The shapes of a date cell."""

    YEAR_FIRST = "yyyy-mm-dd"  # ISO, 2020/1/9, 2020.1.9, 2020年1月9日, 20200109
    MONTH_NAMED = "9 Jan 2020"
    MONTH_NAMED_NO_YEAR = "9 Jan"
    TWO_AND_YEAR = "a/b/yyyy"  # which of the two is the day must come from the column
    THREE_SHORT = "a/b/cc"  # and here even the year
    CHINESE_NO_YEAR = "m月d日"
    TWO_NUMBERS = "a/b"
    SERIAL = "Excel serial"
    INCOMPLETE = "incomplete"  # a year, or a month without a day
    SEVERAL = "several dates"
    OTHER = "not a date"


class Form(NamedTuple):
    """A date cell taken apart: `numbers` in the order written (for YEAR_FIRST and named months: year, month, day)."""

    shape: Shape
    numbers: tuple[int, ...] = ()
    about: bool = False  # the writer marked it as approximate
    next_day: bool = False  # a time with a UTC offset falls on the next day in the city


# A time of day behind the date; with `Z` or an offset the instant is moved to the city's zone.
_TIME = (
    r"(?:(?:\s*[t,]\s*|\s+|(?<=[日号])\s*)(?:上午|下午|凌晨|晚上|晚|早|中午|am|pm)?\s*(?P<hour>\d{1,2})\s*(?:[:时点h]\s*(?P<minute>\d{1,2})?\s*"
    r"(?:[:分]\s*(?P<second>\d{1,2})(?:[.,]\d+)?\s*秒?|分)?)\s*(?:am|pm)?\s*(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2})?)?"
)
_WEEKDAY = re.compile(
    r"^(?:mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thu(?:rs?)?(?:day)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|"
    r"lun(?:di)?|mardi|mer(?:credi)?|jeu(?:di)?|ven(?:dredi)?|sam(?:edi)?|dim(?:anche)?)\b[.,]?\s+|\s*[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?\s*$"
)
_ABOUT_BEFORE = re.compile(
    r"^(?:约|大约|可能|about|approx(?:imately)?\.?|circa|ca\.?|c\.|~|≈|env(?:iron)?\.?)\s*"
)
_ABOUT_AFTER = re.compile(r"\s*(?:左右|前后|许|\?|？|\(\?\)|approx\.?)$")
_PATTERNS = tuple((shape, re.compile(pattern)) for shape, pattern in (
    (Shape.YEAR_FIRST, rf"^(?P<y>\d{{4}})\s*[-/.年\s]\s*(?P<m>\d{{1,2}})\s*[-/.月\s]\s*(?P<d>\d{{1,2}})\s*[日号]?{_TIME}$"),
    (Shape.YEAR_FIRST, rf"^(?P<y>\d{{2}})\s*年\s*(?P<m>\d{{1,2}})\s*月\s*(?P<d>\d{{1,2}})\s*[日号]?{_TIME}$"),
    (Shape.YEAR_FIRST, r"^(?P<y>(?:00|1[6-9]|2[01])\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)(?:\d{4}|\d{6}|\.0)?$"),
    (Shape.TWO_AND_YEAR, rf"^(?P<a>\d{{1,2}})\s*[-/.\s]\s*(?P<b>\d{{1,2}})\s*[-/.\s]\s*(?P<y>\d{{4}}){_TIME}$"),
    (Shape.THREE_SHORT, rf"^(?P<a>\d{{1,2}})\s*[-/.]\s*(?P<b>\d{{1,2}})\s*[-/.]\s*(?P<c>\d{{2}}){_TIME}$"),
    (Shape.CHINESE_NO_YEAR, rf"^(?P<a>\d{{1,2}})\s*月\s*(?P<b>\d{{1,2}})\s*[日号]?{_TIME}$"),
    (Shape.TWO_NUMBERS, r"^(?P<a>\d{1,2})\s*[-/.]\s*(?P<b>\d{1,2})$"),
    (Shape.SERIAL, r"^(?P<n>\d{5})(?:\.\d+)?$"),
    (Shape.INCOMPLETE, r"^(?:1[89]|20|21)\d{2}\s*年?$|^(?:1[89]|20|21)\d{2}\s*[-/.年]\s*\d{1,2}\s*月?$|^\d{1,2}[-/.](?:1[89]|20)\d{2}$|^\d{1,2}月(?:上旬|中旬|下旬|初|底|末)?$"),
))  # fmt: skip
_NAMED = tuple(re.compile(pattern) for pattern in (
    rf"^(?P<d>\d{{1,2}})(?:st|nd|rd|th|er)?[\s\-./]*(?:of\s+|de\s+)?(?P<name>{NAME})\.?(?:[\s\-./,]*(?:de\s+)?(?P<y>\d{{4}}|\d{{2}}))?{_TIME}$",
    rf"^(?P<name>{NAME})\.?[\s\-./]*(?P<d>\d{{1,2}})(?:st|nd|rd|th|er)?(?:[\s,\-./]+(?P<y>\d{{4}}|\d{{2}}))?{_TIME}$",
    rf"^(?P<y>\d{{4}})[\s\-./]+(?P<name>{NAME})\.?[\s\-./]+(?P<d>\d{{1,2}}){_TIME}$",
))  # fmt: skip
_NUMERALS = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))
_CHINESE_NUMERALS = re.compile(
    "(?:[〇零一二三四五六七八九]{2,4}年)?[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}[日号]?"
)
_SEVERAL = re.compile(
    r"\d\s*(?:至|到|~|～|—|–|、|;|；|&|和|及|and|to|or|或|,\s*\d{4}-)\s*(?:\d|the )|\d{4}\s*-\s*\d{1,2}\s*-\s*\d{1,2}\s*[-/ ]\s*\d{4}|\d日?[-—]\d{1,2}日|/\d{4}\s*-\s*\d"
)


@lru_cache(maxsize=100_000)
def form_of(cell: str) -> Form:
    """Take a date cell apart. Never guesses the order of day and month."""
    if len(cell) > SHORT:
        return Form(Shape.OTHER)
    text = _WEEKDAY.sub("", fold(cell).strip(" '\"“”,;；，。"))
    bare = _ABOUT_AFTER.sub("", _ABOUT_BEFORE.sub("", text))
    if "月" in bare and _CHINESE_NUMERALS.fullmatch(bare):
        bare = "".join(_digits(part) for part in re.split("([年月日号])", bare))
    about = bare != text
    for shape, pattern in _PATTERNS:
        if match := pattern.match(bare):
            return _numeric(shape, match, about)
    for pattern in _NAMED:
        if match := pattern.match(bare):
            return _named(match, about)
    return Form(Shape.SEVERAL if _SEVERAL.search(bare) else Shape.OTHER)


def _digits(numeral: str) -> str:
    """二〇二二 -> 2022, 十二 -> 12, 二十一 -> 21."""
    if "十" in numeral:
        tens, ones = numeral.split("十", 1)
        return str(10 * int(_digits(tens) or 1) + int(_digits(ones) or 0))
    return "".join(_NUMERALS.get(letter, letter) for letter in numeral)


def _numeric(shape: Shape, match: re.Match[str], about: bool) -> Form:
    found = match.groupdict()
    names = {
        Shape.YEAR_FIRST: "ymd",
        Shape.TWO_AND_YEAR: "aby",
        Shape.THREE_SHORT: "abc",
        Shape.SERIAL: "n",
    }.get(shape, "ab")
    if shape is Shape.INCOMPLETE:
        return Form(shape)
    numbers = tuple(int(found[name]) for name in names)
    if shape is Shape.YEAR_FIRST and len(found["y"]) == 2:
        numbers = (2000 + numbers[0], *numbers[1:])
    return Form(shape, numbers, about, _next_day(match))


def _named(match: re.Match[str], about: bool) -> Form:
    month, day, year = MONTHS[match["name"]], int(match["d"]), match["y"]
    if year is None:
        return Form(Shape.MONTH_NAMED_NO_YEAR, (month, day), about)
    whole = int(year) if len(year) == 4 else -int(year) - 1  # a short year is marked by its sign; see `parse`
    return Form(Shape.MONTH_NAMED, (whole, month, day), about, _next_day(match))


def _next_day(match: re.Match[str]) -> bool:
    """A UTC instant from 16:00 on is the next day in the city; 23:59:59 is the end of a day somebody meant."""
    found = match.groupdict()
    zone = found.get("zone")
    if not zone or (found["hour"], found["minute"], found["second"]) == ("23", "59", "59"):
        return False
    offset = 0 if zone in {"z", "utc", "gmt"} else int(zone[1:3]) * (1 if zone[0] == "+" else -1)
    return int(found["hour"]) - offset + 8 >= 24
