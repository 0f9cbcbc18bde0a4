"""Closed-loop transfers: requested, picked up, delivered, each end confirmed by two people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import Reason, Refused, reason

from .. import queries, rules
from ..models import Transfer
from .shared import locked, move


@transaction.atomic
def request(
    *, outbreak_id: UUID, order_id: UUID, person_id: UUID, area_code: str, kind: str, from_text: str, to_text: str,
    hours: int, by: Actor, now: datetime, stay_id: UUID | None = None,
) -> Transfer:  # fmt: skip
    """Ask for a transfer, due within `hours`. Told twice: the running one, with the newest destination."""
    running = Transfer.objects.select_for_update().filter(
        order_id=order_id, kind=kind, state__in=[Transfer.State.REQUESTED, Transfer.State.PICKED_UP]
    ).first()  # fmt: skip
    if running is not None:
        if running.state == Transfer.State.REQUESTED:
            running.to_text, running.stay_id = to_text, stay_id
            running.save(update_fields=["to_text", "stay"])
        return running
    transfer = Transfer.objects.create(
        outbreak_id=outbreak_id, order_id=order_id, person_id=person_id, area_id=area_code, kind=kind,
        from_text=from_text, to_text=to_text, stay_id=stay_id, requested_at=now,
        due_at=now + timedelta(hours=hours),
    )  # fmt: skip
    audit.record(by=by, action="transfer.request", subject=transfer, outbreak_id=outbreak_id,
                 after={"kind": kind, "to": audit.said(to_text)}, now=now)  # fmt: skip
    outbox.tell_screens(topic="transfers", outbreak_id=outbreak_id)
    return transfer


@transaction.atomic
def pick_up(
    *, transfer_id: UUID, vehicle: str, given_by_name: str, by: Actor, now: datetime, to_text: str = ""
) -> Transfer:
    """The driver takes the person over from whoever hands them over (family, grid worker, site).

    `to_text` names the hospital, when the request left it open. Told twice by the same driver: nothing changes.
    Refused: another driver has this trip.
    """
    transfer = locked(transfer_id)
    access.require(by, Permission.TRANSFER_MANAGE, area_code=transfer.area_id)
    if transfer.state == Transfer.State.PICKED_UP and transfer.driver_id == by.id:
        return transfer
    rules.may_pick_up(driver=transfer.driver_id, driver_name=transfer.driver_name, by=by.id).or_refuse()
    faults: dict[str, Sequence[Reason]] = {}
    if not vehicle.strip():
        faults["vehicle"] = [reason("Enter the vehicle's plate or number.")]
    if not given_by_name.strip():
        faults["given_by_name"] = [reason("Enter who hands the person over.")]
    if faults:
        raise Refused(reason("A hand-over names the vehicle and both parties."), fields=faults)
    move(transfer, Transfer.State.PICKED_UP)
    transfer.vehicle, transfer.driver_id, transfer.driver_name = vehicle.strip()[:30], by.id, str(by)
    transfer.taken_at = transfer.taken_at or now
    transfer.given_by_name, transfer.picked_up_at = given_by_name.strip()[:80], now
    transfer.to_text = transfer.to_text or to_text.strip()[:200]
    transfer.save()
    audit.record(by=by, action="transfer.pick_up", subject=transfer, outbreak_id=transfer.outbreak_id,
                 after={"vehicle": vehicle, "given_by": given_by_name}, now=now)  # fmt: skip
    outbox.tell_screens(topic="transfers", outbreak_id=transfer.outbreak_id)
    return transfer


@transaction.atomic
def deliver(*, transfer_id: UUID, received_by: Actor, now: datetime) -> Transfer:
    """The receiving party takes the person over. Refused: the driver cannot receive their own passenger."""
    transfer = locked(transfer_id)
    queries.require_receiver(transfer=transfer, by=received_by)
    if transfer.state == Transfer.State.DELIVERED:
        return transfer
    rules.may_receive(driver=transfer.driver_id, receiver=received_by.id).or_refuse()
    move(transfer, Transfer.State.DELIVERED)
    transfer.received_by_id, transfer.received_by_name, transfer.delivered_at = (
        received_by.id,
        str(received_by),
        now,
    )
    transfer.save()
    audit.record(
        by=received_by, action="transfer.deliver", subject=transfer, outbreak_id=transfer.outbreak_id, now=now
    )
    outbox.tell_screens(topic="transfers", outbreak_id=transfer.outbreak_id)
    return transfer


@transaction.atomic
def note_disinfection(*, transfer_id: UUID, by: Actor, now: datetime) -> Transfer:
    """The vehicle was disinfected after the trip. Told twice: the first time stays. Refused before the trip is over."""
    transfer = locked(transfer_id)
    access.require(by, Permission.TRANSFER_MANAGE, area_code=transfer.area_id)
    if transfer.state != Transfer.State.DELIVERED:
        raise Refused(reason("The vehicle is disinfected after the trip; this trip is not over yet."))
    if transfer.disinfected_at is not None:
        return transfer
    transfer.disinfected_at = now
    transfer.save(update_fields=["disinfected_at"])
    audit.record(
        by=by, action="transfer.disinfect", subject=transfer, outbreak_id=transfer.outbreak_id, now=now
    )
    return transfer
