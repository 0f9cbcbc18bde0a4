"""From the bytes of a file to a table: CSV in any common encoding, or an Excel workbook (.xlsx)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import BinaryIO

from ringfence.cores.linelist.fields import LINE_LIST, Schema
from ringfence.kernel import Refused, reason

from . import delimited, header, workbook
from .table import Column, Detected, Line, RawRow, Records, Table, column_letter

LARGEST_FILE = 200 * 1024 * 1024  # bytes; about two million rows of CSV

__all__ = ["LARGEST_FILE", "Column", "Detected", "Line", "Table", "column_letter", "open_table"]


def open_table(
    *,
    content: bytes | BinaryIO,
    file_name: str,
    schema: Schema = LINE_LIST,
    sheet: str | None = None,
    header_row: int | None = None,
) -> Table:
    """Read a file as a table. Raises `Refused` with a sentence that says what to do with a file that is none.

    `content` is the bytes, or an open binary file that can be sought (it stays open and is read again on each
    pass). `sheet` and `header_row` are a person's choice; without them the best sheet and row are found.
    """
    source = io.BytesIO(content) if isinstance(content, bytes | bytearray | memoryview) else content
    _refuse_wrong_size(source)
    records, heading = _best_sheet(source, schema, sheet, header_row)
    columns = _columns(records, heading)
    found = replace(records.detected, header_rows=heading.rows, title=heading.title)
    if len(columns) > len(heading.names):
        note = reason(
            "The heading has one name less than the rows have cells; the first column is taken as row names."
        )
        found = replace(found, notes=(*found.notes, note))
    named = replace(heading, names=tuple(column.name for column in columns))
    return Table(file_name, columns, found, lambda: _lines(records, named, len(columns)))


def _refuse_wrong_size(content: BinaryIO) -> None:
    size = content.seek(0, io.SEEK_END)
    if size == 0:
        raise Refused(reason("This file is empty. Choose the file that holds the table."))
    if size > LARGEST_FILE:
        raise Refused(
            reason(
                "This file is larger than {megabytes} MB. Split it into several files.",
                megabytes=LARGEST_FILE >> 20,
            )
        )


def _best_sheet(
    content: BinaryIO, schema: Schema, sheet: str | None, header_row: int | None
) -> tuple[Records, header.Heading]:
    """The sheet whose heading names the most known columns; a text file is one sheet."""
    content.seek(0)
    if not content.read(8).startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        return _headed(delimited.open_records(content), schema, header_row)
    names = workbook.sheet_names(content)
    if sheet is not None and sheet not in names:
        raise Refused(
            reason(
                "The workbook has no visible sheet “{sheet}”. Choose one of: {sheets}.",
                sheet=sheet,
                sheets=", ".join(names),
            )
        )
    best: tuple[int, Records, header.Heading] | None = None
    for name in [sheet] if sheet is not None else names:
        records = workbook.open_records(content, name, names)
        if any(any(row.cells) for row in islice(records.start(), 2_000)):
            _, heading = _headed(records, schema, header_row)
            known = header.known_columns(heading.names, schema.key)
            if best is None or known > best[0]:
                best = (known, records, heading)
    if best is None:
        raise Refused(reason("There is no table in this file: every cell is empty."))
    return best[1], best[2]


def _headed(records: Records, schema: Schema, header_row: int | None) -> tuple[Records, header.Heading]:
    first = [row for row in islice(records.start(), max(header.LOOK_AT, header_row or 0)) if any(row.cells)]
    if not first:
        raise Refused(reason("There is no table in this file: every cell is empty."))
    if header_row is not None and all(row.number != header_row for row in first):
        raise Refused(reason("Row {row} is empty and cannot be the heading.", row=header_row))
    return records, header.find(first, schema.key, header_row)


def _columns(records: Records, heading: header.Heading) -> tuple[Column, ...]:
    """The columns; R's write.table leaves out the heading of the row names, which shifts every name by one."""
    names = heading.names
    if records.detected.format == "csv" and len(names) > 1 and all(names):
        below = [
            row.cells
            for row in islice(records.start(), 200)
            if row.number > heading.last_row and any(row.cells)
        ]
        if (
            len(below) > 1
            and all(len(cells) == len(names) + 1 for cells in below)
            and any(cells[-1] for cells in below)
        ):
            names = ("", *names) if len({cells[0] for cells in below}) == len(below) else names
    return tuple(Column(at, column_letter(at), name) for at, name in enumerate(names))


def _lines(records: Records, heading: header.Heading, width: int) -> Iterator[Line]:
    blank = [""] * width
    for row in records.start():
        if row.number <= heading.last_row or not any(row.cells):
            continue
        line = _fitted(row, width, blank)
        if header.is_heading_again(line.cells, heading):
            line = line._replace(fault=None, no_case=reason("The heading is repeated in this row."))
        yield line


def _fitted(row: RawRow, width: int, blank: list[str]) -> Line:
    """The line exactly as wide as the heading; more cells than names is a fault."""
    cells, fault = row.cells, row.fault
    if len(cells) < width:
        cells = cells + blank[len(cells) :]
    elif len(cells) > width:
        if fault is None and any(cells[width:]):
            fault = reason(
                "The row has {cells} cells but the heading {columns}. A text that holds the separator must stand in quotation marks.",
                cells=len(cells), columns=width,
            )  # fmt: skip
        cells = cells[:width]
    return Line(row.number, tuple(cells), fault, row.damaged)
