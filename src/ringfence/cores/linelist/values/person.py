"""Sex, age, phone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache

from ringfence.cores.linelist.blanks import is_blank, is_nothing
from ringfence.cores.linelist.texts import fold, shown
from ringfence.cores.linelist.vocabulary import Sex
from ringfence.kernel import reason

from .read import NOTHING, Read, refused

OLDEST = 130  # years; the longest life documented is 122 years

_SEXES = {
    **dict.fromkeys(("f", "female", "woman", "girl", "女", "女性", "w", "femme", "feminin", "femenino", "fem", "mujer", "feminino"), Sex.F),
    **dict.fromkeys(("m", "male", "man", "boy", "男", "男性", "homme", "masculin", "masculino", "masc", "hombre", "h"), Sex.M),
    **dict.fromkeys(("u", "unknown", "unk", "other", "o", "x", "not specified", "不详", "未知", "未说明", "未说明的性别", "其他", "inconnu", "desconocido", "undetermined", "diverse"), Sex.U),
    "1": Sex.M, "2": Sex.F, "9": Sex.U,  # GB/T 2261.1
}  # fmt: skip


@lru_cache(maxsize=2_000)
def read_sex(cell: str) -> Read:
    folded = (
        fold(cell)
        .replace("_", " ")
        .strip(" .")
        .removeprefix("lng reference data category gender ")
        .removesuffix(".0")
    )
    if folded in _SEXES:
        return Read(_SEXES[folded])
    if is_nothing(cell) or is_blank(cell):
        return NOTHING
    if folded == "0":
        return refused(
            reason("“0” does not say which sex is meant; files use it in different ways. Write F, M or U.")
        )
    return refused(reason("“{given}” is not a sex. Write F, M or U.", given=shown(cell)))


class AgeUnit(StrEnum):
    YEARS = "YEARS"
    MONTHS = "MONTHS"
    DAYS = "DAYS"


_UNITS = {
    **dict.fromkeys(("", "y", "yr", "yrs", "year", "years", "岁", "周岁", "a", "ans", "an", "anos", "ano", "yo", "y/o", "y.o.", "years old", "1"), AgeUnit.YEARS),
    **dict.fromkeys(("m", "mo", "mon", "mos", "month", "months", "月", "个月", "月龄", "mois", "meses", "mes", "2"), AgeUnit.MONTHS),
    **dict.fromkeys(("d", "day", "days", "天", "日", "日龄", "jours", "jour", "dias", "dia", "3"), AgeUnit.DAYS),
    **dict.fromkeys(("w", "wk", "week", "weeks", "周"), None),
}  # fmt: skip
_PER_YEAR = {AgeUnit.YEARS: Decimal(1), AgeUnit.MONTHS: Decimal(12), AgeUnit.DAYS: Decimal("365.25")}


@dataclass(frozen=True, slots=True)
class Age:
    """An age as it is known: whole or broken years, or months or days for the very young."""

    value: Decimal
    unit: AgeUnit = AgeUnit.YEARS

    @property
    def years(self) -> float:
        return float(self.value / _PER_YEAR[self.unit])

    @property
    def whole_years(self) -> int:
        return int(self.value / _PER_YEAR[self.unit])

    def __str__(self) -> str:
        """As the import reads it again: "59", "8 months", "12 days"."""
        number = f"{self.value.normalize():f}"
        return number if self.unit is AgeUnit.YEARS else f"{number} {self.unit.value.lower()}"


_AGE = re.compile(r"^(?:age\s*)?(\d{1,5}(?:[.,]\d+)?)\s*([^\d\s+<>=~-][^\d]*?)?\s*\+?$")
_MIXED = re.compile(
    r"^(\d{1,3})\s*(?:岁|y|yr|yrs|years?|ans?)\s*零?\s*(\d{1,2})\s*(?:个?月|m|mo|months?|mois)?$"
)
_GROUP = re.compile(
    r"^[<>≤≥]?=?\s*\d{1,3}\s*(?:[-~–—至到]\s*\d{1,3}|\+|岁?以上|岁?以下)?\s*(?:岁|years?|anos?)?$"
)


@lru_cache(maxsize=10_000)
def read_age(cell: str, unit: str = "") -> Read:
    """An age; `unit` is the word of a neighbouring unit column. An age group gives no age and is kept as given."""
    folded = fold(cell)
    if match := _MIXED.match(folded):
        return Read(Age(Decimal(int(match[1]) * 12 + int(match[2])), AgeUnit.MONTHS))
    match = _AGE.match(folded)
    said = (match[2] or fold(unit)).strip() if match else ""
    if match is None or (said not in _UNITS and _GROUP.match(folded)):
        return _no_age(cell, folded)
    if said not in _UNITS:
        return refused(
            reason(
                "“{given}” is not an age. Write years as a number, or for example “8 months”.",
                given=shown(cell),
            )
        )
    number = Decimal(match[1].replace(",", "."))
    found = Age(number, _UNITS[said]) if _UNITS[said] else Age(number * 7, AgeUnit.DAYS)  # type: ignore[arg-type]
    if found.years > OLDEST:
        return refused(reason("An age of {given} is not possible. Correct the cell.", given=shown(cell)))
    return Read(_rounded(found), keep=folded.endswith("+"))


def _rounded(age: Age) -> Age:
    """At most two decimals, so that an age survives every file unchanged."""
    return Age(age.value.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize() + 0, age.unit)


def _no_age(cell: str, folded: str) -> Read:
    if is_blank(cell):
        return NOTHING
    if _GROUP.match(folded):
        return Read(
            None,
            reason(
                "“{given}” is an age group; the age is left empty and the words are kept.", given=shown(cell)
            ),
            keep=True,
        )
    return refused(
        reason(
            "“{given}” is not an age. Write years as a number, or for example “8 months”.", given=shown(cell)
        )
    )


_MOBILE = re.compile(r"^1[3-9]\d{9}$")
_LAND_LINE = re.compile(r"^0\d{2,3}-?[2-9]\d{6,7}(?:-\d{1,6})?$")
_PHONE_LIKE = re.compile(r"^\+?\d[\d-]{4,19}$")


@lru_cache(maxsize=50_000)
def read_phone(cell: str) -> Read:
    """A phone number without blanks and country code 86. What is no number is kept as given, with a remark."""
    if is_blank(cell):
        return NOTHING
    first, *others = [
        part for part in re.split(r"[;,、/／，；\n]|(?<=\d{11})\s+(?=\d)", fold(cell)) if part.strip()
    ] or [""]
    number = re.sub(r"[\s()（）.·]", "", first.strip("' ").removesuffix(".0"))
    number = re.sub(r"^(?:\+|00)?86-?(?=0\d{2,3}-?\d{7,8}$)", "", number)
    mobile = re.sub(r"^(?:00)?86(?=1\d{10}$)", "", number.replace("-", "").lstrip("+"))
    if _MOBILE.match(mobile):
        number = mobile
    elif re.search(r"\de[+]?\d", number):
        return refused(
            reason("Excel has damaged the phone number. Format the column as text and type the number again.")
        )
    elif not _PHONE_LIKE.match(number):
        return Read(None, reason("This is not a phone number; the words are kept."), keep=True)
    elif not _LAND_LINE.match(number):
        return Read(
            number,
            reason("This has not the form of a mobile or land line number; check it."),
            keep=bool(others),
        )
    note = (
        reason("The cell holds several phone numbers; the first is used and the words are kept.")
        if others
        else None
    )
    return Read(number, note, keep=bool(others))
