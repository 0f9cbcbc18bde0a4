"""From a row of a file to people, cases and candidate links: what goes into which table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from ringfence.cores.linelist.rows import LineListRow
from ringfence.cores.linelist.sources import SourceMention
from ringfence.cores.linelist.verdicts import Judged
from ringfence.kernel import new_id, start_of_day
from ringfence.registry.people.actions import PersonFacts
from ringfence.registry.people.queries import Holder
from ringfence.registry.places import queries as places
from ringfence.tracing.cases.actions import SourceNamed
from ringfence.tracing.cases.many import CaseChanged, CaseImported

from .known import CASE_COLUMNS, IDENTITY_COLUMNS

# A case's text columns are as long as their tables; what is longer stands in full among what the file said.
LONGEST = {
    "symptoms": 300,
    "exposure_place": 200,
    "phone": 30,
    "address": 200,
    "workplace": 120,
    "occupation": 60,
    "id_number": 30,
}
WITHOUT_A_COLUMN = ("nationality", "isolation_date", "death_date", "source_case_ids")
KINDS = {
    "CASE": "CASE",
    "UNKNOWN_CASE": "UNKNOWN_CASE",
    "PLACE": "PLACE",
    "TRAVEL": "PLACE",
    "UNKNOWN": "UNKNOWN",
}


class AreaFinder:
    """Areas by code or by name inside the outbreak; what is not found is the outbreak's own area."""

    def __init__(self, *, outbreak_area: str) -> None:
        self.outbreak_area = outbreak_area
        self._found: dict[str, str] = {}

    def code(self, told: str | None) -> str:
        if not told:
            return self.outbreak_area
        if told not in self._found:
            self._found[told] = self._look_up(told.strip())
        return self._found[told]

    def _look_up(self, told: str) -> str:
        if told.isdigit() and told.startswith(self.outbreak_area) and places.exists(code=told):
            return told
        place = places.by_name(name=told, within_code=self.outbreak_area)
        return place.code if place else self.outbreak_area


@dataclass(frozen=True, slots=True)
class NewCase:
    """A row as a person to register and a case to add."""

    person: PersonFacts
    case: CaseImported


def new_case(row: LineListRow, *, areas: AreaFinder, number: str, today: date) -> NewCase:
    """A row that becomes a case. Without a name the person goes by the case's number."""
    area_code = areas.code(row.area)
    person = PersonFacts(
        id=new_id(), name=row.name or number, area_code=area_code, sex=row.sex or "U", birth_date=row.birth_date,
        age_years=row.age.whole_years if row.age else None,
        **{name: _fitting(name, getattr(row, name) or "") for name in IDENTITY_COLUMNS},
    )  # fmt: skip
    case = CaseImported(
        number=number, person_id=person.id, area_code=area_code, values=case_values(row),
        reported_on=row.report_date or row.sample_date or row.onset_date or today, extra=extra_of(row, area_code),
    )  # fmt: skip
    return NewCase(person, case)


def case_values(row: LineListRow) -> dict[str, Any]:
    """The columns of a case that the row says something about (the report apart)."""
    told = row.given()
    values = {
        column: told[name] for name, column in CASE_COLUMNS.items() if name in told and name != "report_date"
    }
    values = {name: str(value) if isinstance(value, str) else value for name, value in values.items()}
    if row.isolation_date is not None:
        values["isolated_at"] = start_of_day(row.isolation_date)
    if row.death_date is not None and "outcome" not in values:
        values |= {"outcome": "DIED", "outcome_on": row.death_date}
    return {name: _fitting(name, value) for name, value in values.items()}


def person_changes(row: LineListRow) -> dict[str, object]:
    """What the row says about the person, as `people.correct` takes it."""
    told = row.given()
    names = ("name", "sex", "birth_date", *IDENTITY_COLUMNS)
    changes: dict[str, object] = {name: _fitting(name, told[name]) for name in names if name in told}
    if row.age is not None:
        changes["age_years"] = row.age.whole_years
    return changes


def extra_of(row: LineListRow, area_code: str) -> dict[str, Any]:
    """What no column takes: the file's own columns, and what it said more exactly than a column can."""
    told = row.given()
    given = {name: str(told[name]) for name in WITHOUT_A_COLUMN if name in told}
    given |= {name: told[name] for name, length in LONGEST.items() if len(str(told.get(name) or "")) > length}
    if row.area and row.area != area_code:
        given["area"] = row.area
    if row.age is not None and str(row.age) != str(row.age.whole_years):
        given["age"] = str(row.age)
    return {"extra": dict(row.extra), "given": given}


def source_named(mention: SourceMention, *, by_number: dict[str, UUID]) -> SourceNamed:
    """A mention as a candidate source: only mentioned, no direction; an id that is not in the list stays unknown."""
    case_id = by_number.get((mention.case_id or "").lower())
    kind = KINDS[mention.kind]
    if kind == "CASE" and case_id is None:
        kind = "UNKNOWN_CASE"
    return SourceNamed(
        source_kind=kind, source_case_id=case_id if kind == "CASE" else None,
        source_label="" if kind == "CASE" else (mention.case_id or mention.text)[:120],
        relation=mention.relation, grade="MENTION", directed=False, evidence=mention.text,
    )  # fmt: skip


def _fitting(name: str, value: Any) -> Any:
    return value[: LONGEST[name]] if name in LONGEST and isinstance(value, str) else value


def of_known_person(case: CaseImported, holder: Holder | None) -> CaseImported:
    """The case of somebody who is already registered under the same identity number."""
    return replace(case, person_id=holder.person_id) if holder else case


def updated_values(row: LineListRow) -> dict[str, Any]:
    """The columns of a known case that the row changes, the report included."""
    values = case_values(row)
    return values | {"reported_on": row.report_date} if row.report_date else values


def case_changed(row: LineListRow, *, case_id: UUID, areas: AreaFinder) -> CaseChanged:
    """What the row says of a case that is known already."""
    extra = extra_of(row, areas.code(row.area))
    return CaseChanged(case_id=case_id, values=updated_values(row), extra=extra)


def person_changed(judged: Judged) -> dict[str, object]:
    """What the row corrects about the person; only what differs."""
    changed = {one.field for one in judged.changes}
    told = person_changes(judged.row) if isinstance(judged.row, LineListRow) else {}
    return {
        name: value for name, value in told.items()
        if name in changed or (name == "age_years" and "age" in changed)
    }  # fmt: skip
