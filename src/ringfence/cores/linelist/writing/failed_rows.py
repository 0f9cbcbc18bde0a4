"""The rows that were not imported, as a file to correct: original cells, and a column with the sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import BinaryIO

from ringfence.cores.linelist.blanks import is_blank
from ringfence.cores.linelist.dates import Certainty, DateColumn, DateRules
from ringfence.cores.linelist.dates.agreement import find_orders
from ringfence.cores.linelist.fields import LINE_LIST
from ringfence.cores.linelist.fields.naming import guesses
from ringfence.cores.linelist.rows import CellNote, ReadingPlan
from ringfence.kernel import Reason

from .exports import csv_pieces
from .sheets import write_sheet

Say = Callable[[Reason], str]
Faults = Mapping[int, Sequence[CellNote]]


def write_failed_csv(
    *, plan: ReadingPlan, faults: Faults, say: Say = str, language: str = "en"
) -> Iterator[bytes]:
    """The failed rows (row number -> its faults) as a CSV file that can be corrected and imported as it is.

    Cells stay as they were written. Only where the failed rows alone would no longer show the order of day and
    month, the dates of that column are written as 2022-01-09.
    """
    return csv_pieces(_heading(plan, language), _rows(plan, faults, say))


def write_failed_xlsx(
    *, target: BinaryIO, plan: ReadingPlan, faults: Faults, say: Say = str, language: str = "en"
) -> int:
    """The same as a workbook of text cells; returns the number of rows."""
    title = "需更正" if language.lower().startswith("zh") else "To correct"
    kept_as_text = [
        at
        for at, index in enumerate(_columns(plan), start=1)
        if any(one.index == index and one.field.as_text_in_sheets for one in plan.bound)
    ]
    return write_sheet(target, title, _heading(plan, language), _rows(plan, faults, say), kept_as_text)


def sentence(notes: Sequence[CellNote], say: Say = str) -> str:
    """All faults of a row in one text: the column, then what is wrong with it."""
    return " ".join(
        f"[{note.column}] {say(note.reason)}" if note.column else say(note.reason) for note in notes
    )


def _heading(plan: ReadingPlan, language: str) -> list[str]:
    correction = LINE_LIST.by_key["correction"]
    name = correction.zh if language.lower().startswith("zh") else correction.en
    return [name, *(plan.table.columns[at].label for at in _columns(plan))]


def _columns(plan: ReadingPlan) -> list[int]:
    """All columns but the sentences of an earlier round."""
    return [
        c.index
        for c in plan.table.columns
        if not any(guess.field == "correction" for guess in guesses(c.name, plan.schema.key))
    ]


def _rows(plan: ReadingPlan, faults: Faults, say: Say) -> Iterator[list[str]]:
    columns = _columns(plan)
    rewritten = _orders_that_would_be_lost(plan, faults)
    for line in plan.table.lines():
        if line.number in faults:
            cells = list(line.cells)
            for at, rules in rewritten.items():
                day = rules.read(cells[at]) if cells[at] else None
                cells[at] = day.isoformat() if isinstance(day, date) else cells[at]
            yield [sentence(faults[line.number], say), *(cells[at] for at in columns)]


def _orders_that_would_be_lost(plan: ReadingPlan, faults: Faults) -> dict[int, DateRules]:
    """Date columns whose order the failed rows alone do not show without doubt."""
    bound = [one for one in plan.bound if one.field.is_date and one.field.key in plan.date_rules]
    counts: list[Counter[str]] = [Counter() for _ in bound]
    for line in plan.table.lines():
        if line.number in faults:
            for one, count in zip(bound, counts, strict=True):
                if not is_blank(line.cells[one.index]):
                    count[line.cells[one.index]] += 1
    rules = [plan.date_rules[one.field.key] for one in bound]
    findings = find_orders(
        columns=[
            DateColumn(one.field.key, one.letter, one.label, count, rule)
            for one, count, rule in zip(bound, counts, rules, strict=True)
        ]
    )
    return {
        one.index: rule
        for one, rule, finding in zip(bound, rules, findings, strict=True)
        if finding.certainty is not Certainty.CERTAIN or finding.rules != rule
    }
