"""Transfers: handed over by two parties at each end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.care.transfers import actions as transfer_actions
from ringfence.care.transfers import queries as transfers
from ringfence.faces.web.templatetags.front import named
from ringfence.ground.access import Permission
from ringfence.ground.access import queries as access
from ringfence.response import positive_sample

from ..inside import Call, ours
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import NO_NUL, Done, Given, Instant, PersonBrief, Word, brief
from ..words import TransferState

operations = Operations("transfers")
ONE = f"{INSIDE}/transfers/{{transfer_id}}"


class Passenger(Schema):
    """Whom to fetch. Told to who reads persons there, and to the driver while the trip is open."""

    name: str
    phone: str
    address: str


class Transfer(Schema):
    """One person's way to a site, to hospital or home. Drivers see the trips that are theirs; the others are ways."""

    id: UUID
    kind: str
    state: TransferState
    person: PersonBrief
    passenger: Passenger | None
    order_id: UUID
    stay_id: UUID | None
    from_text: str = Field(description="Empty where it is an address that the caller may not know.")
    to_text: str
    requested_at: Instant
    due_at: Instant
    vehicle: str
    driver_name: str
    taken_at: Instant | None = Field(description="Since when a driver has this trip.")
    picked_up_at: Instant | None
    given_by_name: str
    delivered_at: Instant | None
    received_by_name: str
    disinfected_at: Instant | None
    cancelled_why: str
    turned_from_id: UUID | None = Field(
        description="The trip that this way home takes the place of: the order ended while the person was in the vehicle."
    )


class Way(Schema):
    """People who wait for a vehicle between two places; who they are is told when a trip is taken."""

    way: str = Field(description="Name it to take its most urgent trip.")
    kind: str
    from_name: str = Field(description="A township or a site; empty: the designated hospital.")
    to_name: str = Field(description="A site or a township; empty: the designated hospital.")
    count: int
    since: Instant
    due_at: Instant


class TakenWay(Given):
    way: str = Field(min_length=16, max_length=16, pattern=r"^[0-9a-f]+$")


class Assigned(Given):
    driver: str = Field(min_length=1, max_length=150, pattern=NO_NUL, description="A user name.")


class WantedTransfers(Cursor):
    state: TransferState | None = None


class PickedUp(Given):
    vehicle: str = Field(min_length=1, max_length=30, pattern=NO_NUL, examples=["豫G00001"])
    given_by_name: Word = Field(min_length=1, description="Who handed the person over.")


def shown(transfer: Any, request: Call, knows: transfers.Knows) -> dict[str, Any]:
    told = {
        name: getattr(transfer, name)
        for name in Transfer.__annotations__
        if name not in ("person", "passenger")
    }
    known = knows(transfer)
    if not known:
        told |= {"from_text": "", "to_text": ""}
    return {
        **told,
        "person": brief(transfer.person, request),
        "passenger": _passenger(transfer) if known else None,
    }


def _passenger(transfer: Any) -> dict[str, str]:
    return {name: getattr(transfer.person.identity, name) for name in Passenger.__annotations__}


@operations.read(f"{INSIDE}/transfers/waiting", list[Way], needs=Permission.TRANSFER_MANAGE)
def waiting(request: Call) -> object:
    """Who waits for a vehicle and no driver has the trip: from where to where, how many, since when. No names."""
    return [
        {"way": one.key, "kind": one.kind, "from_name": named(one.from_place) if one.from_place else one.from_text,
         "to_name": named(one.to_place) if one.to_place else "", "count": one.count, "since": one.since, "due_at": one.due_at}
        for one in transfers.ways(by=request.user, outbreak_id=request.outbreak.id)
    ]  # fmt: skip


@operations.write(f"{INSIDE}/transfers/take", Transfer, needs=Permission.TRANSFER_MANAGE)
def take(request: Call, told: TakenWay) -> object:
    """Take the most urgent trip of a way: it is mine, and I am told whom to fetch."""
    transfer = transfer_actions.take(
        outbreak_id=request.outbreak.id, way=told.way, by=request.user, now=request.outbreak_now
    )
    return _shown(request, transfer.id)


@operations.read(f"{INSIDE}/transfers", Listed[Transfer], needs=Permission.TRANSFER_READ)
def list_some(request: Call, wanted: Query[WantedTransfers]) -> object:
    """Transfers in my areas (a driver's: their own), the most urgent first."""
    knows = transfers.knows(by=request.user)
    found = transfers.visible_to(by=request.user, outbreak_id=request.outbreak.id, state=wanted.state or "")
    return listed(found, at=wanted, order=("due_at", "id"), shown=lambda one: shown(one, request, knows))


@operations.read(ONE, Transfer, needs=Permission.TRANSFER_READ)
def show(request: Call, transfer_id: UUID) -> object:
    """One transfer."""
    return _shown(request, transfer_id)


@operations.write(f"{ONE}/assign", Transfer, needs=Permission.TRANSFER_MANAGE)
def assign(request: Call, transfer_id: UUID, told: Assigned) -> object:
    """The transfer desk gives the trip to a driver, or to another one, before it begins."""
    _shown(request, transfer_id)
    driver = access.user_named(username=told.driver)
    transfer_actions.assign(transfer_id=transfer_id, driver=driver, by=request.user, now=request.outbreak_now)
    return _shown(request, transfer_id)


@operations.write(f"{ONE}/give-back", Done, needs=Permission.TRANSFER_MANAGE)
def give_back(request: Call, transfer_id: UUID) -> object:
    """I cannot drive this trip; anybody may take it. From now on I do not see it."""
    _shown(request, transfer_id)
    transfer_actions.give_back(transfer_id=transfer_id, by=request.user, now=request.outbreak_now)
    return {"changed": 1}


@operations.write(f"{ONE}/pick-up", Transfer, needs=Permission.TRANSFER_MANAGE)
def pick_up(request: Call, transfer_id: UUID, told: PickedUp) -> object:
    """I have taken the person over, with this vehicle."""
    _shown(request, transfer_id)
    positive_sample.pick_up(
        transfer_id=transfer_id, vehicle=told.vehicle, given_by_name=told.given_by_name, by=request.user,
        now=request.outbreak_now,
    )  # fmt: skip
    return _shown(request, transfer_id)


@operations.write(f"{ONE}/deliver", Transfer, needs=Permission.TRANSFER_READ)
def deliver(request: Call, transfer_id: UUID) -> object:
    """I have received the person from the driver; at a site the stay begins and its samples are scheduled."""
    _shown(request, transfer_id)
    positive_sample.hand_over(transfer_id=transfer_id, received_by=request.user, now=request.outbreak_now)
    return _shown(request, transfer_id)


@operations.write(f"{ONE}/disinfect", Transfer, needs=Permission.TRANSFER_MANAGE)
def disinfect(request: Call, transfer_id: UUID) -> object:
    """The vehicle was disinfected after the trip."""
    _shown(request, transfer_id)
    transfer_actions.note_disinfection(transfer_id=transfer_id, by=request.user, now=request.outbreak_now)
    return _shown(request, transfer_id)


def _shown(request: Call, transfer_id: UUID) -> dict[str, Any]:
    found = ours(transfers.transfer(transfer_id=transfer_id, by=request.user), request)
    return shown(found, request, transfers.knows(by=request.user))
