"""Samples taken at home: at whose door, and what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.care.quarantine import queries as quarantine
from ringfence.faces import wording
from ringfence.faces.web.samples.home import doors
from ringfence.field.testing import at_home
from ringfence.field.testing import queries as testing
from ringfence.ground.access import Permission
from ringfence.kernel import NotFound, reason
from ringfence.response import home_sampling

from ..inside import Call, ours
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import Day, Given, Instant, Line, PersonBrief, brief
from ..words import HomeOutcome, SamplePurpose

operations = Operations("samples at home")


class Visit(Schema):
    """Somebody went to the door for a sample."""

    sample_id: UUID
    at: Instant
    outcome: HomeOutcome
    note: str
    by_name: str


class HomeSample(Schema):
    """A sample due at somebody's home; address and telephone only for who may read persons there."""

    id: UUID
    person: PersonBrief
    address: str | None
    phone: str | None
    area_code: str
    purpose: SamplePurpose
    due_on: Day
    due_at: Instant = Field(description="By when somebody goes there (again).")
    why: str
    visits: list[Visit]


class VisitTold(Given):
    outcome: HomeOutcome
    codes: list[str] = Field(
        [], max_length=4, description="With SAMPLED: one tube for each swab of the day; may be left empty."
    )
    note: Line = ""


class VisitKept(Visit):
    next_at: Instant | None = Field(description="When to come back; null when the sample was taken.")
    escalated: bool = Field(description="The investigator is asked to look as well.")
    why: str


@operations.read(f"{INSIDE}/samples/home", Listed[HomeSample], needs=Permission.SAMPLE_AT_HOME)
def due(request: Call, at: Query[Cursor]) -> object:
    """Samples due at home in the areas in which I go to the doors, the oldest first."""
    people = quarantine.people_at_home(outbreak_id=request.outbreak.id)
    found = at_home.due(
        by=request.user, outbreak_id=request.outbreak.id, day=request.outbreak_today, person_ids=people
    )
    found = at_home.beside(found)
    return listed(found, at=at, order=("due_on", "id"), shown=lambda one: _shown(one, request))


@operations.write(
    f"{INSIDE}/samples/{{sample_id}}/home-visits", VisitKept, needs=Permission.SAMPLE_AT_HOME, status=201
)
def keep_visit(request: Call, sample_id: UUID, told: VisitTold) -> object:
    """Keep what came of a visit: sampled, nobody opened, or would not be sampled."""
    sample = ours(testing.bare(sample_id=sample_id), request)
    if not at_home.goes_to(sample=sample, by=request.user):
        raise NotFound(reason("There is no such sample."))
    visit, next_visit = home_sampling.keep_visit(
        sample_id=sample_id, **told.dict(), by=request.user, now=request.outbreak_now
    )
    return {
        **_visit(visit), "next_at": next_visit.due_at if next_visit else None,
        "escalated": bool(next_visit and next_visit.escalated),
        "why": wording.say(next_visit.why) if next_visit else "",
    }  # fmt: skip


def _shown(sample: Any, request: Call) -> dict[str, Any]:
    (door,) = doors(request, [sample])
    return {
        "id": sample.id, "person": brief(sample.person, request), "area_code": sample.area_id, "purpose": sample.purpose,
        "address": door.identity.address if door.identity else None, "phone": door.identity.phone if door.identity else None,
        "due_on": sample.due_on, "due_at": door.due_at, "why": wording.say(door.why),
        "visits": [_visit(one) for one in sample.home_visits.all()],
    }  # fmt: skip


def _visit(visit: Any) -> dict[str, Any]:
    return {name: getattr(visit, name) for name in Visit.__annotations__}
