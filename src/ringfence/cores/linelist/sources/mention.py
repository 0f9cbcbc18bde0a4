"""One thing that a source text names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from ringfence.cores.linelist.vocabulary import Direction, MentionKind, Relation
from ringfence.kernel import Reason

DIRECTION = Direction.UNKNOWN  # who infected whom is told by dates and evidence, never by a mention


@dataclass(frozen=True, slots=True)
class SourceMention:
    """One thing that a source text names. `start` and `end` count characters of the text as written."""

    kind: MentionKind
    text: str
    start: int
    end: int
    case_id: str | None = None
    relation: Relation = Relation.UNKNOWN
    direction: Direction = DIRECTION

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


class Mentions(NamedTuple):
    """Everything that a source text names, in its order."""

    mentions: tuple[SourceMention, ...]
    remarks: tuple[Reason, ...] = ()
