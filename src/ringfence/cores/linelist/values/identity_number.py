"""Citizen identity numbers (GB 11643) and other documents."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ringfence.cores.linelist.blanks import is_blank
from ringfence.cores.linelist.texts import half_width
from ringfence.cores.linelist.vocabulary import Sex
from ringfence.kernel import Reason, reason

from .read import NOTHING, Read, refused

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECK_LETTERS = "10X98765432"
_CITIZEN = re.compile(r"^\d{17}[\dX]$")
_OLD = re.compile(r"^\d{15}$")
_DOCUMENT = re.compile(r"^(?=.*\d)[A-Z0-9][A-Z0-9()/-]{3,29}$")
_FLOAT = re.compile(r"^\d+(?:[.,]\d+)?E\+?\d+$|^\d{15,}\.0+$")


class Citizen(NamedTuple):
    """What a citizen number says about its holder."""

    birth_date: date
    sex: Sex


def check_letter(first_17: str) -> str:
    """The last character of a citizen number, from the first seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True))
    return _CHECK_LETTERS[total % 11]


@lru_cache(maxsize=50_000)
def citizen(number: str) -> Citizen | None:
    """Birth date and sex, or None when this is no citizen number of 18 characters with a possible birth date."""
    if not _CITIZEN.match(number):
        return None
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return Citizen(born, Sex.M if int(number[16]) % 2 else Sex.F)


@lru_cache(maxsize=50_000)
def read_id_number(cell: str) -> Read:
    """A citizen number with a right check digit, an old one of 15 digits, or another document as it stands.

    An unknown region code is no reason to refuse: codes change, people keep their numbers.
    """
    if is_blank(cell):
        return NOTHING
    number = re.sub(r"[\s'·]", "", half_width(cell)).upper().replace("Ｘ", "X").replace("×", "X")
    if _FLOAT.match(number):
        return refused(_excel_damage())
    if _CITIZEN.match(number):
        return _checked(number)
    if _OLD.match(number):
        return Read(number, reason("This is an old identity number of 15 digits; ask for the one of 18."))
    if number.isdecimal() and 14 <= len(number) <= 20:
        return refused(
            reason(
                "The identity number has {digits} digits; a citizen number has 18. Correct the cell.",
                digits=len(number),
            )
        )
    if _DOCUMENT.match(number):
        return Read(number)
    return Read(None, reason("This is not an identity number; the words are kept."), keep=True)


def _checked(number: str) -> Read:
    if citizen(number) is None:
        return refused(
            reason("The birth date inside the identity number does not exist. Correct the number.")
        )
    if check_letter(number[:17]) == number[17]:
        return Read(number)
    if number.endswith("000"):
        return refused(_excel_damage())
    return refused(reason("The check digit of the identity number is wrong: one of its digits is mistyped."))


def _excel_damage() -> Reason:
    return reason(
        "Excel has damaged the identity number: it keeps only 15 digits. Format the column as text and type the number again."
    )
