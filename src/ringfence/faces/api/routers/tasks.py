"""Tasks: what waits for the caller, by deadline."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.command.inbox import queries as inbox
from ringfence.command.inbox.items import Kind, Scope, WorkItem
from ringfence.faces import wording
from ringfence.faces.web.tasks.views import asked_by, page_of
from ringfence.faces.web.templatetags.front import named

from ..inside import Call
from ..operations import INSIDE, SIGNED_IN, Operations
from ..schema import Instant, PersonBrief, brief

operations = Operations("tasks")


class Task(Schema):
    """One thing to do. It disappears when it is done: tasks are read from the state of everything, never kept."""

    kind: Kind
    title: str
    due_at: Instant
    late: bool
    person: PersonBrief | None
    where: str
    owner: str = Field(description="Who leads it; empty: nobody yet.")
    count: int = Field(description="How many people or samples wait behind it.")
    subject_id: UUID | None = Field(
        description="The id of what it is about; which operations take it follows from `kind`."
    )
    page: str = Field(description="The address of the page on which it is done.")


class TaskCount(Schema):
    """How many tasks of a kind are open, and how many of them are late; both up to 200."""

    kind: Kind
    open: int
    late: int


class Tasks(Schema):
    """At most a hundred tasks of each kind, the most urgent first, and how many there are of each."""

    items: list[Task]
    counts: list[TaskCount]
    open: int
    late: int


class WantedTasks(Schema):
    scope: Scope = Field(
        Scope.MINE, description="My own, those of everybody with my role, or all in my areas."
    )
    kind: Kind | None = None


@operations.read(f"{INSIDE}/tasks", Tasks, needs=SIGNED_IN)
def list_mine(request: Call, wanted: Query[WantedTasks]) -> object:
    """What waits for me, by deadline, with the page on which it is done."""
    asked = asked_by(request)  # type: ignore[arg-type]
    scope = wanted.scope
    counts = inbox.counted(asked=asked, scope=scope)
    total = inbox.total(counts)
    return {
        "items": [_shown(one, request) for one in inbox.work(asked=asked, scope=scope, kind=wanted.kind)],
        "counts": [{"kind": one, "open": its.open, "late": its.late} for one, its in counts.items()],
        "open": total.open, "late": total.late,
    }  # fmt: skip


def _shown(item: WorkItem, request: Call) -> dict[str, Any]:
    return {
        "kind": item.kind, "title": wording.say(item.title), "due_at": item.due_at,
        "late": item.due_at < request.outbreak_now, "person": brief(item.person, request) if item.person else None,
        "where": named(item.where) if item.where else "", "owner": item.owner, "count": item.count, "subject_id": item.goal[1],
        "page": page_of(item, request.outbreak.slug),
    }  # fmt: skip
