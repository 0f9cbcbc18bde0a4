"""The approval desk: drafts by the time at which they lapse, appeals by the time at which they must be answered."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from ringfence.care.quarantine import queries as quarantine
from ringfence.faces.access import needs
from ringfence.faces.web.paging import count_up_to, list_page
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import NotFound, Reason
from ringfence.measures.orders import queries as orders
from ringfence.response import batches

from .rows import appeal_rows, draft_rows

MOST_AT_ONCE = 100  # two pages of the desk; each one is a decision of its own


@needs(Permission.ORDER_APPROVE)
def desk(request: DeskRequest) -> HttpResponse:
    """Drafts and open appeals."""
    waiting = orders.waiting_for_approval(by=request.user, outbreak_id=request.outbreak.id)
    page = list_page(request, waiting, by=("expires_at", "id"))
    appeals = orders.appeals(by=request.user, outbreak_id=request.outbreak.id, open_only=True)[:MOST_AT_ONCE]
    return render(request, "orders/desk.html", {
        "rows": draft_rows(page.rows, by=request.user, now=request.outbreak_now), "page_rows": page,
        "count": count_up_to(waiting), "appeals": appeal_rows(appeals, by=request.user),
    })  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one of several drafts: `order` in force, `held` for a review, or refused."""

    order_id: UUID
    order: orders.Order | None
    reasons: tuple[Reason, ...]
    stay: quarantine.Stay | None = None
    held: bool = False


@require_POST
@needs(Permission.ORDER_APPROVE)
def approve_selected(request: DeskRequest) -> HttpResponse:
    """Approve several drafts, each decided on its own; the answer lists what became of each."""
    chosen = [UUID(one) for one in request.POST.getlist("order")[:MOST_AT_ONCE] if _is_id(one)]
    mine = [one for one in chosen if _is_visible(request, one)]
    done = batches.approve_batch(order_ids=mine, by=request.user, now=request.outbreak_now)
    results = [_shown(request, one) for one in done]
    return render(request, "orders/approved.html", {
        "results": results, "done": sum(one.order is not None for one in results),
    })  # fmt: skip


def _is_visible(request: DeskRequest, order_id: UUID) -> bool:
    try:
        orders.order(order_id=order_id, by=request.user)
    except NotFound:
        return False
    return True


def _shown(request: DeskRequest, done: batches.Approved) -> Result:
    order = orders.order(order_id=done.order_id, by=request.user)
    if order.state != order.State.IN_FORCE:
        return Result(order.id, None, done.reasons, held=bool(orders.held_reasons(order)))
    return Result(order.id, order, (), quarantine.stay_of_order(order_id=order.id))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
