"""What a code looks like, to whom it is handed, when it opens, when tries stop. Plain values in, decisions out."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

from ringfence.kernel import Decision, allow, reason, refuse

CODE_DIGITS = 16  # 10^15 codes and a check digit; typed like a bank card
GROUP = 4


def compact(told: str) -> str:
    """What was typed without spaces and dashes, with plain digits (also from a full-width keyboard)."""
    plain = unicodedata.normalize("NFKC", told)
    return "".join(one for one in plain if not one.isspace() and one not in "-‐‑–—.")


def grouped(code: str) -> str:
    """`1234567812345678` -> `1234 5678 1234 5678`."""
    return " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def check_digit(digits: str) -> str:
    """The digit that makes `digits` a number by Luhn's rule (ISO/IEC 7812-1, annex B)."""
    doubled = [
        sum(divmod(int(one) * 2, 10)) if place % 2 == 0 else int(one)
        for place, one in enumerate(reversed(digits))
    ]
    return str(-sum(doubled) % 10)


def well_formed(code: str) -> Decision:
    """Can this be a code at all? Anybody can compute this; it says nothing about which codes there are."""
    if not code.isascii() or not code.isdigit():
        return refuse(reason("A code has digits only, such as 1234 5678 1234 5678."))
    if len(code) != CODE_DIGITS:
        return refuse(reason("A code has 16 digits; these are {count}.", count=len(code)))
    if check_digit(code[:-1]) != code[-1]:
        return refuse(reason("One of the digits is not right. Compare them with the paper, one by one."))
    return allow(reason("This can be a code."))


def opens(
    *, expires_at: datetime, used_at: datetime | None, revoked_at: datetime | None, now: datetime
) -> bool:
    """Does this code open a visit now? Whoever types it is not told why it does not."""
    return used_at is None and revoked_at is None and now < expires_at


def may_try(
    *, of_the_address: Sequence[datetime], with_the_code: Sequence[datetime], most_of_an_address: int,
    most_with_a_code: int, lock: timedelta, now: datetime,
) -> Decision:  # fmt: skip
    """May a code be tried, after these failed tries within `lock`? The newest stand first."""
    ends = [
        tries[most - 1] + lock
        for tries, most in ((of_the_address, most_of_an_address), (with_the_code, most_with_a_code))
        if len(tries) >= most
    ]
    if ends and now < max(ends):
        return refuse(
            reason("There were too many wrong tries. Try again after {until}, or ask the staff: they can look at once.",
                   until=max(ends))
        )  # fmt: skip
    return allow(reason("A code may be tried."))


def may_hand_over(*, to_guardian: bool, guardian: str, age_years: int | None, guardian_below_years: int) -> Decision:  # fmt: skip
    """To whom may the code of this person be given: to themselves, or to the guardian who is named?"""
    child = age_years is not None and age_years < guardian_below_years
    if child and not to_guardian:
        return refuse(
            reason("Under {years} years the code is handed to the guardian.", years=guardian_below_years)
        )
    if to_guardian and not guardian.strip():
        return refuse(
            reason("No guardian is named. Write down who it is (Correct), then hand over the code.")
        )
    return allow(reason("The code opens once, for this person only."))
