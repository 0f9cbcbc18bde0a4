"""CSV, Excel (.xlsx) and Parquet as rows of words. The first row of a file names its columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import python_calamine

from ringfence.kernel import Refused, reason

from ..parquet import quoted, session
from .account import Refusal

LARGEST_FILE = 1 << 30  # bytes; larger ones are split by day
Row = Mapping[str, str]


def read_table(file: Path) -> list[Row]:
    """The rows of a file, by column name in lower case. Raises `Refused` for a file that is no table."""
    size = file.stat().st_size
    if not 0 < size <= LARGEST_FILE:
        raise Refused(
            reason(
                "{file} is empty or larger than {gigabytes} GB.", file=file.name, gigabytes=LARGEST_FILE >> 30
            )
        )
    start = file.open("rb").read(4)
    if start == b"PAR1":
        return _parquet(file)
    if start == b"PK\x03\x04":
        return _named(_workbook(file), file)
    return _named(list(csv.reader(io.StringIO(_text(file)))), file)


def refused_csv(rows: Sequence[Row], refusals: Sequence[Refusal]) -> str:
    """The refused rows as they came, each with its line and why; corrected, it can be brought in again."""
    names = list(dict.fromkeys(name for row in rows[:1] for name in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*names, "line", "why"])
    for refusal in refusals:
        row = rows[refusal.line - 2]
        writer.writerow([*(_harmless(row.get(name, "")) for name in names), refusal.line, str(refusal.why)])
    return out.getvalue()


def _text(file: Path) -> str:
    content = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(
        reason(
            "{file} is neither a table nor text. Save it as CSV, Excel (.xlsx) or Parquet.", file=file.name
        )
    )


def _workbook(file: Path) -> list[list[str]]:
    try:
        sheet = python_calamine.CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0)
    except (python_calamine.CalamineError, OSError) as fault:
        raise Refused(reason("{file} could not be opened as an Excel workbook.", file=file.name)) from fault
    return [[_word(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def _parquet(file: Path) -> list[Row]:
    with session() as con:
        found = con.execute(f"select * from {quoted(file)}")
        names = [str(column[0]).strip().lower() for column in found.description or ()]
        return [dict(zip(names, map(_word, row), strict=True)) for row in found.fetchall()]


def _named(lines: Sequence[Sequence[str]], file: Path) -> list[Row]:
    if not lines or not any(cell.strip() for cell in lines[0]):
        raise Refused(reason("{file} has no first row with the names of its columns.", file=file.name))
    names = [cell.strip().lower() for cell in lines[0]]
    if len(set(names)) < len(names):
        raise Refused(reason("{file} names a column twice.", file=file.name))
    return [dict(zip(names, (*row, *[""] * len(names)), strict=False)) for row in lines[1:]]


def _word(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet takes for text, not for a formula. Numbers stay numbers."""
    if cell and cell[0] in "=+-@\t\r" and not cell.lstrip("+-").replace(".", "", 1).isdigit():
        return "'" + cell
    return cell
