"""Work on orders: drafts that wait for a second signature, appeals that wait for an answer."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from ringfence.ground.access import Permission
from ringfence.kernel import reason
from ringfence.measures.orders import evidence
from ringfence.measures.orders import queries as orders

from .items import Asked, Kind, Source, WorkItem


def _approval(order: Any, _asked: Asked) -> WorkItem:
    return WorkItem(
        kind=Kind.APPROVAL, title=reason("Approve or reject order {number}: {kind}", number=order.number, kind=order.kind),
        person=order.person, due_at=order.expires_at, started_at=order.drafted_at, where=order.area,
        goal=("orders:show", order.id, ""),
    )  # fmt: skip


def _evidence(order: Any, asked: Asked) -> WorkItem:
    return WorkItem(
        kind=Kind.EVIDENCE, title=reason("Order {number} restricts somebody without valid evidence: lift it", number=order.number),
        person=order.person, due_at=order.approved_at or asked.now, where=order.area, goal=("orders:show", order.id, ""),
    )  # fmt: skip


def _appeal(appeal: Any, _asked: Asked) -> WorkItem:
    return WorkItem(
        kind=Kind.APPEAL, title=reason("Answer the appeal against order {number}", number=appeal.order.number),
        person=appeal.order.person, due_at=appeal.due_at, started_at=appeal.opened_at, goal=("orders:show", appeal.order_id, ""),
    )  # fmt: skip


def _somebody_elses_draft(asked: Asked) -> Q:
    """Nobody approves what they or their own organisation drafted."""
    return ~Q(drafted_by_id=asked.by.id) & ~Q(drafted_organisation_id=asked.by.organisation_id)


def _an_order_i_did_not_sign(asked: Asked) -> Q:
    """Nobody answers an appeal against what they signed; an order may have no second signature yet."""
    approved = Q(order__approved_by_id=asked.by.id)
    return ~Q(order__drafted_by_id=asked.by.id) & (Q(order__approved_by_id=None) | ~approved)


SOURCES = (
    Source(
        kind=Kind.EVIDENCE, doers=(Permission.ORDER_RELEASE,), readers=Permission.ORDER_READ,
        rows=lambda asked: evidence.unfounded(**asked.inside), item=_evidence,
        late=lambda asked: Q(approved_at__lte=asked.now), order=("approved_at", "id"),
    ),
    Source(
        kind=Kind.APPROVAL, doers=(Permission.ORDER_APPROVE,), readers=Permission.ORDER_READ,
        rows=lambda asked: orders.waiting_for_approval(**asked.inside), item=_approval, own=_somebody_elses_draft,
        late=lambda asked: Q(expires_at__lte=asked.now), order=("expires_at", "id"),
    ),
    Source(
        kind=Kind.APPEAL, doers=(Permission.APPEAL_DECIDE,), readers=Permission.ORDER_READ,
        rows=lambda asked: orders.appeals(**asked.inside, open_only=True), item=_appeal,
        late=lambda asked: Q(due_at__lte=asked.now), order=("due_at", "id"), own=_an_order_i_did_not_sign,
    ),
)  # fmt: skip
