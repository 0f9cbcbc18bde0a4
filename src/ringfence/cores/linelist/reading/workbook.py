"""Rows of an Excel workbook (.xlsx), its numbers and dates as the text a person would see."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import BinaryIO

import python_calamine as calamine

from ringfence.cores.linelist.texts import tidy
from ringfence.kernel import Refused

from . import zip_guard
from .escaping import unescaped
from .table import Detected, RawRow, Records

_EXACT_BELOW = 10**15  # Excel keeps 15 digits; of longer numbers the rest is lost
_ERRORS = frozenset({"#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})


def sheet_names(content: BinaryIO) -> tuple[str, ...]:
    """Visible sheets, in their order. Refuses what is not a workbook."""
    zip_guard.refuse_unless_workbook(content)
    book = _open(content)
    kinds = calamine.SheetTypeEnum.WorkSheet, calamine.SheetVisibleEnum.Visible
    return tuple(sheet.name for sheet in book.sheets_metadata if (sheet.typ, sheet.visible) == kinds)


def open_records(content: BinaryIO, sheet: str, sheets: tuple[str, ...]) -> Records:
    """The rows of one sheet."""
    page = _page(content, sheet)
    merged = tuple(
        (top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in page.merged_cell_ranges or ()
    )
    detected = Detected("xlsx", sheet=sheet, sheets=sheets, dates_from_1904=_dates_from_1904(content))
    filled = _fill_down(page, merged)
    return Records(lambda: _rows(page, filled), detected, merged)


def _page(content: BinaryIO, sheet: str) -> calamine.CalamineSheet:
    book = _open(content)
    try:
        return book.get_sheet_by_name(sheet)
    except (calamine.CalamineError, ValueError, OverflowError) as broken:
        raise Refused(zip_guard.damaged()) from broken


def _open(content: BinaryIO) -> calamine.CalamineWorkbook:
    content.seek(0)
    try:
        return calamine.CalamineWorkbook.from_filelike(content)
    except calamine.PasswordError as locked:
        raise Refused(zip_guard.locked()) from locked
    except (calamine.CalamineError, ValueError, OverflowError) as broken:
        raise Refused(zip_guard.damaged()) from broken


def _dates_from_1904(content: BinaryIO) -> bool:
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            book = archive.read("xl/workbook.xml")
    except zip_guard.BROKEN as broken:
        raise Refused(zip_guard.damaged()) from broken
    return re.search(rb'date1904="(?:1|true)"', book) is not None


def _fill_down(
    page: calamine.CalamineSheet, merged: tuple[tuple[int, int, int, int], ...]
) -> dict[tuple[int, int], int]:
    """Cells covered by a merge over several rows of one column -> the row whose value they share."""
    return {
        (row, left): top
        for top, left, bottom, right in merged
        if left == right and bottom - top < 5_000
        for row in range(top + 1, bottom + 1)
    }


def _rows(page: calamine.CalamineSheet, filled: dict[tuple[int, int], int]) -> Iterator[RawRow]:
    offset = page.start[1] if page.start else 0
    margin = [""] * offset
    above: dict[int, str] = {}
    for number, values in enumerate(page.iter_rows(), start=1):
        damaged = frozenset(
            offset + at
            for at, value in enumerate(values)
            if type(value) is float and abs(value) >= _EXACT_BELOW
        )
        cells = margin + [_text(value) for value in values]
        for at in range(offset, len(cells)) if filled else ():
            if not cells[at] and (number, at) in filled:
                cells[at] = above.get(at, "")
            else:
                above[at] = cells[at]
        yield RawRow(number, cells, None, damaged)


def _text(value: object) -> str:
    """A cell as text: whole numbers without '.0', dates as 2022-01-09, yes and no as TRUE and FALSE."""
    if isinstance(value, str):
        return unescaped(tidy(value)) if value else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _number(value: float) -> str:
    if value.is_integer():
        return str(int(value)) if abs(value) < _EXACT_BELOW else f"{value:.14E}"
    return repr(value)


def is_excel_error(cell: str) -> bool:
    return cell.startswith("#") and cell in _ERRORS
