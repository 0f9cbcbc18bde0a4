"""How one table will be read: its map, the order of its dates, the IDs its sources may mean, the day of the outbreak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ringfence.cores.linelist.dates import DateRules
from ringfence.cores.linelist.fields import SCHEMAS, Field, Kind, Schema
from ringfence.cores.linelist.mapping import ColumnMap
from ringfence.cores.linelist.reading import Column, Table
from ringfence.cores.linelist.sources import SourceReader

from .cells import CellReader, reader_for

EXTRA_PREFIX = "extra:"  # our exports write it before the heading of an extra column that looks like a field
AS_GIVEN = " (as given)"


@dataclass(frozen=True, slots=True)
class BoundColumn:
    """A column that is a field, with the reader of its cells."""

    index: int
    letter: str
    label: str
    field: Field
    read: CellReader


@dataclass(frozen=True)
class ReadingPlan:
    """Everything that is needed to read the rows of one table. `today` is the day of the outbreak's clock."""

    table: Table
    column_map: ColumnMap
    today: date
    sources: SourceReader
    date_rules: Mapping[str, DateRules] = field(default_factory=dict)

    @property
    def schema(self) -> Schema:
        return SCHEMAS[self.column_map.schema_key]

    @cached_property
    def bound(self) -> tuple[BoundColumn, ...]:
        """The columns that are fields, in the order of the file."""
        columns = self.table.columns
        return tuple(
            self._bound(columns[one.index], self.schema.by_key[one.field])
            for one in self.column_map.choices
            if one.field and not one.ignored
        )

    def _bound(self, column: Column, known: Field) -> BoundColumn:
        rules = self.date_rules.get(known.key) or DateRules(
            today=self.today, birth=known.kind is Kind.BIRTH_DATE
        )
        return BoundColumn(column.index, column.letter, column.label, known, reader_for(known, rules))

    @cached_property
    def extras(self) -> tuple[tuple[int, str], ...]:
        """The columns kept as extras: their place and the name under which they are kept."""
        used: dict[str, int] = {}
        found = []
        for one in self.column_map.choices:
            if one.field is None and not one.ignored:
                name = extra_name(self.table.columns[one.index].label)
                used[name] = used.get(name, 0) + 1
                found.append((one.index, name if used[name] == 1 else f"{name} ({used[name]})"))
        return tuple(found)

    @cached_property
    def by_field(self) -> Mapping[str, BoundColumn]:
        return {one.field.key: one for one in self.bound}


def extra_name(heading: str) -> str:
    """The name of an extra column, without the prefix that our own export gave it."""
    return heading[len(EXTRA_PREFIX) :].strip() if heading.lower().startswith(EXTRA_PREFIX) else heading
