"""One sheet of text cells, written row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from ringfence.cores.linelist.reading.escaping import escaped_apostrophe
from ringfence.kernel import Refused, reason

MOST_ROWS = 1_048_575  # below the heading, in one sheet
_HEAD = PatternFill("solid", fgColor="DCE6F1")


def write_sheet(
    target: BinaryIO,
    title: str,
    heading: Sequence[str],
    rows: Iterable[Sequence[str]],
    as_text: Collection[int] = (),
) -> int:
    """Frozen bold heading, text cells; the columns `as_text` also keep later typing as text. Returns the number of
    rows. Refuses more rows than a sheet holds."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for at, name in enumerate(heading, start=1):
        column = sheet.column_dimensions[get_column_letter(at)]
        column.width = min(max(len(name) * 1.6, 12), 40)
        if at - 1 in as_text:
            column.number_format = "@"
    sheet.append([_head(sheet, name) for name in heading])
    text_style = _text(sheet, "x")._style
    count = 0
    for cells in rows:
        count += 1
        if count > MOST_ROWS:
            raise Refused(reason("A sheet holds at most {most} rows. Export as CSV instead.", most=MOST_ROWS))
        sheet.append(
            [_cell(sheet, cell, text_style if at in as_text else None) for at, cell in enumerate(cells)]
        )
    book.save(target)
    return count


def _cell(sheet: Any, text: str, style: Any) -> Any:
    """A cell that stays text: digits are kept, and what begins like a formula or an error is none."""
    if not text:
        return None
    written = escaped_apostrophe(text) if text[0] == "'" else text
    if style is None and written[0] not in "=#":
        return written
    cell = WriteOnlyCell(sheet, written)
    cell.data_type = "s"
    if style is not None:
        cell._style = style
    return cell


def _text(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def _head(sheet: Any, name: str) -> Any:
    cell = _text(sheet, escaped_apostrophe(name))
    cell.font = Font(bold=True)
    cell.fill = _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
