"""Cells that belong together become one field: first and last name, day and month and year, an age and its unit."""

from __future__ import annotations

from datetime import date
from typing import Any

from ringfence.cores.linelist.texts import has_chinese
from ringfence.cores.linelist.values.identity_number import citizen
from ringfence.cores.linelist.values.person import read_age
from ringfence.cores.linelist.vocabulary import Outcome, Sex
from ringfence.kernel import reason

from .draft import Draft


def assemble(draft: Draft, today: date) -> None:
    """Join parts and fill what follows from other cells, each with a remark."""
    values = draft.values
    _join_name(values)
    _join_birth_date(draft, today)
    _age_in_months(draft)
    _from_identity_number(draft)
    _from_death(values)


def _join_name(values: dict[str, Any]) -> None:
    first, middle, last = (values.pop(key, None) for key in ("first_name", "middle_name", "last_name"))
    if values.get("name") or not (first or last):
        return
    if has_chinese(f"{first or ''}{last or ''}"):
        values["name"] = f"{last or ''}{first or ''}"
    else:
        values["name"] = " ".join(part for part in (first, middle, last) if part)


def _join_birth_date(draft: Draft, today: date) -> None:
    year, month, day = (draft.values.pop(key, None) for key in ("birth_year", "birth_month", "birth_day"))
    if draft.values.get("birth_date") or year is None:
        return
    if month is None or day is None:
        draft.remark(
            "birth_year",
            reason("Only a part of the birth date is given; it is left empty and the words are kept."),
        )
        draft.keep("birth_year")
        return
    try:
        born = date(int(float(year)), int(float(month)), int(float(day)))
    except ValueError:
        draft.fault(
            "birth_year",
            reason("There is no such day as “{cell}”. Correct the cell.", cell=f"{year}-{month}-{day}"),
        )
        return
    if born > today or born.year < 1900:
        draft.fault("birth_year", reason("A birth on {day} is not possible. Correct the cell.", day=born))
        return
    draft.values["birth_date"] = born


def _age_in_months(draft: Draft) -> None:
    months = draft.values.pop("age_months", None)
    draft.values.pop("age_unit", None)
    if months is not None and draft.values.get("age") is None:
        draft.values["age"] = read_age(months, "months").value


def _from_identity_number(draft: Draft) -> None:
    """Birth date and sex stand inside a citizen number."""
    number = draft.values.get("id_number")
    found = citizen(number) if number else None
    if found is None:
        return
    if draft.values.get("birth_date") is None:
        draft.values["birth_date"] = found.birth_date
        draft.remark(
            "id_number",
            reason("The birth date {day} is taken from the identity number.", day=found.birth_date),
        )
    if draft.values.get("sex") in {None, Sex.U}:
        draft.values["sex"] = found.sex
        draft.remark(
            "id_number", reason("The sex {sex} is taken from the identity number.", sex=str(found.sex))
        )


def _from_death(values: dict[str, Any]) -> None:
    died = values.pop("died", None)
    if (died or values.get("death_date")) and values.get("outcome") in {None, Outcome.UNKNOWN}:
        values["outcome"] = Outcome.DIED
