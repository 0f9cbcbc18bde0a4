"""The blocks of the investigation form as inputs: built from their definition, read back into what is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms

from ringfence.faces.web.fields import CityDateTime, Day
from ringfence.tracing.investigations.form import Block, Field, Kind

SPARE_ROWS = 2  # empty ones below those that are filled, so that a page without a script can add
MOST_ROWS = 60


def _input(field: Field) -> forms.Field:
    told: dict[str, Any] = {"label": field.label, "required": False, "help_text": field.help}
    if field.kind is Kind.DAY:
        return Day(**told)
    if field.kind is Kind.INSTANT:
        return CityDateTime(**told)
    if field.kind is Kind.NUMBER:
        return forms.DecimalField(min_value=0, max_value=1000, max_digits=6, decimal_places=2, **told)
    if field.kind is Kind.CHOICE:
        return forms.ChoiceField(choices=[("", "—"), *field.choices], **told)
    if field.kind is Kind.SEVERAL:
        return forms.MultipleChoiceField(choices=field.choices, widget=forms.CheckboxSelectMultiple, **told)
    if field.kind is Kind.LONG:
        return forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), **told)
    return forms.CharField(max_length=300, **told)


class Answers(forms.Form):
    """Inputs for some questions; `prefix` tells rows and blocks apart."""

    def __init__(self, questions: Iterable[Field], **options: Any) -> None:
        super().__init__(**options)
        self.questions = tuple(questions)
        self.fields.update({one.key: _input(one) for one in self.questions})

    def kept(self) -> dict[str, Any]:
        """The answers that are there, as JSON can keep them. Call when they are valid."""
        found = {one.key: _plain(self.cleaned_data.get(one.key)) for one in self.questions}
        return {key: value for key, value in found.items() if value not in (None, "", [])}


@dataclass(frozen=True, slots=True)
class Table:
    """A question that is answered by rows."""

    question: Field
    rows: list[Answers]


class BlockForm:
    """One block: its questions in their order, each a bound field or a table of rows."""

    def __init__(
        self, block: Block, *, content: Mapping[str, Any], data: Mapping[str, Any] | None = None
    ) -> None:
        self.block = block
        single = [one for one in block.fields if one.kind is not Kind.ROWS]
        initial = {one.key: _opened(one, content.get(one.key)) for one in single}
        self.answers = Answers(single, data=data, initial=initial, prefix=block.code)
        self.tables = {
            one.key: Table(one, _rows(block, one, content.get(one.key) or [], data))
            for one in block.fields if one.kind is Kind.ROWS
        }  # fmt: skip

    def parts(self) -> list[forms.BoundField | Table]:
        """The questions in their order."""
        return [
            self.tables[one.key] if one.kind is Kind.ROWS else self.answers[one.key]
            for one in self.block.fields
        ]

    def errors(self) -> dict[str, list[str]]:
        """Sentences by the name of the input they are about; empty when all is well."""
        every = [self.answers, *(row for table in self.tables.values() for row in table.rows)]
        return {
            str(form.add_prefix(name)): [str(one) for one in sentences]
            for form in every for name, sentences in form.errors.items()
        }  # fmt: skip

    def kept(self) -> dict[str, Any]:
        """The block as it is saved; empty answers and empty rows are left out."""
        content = self.answers.kept()
        for key, table in self.tables.items():
            rows = [kept for row in table.rows if (kept := row.kept())]
            if rows:
                content[key] = rows
        return content


def _rows(block: Block, question: Field, kept: list[Any], data: Mapping[str, Any] | None) -> list[Answers]:
    prefix = f"{block.code}-{question.key}"
    if data is not None:
        numbers = {
            int(found[1]) for name in data if (found := re.match(rf"{re.escape(prefix)}-(\d{{1,3}})-", name))
        }
        return [
            Answers(question.columns, data=data, prefix=f"{prefix}-{one}")
            for one in sorted(numbers)[:MOST_ROWS]
        ]
    rows = [*kept, *({} for _spare in range(SPARE_ROWS))]
    return [
        Answers(question.columns, prefix=f"{prefix}-{at}",
                initial={one.key: _opened(one, row.get(one.key)) for one in question.columns})
        for at, row in enumerate(rows)
    ]  # fmt: skip


def _opened(field: Field, value: Any) -> Any:
    """A kept answer as its input wants it."""
    if value in (None, ""):
        return None
    if field.kind is Kind.INSTANT:
        return datetime.fromisoformat(value)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, str):
        return value.strip()
    return value.isoformat() if hasattr(value, "isoformat") else value
