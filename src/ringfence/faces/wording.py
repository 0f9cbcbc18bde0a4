"""Sentences and values in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from ringfence.kernel import CITY_ZONE, Expected, Reason

from .alarm_words import ALARM_WORDS
from .look_words import LOOK_WORDS

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


ENDED = {"to hospital": _("Taken to hospital"), "the move was taken back": _("The move was taken back")}


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
    return gettext(WORDS.get(code) or LOOK_WORDS.get(code) or ALARM_WORDS.get(code, code))


def why_changed(told: str) -> str:
    """Why a rule set changed: what somebody wrote, or what the clock did, in the reader's language."""
    return word(told) if told == "LOCAL_VERSION_OVER" else told


def why_ended(told: str) -> str:
    """Why a trip or a stay ended: what somebody wrote, or what the platform did, in the reader's language."""
    if told in ENDED:
        return gettext(ENDED[told])
    if number := _after(told, ": no case"):
        return gettext("{number} turned out to be no case").format(number=number)
    if kind := _after(told, " over"):
        return gettext("{measure}: over").format(measure=word(kind)) if kind in WORDS else told
    return told


def _after(told: str, end: str) -> str:
    """What stands before these letters, if it is one word."""
    return told.removesuffix(end) if told.endswith(end) and " " not in told.removesuffix(end) else ""


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
    "DRAFT": _("Waiting for approval"), "IN_FORCE": _("In force"), "RELEASED": _("Released"), "REJECTED": _("Rejected"),
    "WITHDRAWN": _("Withdrawn"), "LAPSED": _("Lapsed"), "WAITING": _("Waiting for a room"), "RESERVED": _("Room reserved"),
    "STARTED": _("In the room"), "ENDED": _("Ended"), "CANCELLED": _("Cancelled"), "REQUESTED": _("Requested"),
    "PICKED_UP": _("On the way"), "DELIVERED": _("Delivered"), "ISOLATION": _("Isolation"),
    "FACILITY_QUARANTINE": _("Facility quarantine"), "HOME_QUARANTINE": _("Home quarantine"),
    "HOME_HEALTH_MONITORING": _("Home health monitoring"), "SELF_MONITORING": _("Self-monitoring"),
    "CLOSE": _("Close contact"), "SECONDARY": _("Secondary contact"), "CASUAL": _("Casual contact"), "NONE": _("Ruled out"),
    "FILE": _("as a file"), "PRINT": _("on paper"), "INTERFACE": _("over the interface"),
    "FOLDER": _("into the folder of another machine"),
    "ONSET_TO_REPORT": _("Onset to report"),
    "REPORT_TO_ISOLATION": _("Report to isolation"),
    "ONSET_TO_ISOLATION": _("Onset to isolation"),
    "CONFIRMED": _("Confirmed by genome"),
    "PROBABLE": _("Probable: exposure documented"),
    "POSSIBLE": _("Possible"),
    "MENTION": _("Only mentioned"),
    "DIRECT_REPORT": _("Direct report filed"), "CORE_FACTS": _("Core facts known"),
    "CASE_TRANSFER": _("Case isolated in hospital"), "CORE_REPORT": _("Core investigation report"),
    "CONTACT_TRANSFER": _("Close contacts in quarantine"), "SECONDARY_TRANSFER": _("Secondary contacts in quarantine"),
    "FULL_REPORT": _("Full investigation report"), "CASE_INTERVIEW": _("Case interviewed"),
    "CONTACT_NOTIFICATION": _("Contacts notified"), "NOTICE_LOCATE": _("Person of a notice located"),
    "NOTICE_CONTROL": _("Person of a notice in quarantine"), "NOTICE_FEEDBACK": _("Feedback on a notice sent"),
    "CLEAR": _("No restriction"), "ADVISED": _("Advised"), "MONITORED": _("Monitored at home"), "QUARANTINED": _("In quarantine"),
    "ISOLATED": _("Isolated"), "UNDECIDED": _("Not yet classified"),
    "SAMPLED": _("Sampled"), "NOBODY_OPENED": _("Nobody opened"), "WOULD_NOT": _("Would not be sampled"),
    "FAMILY_TOGETHER": _("Family together"), "NEEDS_CARE": _("Needs care or an accessible room"),
    "ROOM_OUT_OF_ORDER": _("The room is out of order"), "SITE_EMPTIED": _("The site is emptied"),
    "TO_SITE": _("To the quarantine site"), "TO_HOSPITAL": _("To the designated hospital"), "HOME": _("Home"),
    "WELL": _("Well"), "SYMPTOMS": _("Symptoms or fever"), "NOT_REACHED": _("Not reached"),
    "INTENSIVE_CARE": _("Patient in intensive care"), "INTERPRETER": _("Waiting for an interpreter"),
    "NO_PHONE": _("No telephone, being looked for"), "REFUSED_TO_TALK": _("The patient refuses to talk"),
    "OTHER": _("Another reason, written down"), "RECOVERED": _("Recovered"), "DIED": _("Died"),
    "TRANSFERRED": _("Handed to another area"), "ONGOING": _("Under care"),
    "BASIC": _("Person, household, next of kin"), "ONSET": _("Onset and care"),
    "CLINICAL": _("Clinical picture and vaccination"), "LABORATORY": _("Laboratory"),
    "EXPOSURE": _("Exposure in the 14 days before onset"), "MOVEMENT": _("Movements in the infectious window"),
    "FINDING": _("How the case was found"), "SUMMARY": _("Interview and reliability"),
    "NAME": _("Name"), "SEX": _("Sex"), "BIRTH_DATE": _("Birth date"), "ID_NUMBER": _("Identity number"), "PHONE": _("Phone"),
    "ADDRESS": _("Address"), "WORKPLACE": _("Workplace or school"), "OCCUPATION": _("Occupation"), "GUARDIAN": _("Guardian"),
    "LOCAL_VERSION_OVER": _("The local version no longer holds; its edition applies again."),
    "STRICTER": _("Stricter"), "MILDER": _("Milder"), "UNCLEAR": _("Not comparable"), "WORK": _("About the work only"),
    "SAFEGUARD": _("Safeguard"),
    "DECLARED": _("declared"), "CHECK_IN": _("check-in"), "GATE": _("gate"), "TICKET": _("ticket"),
    "INVESTIGATOR": _("investigator"), "REGISTER": _("register"), "AGENCY": _("another agency"), "DEVICE": _("telephone"),
    "MINUTES": _("minutes"), "INFECTIOUSNESS": _("infectiousness on that day"), "CROWD": _("crowd"), "AIR": _("ventilation"),
    "CERTAINTY": _("certainty of the records"), "TIME": _("time"), "UNTIL": _("end of a time"), "PLACE": _("place"),
    "HOME_ADDRESS": _("where somebody lives"), "TRANSPORT": _("vehicle"), "PERSON": _("person"), "RELATION": _("relation"),
    "NEGATIVE": _("Negative"), "POSITIVE": _("Positive"), "PENDING": _("No result yet"), "INVALID": _("Invalid, sample again"),
}  # fmt: skip
