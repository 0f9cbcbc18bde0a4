"""What can be known about a person from plain values."""

from __future__ import annotations

from datetime import date

from ringfence.kernel import Decision, allow, reason, refuse

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECK_DIGITS = "10X98765432"  # GB 11643-1999


def valid_citizen_number(number: str) -> Decision:
    """Is this an 18-digit citizen number with the right check digit (GB 11643)? Region codes are not judged."""
    if len(number) != 18 or not number[:17].isdigit():
        return refuse(reason("A citizen number has 18 digits; this one has {count}.", count=len(number)))
    expected = _CHECK_DIGITS[sum(int(d) * w for d, w in zip(number, _WEIGHTS, strict=False)) % 11]
    if number[17].upper() != expected:
        return refuse(reason("The last digit does not fit the others; compare the number with the card."))
    return allow(reason("The check digit is right."))


def told_by_citizen_number(number: str) -> tuple[date, str] | None:
    """Birth date and sex ("F" or "M") that stand in a valid citizen number; None when it holds no real day."""
    if not valid_citizen_number(number).allowed:
        return None
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born, "M" if int(number[16]) % 2 else "F"


def age_on(*, birth_date: date | None, age_years: int | None, told_on: date | None, day: date) -> int | None:
    """Completed years on `day`, from the birth date or from an age told on another day; None when unknown."""
    if birth_date is not None:
        return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
    if age_years is not None and told_on is not None:
        return age_years + (day - told_on).days // 365
    return None


def masked_name(name: str) -> str:
    """`王小明` -> `王**`: enough to tell two rows apart, not enough to name a person."""
    return name[:1] + "*" * max(1, min(len(name) - 1, 2)) if name else ""


def masked_number(number: str) -> str:
    """The last four characters; the rest as dots."""
    return "…" + number[-4:] if len(number) > 4 else number
