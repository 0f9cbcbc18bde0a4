"""What may be asked, and whose hands a correction goes through. Plain values in, decisions out."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ringfence.kernel import Decision, allow, reason, refuse

# What tells who somebody is: two people look at the papers (house rule, after the two signatures of an order).
TWO_HANDS = ("NAME", "SEX", "BIRTH_DATE", "ID_NUMBER")
LONGEST = {
    "NAME": 80,
    "ID_NUMBER": 30,
    "PHONE": 30,
    "ADDRESS": 200,
    "WORKPLACE": 120,
    "OCCUPATION": 60,
    "GUARDIAN": 80,
}
SEXES = {"F": "F", "FEMALE": "F", "女": "F", "M": "M", "MALE": "M", "男": "M"}
LONGEST_TEXT = 1000
MOST_OPEN = 5  # house decision: of one person at a time; a sixth waits until one is decided


def plain(*, field: str, right: str) -> str:
    """What is right, as the register keeps it: a sex as F or M, everything without blanks around it."""
    told = right.strip()
    return SEXES.get(told.upper().removesuffix("性"), told) if field == "SEX" else told


def may_ask(*, field: str, wrong: str, right: str, open_now: int, today: date) -> Decision:
    """Can this be decided about: is it said what is right, in a form that fits the field?"""
    if open_now >= MOST_OPEN:
        return refuse(
            reason("{count} requests are open. Ask again when one of them is decided.", count=open_now)
        )
    if not right.strip():
        return refuse(reason("Say what is right."))
    if len(wrong) > LONGEST_TEXT or len(right) > LONGEST.get(field, LONGEST_TEXT):
        return refuse(reason("This is too long. At most {most} characters fit.", most=LONGEST.get(field, LONGEST_TEXT)))  # fmt: skip
    if field == "BIRTH_DATE":
        return _fits_a_birth_date(right, today)
    if field == "SEX" and right not in SEXES.values():
        return refuse(reason("Write female or male."))
    if field == "OTHER" and not wrong.strip():
        return refuse(reason("Say what is wrong."))
    return allow(reason("The request can be decided."))


def may_check(*, field: str, state: str) -> Decision:
    """A first look is needed only where two hands are."""
    if field not in TWO_HANDS:
        return refuse(reason("This needs one person only; decide it at once."))
    if state != "OPEN":
        return refuse(reason("This request was checked or decided before; reload the page."))
    return allow(reason("What tells who somebody is, is checked by one person and decided by another."))


def may_accept(*, field: str, checked_by: UUID | None, decider: UUID) -> Decision:
    """May this person put the correction in force?"""
    if field not in TWO_HANDS:
        return allow(reason("The correction is made at once and shown to the person."))
    if checked_by is None:
        return refuse(reason("First somebody compares it with papers (check); then another person decides."))
    if checked_by == decider:
        return refuse(reason("You checked this request: somebody else decides it."))
    return allow(
        reason("Somebody else has checked it. The correction is made at once and shown to the person.")
    )


def may_refuse(*, checked_by: UUID | None, decider: UUID) -> Decision:
    """May this person refuse it? Who found it right does not refuse it."""
    if checked_by == decider:
        return refuse(reason("You checked this request: somebody else decides it."))
    return allow(reason("The person reads your reason and may ask again."))


def _fits_a_birth_date(right: str, today: date) -> Decision:
    try:
        told = date.fromisoformat(right.strip())
    except ValueError:
        return refuse(reason("Write the birth date as year-month-day, such as 1990-05-17."))
    if not date(1880, 1, 1) <= told <= today:
        return refuse(reason("The birth date {day} cannot be.", day=told))
    return allow(reason("The request can be decided."))
