"""The list of orders, and one order with everything about it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from ringfence.care.quarantine import queries as quarantine
from ringfence.care.transfers import queries as transfers
from ringfence.faces.access import needs
from ringfence.faces.web.history import told
from ringfence.faces.web.paging import count_of, list_page
from ringfence.faces.web.requests import DeskRequest
from ringfence.field.testing import queries as testing
from ringfence.ground.access import Permission, visible_areas
from ringfence.ground.access.queries import organisations_by_id
from ringfence.ground.audit import queries as audit
from ringfence.measures.orders import queries as orders

from .drawing import drawn
from .history import WORDS as HISTORY
from .papers import is_over
from .rows import may_approve
from .tests_of import test_rows


@needs(Permission.ORDER_READ)
def listed(request: DeskRequest) -> HttpResponse:
    """Orders, the newest draft first."""
    wanted = {
        "text": request.GET.get("q", ""),
        "state": request.GET.get("state", ""),
        "kind": request.GET.get("kind", ""),
    }
    found = orders.listed(by=request.user, outbreak_id=request.outbreak.id, **wanted)
    page = list_page(request, found, by=("-drafted_at", "-id"))
    return render(request, "orders/list.html", {
        "page_rows": page, "count": count_of(page, found), "wanted": wanted,
        "states": orders.Order.State.choices, "kinds": orders.Order.Kind.choices,
    })  # fmt: skip


@needs(Permission.ORDER_READ)
def show(request: DeskRequest, order_id: UUID) -> HttpResponse:
    """One order: its stages, test days, reasons, signatures, stay, transfers, appeals and history."""
    order = orders.order(order_id=order_id, by=request.user)
    stages = sorted(order.stages.all(), key=lambda stage: stage.position)
    samples = list(testing.of_person(person_id=order.person_id, outbreak_id=order.outbreak_id))
    tests = test_rows(stages, samples)
    areas = tuple(visible_areas(request.user, Permission.ORDER_APPROVE))
    return render(request, "orders/show.html", {
        "order": order, "is_over": is_over(order), "stages": stages, "tests": tests,
        "line": drawn(stages, tests, now=request.outbreak_now),
        "decision": may_approve(order, areas=areas, by=request.user, now=request.outbreak_now),
        "may_answer": orders.may_decide_appeal(order=order, by=request.user),
        "houses": organisations_by_id(ids=[one for one in (order.drafted_organisation_id, order.approved_organisation_id) if one]),
        "stays": quarantine.stays_of_orders(order_ids=[order.id]).get(order.id, []),
        "transfers": transfers.of_order(order_id=order.id),
        "history": told(audit.of_subject(subject_type="order", subject_id=order.id), words=HISTORY),
        "exposures": order.basis_contact.exposures.all() if order.basis_contact else [],
    })  # fmt: skip
