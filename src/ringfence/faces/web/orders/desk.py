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
from ringfence.kernel import Expected, Reason
from ringfence.measures.orders import queries as orders
from ringfence.response import positive_sample

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
    """What became of one of several drafts."""

    order_id: UUID
    order: orders.Order | None
    reasons: tuple[Reason, ...]
    stay: quarantine.Stay | None = None


@require_POST
@needs(Permission.ORDER_APPROVE)
def approve_selected(request: DeskRequest) -> HttpResponse:
    """Approve several drafts, each decided on its own; the answer lists what became of each."""
    chosen = [UUID(one) for one in request.POST.getlist("order")[:MOST_AT_ONCE] if _is_id(one)]
    results = [_decided(request, order_id) for order_id in chosen]
    return render(request, "orders/approved.html", {
        "results": results, "done": sum(one.order is not None for one in results),
    })  # fmt: skip


def _decided(request: DeskRequest, order_id: UUID) -> Result:
    try:
        orders.order(order_id=order_id, by=request.user)
        positive_sample.approve_order(order_id=order_id, by=request.user, now=request.outbreak_now)
    except Expected as refusal:
        return Result(order_id, None, refusal.reasons)
    order = orders.order(order_id=order_id, by=request.user)
    return Result(order_id, order, (), quarantine.stay_of_order(order_id=order_id))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
