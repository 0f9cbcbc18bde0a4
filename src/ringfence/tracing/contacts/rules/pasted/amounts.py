"""Numbers with a meaning: identity number, telephone, age, minutes, metres. Each takes its text away."""

from __future__ import annotations

import re
from dataclasses import dataclass

GAP = "\x1f"
_ID_NUMBER = re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])")
_PHONE = re.compile(
    r"(?<![\d+])(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)|(?<!\d)(0\d{2,3}-\d{7,8})(?!\d)|(\+\d{2,3}[- ]?\d[\d -]{5,13}\d)(?!\d)"
)
_HOURS = re.compile(r"(?<![\d.])(\d+(?:\.\d)?)\s*个?(?:小时|hours?|hrs?|h)(?![a-z])", re.IGNORECASE)
_HALF_HOUR = re.compile(r"半个?(?:小时|钟头)|half an hour", re.IGNORECASE)
_MINUTES = re.compile(r"(?<![\d.])(\d{1,4})\s*(?:分钟|minutes?|mins?)(?![a-z])", re.IGNORECASE)
_METRES = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d)?)\s*(?:米|metres?|meters?|m)(?![a-z])", re.IGNORECASE)
_AGE = re.compile(r"(?<![\d.])(\d{1,3})\s*(?:周?岁|years?(?: old)?|yrs?|y/?o)(?![a-z])", re.IGNORECASE)
OLDEST = 130


@dataclass(slots=True)
class Amounts:
    """What was found; None or empty where nothing was."""

    id_number: str = ""
    phone: str = ""
    age_years: int | None = None
    minutes: int | None = None
    metres: float | None = None


def find(text: str) -> tuple[Amounts, str]:
    """The amounts in a text, and the text without them."""
    found = Amounts()
    found.id_number, text = _first(_ID_NUMBER, text)
    found.phone, text = _first(_PHONE, text)
    found.phone = re.sub(r"[ ]", "", found.phone) if found.phone.startswith("0") else plain_phone(found.phone)
    age, text = _first(_AGE, text)
    found.age_years = int(age) if age and int(age) <= OLDEST else None
    found.minutes, text = _minutes(text)
    metres, text = _first(_METRES, text)
    found.metres = float(metres) if metres else None
    return found, text


def plain_phone(text: str) -> str:
    """A mobile number as its eleven digits; a foreign one with its plus."""
    digits = re.sub(r"[\s-]", "", text)
    return re.sub(r"^(?:\+?86)(?=1[3-9]\d{9}$)", "", digits)


def _minutes(text: str) -> tuple[int | None, str]:
    if _HALF_HOUR.search(text):
        return 30, _HALF_HOUR.sub(GAP, text, count=1)
    minutes, text = _first(_MINUTES, text)
    if minutes:
        return int(minutes), text
    hours, text = _first(_HOURS, text)
    return (round(float(hours) * 60), text) if hours else (None, text)


def _first(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    match = pattern.search(text)
    if match is None:
        return "", text
    said = next((group for group in match.groups() if group), match.group())
    return said, text[: match.start()] + GAP + text[match.end() :]
