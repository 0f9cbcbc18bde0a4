"""Many orders at once: approved together, held together, and the independent review of what is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, alarms
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import Expected, Reason
from ringfence.measures.orders import actions as orders
from ringfence.measures.orders import hold_queries as held
from ringfence.measures.orders import queries as order_register

from . import positive_sample


@dataclass(frozen=True, slots=True)
class Approved:
    """What became of one of several drafts: in force, held, or refused with reasons."""

    order_id: UUID
    order: orders.Order | None
    reasons: tuple[Reason, ...]


def approve_batch(*, order_ids: Sequence[UUID], by: Actor, now: datetime) -> list[Approved]:
    """Approve several drafts, each decided on its own; if together they are too many, none of them takes effect."""
    _hold_together(order_ids=order_ids, by=by, now=now)
    return [_one(order_id, by=by, now=now) for order_id in order_ids]


@transaction.atomic
def _hold_together(*, order_ids: Sequence[UUID], by: Actor, now: datetime) -> None:
    """Only what this person could approve counts: a refused approval restricts nobody."""
    chosen = held.drafts_free_to_approve(order_ids=order_ids, by=by, now=now)
    if chosen:
        access.require_in_all(by, Permission.ORDER_APPROVE, area_codes=[one.area_id for one in chosen])
        orders.hold_if_too_much(orders=chosen, step="APPROVAL", by=by, now=now)


def _one(order_id: UUID, *, by: Actor, now: datetime) -> Approved:
    if waits := order_register.held_reasons(order_register.bare(order_id=order_id)):
        return Approved(order_id, None, tuple(waits))
    try:
        order = positive_sample.approve_order(order_id=order_id, by=by, now=now)
    except Expected as refusal:
        return Approved(order_id, None, refusal.reasons)
    return Approved(order_id, order, tuple(order_register.held_reasons(order)))


@alarms.watched("hold.decide")
@transaction.atomic
def review(*, hold_id: UUID, opened: bool, why: str, by: Actor, now: datetime) -> orders.Hold:
    """An independent reviewer opens a held batch or breaks it off, with reasons."""
    return orders.decide_hold(hold_id=hold_id, opened=opened, why=why, by=by, now=now)


__all__ = ["Approved", "approve_batch", "review"]
