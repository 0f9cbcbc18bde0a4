"""The timeline of a case: everything that happened with it, from every room."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.command.timeline import queries as timeline
from ringfence.command.timeline.events import Event, Topic
from ringfence.faces import wording
from ringfence.ground.access import Permission

from ..inside import Call
from ..operations import INSIDE, Operations
from ..schema import Instant, PersonBrief, brief, sentences
from .cases import our_case

operations = Operations("timeline")


class ChangeShown(Schema):
    """A corrected field: what stood there before, what stands there now."""

    field: str
    before: Any
    after: Any


class EventShown(Schema):
    """Something that happened. `look` is a status word; `text` stands as somebody typed it."""

    at: Instant
    day_only: bool = Field(description="Only the day is known, not the hour.")
    topic: Topic
    look: str
    title: str
    details: list[str]
    changes: list[ChangeShown]
    text: str
    who: str
    people: list[PersonBrief]
    subject_type: str = Field(
        description="case, contact, order, sample, transfer; empty: nothing of its own."
    )
    subject_id: UUID | None


class WantedEvents(Schema):
    topic: Topic | None = None
    order: Literal["newest", "oldest"] = "newest"


@operations.read(f"{INSIDE}/cases/{{case_id}}/timeline", list[EventShown], needs=Permission.CASE_READ)
def show(request: Call, case_id: UUID, wanted: Query[WantedEvents]) -> object:
    """Everything that happened with a case, as on its page: the newest first, or the oldest."""
    file = timeline.case_file(case=our_case(request, case_id), by=request.user)
    told = timeline.events(file=file, now=request.outbreak_now)
    if wanted.order == "oldest":
        told.reverse()
    return [_shown(one, request) for one in told if wanted.topic in (None, one.topic)]


def _shown(event: Event, request: Call) -> dict[str, Any]:
    subject_type, subject_id = event.subject or ("", None)
    return {
        "at": event.at, "day_only": event.day_only, "topic": event.topic, "look": event.look,
        "title": wording.say(event.title), "details": sentences(event.details),
        "changes": [{"field": one.field, "before": one.before, "after": one.after} for one in event.changes],
        "text": event.text, "who": event.who, "people": [brief(one, request) for one in event.people],
        "subject_type": subject_type, "subject_id": subject_id,
    }  # fmt: skip
