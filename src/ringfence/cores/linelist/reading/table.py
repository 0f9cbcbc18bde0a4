"""A table as it was read: its columns, its lines, and what was found out about the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ringfence.kernel import Reason


class Line(NamedTuple):
    """One row of a file. `number` is the row number that a spreadsheet shows, counted from 1."""

    number: int
    cells: tuple[str, ...]
    fault: Reason | None = None  # the whole line cannot be read
    damaged: frozenset[int] = frozenset()  # cells whose digits a spreadsheet has rounded
    no_case: Reason | None = None  # the line is no case: a heading repeated, a total, a signature


@dataclass(frozen=True, slots=True)
class Column:
    index: int
    letter: str
    name: str  # the heading as written; empty when the heading is empty

    @property
    def label(self) -> str:
        """The heading, or the letter when there is none."""
        return self.name or f"[{self.letter}]"


@dataclass(frozen=True, slots=True)
class Detected:
    """What was found out about a file, to be shown before it is believed."""

    format: str  # "csv" or "xlsx"
    encoding: str = ""
    byte_order_mark: bool = False
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    dates_from_1904: bool = False
    header_rows: tuple[int, ...] = ()
    title: tuple[str, ...] = ()
    notes: tuple[Reason, ...] = ()

    def as_json(self) -> dict[str, Any]:
        kept: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__ if name != "notes"}
        return kept | {"notes": [note.as_json() for note in self.notes]}


@dataclass(frozen=True)
class Table:
    """Columns and lines. `lines()` starts afresh each time, so a file can be gone through twice."""

    file_name: str
    columns: tuple[Column, ...]
    detected: Detected
    _start: Callable[[], Iterator[Line]] = field(repr=False)

    def lines(self) -> Iterator[Line]:
        """Every line below the heading that is not empty, each as wide as the heading."""
        return self._start()

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


class RawRow(NamedTuple):
    """A row as the format gives it, before anyone knows which row is the heading."""

    number: int
    cells: list[str]
    fault: Reason | None = None
    damaged: frozenset[int] = frozenset()


class Records(NamedTuple):
    """A file whose rows can be gone through again and again."""

    start: Callable[[], Iterator[RawRow]]
    detected: Detected
    merged: tuple[
        tuple[int, int, int, int], ...
    ] = ()  # (first row, first column, last row, last column), rows from 1


def column_letter(index: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA, as spreadsheets name them."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
