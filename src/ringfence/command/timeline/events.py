"""What an event on the timeline is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

from ringfence.kernel import Reason


class Topic(StrEnum):
    """What an event is about; a reader may look at one topic alone."""

    CASE = "CASE"
    CLOCK = "CLOCK"
    FORM = "FORM"
    LABORATORY = "LABORATORY"
    CONTACTS = "CONTACTS"
    MEASURES = "MEASURES"
    CARE = "CARE"


@dataclass(frozen=True, slots=True)
class Change:
    """A corrected field: its name, what stood there before, what stands there now."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened. `look` is a status word that gives tone and icon; `text` is as somebody typed it.

    `people` are persons with their identity; a page shows their names to those who may see them.
    """

    at: datetime
    topic: Topic
    look: str
    title: Reason
    details: tuple[Reason, ...] = ()
    changes: tuple[Change, ...] = ()
    text: str = ""
    who: str = ""
    people: tuple[Any, ...] = ()
    subject: tuple[str, UUID] | None = None
    day_only: bool = False


def together(events: Iterable[Event], *, title: Any) -> list[Event]:
    """Events of one deed on many people (same instant, look and actor) as one; `title(count)` is its sentence."""
    ordered = sorted(events, key=_deed)
    found = []
    for _, group in groupby(ordered, key=_deed):
        same = list(group)
        found.append(same[0] if len(same) == 1 else _joined(same, title(len(same))))
    return found


def _deed(event: Event) -> tuple[Any, ...]:
    return (event.at, event.look, event.who, event.title.text)


def _joined(same: Sequence[Event], title: Reason) -> Event:
    people = tuple(person for event in same for person in event.people)
    return replace(same[0], title=title, people=people, details=(), text="", subject=None)
