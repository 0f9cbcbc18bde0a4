"""Whose trip it is: a driver takes the most urgent one of a way, the transfer desk assigns one, a driver gives it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import Refused, reason

from .. import queries
from ..models import Transfer
from .shared import locked


@transaction.atomic
def take(*, outbreak_id: UUID, way: str, by: Actor, now: datetime) -> Transfer:
    """Take the most urgent trip of a way that nobody has; from now on the driver knows who it is and where.

    Refused: the way has none left. `way` is the `key` of one of `queries.ways`.
    """
    access.require(by, Permission.TRANSFER_MANAGE)
    wanted = [
        one.id
        for one in queries.untaken(by=by, outbreak_id=outbreak_id, way=way)
        if access.may(by, Permission.TRANSFER_MANAGE, area_code=one.area_id)
    ]
    free = Transfer.objects.select_for_update(skip_locked=True).filter(
        id__in=wanted, state=Transfer.State.REQUESTED, driver_id=None
    )
    transfer = free.order_by("due_at", "id").first()
    if transfer is None:
        raise Refused(
            reason("Nobody waits on this way any more; reload the page to see which trips are open.")
        )
    return _given_to(transfer, driver=by, action="transfer.take", by=by, now=now)


@transaction.atomic
def assign(*, transfer_id: UUID, driver: Actor, by: Actor, now: datetime) -> Transfer:
    """The transfer desk gives a trip to a driver, or to another one. Told twice: nothing changes.

    Refused: the trip has begun, or this driver may not drive there.
    """
    transfer = locked(transfer_id)
    access.require(by, Permission.TRANSFER_MANAGE, area_code=transfer.area_id)
    access.require(by, Permission.PERSON_READ, area_code=transfer.area_id)
    _not_begun(transfer)
    if not access.may(driver, Permission.TRANSFER_MANAGE, area_code=transfer.area_id):
        raise Refused(
            reason("{driver} may not drive in this area.", driver=str(driver)),
            fields={"driver": [reason("Choose somebody who drives in this area.")]},
        )
    if transfer.driver_id == driver.id:
        return transfer
    return _given_to(transfer, driver=driver, action="transfer.assign", by=by, now=now)


@transaction.atomic
def give_back(*, transfer_id: UUID, by: Actor, now: datetime) -> Transfer:
    """The driver (or the transfer desk) lets a trip go before it began; anybody may take it. Told twice: nothing changes."""
    transfer = locked(transfer_id)
    access.require(by, Permission.TRANSFER_MANAGE, area_code=transfer.area_id)
    if transfer.driver_id != by.id:
        access.require(by, Permission.PERSON_READ, area_code=transfer.area_id)
    _not_begun(transfer)
    if transfer.driver_id is None:
        return transfer
    was = transfer.driver_name
    transfer.driver_id, transfer.driver_name, transfer.taken_at = None, "", None
    return _kept(transfer, "transfer.give_back", {"driver": was}, by=by, now=now)


def _given_to(transfer: Transfer, *, driver: Actor, action: str, by: Actor, now: datetime) -> Transfer:
    transfer.driver_id, transfer.driver_name, transfer.taken_at = driver.id, str(driver), now
    return _kept(transfer, action, {"driver": str(driver)}, by=by, now=now)


def _kept(transfer: Transfer, action: str, after: dict[str, str], *, by: Actor, now: datetime) -> Transfer:
    transfer.save(update_fields=["driver_id", "driver_name", "taken_at"])
    audit.record(
        by=by, action=action, subject=transfer, outbreak_id=transfer.outbreak_id, after=after, now=now
    )
    outbox.tell_screens(topic="transfers", outbreak_id=transfer.outbreak_id)
    return transfer


def _not_begun(transfer: Transfer) -> None:
    if transfer.state != Transfer.State.REQUESTED:
        raise Refused(
            reason("This transfer is {state}; reload the page to see what happened.", state=transfer.state)
        )
