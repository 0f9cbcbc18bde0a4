"""What a row would change in a known case. An empty cell changes nothing; "unknown" does not undo what is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ringfence.cores.linelist.rows import LineListRow

from .known import KnownCase

_SAY_NOTHING = frozenset({"UNKNOWN", "U"})


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after. Extra columns have the field `extra.<name>`."""

    field: str
    before: Any
    after: Any

    def as_json(self) -> dict[str, Any]:
        return {"field": self.field, "before": _plain(self.before), "after": _plain(self.after)}


def changes(*, row: LineListRow, known: KnownCase) -> tuple[Change, ...]:
    """Field by field what the row says differently."""
    fields = _differences(row.given(), known.values, "")
    return (
        *(one for one in fields if one.field != "case_id"),
        *_differences(row.extra, known.extra, "extra."),
    )


def _differences(after: Mapping[str, Any], before: Mapping[str, Any], prefix: str) -> tuple[Change, ...]:
    found = []
    for key, value in after.items():
        old = before.get(key)
        if not _same(old, value) and not (old not in (None, "") and str(value) in _SAY_NOTHING):
            found.append(Change(prefix + key, old, value))
    return tuple(found)


def _same(old: Any, new: Any) -> bool:
    return old == new or (old is not None and _plain(old) == _plain(new))


def _plain(value: Any) -> str | None:
    """Dates as 2022-01-09, words by their value, everything else as text."""
    return None if value is None else str(value)
