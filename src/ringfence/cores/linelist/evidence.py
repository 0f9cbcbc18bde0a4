"""What the cells of a column say about it: do they look like dates, sexes, identity numbers?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ringfence.kernel import Reason, reason

from .blanks import is_blank, is_nothing
from .dates import Shape, form_of
from .fields import Field, Kind, Schema
from .texts import fold
from .values.identity_number import citizen
from .values.person import read_age, read_phone, read_sex
from .values.words import BOOKS

_ENOUGH = 3  # cells from which a share is told
_YES_NO = frozenset(
    [
        "yes",
        "no",
        "y",
        "n",
        "true",
        "false",
        "1",
        "0",
        "是",
        "否",
        "有",
        "无",
        "unknown",
        "unk",
        "oui",
        "non",
        "si",
    ]
)


def weigh(field: Field, cells: Sequence[str]) -> float | None:
    """The share of filled cells that a field of this kind could hold; None when there is nothing to tell by."""
    test = _test(field)
    neutral = _says_nothing_of_a_date if field.is_date else is_nothing
    filled = [cell for cell in cells if not neutral(cell)]
    if test is None or len(filled) < _ENOUGH:
        return None
    return sum(test(cell) for cell in filled) / len(filled)


def _test(field: Field) -> Callable[[str], bool] | None:
    if field.kind is Kind.WORD:
        book = BOOKS[field.vocabulary]
        return lambda cell: fold(cell).replace("_", " ") in book or len(cell) > 4
    return _TESTS.get(field.kind)


def _is_date(cell: str) -> bool:
    return form_of(cell).shape is not Shape.OTHER


def _says_nothing_of_a_date(cell: str) -> bool:
    """无, "none", "unknown" stand in columns of dates; "no" and "yes" do not."""
    return is_blank(cell) and fold(cell) not in {"no", "否"}


_TESTS: dict[Kind, Callable[[str], bool]] = {
    Kind.DATE: _is_date,
    Kind.BIRTH_DATE: _is_date,
    Kind.SEX: lambda cell: read_sex(cell).fault is None or cell == "0",
    Kind.AGE: lambda cell: read_age(cell).fault is None,
    Kind.NUMBER: lambda cell: cell.replace(".", "", 1).isdecimal(),
    Kind.PHONE: lambda cell: is_blank(cell) or read_phone(cell).value is not None,
    Kind.ID_NUMBER: lambda cell: any(letter.isdecimal() for letter in cell),
    Kind.NAME: lambda cell: not any(letter.isdecimal() for letter in cell),
    Kind.YES_NO: lambda cell: fold(cell) in _YES_NO,
}


def by_content_alone(cells: Sequence[str], schema: Schema) -> Iterator[tuple[str, float, Reason]]:
    """Fields that a column without a telling name may be: only what cells show beyond doubt."""
    filled = [cell for cell in cells if not is_nothing(cell)]
    if len(filled) < _ENOUGH:
        return
    if "id_number" in schema.by_key and sum(citizen(cell.upper()) is not None for cell in filled) > 0.8 * len(
        filled
    ):
        yield "id_number", 0.8, reason("The cells are citizen identity numbers.")
    if "phone" in schema.by_key and sum(_is_mobile(cell) for cell in filled) > 0.8 * len(filled):
        yield "phone", 0.6, reason("The cells are mobile phone numbers.")
    if "sex" in schema.by_key and all(fold(cell) in {"男", "女", "male", "female"} for cell in filled):
        yield "sex", 0.8, reason("The cells are sexes.")


def _is_mobile(cell: str) -> bool:
    return len(cell) == 11 and cell.isdecimal() and cell[0] == "1" and cell[1] in "3456789"
