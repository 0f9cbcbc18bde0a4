"""Rows of a delimited text file (CSV), read even when some of its quotation marks are wrong."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from ringfence.cores.linelist.texts import tidy
from ringfence.kernel import Reason, reason

from . import encoding
from .escaping import plain_cell
from .table import Detected, RawRow, Records

_DELIMITERS = (",", ";", "\t", "|")
_LOOK_AT = 200  # records from which the delimiter is told
_LONGEST_CELL = 200  # lines that one quoted cell may cover before its closing mark is taken to be missing


def open_records(content: BinaryIO) -> Records:
    """Find encoding and delimiter. Bytes that are no text are refused."""
    found = encoding.detect(content)
    hint = _separator_hint(content, found)
    delimiter, width = _delimiter_and_width(content, found, (hint,) if hint else _DELIMITERS)
    notes: tuple[Reason, ...] = ()
    if found.damaged:
        notes = (
            reason(
                "Some characters of this file cannot be read; rows that hold them are refused. Save the file again as CSV (UTF-8)."
            ),
        )
    detected = Detected("csv", encoding.NAMES[found.codec], found.byte_order_mark, delimiter, notes=notes)
    return Records(lambda: _rows(content, found, delimiter, width=width, skip=1 if hint else 0), detected)


class _Lines:
    """The lines of a file, one at a time, able to take lines back after a wrong quotation mark."""

    def __init__(self, content: BinaryIO, found: encoding.Encoding) -> None:
        content.seek(0)
        self._text = io.TextIOWrapper(
            io.BufferedReader(_Unclosed(content)), found.codec, "replace", newline=""
        )
        self._back: list[str] = []
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= _LONGEST_CELL:
            raise csv.Error("too long")
        line = self._back.pop() if self._back else next(self._text)
        self.taken.append(line)
        return line

    def give_back(self, lines: list[str]) -> None:
        self._back.extend(reversed(lines))


class _Unclosed(io.RawIOBase):
    """Lets a text wrapper end without closing the bytes beneath it, which will be read again."""

    def __init__(self, content: BinaryIO) -> None:
        self._content = content

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        chunk = self._content.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)


def _separator_hint(content: BinaryIO, found: encoding.Encoding) -> str:
    """Excel's own first line `sep=;`."""
    first = next(_Lines(content, found), "").strip().strip('"')
    return first[4] if len(first) == 5 and first.lower().startswith("sep=") else ""


def _delimiter_and_width(
    content: BinaryIO, found: encoding.Encoding, marks: tuple[str, ...]
) -> tuple[str, int]:
    """The delimiter under which the most records have the same number of cells, and that number."""
    shapes = {mark: _shape(content, found, mark) for mark in marks}
    best = max(marks, key=lambda mark: shapes[mark][0])
    return best, shapes[best][1]


def _shape(content: BinaryIO, found: encoding.Encoding, delimiter: str) -> tuple[float, int]:
    """How even the records are under this delimiter (0 when it never occurs), and their usual width."""
    widths = Counter(
        len(row.cells) for row in islice(_rows(content, found, delimiter), _LOOK_AT) if any(row.cells)
    )
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0, 1
    width, count = max(wide.items(), key=lambda item: item[1] * math.log(item[0] + 1))
    return count / widths.total() * math.log(width + 1), width


def _rows(
    content: BinaryIO, found: encoding.Encoding, delimiter: str, *, width: int = 0, skip: int = 0
) -> Iterator[RawRow]:
    """Every record with its number; a line whose quotation mark is never closed is a fault of its own."""
    lines = _Lines(content, found)
    number = 0
    while True:
        lines.taken.clear()
        try:
            cells = next(csv.reader(lines, delimiter=delimiter, strict=True))
            fault = None
            if len(lines.taken) > 1 and _swallowed(lines.taken, cells, delimiter, width):
                cells, fault = _mended(lines, delimiter)
        except StopIteration:
            return
        except csv.Error:
            cells, fault = _mended(lines, delimiter)
        number += 1
        if number > skip:
            yield _row(number, cells, fault)


def _swallowed(taken: list[str], cells: list[str], delimiter: str, width: int) -> bool:
    """A record over several lines that does not fit, while one of its lines alone does: a mark is missing."""
    if not width or len(cells) == width:
        return False
    alone = (next(csv.reader([line], delimiter=delimiter), []) for line in taken[1:])
    return any(len(parsed) == width for parsed in alone)


def _row(number: int, cells: list[str], fault: Reason | None) -> RawRow:
    read = [plain_cell(kept) if (kept := tidy(cell)) else kept for cell in cells]
    if fault is None and any("\ufffd" in cell for cell in read):
        fault = reason(
            "A character in this row cannot be read. Save the file as CSV (UTF-8) and import it again."
        )
    return RawRow(number, read, fault)


def _mended(lines: _Lines, delimiter: str) -> tuple[list[str], Reason | None]:
    """Take only the first line of a record that does not parse, and give the others back."""
    first, *others = lines.taken or [""]
    lines.give_back(others)
    try:
        if first.count('"') % 2 == 0:
            return next(csv.reader([first], delimiter=delimiter), []), None
        if '\\"' in first:
            return next(
                csv.reader([first], delimiter=delimiter, doublequote=False, escapechar="\\"), []
            ), None
        loose = next(csv.reader([first], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
    except csv.Error:
        return [first[:100]], reason("A cell of this row is longer than 131,072 characters. Shorten it.")
    return loose, reason("A quotation mark in this row is opened and never closed. Remove it or close it.")
