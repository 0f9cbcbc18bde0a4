"""Quarantine sites and their rooms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.care.quarantine import actions as quarantine_actions
from ringfence.care.quarantine import queries as quarantine
from ringfence.ground.access import Permission
from ringfence.kernel import NotFound, reason
from ringfence.registry.places import queries as places
from ringfence.response import placing

from ..inside import Call
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import NO_NUL, AreaCode, Done, Given, Instant, Line, Word, sentences
from ..words import RoomState, SiteState, StayState
from .stays import Stay
from .stays import shown as stay_shown

operations = Operations("sites")
ONE = f"{INSIDE}/sites/{{site_id}}"


class Site(Schema):
    """A quarantine site. It opens after its three zones and two passages were accepted."""

    id: UUID
    name: str
    name_en: str
    area_code: str = Field(alias="area_id")
    address: str
    state: SiteState
    three_zones_accepted_at: Instant | None
    is_demo: bool


class Guest(Schema):
    """Somebody in a room, or for whom it is reserved."""

    stay_id: UUID
    person_id: UUID
    state: StayState


class Room(Schema):
    """One room with a toilet of its own, and who is in it."""

    id: UUID
    floor: int
    number: str
    beds: int
    accessible: bool
    state: RoomState
    state_since: Instant | None
    guests: list[Guest]


class AddSite(Given):
    name: str = Field(min_length=1, max_length=120, pattern=NO_NUL)
    name_en: str = Field("", max_length=120, pattern=NO_NUL)
    area_code: AreaCode
    address: Line = ""


class NewRoom(Given):
    floor: int = Field(1, ge=-5, le=200)
    number: str = Field(min_length=1, max_length=20, pattern=NO_NUL)
    beds: int = Field(1, ge=1, le=20)


class AddRooms(Given):
    rooms: list[NewRoom] = Field(min_length=1, max_length=1000)


class Disinfected(Given):
    agent: Word = Field(min_length=1, examples=["chlorine"])
    concentration: str = Field("", max_length=40, pattern=NO_NUL, examples=["1000 mg/L"])


class SetAccessible(Given):
    accessible: bool


class Closing(Schema):
    """Whether a site may close, why not, and who is in the way."""

    allowed: bool
    reasons: list[str]
    stays: list[Stay]


class SetRoom(Given):
    state: RoomState


@operations.read(f"{INSIDE}/sites", Listed[Site], needs=Permission.SITE_READ)
def list_all(request: Call, at: Query[Cursor]) -> object:
    """Sites in my areas."""
    found = quarantine.sites(by=request.user, area_code=request.outbreak.area_id)
    return listed(found, at=at, order=("area_id", "name", "id"), shown=lambda one: one)


@operations.write(f"{INSIDE}/sites", Site, needs=Permission.SITE_MANAGE, status=201)
def add(request: Call, told: AddSite) -> object:
    """Register a site of my organisation, in reserve. Told twice: the same site."""
    places.place(code=told.area_code)
    return quarantine_actions.add_site(
        **told.dict(), organisation_id=request.user.organisation_id, by=request.user, now=request.outbreak_now
    )


@operations.write(f"{ONE}/accept", Site, needs=Permission.SITE_MANAGE)
def accept(request: Call, site_id: UUID) -> object:
    """Note that the three zones and two passages were inspected and accepted."""
    quarantine.site(site_id=site_id, by=request.user)
    return quarantine_actions.accept_three_zones(site_id=site_id, by=request.user, now=request.outbreak_now)


@operations.write(f"{ONE}/open", Site, needs=Permission.SITE_MANAGE)
def open_one(request: Call, site_id: UUID) -> object:
    """Open a site."""
    quarantine.site(site_id=site_id, by=request.user)
    return placing.open_site(
        site_id=site_id, outbreak_id=request.outbreak.id, by=request.user, now=request.outbreak_now
    )


@operations.read(f"{ONE}/closing", Closing, needs=Permission.SITE_MANAGE)
def closing(request: Call, site_id: UUID) -> object:
    """May this site close now? If not: who still stays in it or is on the way, as far as I may see them."""
    site = quarantine.site(site_id=site_id, by=request.user)
    decision = quarantine.may_close(site=site)
    guests = quarantine.stays(by=request.user, outbreak_id=request.outbreak.id, site_id=site_id)
    guests = guests.filter(quarantine.IN_A_ROOM).order_by("room__floor", "room__number", "id")
    return {
        "allowed": decision.allowed, "reasons": sentences(decision.reasons),
        "stays": [stay_shown(one, request) for one in guests],
    }  # fmt: skip


@operations.write(f"{ONE}/close", Site, needs=Permission.SITE_MANAGE)
def close_one(request: Call, site_id: UUID) -> object:
    """Close a site; its rooms are no longer given out. Refused while somebody stays there or is on the way."""
    quarantine.site(site_id=site_id, by=request.user)
    return quarantine_actions.close_site(site_id=site_id, by=request.user, now=request.outbreak_now)


@operations.read(f"{ONE}/rooms", list[Room], needs=Permission.SITE_READ)
def rooms(request: Call, site_id: UUID) -> object:
    """The rooms of a site, floor by floor, and who is in them."""
    quarantine.site(site_id=site_id, by=request.user)
    return [_room(one) for one in quarantine.rooms(site_id=site_id)]


@operations.write(f"{ONE}/rooms", Done, needs=Permission.SITE_MANAGE, status=201)
def add_rooms(request: Call, site_id: UUID, told: AddRooms) -> dict[str, int]:
    """Add rooms; numbers that are there already stay as they are."""
    quarantine.site(site_id=site_id, by=request.user)
    new = {one.number: (one.floor, one.number, one.beds) for one in told.rooms}
    added = placing.add_rooms(
        outbreak_id=request.outbreak.id,
        site_id=site_id,
        rooms=list(new.values()),
        by=request.user,
        now=request.outbreak_now,
    )
    return {"changed": added}


@operations.write(f"{ONE}/rooms/{{room_id}}/state", Room, needs=Permission.SITE_MANAGE)
def set_room_state(request: Call, site_id: UUID, room_id: UUID, told: SetRoom) -> object:
    """Make a room ready, send it to disinfection, or take it out of order."""
    _one(request, site_id, room_id)
    placing.set_room_state(
        outbreak_id=request.outbreak.id,
        room_id=room_id,
        state=told.state,
        by=request.user,
        now=request.outbreak_now,
    )
    return _room(_one(request, site_id, room_id))


@operations.write(f"{ONE}/rooms/{{room_id}}/disinfected", Room, needs=Permission.SITE_MANAGE)
def disinfected(request: Call, site_id: UUID, room_id: UUID, told: Disinfected) -> object:
    """Terminal disinfection is done: the room is ready, and who waits longest moves up."""
    _one(request, site_id, room_id)
    placing.finish_disinfection(
        room_id=room_id, outbreak_id=request.outbreak.id, agent=told.agent, concentration=told.concentration,
        by=request.user, now=request.outbreak_now,
    )  # fmt: skip
    return _room(_one(request, site_id, room_id))


@operations.write(f"{ONE}/rooms/{{room_id}}/accessible", Room, needs=Permission.SITE_MANAGE)
def set_accessible(request: Call, site_id: UUID, room_id: UUID, told: SetAccessible) -> object:
    """Note whether somebody in a wheelchair can use the room."""
    _one(request, site_id, room_id)
    quarantine_actions.set_accessible(
        room_id=room_id, accessible=told.accessible, by=request.user, now=request.outbreak_now
    )
    return _room(_one(request, site_id, room_id))


def _one(request: Call, site_id: UUID, room_id: UUID) -> Any:
    quarantine.site(site_id=site_id, by=request.user)
    found = quarantine.rooms(site_id=site_id).filter(id=room_id).first()
    if found is None:
        raise NotFound(reason("There is no such room."))
    return found


def _room(room: Any) -> dict[str, Any]:
    told = {name: getattr(room, name) for name in Room.__annotations__ if name != "guests"}
    guests = [{"stay_id": one.id, "person_id": one.person_id, "state": one.state} for one in room.running]
    return {**told, "guests": guests}
