"""The same person without the same case ID: among the known cases, and among the earlier rows of a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ringfence.cores.linelist.rows import LineListRow

from .keys import IDENTITY, kind_of
from .known import KnownCase
from .likeness import COMPARED, SUSPECTED_FROM, likeness, why
from .verdict import Suspect

CERTAIN_FROM = 0.9  # name and phone; for a row without a case ID this is its case


@dataclass(frozen=True, slots=True)
class Seen:
    """An earlier row of the file: as much of it as is compared."""

    number: int
    case_id: str | None
    content: int
    values: Mapping[str, Any]

    @classmethod
    def of(cls, row: LineListRow, content: int) -> Seen:
        values = {field: value for field in COMPARED if (value := getattr(row, field)) is not None}
        return cls(row.number, row.case_id, content, values)


def certain(
    row: LineListRow, keys: Sequence[str], found: Mapping[str, Sequence[KnownCase]]
) -> KnownCase | None:
    """The one case that a row without a case ID can only mean."""
    sure = {
        case.ref: case
        for key in keys
        for case in found.get(key, ())
        if not (row.case_id and case.case_id)
        and (kind_of(key) is IDENTITY or likeness(kind_of(key), row, case.values) >= CERTAIN_FROM)
    }
    return next(iter(sure.values())) if len(sure) == 1 else None


def suspects(
    row: LineListRow, keys: Sequence[str], found: Mapping[str, Sequence[KnownCase]], seen: Mapping[str, Seen]
) -> tuple[Suspect, ...]:
    """Everybody this row may be, the likeliest first; each known case and each earlier row once."""
    best: dict[tuple[str | None, int | None], Suspect] = {}
    for one in _all_suspects(row, keys, found, seen):
        who = (one.ref, one.row_number)
        if one.score >= SUSPECTED_FROM and (who not in best or best[who].score < one.score):
            best[who] = one
    return tuple(sorted(best.values(), key=lambda one: -one.score))


def _all_suspects(
    row: LineListRow, keys: Sequence[str], found: Mapping[str, Sequence[KnownCase]], seen: Mapping[str, Seen]
) -> Iterator[Suspect]:
    for key in keys:
        kind = kind_of(key)
        for case in found.get(key, ()):
            sentence = why(kind, case.case_id or case.ref)
            yield Suspect(case.ref, case.case_id, None, likeness(kind, row, case.values), sentence)
        earlier = seen.get(key)
        if earlier is not None:
            sentence = why(kind, earlier.case_id or f"#{earlier.number}")
            score = likeness(kind, row, earlier.values)
            yield Suspect(None, earlier.case_id, earlier.number, score, sentence)
