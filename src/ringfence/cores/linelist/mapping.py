"""A map of columns to fields that can be kept and used again on the next file of the same source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ringfence.kernel import Refused, reason

from .dates import Order
from .fields import SCHEMAS
from .reading import Table
from .texts import fold

VERSION = 1


@dataclass(frozen=True, slots=True)
class Choice:
    """One column of the file and the field it is; `field` None keeps it as an extra, `ignored` drops it."""

    header: str
    index: int
    field: str | None
    ignored: bool = False


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column is which field, and what a person said about its dates."""

    schema_key: str
    choices: tuple[Choice, ...]
    date_orders: Mapping[str, Order] = field(default_factory=dict)

    def __post_init__(self) -> None:
        taken = [choice.field for choice in self.choices if choice.field]
        twice = sorted({one for one in taken if taken.count(one) > 1})
        unknown = sorted({one for one in taken if one not in SCHEMAS[self.schema_key].by_key})
        if unknown:
            raise Refused(reason("There is no field “{field}”.", field=unknown[0]))
        if twice:
            raise Refused(reason("Two columns are mapped to “{field}”. Map only one.", field=twice[0]))

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(choice.field for choice in self.choices if choice.field)

    def choose(self, *, index: int, field: str | None, ignored: bool = False) -> ColumnMap:
        """The same map with one column decided by a person; the field is taken from whichever column had it."""
        changed = tuple(
            replace(one, field=field, ignored=ignored)
            if one.index == index
            else replace(one, field=None)
            if field and one.field == field
            else one
            for one in self.choices
        )
        return replace(self, choices=changed)

    def with_date_order(self, *, field: str, order: Order) -> ColumnMap:
        return replace(self, date_orders={**self.date_orders, field: order})

    def as_json(self) -> dict[str, Any]:
        return {
            "version": VERSION, "schema": self.schema_key, "date_orders": {key: str(order) for key, order in self.date_orders.items()},
            "columns": [{"header": c.header, "index": c.index, "field": c.field, "ignored": c.ignored} for c in self.choices],
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> ColumnMap:
        """A map as it was saved. Refuses what this version cannot read."""
        if kept.get("version") != VERSION or kept.get("schema") not in SCHEMAS:
            raise Refused(reason("This saved column map is of another version. Map the columns again."))
        choices = tuple(
            Choice(str(c["header"]), int(c["index"]), c["field"], bool(c.get("ignored")))
            for c in kept["columns"]
        )
        return cls(
            str(kept["schema"]),
            choices,
            {key: Order(order) for key, order in kept.get("date_orders", {}).items()},
        )

    def bind(self, *, table: Table) -> Binding:
        """Find the columns of this map in another table by their headings, wherever they stand there."""
        left = list(self.choices)
        bound: list[Choice] = []
        new: list[str] = []
        for column in table.columns:
            match = next(
                (
                    one
                    for one in left
                    if fold(one.header) == fold(column.name) and (column.name or one.index == column.index)
                ),
                None,
            )
            if match is None:
                new.append(column.label)
                bound.append(Choice(column.name, column.index, None))
            else:
                left.remove(match)
                bound.append(replace(match, index=column.index))
        missing = tuple(one.header for one in left if one.field)
        return Binding(replace(self, choices=tuple(bound)), missing, tuple(new))


@dataclass(frozen=True, slots=True)
class Binding:
    """A saved map on a new table: which mapped headings are not there, and which headings are new."""

    column_map: ColumnMap
    missing: tuple[str, ...]
    new: tuple[str, ...]
