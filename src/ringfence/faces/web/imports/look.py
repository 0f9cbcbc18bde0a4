"""An import as its pages show it: columns with examples, dates with samples, verdicts, the account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField

from ringfence.tracing.linelists.queries import ImportRow, ImportRun

from .forms import ColumnsForm


@dataclass(frozen=True, slots=True)
class ColumnShown:
    letter: str
    header: str
    examples: str
    why: dict[str, Any]
    to_decide: bool
    choice: BoundField


@dataclass(frozen=True, slots=True)
class DatesShown:
    header: str
    ambiguous: bool
    why: dict[str, Any]
    samples: list[dict[str, Any]]
    refused: int
    choice: BoundField


@dataclass(frozen=True, slots=True)
class TabShown:
    verdict: str
    label: str
    count: int


def columns(run: ImportRun, form: ColumnsForm) -> list[ColumnShown]:
    """Each column of the file with what it seems to be."""
    return [
        ColumnShown(
            letter=one["column"], header=one["header"], examples=" · ".join(str(text) for text in one["examples"][:3]),
            why=one["why"], to_decide=one["to_decide"], choice=form[f"c{index}"],
        )
        for index, one in enumerate(run.proposal["columns"]) if f"c{index}" in form.fields
    ]  # fmt: skip


def dates(run: ImportRun, form: ColumnsForm) -> list[DatesShown]:
    """Each date column with sample conversions, before they are believed."""
    return [
        DatesShown(
            header=one["header"], ambiguous=one["certainty"] == "AMBIGUOUS", why=one["why"], samples=one["samples"][:4],
            refused=one["refused"], choice=form[f"d_{one['field']}"],
        )
        for one in run.survey.get("dates", []) if f"d_{one['field']}" in form.fields
    ]  # fmt: skip


def verdict_tabs(counted: dict[str, int]) -> list[TabShown]:
    return [
        TabShown(verdict.value, str(verdict.label), counted.get(verdict.value, 0))
        for verdict in ImportRow.Verdict
    ]


def account(run: ImportRun) -> list[tuple[str, str, int]]:
    """(outcome, its word, rows): together the rows that came in."""
    words = {became.value: str(became.label) for became in ImportRow.Became}
    names = ("CREATED", "UPDATED", "UNCHANGED", "SKIPPED", "FAILED")
    return [(name, words[name], getattr(run, name.lower())) for name in names]
