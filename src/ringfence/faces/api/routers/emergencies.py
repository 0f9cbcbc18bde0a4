"""Emergencies: one person's data read outside one's own area, for three hours, with a reason and with everybody told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.faces.access import SIGNED_IN
from ringfence.ground.access import Permission
from ringfence.registry.emergencies import actions as emergencies
from ringfence.registry.emergencies import queries as openings
from ringfence.response import emergency

from ..inside import Call
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import Given, Instant, Line, Paragraph

operations = Operations("emergencies")
ONE = f"{INSIDE}/emergencies/{{opening_id}}"


class Emergency(Schema):
    """Who reads one person until when and why. Who is read stands in it for nobody. Instants are real time."""

    id: UUID
    by_name: str
    why: str
    opened_at: Instant
    ends_at: Instant
    ended_at: Instant | None
    ended_by_name: str


class EmergencyRead(Schema):
    """What its opener reads while it lasts."""

    person_id: UUID
    name: str
    sex: str
    age_years: int | None
    phone: str
    address: str
    guardian: str
    area_code: str
    case_number: str
    order_number: str
    order_kind: str
    ends_at: Instant


class BeginEmergency(Given):
    number: Line = Field(min_length=1, description="A case number of this outbreak, or an identity number.")
    why: Paragraph = Field(min_length=1, description="What the emergency is, in 10 to 500 letters.")


@operations.write(f"{INSIDE}/emergencies", Emergency, needs=Permission.PERSON_READ, status=201)
def begin(request: Call, told: BeginEmergency) -> object:
    """Open one person's data for three hours. Oversight and command are told at once."""
    return emergency.begin(
        number=told.number, why=told.why, outbreak_id=request.outbreak.id, by=request.user, now=request.received_at
    )  # fmt: skip


@operations.read(f"{INSIDE}/emergencies", Listed[Emergency], needs=SIGNED_IN)
def list_some(request: Call, at: Query[Cursor]) -> object:
    """All emergencies for oversight and command, one's own for others; the newest first."""
    found = openings.visible_to(by=request.user, outbreak_id=request.outbreak.id)
    return listed(found, at=at, order=("-opened_at", "-id"), shown=lambda one: one)


@operations.read(ONE, EmergencyRead, needs=Permission.PERSON_READ)
def show(request: Call, opening_id: UUID) -> object:
    """Read the person while it lasts; the look is on record with the reason."""
    seen = emergency.see(
        opening_id=opening_id, outbreak_id=request.outbreak.id, by=request.user, now=request.received_at,
        on=request.outbreak_today,
    )  # fmt: skip
    return _shown(seen)


@operations.write(f"{ONE}/end", Emergency, needs=SIGNED_IN)
def end(request: Call, opening_id: UUID) -> object:
    """End it early: whoever opened it, oversight or command."""
    return emergencies.end(
        opening_id=opening_id, outbreak_id=request.outbreak.id, by=request.user, now=request.received_at
    )


def _shown(seen: emergency.Seen) -> dict[str, Any]:
    person = seen.person
    told = {
        name: getattr(person, name)
        for name in ("name", "sex", "age_years", "phone", "address", "guardian", "area_code")
    }
    return told | {
        "person_id": person.id, "case_number": seen.case.number if seen.case else "",
        "order_number": seen.order.number if seen.order else "", "order_kind": seen.order.kind if seen.order else "",
        "ends_at": seen.opening.ends_at,
    }  # fmt: skip
