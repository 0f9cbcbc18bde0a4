"""One reader for each kind of cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from ringfence.cores.linelist.blanks import is_blank, is_none, is_not_known, is_nothing
from ringfence.cores.linelist.dates import DateRules, form_of
from ringfence.cores.linelist.fields import Field, Kind
from ringfence.cores.linelist.texts import fold, half_width, shown
from ringfence.cores.linelist.values.identity_number import read_id_number
from ringfence.cores.linelist.values.person import read_age, read_phone, read_sex
from ringfence.cores.linelist.values.read import NOTHING, Read, refused
from ringfence.cores.linelist.values.word import read_word
from ringfence.kernel import Reason, reason

LONGEST_TEXT = 10_000  # characters; a spreadsheet cell holds 32,767
LONGEST_ID = 40
NO_SYMPTOMS = "none"
CellReader = Callable[[str], Read]
_NO_SYMPTOMS = frozenset(
    {
        "asymptomatic",
        "no symptom",
        "no symptoms",
        "without symptoms",
        "无症状",
        "无明显症状",
        "无不适",
        "无临床症状",
    }
)
_KEEPS_UNKNOWN = frozenset({"occupation", "notes"})  # 不详 is a code of its own in the list of occupations


def reader_for(field: Field, rules: DateRules) -> CellReader:
    """How cells of this field are read."""
    if field.is_date:
        return lambda cell: _date(cell, rules)
    if field.kind is Kind.WORD:
        return lambda cell: read_word(cell, field.vocabulary)
    if field.kind in _TEXTS:
        says_nothing = is_unwritten if field.key in _KEEPS_UNKNOWN else _TEXTS[field.kind]
        return lambda cell: NOTHING if says_nothing(cell) else _text(cell, field)
    return _READERS[field.kind]


@lru_cache(maxsize=50_000)
def _date(cell: str, rules: DateRules) -> Read:
    if is_blank(cell):
        return NOTHING
    found = rules.read(cell)
    if isinstance(found, Reason):
        if rules.birth and "has no day" in found.text:
            return Read(None, found, keep=True)
        return refused(found)
    about = (
        reason("“{cell}” is marked as approximate; it is read as {day}.", cell=shown(cell), day=found)
        if form_of(cell).about
        else None
    )
    return Read(found, about)


def is_unwritten(cell: str) -> bool:
    """Nothing, or "none". "Unknown" is something here: the writer has asked and found nothing."""
    return is_nothing(cell) or is_none(cell)


def _text(cell: str, field: Field) -> Read:
    """The words as they stand. A text too long for its field is cut, and kept whole beside it."""
    if field.kind in {Kind.NAME, Kind.AREA}:
        cell = " ".join(cell.split())
    if field.kind is Kind.SYMPTOMS and (is_none(cell) or fold(cell) in _NO_SYMPTOMS):
        return Read(NO_SYMPTOMS)
    if len(cell) <= field.longest:
        return Read(cell)
    if len(cell) > LONGEST_TEXT or field.kind is Kind.NAME:
        return refused(
            reason(
                "The text has {characters} characters; at most {most} are kept. Shorten it.",
                characters=len(cell), most=field.longest,
            )
        )  # fmt: skip
    note = reason(
        "The text is longer than {most} characters; it is cut here and kept whole beside it.",
        most=field.longest,
    )
    return Read(cell[: field.longest - 1] + "…", note, keep=True)


_TEXTS: dict[Kind, Callable[[str], bool]] = {
    Kind.TEXT: is_blank,
    Kind.LONG_TEXT: is_blank,
    Kind.NAME: is_blank,
    Kind.AREA: is_blank,
    Kind.SOURCE_TEXT: is_unwritten,
    Kind.SYMPTOMS: lambda cell: is_nothing(cell) and not is_none(cell) or is_not_known(cell),
}


@lru_cache(maxsize=200_000)
def read_case_id(cell: str) -> Read:
    """A case ID in half-width letters; what a spreadsheet made a broken number of is refused."""
    if is_blank(cell):
        return NOTHING
    written = " ".join(half_width(cell).split()).removeprefix("'")
    if re.fullmatch(r"\d+\.0", written):
        written = written[:-2]
    if re.fullmatch(r"\d(?:\.\d+)?E\+\d+", written):
        return refused(
            reason(
                "Excel has damaged the ID “{given}”: it keeps only 15 digits. Format the column as text and type the ID again.",
                given=shown(cell),
            )
        )
    if len(written) > LONGEST_ID:
        return refused(
            reason(
                "The ID has {characters} characters; at most {most} are allowed.",
                characters=len(written),
                most=LONGEST_ID,
            )
        )
    return Read(written)


def _case_ids(cell: str) -> Read:
    if is_blank(cell):
        return NOTHING
    ids = [part for part in re.split(r"[\s;；,，、|]+", half_width(cell)) if part]
    return Read("; ".join(dict.fromkeys(ids)))


def _number(cell: str) -> Read:
    if is_blank(cell):
        return NOTHING
    text = half_width(cell).replace(",", ".").removesuffix(".0")
    if not re.fullmatch(r"\d{1,6}(?:\.\d+)?", text):
        return refused(reason("“{given}” is not a number.", given=shown(cell)))
    return Read(text)


_YES = frozenset(
    ["yes", "y", "true", "1", "是", "有", "死亡", "dead", "died", "deceased", "death", "oui", "si"]
)
_NO = frozenset(["n", "false", "0", "否", "non", "alive", "存活", "未死亡", "recovered"])


def _yes_no(cell: str) -> Read:
    folded = fold(cell)
    if folded in _YES:
        return Read(True)
    if is_blank(cell) or folded in _NO:
        return NOTHING
    return Read(
        None, reason("“{given}” is neither yes nor no; the words are kept.", given=shown(cell)), keep=True
    )


_READERS: dict[Kind, CellReader] = {
    Kind.CASE_ID: read_case_id, Kind.SEX: read_sex, Kind.AGE: read_age, Kind.NUMBER: _number,
    Kind.ID_NUMBER: read_id_number, Kind.PHONE: read_phone,
    Kind.YES_NO: _yes_no, Kind.CASE_IDS: _case_ids, Kind.CORRECTION: lambda cell: NOTHING,
}  # fmt: skip
