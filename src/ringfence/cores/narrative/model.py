"""What was read: spans of characters, and stops made of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import asdict, dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any


class SpanKind(StrEnum):
    """What a stretch of the text names."""

    TIME = "TIME"
    UNTIL = "UNTIL"  # the end of a range that a TIME begins
    PLACE = "PLACE"
    HOME_ADDRESS = "HOME_ADDRESS"  # where the person lives: told of them, not visited
    TRANSPORT = "TRANSPORT"
    PERSON = "PERSON"
    RELATION = "RELATION"


class Order(StrEnum):
    """How the time of a stop is known."""

    TOLD = "TOLD"  # the text gives it with the stop
    SAME_TIME = "SAME_TIME"  # an earlier sentence gave it and nothing else was said since
    AFTER = "AFTER"  # after the stop before it; when, the text does not say
    OPEN = "OPEN"  # no time was told yet


class Role(StrEnum):
    """Who the narrative is about."""

    CASE = "CASE"
    CLOSE_CONTACT = "CLOSE_CONTACT"
    UNKNOWN = "UNKNOWN"


class Pieces:
    """Sentences or clauses of a text, by the marks that end them."""

    def __init__(self, text: str, ends: re.Pattern[str]) -> None:
        self._marks = [one.start() for one in ends.finditer(text)]
        self._length = len(text)

    def begin(self, at: int) -> int:
        """Where the piece that holds this character begins."""
        before = bisect_left(self._marks, at)
        return self._marks[before - 1] + 1 if before else 0

    def end(self, at: int) -> int:
        """The mark at or behind this character, or the end of the text."""
        nth = bisect_left(self._marks, at)
        return self._marks[nth] if nth < len(self._marks) else self._length


@dataclass(frozen=True)
class Span:
    """`text[start:end]` of the narrative."""

    start: int
    end: int
    kind: SpanKind
    text: str


@dataclass(frozen=True)
class Stop:
    """One place in the order of the text. What is `None` the text does not say."""

    place: Span
    order: Order
    from_date: date | None
    to_date: date | None
    from_time: time | None
    to_time: time | None
    part_of_day: str
    when: tuple[Span, ...]
    transport: tuple[Span, ...]
    companions: tuple[Span, ...]


@dataclass(frozen=True)
class Narrative:
    """All spans by position, the stops in the order of the text, and who it is about."""

    spans: tuple[Span, ...]
    stops: tuple[Stop, ...]
    role: Role

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
