"""From a form to a day, under a given order of the column. Impossible days are refused with a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from ringfence.cores.linelist.texts import shown
from ringfence.kernel import Reason, reason

from .forms import Form, Shape, form_of

EARLIEST = date(1900, 1, 1)  # nobody in an outbreak was born before; a year like 0020 is a slip of a program
_FROM_1900, _FROM_1904 = date(1899, 12, 30), date(1904, 1, 1)  # Excel counts days from here, in its two ways


class Order(StrEnum):
    """Which number of a short date is the day."""

    DAY_FIRST = "d/m/y"
    MONTH_FIRST = "m/d/y"
    YEAR_FIRST = "y/m/d"


@dataclass(frozen=True, slots=True)
class DateRules:
    """How the dates of one column are read. `today` is the outbreak's day; later days are refused."""

    order: Order = Order.DAY_FIRST
    today: date = date.max
    from_1904: bool = False
    birth: bool = False  # short years after today's belong to the last century

    def read(self, cell: str) -> date | Reason:
        """The day that the cell means, or the sentence that says why it means none."""
        return _read(cell, self)


@lru_cache(maxsize=100_000)
def _read(cell: str, rules: DateRules) -> date | Reason:
    form = form_of(cell)
    if form.shape in _SENTENCES:
        return Reason(_SENTENCES[form.shape].text, {"cell": shown(cell)})
    try:
        day = day_of(form, rules)
    except (ValueError, OverflowError):
        return _impossible(cell, form, rules)
    if form.next_day:
        day += timedelta(days=1)
    return _refused_year(cell, day, rules) or day


_SENTENCES = {
    Shape.INCOMPLETE: reason(
        "“{cell}” has no day. Write the whole date, for example 2022-01-09, or leave the cell empty."
    ),
    Shape.SEVERAL: reason("“{cell}” holds more than one date. Write one date in this cell."),
    Shape.OTHER: reason("“{cell}” is not a date. Write it as 2022-01-09, or leave the cell empty."),
}


def day_of(form: Form, rules: DateRules) -> date:
    """The day of a form under these rules. Raises ValueError for 31 February and the like."""
    numbers, shape = form.numbers, form.shape
    if shape is Shape.YEAR_FIRST:
        return date(numbers[0] or 1, numbers[1], numbers[2])
    if shape is Shape.MONTH_NAMED:
        return date(
            _century(-numbers[0] - 1, rules) if numbers[0] < 0 else numbers[0], numbers[1], numbers[2]
        )
    if shape is Shape.SERIAL:
        return (_FROM_1904 if rules.from_1904 else _FROM_1900) + timedelta(days=numbers[0])
    if shape is Shape.TWO_AND_YEAR:
        first, second, year = numbers
        month, day = (first, second) if rules.order is Order.MONTH_FIRST else (second, first)
        return date(year or 1, month, day)
    if shape is Shape.THREE_SHORT:
        return _short(numbers, rules)
    return _without_year(form, rules)


def _short(numbers: tuple[int, ...], rules: DateRules) -> date:
    first, second, third = numbers
    if rules.order is Order.YEAR_FIRST:
        return date(_century(first, rules), second, third)
    month, day = (first, second) if rules.order is Order.MONTH_FIRST else (second, first)
    return date(_century(third, rules), month, day)


def _century(short: int, rules: DateRules) -> int:
    """20 is 2020; for a birth date, a short year still to come is one of the last century."""
    year = 2000 + short
    return year - 100 if rules.birth and year > rules.today.year else year


def _without_year(form: Form, rules: DateRules) -> date:
    """The latest such day that is not after today."""
    first, second = form.numbers
    swapped = form.shape is Shape.TWO_NUMBERS and rules.order is Order.DAY_FIRST
    month, day = (second, first) if swapped else (first, second)
    year = min(rules.today.year, 9998)
    for candidate in range(year, year - 5, -1):  # 29 February comes every four years
        if (month, day) == (2, 29) and not (candidate % 4 == 0 and (candidate % 100 or candidate % 400 == 0)):
            continue
        found = date(candidate, month, day)
        if found <= rules.today:
            return found
    raise ValueError("no such day")


def _impossible(cell: str, form: Form, rules: DateRules) -> Reason:
    if form.shape in {Shape.TWO_AND_YEAR, Shape.THREE_SHORT, Shape.TWO_NUMBERS}:
        return reason(
            "There is no such day as “{cell}” when the column is read as {order}. Correct the cell.",
            cell=shown(cell),
            order=str(rules.order),
        )
    return reason("There is no such day as “{cell}”. Correct the cell.", cell=shown(cell))


def _refused_year(cell: str, day: date, rules: DateRules) -> Reason | None:
    if day < EARLIEST:
        return reason(
            "The year of “{cell}” is {year}, which cannot be right. Write the year with four digits.",
            cell=shown(cell),
            year=f"{day.year:04d}",
        )
    if day > rules.today:
        return reason(
            "“{cell}” is {day}, which is after today ({today}). Correct the date.",
            cell=shown(cell),
            day=day,
            today=rules.today,
        )
    return None
