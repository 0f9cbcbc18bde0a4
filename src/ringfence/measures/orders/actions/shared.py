"""What every action on an order does: lock it, move it by the table, write it to the audit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from ringfence.ground import audit, outbox
from ringfence.ground.access import Actor
from ringfence.ground.audit.actions import Actor as Recorded
from ringfence.kernel import NotFound, Reason, Refused, reason

from ..models import Order, Stage
from ..states import TRANSITIONS


def locked(order_id: UUID) -> Order:
    order = (
        Order.objects.select_for_update(of=("self",))
        .select_related("outbreak", "hold")
        .filter(id=order_id)
        .first()
    )
    if order is None:
        raise NotFound(reason("There is no such order."))
    return order


def move(order: Order, to: str) -> None:
    """Move an order to another state, if the table allows it."""
    if to not in TRANSITIONS[order.state]:
        raise Refused(
            reason("This order is {state}; reload the page to see what happened.", state=order.state)
        )
    order.state = to


def close(order: Order, to: str, *, reasons: Sequence[Reason], by: Actor, now: datetime) -> None:
    """End an order: released, rejected, withdrawn or lapsed, with its reasons."""
    move(order, to)
    order.closed_at, order.closed_by_name = now, str(by)
    order.closing_reasons = [one.as_json() for one in reasons]
    order.save()
    Stage.objects.filter(order=order, ended_at=None).update(ended_at=now)
    written(order, f"order.{to.lower()}", by=by, now=now, reasons=reasons)


def current_stage(order: Order) -> Stage | None:
    """The stage that is running: the first one not ended."""
    return order.stages.filter(ended_at=None).order_by("position").first()


def written(
    order: Order, action: str, *, by: Recorded, now: datetime, reasons: Sequence[Reason] = (),
    before: dict[str, Any] | None = None, after: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    audit.record(by=by, action=action, subject=order, outbreak_id=order.outbreak_id, reasons=reasons,
                 before=before, after=after, now=now)  # fmt: skip
    outbox.tell_screens(topic="orders", outbreak_id=order.outbreak_id)
