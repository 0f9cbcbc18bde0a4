"""Streaming exports: CSV in UTF-8 with a byte-order mark, XLSX written row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from ringfence.cores.linelist.fields import LINE_LIST, Schema
from ringfence.cores.linelist.reading.escaping import escaped
from ringfence.cores.linelist.rows import GoodRow

from .sheets import write_sheet
from .values import cells_of, headings

_FLUSH_AT = 1 << 16  # characters gathered before a piece is handed out


def write_csv(
    *,
    rows: Iterable[GoodRow | Mapping[str, Any]],
    schema: Schema = LINE_LIST,
    extras: Sequence[str] = (),
    language: str = "en",
) -> Iterator[bytes]:
    """The rows as pieces of a CSV file, made as they are asked for. `extras` names the extra columns to write."""
    return csv_pieces(headings(schema, language, extras), (cells_of(row, schema, extras) for row in rows))


def write_xlsx(
    *,
    target: BinaryIO,
    rows: Iterable[GoodRow | Mapping[str, Any]],
    schema: Schema = LINE_LIST,
    extras: Sequence[str] = (),
    language: str = "en",
) -> int:
    """Write the rows into an XLSX file; returns how many. Every cell is text, so no digit is lost. Constant memory."""
    title = {
        "LINE_LIST": ("Line list", "病例一览表"),
        "CONTACTS": ("Contacts", "接触者一览表"),
        "LINKS": ("Links", "关联"),
    }[schema.key]
    name = title[1] if language.lower().startswith("zh") else title[0]
    kept_as_text = [at for at, field in enumerate(schema.exported) if field.as_text_in_sheets]
    return write_sheet(
        target,
        name,
        headings(schema, language, extras),
        (cells_of(row, schema, extras) for row in rows),
        kept_as_text,
    )


def csv_pieces(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """A CSV file in pieces; cells that a spreadsheet would run as a formula get an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([escaped(cell) for cell in heading])
    for cells in rows:
        writer.writerow([escaped(cell) if cell else "" for cell in cells])
        if buffer.tell() > _FLUSH_AT:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()
