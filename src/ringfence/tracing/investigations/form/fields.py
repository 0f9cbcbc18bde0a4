"""What a field of the investigation form is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

Words = str | Promise
Choices = tuple[tuple[str, Words], ...]


class Kind(StrEnum):
    """How a field is asked and kept: as text, ISO day or instant, number, code, list of codes, list of rows."""

    TEXT = "TEXT"
    LONG = "LONG"
    DAY = "DAY"
    INSTANT = "INSTANT"
    NUMBER = "NUMBER"
    CHOICE = "CHOICE"
    SEVERAL = "SEVERAL"
    ROWS = "ROWS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question. `columns` are the questions of each row; `core` belongs to the core facts of the first two hours."""

    key: str
    label: Words
    kind: Kind = Kind.TEXT
    choices: Choices = ()
    help: Words = ""
    columns: tuple[Field, ...] = ()
    core: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of the form that is saved as a whole, with versions of its own."""

    code: str
    label: Words
    help: Words
    fields: tuple[Field, ...]

    def filled(self, content: Mapping[str, Any]) -> int:
        """How many of the questions have an answer."""
        return sum(1 for field in self.fields if content.get(field.key) not in (None, "", []))

    def core_missing(self, content: Mapping[str, Any]) -> list[Field]:
        """Core facts that nobody has answered yet."""
        return [one for one in self.fields if one.core and content.get(one.key) in (None, "", [])]


YES_NO: Choices = (
    ("YES", pgettext_lazy("answer", "Yes")),
    ("NO", pgettext_lazy("answer", "No")),
    ("UNKNOWN", pgettext_lazy("answer", "Not known")),
)


def yes_no(key: str, label: Words, *, help: Words = "", core: bool = False) -> Field:
    """A question that is answered by yes, no or not known."""
    return Field(key=key, label=label, kind=Kind.CHOICE, choices=YES_NO, help=help, core=core)


def shown(field: Field, value: Any) -> list[Any]:
    """An answer as it is read: labels for codes, days and instants as such, rows as lists of answers."""
    if value in (None, "", []):
        return []
    if field.kind is Kind.ROWS:
        return [[shown(column, row.get(column.key)) for column in field.columns] for row in value]
    labels = dict(field.choices)
    if field.kind is Kind.SEVERAL:
        return [labels.get(one, one) for one in value]
    if field.kind is Kind.CHOICE:
        return [labels.get(value, value)]
    if field.kind is Kind.DAY:
        return [date.fromisoformat(value)]
    return [datetime.fromisoformat(value)] if field.kind is Kind.INSTANT else [value]
