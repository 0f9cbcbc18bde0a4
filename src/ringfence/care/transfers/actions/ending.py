"""Trips that end otherwise than by a delivery: cancelled before they began, turned back or handed on while under way."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from ringfence.ground import audit, outbox
from ringfence.ground.access import Actor

from ..models import Transfer
from .shared import move


@transaction.atomic
def cancel_for_order(*, order_id: UUID, why: str, by: Actor, now: datetime) -> int:
    """Cancel requested transfers of an order; those under way are turned back (`turn_back`). Returns how many."""
    open_ones = list(
        Transfer.objects.select_for_update().filter(order_id=order_id, state=Transfer.State.REQUESTED)
    )
    for transfer in open_ones:
        _cancel(transfer, why=why, by=by, now=now)
    return len(open_ones)


@transaction.atomic
def turn_back(
    *, order_id: UUID, to_text: str, hours: int, why: str, by: Actor, now: datetime
) -> Transfer | None:
    """The order is over while the person is in the vehicle: the same driver takes them home, due within `hours`.

    The trip that was under way is cancelled with its reason; the way home is under way from now on and ends when
    somebody receives the person there. None: nobody is on the way to a site or a hospital.
    """
    going = (
        Transfer.objects.select_for_update()
        .filter(order_id=order_id, state=Transfer.State.PICKED_UP).exclude(kind=Transfer.Kind.HOME).first()
    )  # fmt: skip
    if going is None:
        return None
    _cancel(going, why=why, by=by, now=now)
    cancel_for_order(
        order_id=order_id, why=why, by=by, now=now
    )  # a way home asked for before: they are on it now
    home = Transfer.objects.create(
        outbreak_id=going.outbreak_id, order_id=order_id, person_id=going.person_id, area_id=going.area_id,
        kind=Transfer.Kind.HOME, state=Transfer.State.PICKED_UP, turned_from=going, from_text=going.from_text,
        to_text=to_text, requested_at=now, due_at=now + timedelta(hours=hours), vehicle=going.vehicle,
        driver_id=going.driver_id, driver_name=going.driver_name, taken_at=going.taken_at, picked_up_at=now,
        given_by_name=going.given_by_name,
    )  # fmt: skip
    audit.record(by=by, action="transfer.turn_back", subject=home, outbreak_id=home.outbreak_id,
                 after={"driver": home.driver_name, "vehicle": home.vehicle, "why": why}, now=now)  # fmt: skip
    outbox.tell_screens(topic="transfers", outbreak_id=home.outbreak_id)
    return home


@transaction.atomic
def hand_on(*, transfer: Transfer, why: str, by: Actor, now: datetime) -> int:
    """The person of `transfer` changed into its vehicle: other trips of theirs that are under way are over."""
    others = Transfer.objects.select_for_update().filter(
        person_id=transfer.person_id, outbreak_id=transfer.outbreak_id, state=Transfer.State.PICKED_UP
    ).exclude(id=transfer.id)  # fmt: skip
    left = list(others)
    for one in left:
        _cancel(one, why=why, by=by, now=now)
    return len(left)


def _cancel(transfer: Transfer, *, why: str, by: Actor, now: datetime) -> None:
    move(transfer, Transfer.State.CANCELLED)
    transfer.cancelled_why = why[:200]
    transfer.save(update_fields=["state", "cancelled_why"])
    audit.record(by=by, action="transfer.cancel", subject=transfer, outbreak_id=transfer.outbreak_id,
                 after={"why": why}, now=now)  # fmt: skip
    outbox.tell_screens(topic="transfers", outbreak_id=transfer.outbreak_id)
