"""Closed-loop transfers: requested, picked up, delivered, each end confirmed by two people."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import NotFound, Refused, reason

from .models import Transfer
from .states import TRANSITIONS


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
                 after={"kind": kind, "to": to_text}, now=now)  # fmt: skip
    outbox.tell_screens(topic="transfers", outbreak_id=outbreak_id)
    return transfer


@transaction.atomic
def pick_up(*, transfer_id: UUID, vehicle: str, given_by_name: str, by: Actor, now: datetime) -> Transfer:
    """The driver takes the person over from whoever hands them over (family, grid worker, site)."""
    transfer = _locked(transfer_id)
    access.require(by, Permission.TRANSFER_MANAGE, area_code=transfer.area_id)
    faults = {}
    if not vehicle.strip():
        faults["vehicle"] = [reason("Enter the vehicle's plate or number.")]
    if not given_by_name.strip():
        faults["given_by_name"] = [reason("Enter who hands the person over.")]
    if faults:
        raise Refused(reason("A hand-over names the vehicle and both parties."), fields=faults)
    _move(transfer, Transfer.State.PICKED_UP)
    transfer.vehicle, transfer.driver_id, transfer.driver_name = vehicle.strip(), by.id, str(by)
    transfer.given_by_name, transfer.picked_up_at = given_by_name.strip(), now
    transfer.save()
    audit.record(by=by, action="transfer.pick_up", subject=transfer, outbreak_id=transfer.outbreak_id,
                 after={"vehicle": vehicle, "given_by": given_by_name}, now=now)  # fmt: skip
    outbox.tell_screens(topic="transfers", outbreak_id=transfer.outbreak_id)
    return transfer


@transaction.atomic
def deliver(*, transfer_id: UUID, received_by: Actor, now: datetime) -> Transfer:
    """The receiving party takes the person over. Refused: the driver cannot receive their own passenger."""
    transfer = _locked(transfer_id)
    _require_receiver(transfer, received_by)
    if transfer.state == Transfer.State.DELIVERED:
        return transfer
    if transfer.driver_id == received_by.id:
        raise Refused(
            reason("The driver hands over; somebody else receives. Ask the site to confirm the arrival.")
        )
    _move(transfer, Transfer.State.DELIVERED)
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
    """The vehicle was disinfected after the trip."""
    transfer = _locked(transfer_id)
    access.require(by, Permission.TRANSFER_MANAGE, area_code=transfer.area_id)
    transfer.disinfected_at = now
    transfer.save(update_fields=["disinfected_at"])
    audit.record(
        by=by, action="transfer.disinfect", subject=transfer, outbreak_id=transfer.outbreak_id, now=now
    )
    return transfer


@transaction.atomic
def cancel_for_order(*, order_id: UUID, why: str, by: Actor, now: datetime) -> int:
    """Cancel requested transfers of an order (those under way go on). Returns how many."""
    open_ones = list(
        Transfer.objects.select_for_update().filter(order_id=order_id, state=Transfer.State.REQUESTED)
    )
    for transfer in open_ones:
        _move(transfer, Transfer.State.CANCELLED)
        transfer.cancelled_why = why[:200]
        transfer.save(update_fields=["state", "cancelled_why"])
        audit.record(by=by, action="transfer.cancel", subject=transfer, outbreak_id=transfer.outbreak_id,
                     after={"why": why}, now=now)  # fmt: skip
    return len(open_ones)


def _move(transfer: Transfer, to: str) -> None:
    if to not in TRANSITIONS[transfer.state]:
        raise Refused(
            reason("This transfer is {state}; reload the page to see what happened.", state=transfer.state)
        )
    transfer.state = to


def _require_receiver(transfer: Transfer, by: Actor) -> None:
    """At a site: whoever manages its stays. At home: whoever looks after people there. In hospital: transfers desk."""
    if transfer.stay is not None and transfer.stay.room is not None:
        access.require(by, Permission.STAY_MANAGE, area_code=transfer.stay.room.site.area_id)
        return
    if transfer.kind == Transfer.Kind.HOME and access.may(
        by, Permission.HEALTH_CHECK_RECORD, area_code=transfer.area_id
    ):
        return
    access.require(by, Permission.TRANSFER_MANAGE, area_code=transfer.area_id)


def _locked(transfer_id: UUID) -> Transfer:
    transfer = (
        Transfer.objects.select_for_update(of=("self",))
        .select_related("stay__room__site")
        .filter(id=transfer_id)
        .first()
    )
    if transfer is None:
        raise NotFound(reason("There is no such transfer in the areas that you can see."))
    return transfer
