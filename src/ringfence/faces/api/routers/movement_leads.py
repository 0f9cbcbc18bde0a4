"""The leads of an exposure search: listed, named as contacts, dismissed, offered a test."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.ground.access import Permission
from ringfence.registry.people import queries as people
from ringfence.response import exposure_leads
from ringfence.tracing.movement import actions as movement
from ringfence.tracing.movement import queries

from ..inside import Call
from ..operations import Operations
from ..paging import Cursor, Listed, listed
from ..schema import Done, Given, Instant, Sentence
from ..words import LeadState, Overlap
from .movement import ONE, our_search

operations = Operations("movement")


class LeadPerson(Schema):
    """Who a lead is; for who traces in this area, and not for a dismissed lead."""

    id: UUID
    name: str
    sex: str
    age_years: int | None
    phone: str


class Factors(Schema):
    """`dose = minutes x infectiousness x crowd x air x certainty`; it ranks and is no probability."""

    minutes: float
    infectiousness: float
    crowd: float
    air: float
    certainty: float
    dose: float


class Lead(Schema):
    """Somebody who was together with the case. Not a contact; restricts nobody."""

    id: UUID
    rank: int
    person: LeadPerson | None
    place_code: str
    place_name: str
    metres: int
    first_at: Instant
    last_at: Instant
    minutes: float
    sure_minutes: float
    longest_minutes: float
    episodes: int
    continuous: bool
    certain: bool
    overlap: Overlap = Field(description="POSSIBLE: all of the time together rests on a guessed end.")
    second_ring: bool
    offer_only: bool = Field(description="Of the legacy rule: at most a voluntary test offer.")
    sources: list[str]
    factors: Factors
    state: LeadState
    decided_why: str
    decided_by_name: str
    contact_id: UUID | None
    came_at: Instant | None = Field(
        description="When it came live, after the search was answered; null: with the answer."
    )
    grown_at: Instant | None = Field(description="When new records last changed its time together.")


class WantedLeads(Cursor):
    state: LeadState | None = None


class LeadsChosen(Given):
    lead_ids: list[UUID] = Field(min_length=1, max_length=1000)


class LeadsDismissed(LeadsChosen):
    why: Sentence


@operations.read(f"{ONE}/leads", Listed[Lead], needs=Permission.MOVEMENT_READ)
def leads(request: Call, search_id: UUID, wanted: Query[WantedLeads]) -> object:
    """The leads of an answered search, the greatest dose first."""
    search = our_search(request, search_id)
    found = queries.leads(search_id=search.id, state=wanted.state or "")
    page = listed(found, at=wanted, order=("rank",), shown=lambda one: one)
    named = queries.named(search=search, leads=page["items"], by=request.user, on=request.outbreak_today) if page["items"] else []  # fmt: skip
    return page | {"items": [_lead(one) for one in named]}


@operations.write(f"{ONE}/leads/name", Done, needs=Permission.MOVEMENT_SEARCH)
def name(request: Call, search_id: UUID, told: LeadsChosen) -> object:
    """Name the people of these leads as contacts; the rule set proposes what kind, an investigator decides later."""
    search = our_search(request, search_id)
    named = exposure_leads.name_leads(
        search_id=search.id, lead_ids=told.lead_ids, by=request.user, now=request.outbreak_now
    )
    return {"changed": len(named)}


@operations.write(f"{ONE}/leads/dismiss", Done, needs=Permission.MOVEMENT_SEARCH)
def dismiss(request: Call, search_id: UUID, told: LeadsDismissed) -> object:
    """Dismiss leads with a reason; whose number they were is closed again."""
    search = our_search(request, search_id)
    done = movement.dismiss(
        search_id=search.id, lead_ids=told.lead_ids, why=told.why, by=request.user, now=request.outbreak_now
    )
    return {"changed": done}


@operations.write(f"{ONE}/leads/offer", Done, needs=Permission.MOVEMENT_SEARCH)
def offer(request: Call, search_id: UUID, told: LeadsChosen) -> object:
    """Note that a voluntary test was offered to the people of these leads. It binds nobody and is no contact."""
    search = our_search(request, search_id)
    done = movement.offer(
        search_id=search.id, lead_ids=told.lead_ids, by=request.user, now=request.outbreak_now
    )
    return {"changed": done}


@operations.write(f"{ONE}/leads/reopen", Done, needs=Permission.MOVEMENT_SEARCH)
def reopen(request: Call, search_id: UUID, told: LeadsChosen) -> object:
    """Take dismissals back."""
    search = our_search(request, search_id)
    done = movement.reopen(
        search_id=search.id, lead_ids=told.lead_ids, by=request.user, now=request.outbreak_now
    )
    return {"changed": done}


def _lead(named: queries.NamedLead) -> dict[str, Any]:
    lead = named.lead
    beside = ("person", "factors", "second_ring")
    told = {name: getattr(lead, name) for name in Lead.__annotations__ if name not in beside}
    factors = {name: getattr(lead, name) for name in Factors.__annotations__}
    return told | {
        "person": _person(named.person),
        "factors": factors,
        "second_ring": lead.through_number is not None,
    }


def _person(person: people.NamedPerson | None) -> dict[str, Any] | None:
    return None if person is None else {name: getattr(person, name) for name in LeadPerson.__annotations__}
