"""One sheet of text cells, streamed: openpyxl writes the shell with the heading, the rows are written into it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from ringfence.cores.linelist.reading.escaping import escaped_apostrophe
from ringfence.kernel import Refused, reason

MOST_ROWS = 1_048_575  # below the heading, in one sheet
_HEAD = PatternFill("solid", fgColor="DCE6F1")
_PIECE = 1 << 18
# Excel reads _x0041_ inside a text as the letter A; a text that really says so is written with its underscore coded.
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_STYLED_ROW = re.compile(rb'<row r="2".*?</row>', re.DOTALL)


def write_sheet(
    target: BinaryIO,
    title: str,
    heading: Sequence[str],
    rows: Iterable[Sequence[str]],
    as_text: Collection[int] = (),
) -> int:
    """Frozen bold heading, every cell text; the columns `as_text` keep later typing as text, too.

    Returns the number of rows; refuses more than a sheet holds. Memory does not grow with the rows.
    """
    counted = _Counted(rows)
    shell = zipfile.ZipFile(io.BytesIO(_shell(title, heading, as_text)))
    with shell, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as book:
        for name in shell.namelist():
            content = shell.read(name)
            if name.startswith("xl/worksheets/"):
                with book.open(name, "w", force_zip64=True) as sheet:
                    for piece in _filled(content, counted, as_text):
                        sheet.write(piece)
            else:
                book.writestr(name, content)
    return counted.rows


class _Counted:
    """Counts rows as they pass."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self._source = rows
        self.rows = 0

    def __iter__(self) -> Iterator[Sequence[str]]:
        for cells in self._source:
            self.rows += 1
            if self.rows > MOST_ROWS:
                raise Refused(
                    reason("A sheet holds at most {most} rows. Export as CSV instead.", most=MOST_ROWS)
                )
            yield cells


def _filled(sheet: bytes, rows: Iterable[Sequence[str]], as_text: Collection[int]) -> Iterator[bytes]:
    """The sheet of the shell with the rows in place of its second row, whose cell shows the style of text."""
    styled = _STYLED_ROW.search(sheet)
    if styled is None:
        raise ValueError("The shell has lost its second row.")
    style = re.search(rb' s="(\d+)"', styled.group())
    mark = f' s="{style.group(1).decode()}"' if style else ""
    yield sheet[: styled.start()]
    waiting: list[str] = []
    size = 0
    for number, cells in enumerate(rows, start=2):
        waiting.append(_row(number, cells, as_text, mark))
        size += len(waiting[-1])
        if size > _PIECE:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield "".join(waiting).encode()
    yield sheet[styled.end() :]


def _row(number: int, cells: Sequence[str], as_text: Collection[int], mark: str) -> str:
    written = [
        f'<c r="{get_column_letter(at + 1)}{number}"{mark if at in as_text else ""} t="inlineStr"><is>'
        f'<t xml:space="preserve">{_xml(cell)}</t></is></c>'
        for at, cell in enumerate(cells)
        if cell
    ]
    return f'<row r="{number}">{"".join(written)}</row>'


def _xml(text: str) -> str:
    safe = escaped_apostrophe(text) if text[0] == "'" else text
    return escape(_CODED.sub("_x005F_", safe) if "_x" in safe else safe)


def _shell(title: str, heading: Sequence[str], as_text: Collection[int]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for at, name in enumerate(heading):
        column = sheet.column_dimensions[get_column_letter(at + 1)]
        column.width = min(max(len(name) * 1.6, 12), 40)
        if at in as_text:
            column.number_format = "@"
    sheet.append([_head(sheet, name) for name in heading])
    sheet.append([_text_cell(sheet, "x")])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _text_cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def _head(sheet: Any, name: str) -> Any:
    cell = _text_cell(sheet, _CODED.sub("_x005F_", escaped_apostrophe(name)))
    cell.font = Font(bold=True)
    cell.fill = _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
