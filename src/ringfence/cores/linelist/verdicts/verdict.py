"""A verdict on a row, and whom it may be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ringfence.cores.linelist.rows import CellNote, LineListRow, SkippedLine, WrongRow
from ringfence.kernel import Reason

from .changes import Change


class Verdict(StrEnum):
    NEW = "NEW"
    UPDATE = "UPDATE"
    SAME = "SAME"
    DUPLICATE_SUSPECTED = "DUPLICATE_SUSPECTED"
    WRONG = "WRONG"
    NOT_A_CASE = "NOT_A_CASE"


@dataclass(frozen=True, slots=True)
class Suspect:
    """Somebody this row may be: a known case, or an earlier row of the file."""

    ref: str | None
    case_id: str | None
    row_number: int | None
    score: float
    why: Reason

    def as_json(self) -> dict[str, Any]:
        return {
            "ref": self.ref,
            "case_id": self.case_id,
            "row": self.row_number,
            "score": self.score,
            "why": self.why.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Judged:
    """A row and what becomes of it. `ref` names the known case for UPDATE and SAME; `why` the sentence for the rest.

    `key` is there for a row by which nobody can be found: whoever keeps it knows the row when it comes again.
    """

    row: LineListRow | WrongRow | SkippedLine
    verdict: Verdict
    ref: str | None = None
    changes: tuple[Change, ...] = ()
    suspects: tuple[Suspect, ...] = ()
    why: Reason | None = None
    key: str = ""

    @classmethod
    def wrong(cls, row: LineListRow, *, field: str, why: Reason, ref: str | None = None) -> Judged:
        """A row that can be read and still must not be imported: the sentence stands at one of its cells."""
        note = CellNote(field, "", str(getattr(row, field) or ""), why)
        return cls(WrongRow(row.number, (), (note,), row.remarks, row.case_id), Verdict.WRONG, ref, why=why)
