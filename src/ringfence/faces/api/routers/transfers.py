"""Transfers: handed over by two parties at each end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.care.transfers import actions as transfer_actions
from ringfence.care.transfers import queries as transfers
from ringfence.ground.access import Permission
from ringfence.response import positive_sample

from ..inside import Call, ours
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import NO_NUL, Given, Instant, PersonBrief, Word, brief
from ..words import TransferState

operations = Operations("transfers")
ONE = f"{INSIDE}/transfers/{{transfer_id}}"


class Transfer(Schema):
    """One person's way to a site, to hospital or home."""

    id: UUID
    kind: str
    state: TransferState
    person: PersonBrief
    order_id: UUID
    stay_id: UUID | None
    from_text: str
    to_text: str
    requested_at: Instant
    due_at: Instant
    vehicle: str
    driver_name: str
    picked_up_at: Instant | None
    given_by_name: str
    delivered_at: Instant | None
    received_by_name: str
    disinfected_at: Instant | None
    cancelled_why: str


class WantedTransfers(Cursor):
    state: TransferState | None = None


class PickedUp(Given):
    vehicle: str = Field(min_length=1, max_length=30, pattern=NO_NUL, examples=["豫G00001"])
    given_by_name: Word = Field(min_length=1, description="Who handed the person over.")


def shown(transfer: Any, request: Call) -> dict[str, Any]:
    told = {name: getattr(transfer, name) for name in Transfer.__annotations__ if name != "person"}
    return {**told, "person": brief(transfer.person, request)}


@operations.read(f"{INSIDE}/transfers", Listed[Transfer], needs=Permission.TRANSFER_READ)
def list_some(request: Call, wanted: Query[WantedTransfers]) -> object:
    """Transfers in my areas, the most urgent first."""
    found = transfers.visible_to(by=request.user, outbreak_id=request.outbreak.id, state=wanted.state or "")
    return listed(found, at=wanted, order=("due_at", "id"), shown=lambda one: shown(one, request))


@operations.read(ONE, Transfer, needs=Permission.TRANSFER_READ)
def show(request: Call, transfer_id: UUID) -> object:
    """One transfer."""
    return _shown(request, transfer_id)


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
    return shown(ours(transfers.transfer(transfer_id=transfer_id, by=request.user), request), request)
