"""One pass over a table before anything is believed: the order of its dates, its IDs, the words it uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ringfence.kernel import Reason, reason

from .blanks import is_blank
from .dates import Certainty, DateColumn, DateFinding, DateRules, with_order
from .dates.agreement import find_orders, refuse_ambiguous
from .fields import SCHEMAS, Field, Kind
from .mapping import ColumnMap
from .reading import Column, Table
from .rows.cells import read_case_id, reader_for
from .rows.plan import ReadingPlan
from .sources import SourceReader

_MOST_WORDS = 200  # different words of one column that are shown


@dataclass(frozen=True, slots=True)
class WordTally:
    """One word of a column with a fixed vocabulary: how often it stands there and how it is read."""

    field: str
    given: str
    count: int
    read_as: str | None
    note: Reason | None
    refused: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "field": self.field, "given": self.given, "count": self.count, "read_as": self.read_as,
            "note": self.note.as_json() if self.note else None, "refused": self.refused,
        }  # fmt: skip


@dataclass(frozen=True)
class Survey:
    """What a table holds. `plan()` turns it into the way its rows are read."""

    table: Table
    column_map: ColumnMap
    today: date
    rows: int
    dates: tuple[DateFinding, ...]
    words: tuple[WordTally, ...]
    case_ids: tuple[str, ...]

    @property
    def ambiguous_dates(self) -> tuple[DateFinding, ...]:
        """The date columns that may be read in two ways; a person must say."""
        return tuple(one for one in self.dates if one.ambiguous)

    def plan(self, *, known_ids: Iterable[str] = (), even_if_ambiguous: bool = False) -> ReadingPlan:
        """How to read the rows. `known_ids` are the case IDs of the outbreak. Refuses ambiguous dates, naming the columns."""
        if not even_if_ambiguous:
            refuse_ambiguous(findings=self.dates)
        sources = SourceReader.of(dict.fromkeys((*known_ids, *self.case_ids)))
        return ReadingPlan(
            self.table, self.column_map, self.today, sources, {one.field: one.rules for one in self.dates}
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "dates": [one.as_json() for one in self.dates],
            "words": [one.as_json() for one in self.words],
            "case_ids": len(self.case_ids),
        }


def survey(*, table: Table, column_map: ColumnMap, today: date) -> Survey:
    """Go through the whole table once. `today` is the day of the outbreak's clock; later dates speak against an order."""
    schema = SCHEMAS[column_map.schema_key]
    mapped = [
        (table.columns[one.index], schema.by_key[one.field])
        for one in column_map.choices
        if one.field and not one.ignored
    ]
    watched = [
        (column, field)
        for column, field in mapped
        if field.is_date or field.kind in {Kind.WORD, Kind.SEX, Kind.YES_NO, Kind.CASE_ID}
    ]
    counts: dict[str, Counter[str]] = {field.key: Counter() for _, field in watched}
    rows = 0
    for line in table.lines():
        rows += 1
        if line.fault is None and line.no_case is None:
            for column, field in watched:
                counts[field.key][line.cells[column.index]] += 1
    dates = _dates(table, watched, counts, column_map, today)
    return Survey(
        table, column_map, today, rows, dates, _words(watched, counts), _ids(counts.get("case_id", Counter()))
    )


def _dates(
    table: Table,
    watched: list[tuple[Column, Field]],
    counts: Mapping[str, Counter[str]],
    column_map: ColumnMap,
    today: date,
) -> tuple[DateFinding, ...]:
    columns = []
    for column, field in watched:
        if field.is_date:
            rules = DateRules(
                today=today, birth=field.kind is Kind.BIRTH_DATE, from_1904=table.detected.dates_from_1904
            )
            cells = {cell: count for cell, count in counts[field.key].items() if not is_blank(cell)}
            columns.append(DateColumn(field.key, column.letter, column.name, cells, rules))
    found = find_orders(columns=columns)
    return tuple(
        _as_told(finding, column, column_map) for finding, column in zip(found, columns, strict=True)
    )


def _as_told(finding: DateFinding, column: DateColumn, column_map: ColumnMap) -> DateFinding:
    """What a person said about a column goes before what was found."""
    order = column_map.date_orders.get(finding.field)
    if order is None:
        return finding
    return with_order(
        column=column,
        order=order,
        certainty=Certainty.CERTAIN,
        why=reason("The order {order} was chosen by hand.", order=str(order)),
        votes=finding.votes,
    )


def _words(watched: list[tuple[Column, Field]], counts: Mapping[str, Counter[str]]) -> tuple[WordTally, ...]:
    tallies = []
    for _, field in watched:
        if field.kind in {Kind.WORD, Kind.SEX, Kind.YES_NO}:
            read = reader_for(field, DateRules())
            for given, count in counts[field.key].most_common(_MOST_WORDS):
                if given:
                    found = read(given)
                    value = None if found.value is None else str(found.value)
                    tallies.append(
                        WordTally(
                            field.key,
                            given,
                            count,
                            value,
                            found.fault or found.remark,
                            found.fault is not None,
                        )
                    )
    return tuple(tallies)


def _ids(cells: Mapping[str, int]) -> tuple[str, ...]:
    found = (read_case_id(cell).value for cell in cells)
    return tuple(one for one in found if isinstance(one, str))
