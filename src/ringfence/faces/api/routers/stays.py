"""Who stays where, who waits for a room, and the daily health checks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.care.quarantine import actions as quarantine_actions
from ringfence.care.quarantine import queries as quarantine
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.ground.audit import looks
from ringfence.kernel import NotFound, reason
from ringfence.response import placing

from ..inside import Call, ours
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import Day, Done, Given, Instant, Line, PersonBrief, brief
from ..words import Finding, MovedWhy, Slot, StayState

operations = Operations("stays")
STAY = f"{INSIDE}/stays/{{stay_id}}"
CHECK = f"{STAY}/checks"


class Stay(Schema):
    """A person's stay under an order: waiting for a room, with one reserved, in it, or over."""

    id: UUID
    order_id: UUID
    person: PersonBrief
    at_home: bool
    state: StayState
    site: str
    room: str
    requested_at: Instant
    started_at: Instant | None
    ended_at: Instant | None
    ended_why: str
    moved_from_id: UUID | None = Field(description="The stay that ended with this one: the room before.")
    moved_why: MovedWhy | Literal[""]
    moved_note: str
    moved_by_name: str


class HealthCheck(Schema):
    """One look at one person, morning or evening."""

    stay_id: UUID
    on: Day
    slot: Slot
    finding: Finding
    temperature_celsius: float | None
    symptoms: str
    checked_at: Instant
    checked_by_name: str


class WantedStays(Cursor):
    state: StayState | None = None
    site_id: UUID | None = None
    order_id: UUID | None = Field(None, description="Every room that somebody had under this order.")


class WantedUnchecked(Cursor):
    on: Day | None = Field(None, description="The day; empty: today.")
    slot: Slot = "MORNING"


class CheckTold(Given):
    on: Day
    slot: Slot
    finding: Finding
    temperature_celsius: Decimal | None = Field(None, ge=0, le=99, decimal_places=1)
    symptoms: Line = ""


class RoomGiven(Given):
    room_id: UUID


class MoveTold(Given):
    room_id: UUID
    why: MovedWhy
    note: Line = Field("", description="Asked for with OTHER.")


class RoomOffered(Schema):
    """A room that may be given; the rule says whether it suits when it is."""

    id: UUID
    site_id: UUID
    site: str
    floor: int
    number: str
    beds: int
    accessible: bool


class UndoCheck(Given):
    on: Day
    slot: Slot


def shown(stay: Any, request: Call) -> dict[str, Any]:
    beside = ("person", "site", "room")
    told = {name: getattr(stay, name) for name in Stay.__annotations__ if name not in beside}
    room = stay.room
    return {
        **told, "person": brief(stay.person, request), "site": room.site.name if room else "",
        "room": room.number if room else "",
    }  # fmt: skip


@operations.read(f"{INSIDE}/stays", Listed[Stay], needs=Permission.SITE_READ)
def list_some(request: Call, wanted: Query[WantedStays]) -> object:
    """Stays in my areas, who asked first on top."""
    found = quarantine.stays(
        by=request.user, outbreak_id=request.outbreak.id, state=wanted.state or "", site_id=wanted.site_id,
        order_id=wanted.order_id,
    )  # fmt: skip
    return listed(found, at=wanted, order=("requested_at", "id"), shown=lambda one: shown(one, request))


@operations.read(f"{INSIDE}/stays/waiting", Listed[Stay], needs=Permission.SITE_READ)
def waiting(request: Call, at: Query[Cursor]) -> object:
    """People with an order in force and no room, who has waited longest first."""
    found = quarantine.waiting_list(by=request.user, outbreak_id=request.outbreak.id)
    return listed(found, at=at, order=("requested_at", "id"), shown=lambda one: shown(one, request))


@operations.read(f"{INSIDE}/stays/unchecked", Listed[Stay], needs=Permission.HEALTH_CHECK_RECORD)
def unchecked(request: Call, wanted: Query[WantedUnchecked]) -> object:
    """Who has not been looked at in this slot of the day."""
    watched = quarantine.under_watch(by=request.user, outbreak_id=request.outbreak.id)
    found = quarantine.unchecked(watched, day=wanted.on or request.outbreak_today, slot=wanted.slot)
    return listed(found, at=wanted, order=("requested_at", "id"), shown=lambda one: shown(one, request))


@operations.read(f"{STAY}/rooms", list[RoomOffered], needs=Permission.STAY_MANAGE)
def rooms(request: Call, stay_id: UUID) -> object:
    """Rooms that this person may be given: free ones, near first, and those of their household with a bed left."""
    stay = _ours(request, stay_id)
    found = quarantine.free_rooms(by=request.user, area_code=stay.area_id)
    shared = [*quarantine.rooms_of_party(stay_id=stay_id), *quarantine.rooms_of_household(stay_id=stay_id)]
    found += [one for one in dict.fromkeys(shared) if one not in found and one.id != stay.room_id]
    own = [name for name in RoomOffered.__annotations__ if name != "site"]
    return [{**{name: getattr(one, name) for name in own}, "site": one.site.name} for one in found]


@operations.write(f"{STAY}/room", Stay, needs=Permission.STAY_MANAGE)
def assign_room(request: Call, stay_id: UUID, told: RoomGiven) -> object:
    """Give somebody who waits this room, or somebody on the way another one; the transfer is asked for."""
    _ours(request, stay_id)
    placing.assign_room(stay_id=stay_id, room_id=told.room_id, by=request.user, now=request.outbreak_now)
    return shown(_ours(request, stay_id), request)


@operations.write(f"{STAY}/move", Stay, needs=Permission.STAY_MANAGE)
def move(request: Call, stay_id: UUID, told: MoveTold) -> object:
    """Move somebody who is in a room into another one, with the reason; answers the stay there.

    Within the site at once; into another site the room is kept and the transfer is asked for. The order stays as it is.
    """
    _ours(request, stay_id)
    stay = placing.move_guest(stay_id=stay_id, **told.dict(), by=request.user, now=request.outbreak_now)
    return shown(_ours(request, stay.id), request)


@operations.write(f"{STAY}/move/take-back", Stay, needs=Permission.STAY_MANAGE)
def take_move_back(request: Call, stay_id: UUID) -> object:
    """The person stays in this room; the one that was kept for them is given back, and so is the transfer."""
    _ours(request, stay_id)
    placing.take_move_back(stay_id=stay_id, by=request.user, now=request.outbreak_now)
    return shown(_ours(request, stay_id), request)


@operations.read(CHECK, list[HealthCheck], needs=Permission.HEALTH_CHECK_RECORD)
def checks(request: Call, stay_id: UUID) -> object:
    """Every health check of a stay."""
    _stay(request, stay_id)
    return list(quarantine.checks_of(stay_id=stay_id))


@operations.write(CHECK, HealthCheck, needs=Permission.HEALTH_CHECK_RECORD, status=201)
def record_check(request: Call, stay_id: UUID, told: CheckTold) -> object:
    """Keep a health check; a second one in the same slot corrects the first."""
    _stay(request, stay_id)
    return quarantine_actions.record_check(
        stay_id=stay_id, **told.dict(), by=request.user, now=request.outbreak_now
    )


@operations.write(f"{CHECK}/undo", Done, needs=Permission.HEALTH_CHECK_RECORD)
def undo_check(request: Call, stay_id: UUID, told: UndoCheck) -> dict[str, int]:
    """Take back a check of my own that was a mistake; the audit keeps both."""
    _stay(request, stay_id)
    undone = quarantine_actions.undo_check(
        stay_id=stay_id, on=told.on, slot=told.slot, by=request.user, now=request.outbreak_now
    )
    return {"changed": int(undone)}


def _ours(request: Call, stay_id: UUID) -> Any:
    """The stay, if it is in this outbreak and the caller may see it."""
    found = quarantine.stays(by=request.user, outbreak_id=request.outbreak.id).filter(id=stay_id).first()
    if found is None:
        raise NotFound(reason("There is no such stay."))
    return found


def _stay(request: Call, stay_id: UUID) -> Any:
    """The stay, if it is in this outbreak and where the caller looks after people."""
    found = ours(quarantine.stay(stay_id=stay_id), request)
    area_code = found.room.site.area_id if found.room is not None else found.area_id
    if not access.may(request.user, Permission.HEALTH_CHECK_RECORD, area_code=area_code):
        raise NotFound(reason("There is no such stay."))
    looks.note(found.person_id)
    return found
