"""The second signature: approve, reject, withdraw; and drafts that nobody signed lapse."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, alarms
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import Reason, Refused, reason

from .. import evidence, queries
from ..models import Hold, Order
from .holding import hold_if_too_much
from .shared import close, locked, move, written


@transaction.atomic
def approve(*, order_id: UUID, by: Actor, now: datetime) -> Order:
    """Put a drafted order in force. Told twice by the same person: nothing changes.

    Refused, with the reasons of the rule: the drafter, somebody of the drafter's organisation, no evidence, too late,
    stricter than the rule set, still held. Too many approvals in an hour for the cases behind them: the order comes
    back as a draft with `hold` set.
    """
    order = locked(order_id)
    access.require(by, Permission.ORDER_APPROVE, area_code=order.area_id)
    if order.state == Order.State.IN_FORCE and order.approved_by_id == by.id:
        return order
    if faults := evidence.faults_of(order_id=order.id, signed=False):
        raise _breach(
            order,
            "NO_EVIDENCE",
            reason("Its evidence does not hold, so the order restricts nobody."),
            *faults,
        )
    if order.hold is not None and order.hold.state != Hold.State.OPENED:
        raise _breach(order, "STILL_HELD", *queries.held_reasons(order))
    decision = queries.may_be_approved(order=order, by=by, now=now)
    if not decision.allowed and _one_hand(order, by):
        raise _breach(order, "ONE_OFFICE", *decision.reasons)
    decision.or_refuse()
    if order.hold is None and hold_if_too_much(orders=[order], step=Hold.Step.APPROVAL, by=by, now=now):
        return order
    move(order, Order.State.IN_FORCE)
    order.approved_at, order.approved_by_id, order.approved_by_name = now, by.id, str(by)
    order.approved_organisation_id = by.organisation_id
    order.save()
    written(order, "order.approve", by=by, now=now, reasons=decision.reasons)
    return order


def _one_hand(order: Order, by: Actor) -> bool:
    return by.id == order.drafted_by_id or by.organisation_id == order.drafted_organisation_id


def _breach(order: Order, kind: str, *reasons: Reason) -> alarms.Breach:
    return alarms.Breach(
        *reasons,
        kind=kind,
        subject=("order", order.id),
        outbreak_id=order.outbreak_id,
        area_code=order.area_id,
    )


@transaction.atomic
def reject(*, order_id: UUID, why: str, by: Actor, now: datetime) -> Order:
    """Send a draft back; the person is not restricted. Refused without a sentence why."""
    order = locked(order_id)
    access.require(by, Permission.ORDER_APPROVE, area_code=order.area_id)
    if not why.strip():
        raise Refused(reason("Say why the order is rejected; the drafter reads it."),
                      fields={"why": [reason("Write one sentence.")]})  # fmt: skip
    close(order, Order.State.REJECTED, reasons=[reason("Rejected: {why}", why=why.strip())], by=by, now=now)
    return order


@transaction.atomic
def withdraw(*, order_id: UUID, why: str, by: Actor, now: datetime) -> Order:
    """Take a draft back. Refused for an order in force: that is lifted by an epidemiologist."""
    order = locked(order_id)
    access.require(by, Permission.ORDER_DRAFT, area_code=order.area_id)
    if order.state != Order.State.DRAFT:
        raise Refused(
            reason("Only a draft can be withdrawn; an order in force is lifted by an epidemiologist.")
        )
    if not why.strip():
        raise Refused(
            reason("Say why the draft is withdrawn."), fields={"why": [reason("Write one sentence.")]}
        )
    close(order, Order.State.WITHDRAWN, reasons=[reason("Withdrawn: {why}", why=why.strip())], by=by, now=now)
    return order


@transaction.atomic
def lapse_drafts(*, outbreak_id: UUID, by: Actor, now: datetime) -> list[Order]:
    """Drafts that nobody approved in time lapse; returns them."""
    late = Order.objects.select_for_update(of=("self",), skip_locked=True).select_related("outbreak").filter(
        outbreak_id=outbreak_id, state=Order.State.DRAFT, expires_at__lte=now
    )  # fmt: skip
    lapsed = list(late)
    for order in lapsed:
        why = reason(
            "Nobody approved this draft until {expires}; it restricts nobody.", expires=order.expires_at
        )
        close(order, Order.State.LAPSED, reasons=[why], by=by, now=now)
    return lapsed
