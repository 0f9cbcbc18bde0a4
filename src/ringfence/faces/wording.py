"""Sentences and values in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from ringfence.kernel import CITY_ZONE, Expected, Reason

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def say(reason: Reason | dict[str, Any], language: str | None = None) -> str:
    """A reason as a sentence in the language (the active one, if none is named)."""
    kept = Reason.from_json(reason) if isinstance(reason, dict) else reason
    if language is None:
        return _filled(kept)
    with translation.override(language):
        return _filled(kept)


def say_all(reasons: Iterable[Reason | dict[str, Any]], language: str | None = None) -> str:
    """Several reasons, one after the other."""
    joiner = "" if is_chinese(language) else " "
    return joiner.join(say(one, language) for one in reasons)


def refusal_text(refusal: Expected) -> str:
    return say_all(refusal.reasons)


def field_texts(refusal: Expected) -> dict[str, list[str]]:
    """What a refusal says about single inputs."""
    return {name: [say(one) for one in reasons] for name, reasons in refusal.fields.items()}


def instant(value: datetime | None, *, with_year: bool = False) -> str:
    """`1月9日 18:00` or `9 Jan 18:00`, in the city's time."""
    if value is None:
        return ""
    local = value.astimezone(CITY_ZONE)
    return f"{day(local.date(), with_year=with_year)} {local:%H:%M}"


def day(value: date | None, *, with_year: bool = False) -> str:
    """`1月9日` or `9 Jan`; with the year `2022年1月9日` or `9 Jan 2022`."""
    if value is None:
        return ""
    if is_chinese():
        text = f"{value.month}月{value.day}日"
        return f"{value.year}年{text}" if with_year else text
    text = f"{value.day} {_MONTHS[value.month - 1]}"
    return f"{text} {value.year}" if with_year else text


def word(code: str) -> str:
    """A code, such as a state or a kind, as a word in the reader's language."""
    return gettext(WORDS.get(code, code))


def is_chinese(language: str | None = None) -> bool:
    return (language or translation.get_language() or "").startswith("zh")


def _filled(reason: Reason) -> str:
    values = {name: _worded(value) for name, value in reason.values.items()}
    return gettext(reason.text).format(**values)


def _worded(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value, with_year=True)
    if isinstance(value, date):
        return day(value, with_year=True)
    if isinstance(value, str) and value.isupper():
        return word(value)
    return value


# Codes that may stand inside a sentence, with the word to show for them.
WORDS = {
    "DRAFT": "Waiting for approval", "IN_FORCE": "In force", "RELEASED": "Released", "REJECTED": "Rejected",
    "WITHDRAWN": "Withdrawn", "LAPSED": "Lapsed", "WAITING": "Waiting for a room", "RESERVED": "Room reserved",
    "STARTED": "In the room", "ENDED": "Ended", "CANCELLED": "Cancelled", "REQUESTED": "Requested",
    "PICKED_UP": "On the way", "DELIVERED": "Delivered", "ISOLATION": "Isolation",
    "FACILITY_QUARANTINE": "Facility quarantine", "HOME_QUARANTINE": "Home quarantine",
    "HOME_HEALTH_MONITORING": "Home health monitoring", "SELF_MONITORING": "Self-monitoring",
    "CLOSE": "Close contact", "SECONDARY": "Secondary contact", "CASUAL": "Casual contact", "NONE": "Ruled out",
    "DIRECT_REPORT": "Direct report filed", "CORE_FACTS": "Core facts known",
    "CASE_TRANSFER": "Case isolated in hospital", "CORE_REPORT": "Core investigation report",
    "CONTACT_TRANSFER": "Close contacts in quarantine", "SECONDARY_TRANSFER": "Secondary contacts in quarantine",
    "FULL_REPORT": "Full investigation report", "CASE_INTERVIEW": "Case interviewed",
    "CONTACT_NOTIFICATION": "Contacts notified", "NOTICE_LOCATE": "Person of a notice located",
    "NOTICE_CONTROL": "Person of a notice in quarantine", "NOTICE_FEEDBACK": "Feedback on a notice sent",
    "CLEAR": "No restriction", "ADVISED": "Advised", "MONITORED": "Monitored at home", "QUARANTINED": "In quarantine",
    "ISOLATED": "Isolated", "UNDECIDED": "Not yet classified",
    "NEGATIVE": "Negative", "POSITIVE": "Positive", "PENDING": "No result yet", "INVALID": "Invalid, sample again",
}  # fmt: skip
