"""Rows as they come out of a file: typed and frozen, or wrong with every fault named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from operator import attrgetter
from typing import Any

from ringfence.cores.linelist import vocabulary as v
from ringfence.cores.linelist.sources import SourceMention
from ringfence.cores.linelist.values.person import Age
from ringfence.kernel import Reason


@dataclass(frozen=True, slots=True)
class CellNote:
    """A sentence about one cell (or, without a field, about the whole row)."""

    field: str
    column: str  # the letter a spreadsheet shows; empty for the whole row
    cell: str  # the text as written
    reason: Reason

    def as_json(self) -> dict[str, Any]:
        return {
            "field": self.field,
            "column": self.column,
            "cell": self.cell,
            "reason": self.reason.as_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LineListRow:
    """One case. Every field may be None: the file said nothing. `extra` holds the columns that no field takes."""

    number: int
    case_id: str | None = None
    name: str | None = None
    sex: v.Sex | None = None
    age: Age | None = None
    birth_date: date | None = None
    id_number: str | None = None
    phone: str | None = None
    area: str | None = None
    address: str | None = None
    workplace: str | None = None
    occupation: str | None = None
    nationality: str | None = None
    onset_date: date | None = None
    symptoms: str | None = None  # "none" when the file says that there are none
    sample_date: date | None = None
    report_date: date | None = None
    classification: v.Classification | None = None
    severity: v.Severity | None = None
    origin: v.Origin | None = None
    found_by: v.FoundBy | None = None
    isolation_date: date | None = None
    outcome: v.Outcome | None = None
    outcome_date: date | None = None
    death_date: date | None = None
    exposure_place: str | None = None
    exposure_start: date | None = None
    exposure_end: date | None = None
    infection_source: str | None = None
    source_case_ids: str | None = None
    notes: str | None = None
    sources: tuple[SourceMention, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[CellNote, ...] = ()

    def given(self) -> dict[str, Any]:
        """The fields that the file says something about, by their keys (without sources, extra and remarks)."""
        return given(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """One contact of a contact line list."""

    number: int
    contact_id: str | None = None
    name: str | None = None
    sex: v.Sex | None = None
    age: Age | None = None
    birth_date: date | None = None
    id_number: str | None = None
    phone: str | None = None
    area: str | None = None
    address: str | None = None
    workplace: str | None = None
    case_id: str | None = None
    relation: v.Relation | None = None
    setting: v.Setting | None = None
    contact_kind: v.ContactKind | None = None
    first_contact_date: date | None = None
    last_contact_date: date | None = None
    measure: v.Measure | None = None
    site: str | None = None
    measure_start_date: date | None = None
    release_date: date | None = None
    notes: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[CellNote, ...] = ()

    def given(self) -> dict[str, Any]:
        """The fields that the file says something about, by their keys."""
        return given(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """One candidate link: a case and what may have infected it."""

    number: int
    case_id: str | None = None
    source_case_id: str | None = None
    kind: v.MentionKind | None = None
    relation: v.Relation | None = None
    grade: v.LinkGrade | None = None
    direction: v.Direction | None = None
    given_text: str | None = None
    notes: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[CellNote, ...] = ()

    def given(self) -> dict[str, Any]:
        """The fields that the file says something about, by their keys."""
        return given(self)


GoodRow = LineListRow | ContactRow | LinkRow
ROW_TYPES: dict[str, type[LineListRow] | type[ContactRow] | type[LinkRow]] = {
    "LINE_LIST": LineListRow,
    "CONTACTS": ContactRow,
    "LINKS": LinkRow,
}
_NOT_FIELDS = frozenset({"number", "sources", "extra", "remarks"})
_FIELDS = {
    kind: tuple(one.name for one in fields(kind) if one.name not in _NOT_FIELDS)
    for kind in ROW_TYPES.values()
}
_READ = {kind: attrgetter(*names) for kind, names in _FIELDS.items()}


def given(row: GoodRow) -> dict[str, Any]:
    kind = type(row)
    told = zip(_FIELDS[kind], _READ[kind](row), strict=True)
    return {name: value for name, value in told if value is not None}


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that cannot be imported, with every fault found in it. `case_id` where it could be read."""

    number: int
    cells: tuple[str, ...]
    faults: tuple[CellNote, ...]
    remarks: tuple[CellNote, ...] = ()
    case_id: str | None = None


@dataclass(frozen=True, slots=True)
class SkippedLine:
    """A line that is no case: a heading repeated, a total, a signature, the example of a template."""

    number: int
    cells: tuple[str, ...]
    reason: Reason
