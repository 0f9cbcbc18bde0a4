"""Line lists as text, and the whole way through the engine in one call."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl

from ringfence.cores.linelist import columns, reading, rows
from ringfence.cores.linelist.fields import LINE_LIST
from ringfence.cores.linelist.survey import Survey, survey

TODAY = date(2022, 1, 20)


def table_of(content: str | bytes, *, schema=LINE_LIST, **choices) -> reading.Table:
    return reading.open_table(
        content=content.encode() if isinstance(content, str) else content,
        file_name="list.csv",
        schema=schema,
        **choices,
    )


def surveyed(content: str | bytes, *, today: date = TODAY, schema=LINE_LIST) -> Survey:
    table = table_of(content, schema=schema)
    return survey(table=table, column_map=columns.propose(table=table, schema=schema).column_map, today=today)


def read(
    content: str | bytes, *, today: date = TODAY, schema=LINE_LIST, known_ids: Sequence[str] = ()
) -> list[Any]:
    """All rows of a file, read as the engine proposes."""
    plan = surveyed(content, today=today, schema=schema).plan(known_ids=known_ids, even_if_ambiguous=True)
    return list(rows.read_rows(plan=plan))


def only(content: str | bytes, **options) -> Any:
    """The one row of a file."""
    (row,) = read(content, **options)
    return row


def faults(row: rows.WrongRow) -> dict[str, str]:
    """The faults of a wrong row by field, as sentences."""
    assert isinstance(row, rows.WrongRow), row
    return {note.field: str(note.reason) for note in row.faults}


def remarks(row: rows.LineListRow) -> dict[str, str]:
    assert not isinstance(row, rows.WrongRow), faults(row)
    return {note.field: str(note.reason) for note in row.remarks}


def workbook(*sheets: Sequence[Sequence[Any]], titles: Sequence[str] = ()) -> bytes:
    """An XLSX file with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for at, content in enumerate(sheets):
        sheet = book.create_sheet(titles[at] if titles else f"Sheet{at + 1}")
        for line in content:
            sheet.append(list(line))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
