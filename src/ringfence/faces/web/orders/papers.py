"""The papers that the person is given: the notice of an order, and the document of release. In the person's language."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ringfence.care.quarantine import queries as quarantine
from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.people.codes import issued
from ringfence.faces.web.requests import DeskRequest
from ringfence.field.testing import queries as testing
from ringfence.ground.access import Permission
from ringfence.ground.access.queries import organisations_by_id
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import Refused
from ringfence.measures.orders import queries as orders
from ringfence.registry.citizens.queries import limits
from ringfence.registry.people import queries as people

from .tests_of import test_rows

LANGUAGES = ("zh-hans", "en")


@needs(Permission.ORDER_READ)
def notice(request: DeskRequest, order_id: UUID) -> HttpResponse:
    """What, why, by which rule, from when until when, test days, rights, how to appeal, signatures."""
    order = orders.order(order_id=order_id, by=request.user)
    return _paper(request, "orders/notice.html", order)


@never_cache
@require_POST
@needs(Permission.CODE_ISSUE)
def notice_with_code(request: DeskRequest, order_id: UUID) -> HttpResponse:
    """The notice with a fresh code for the person's own page; a child's is for the guardian."""
    order = orders.order(order_id=order_id, by=request.user)
    person = people.person(person_id=order.person_id, by=request.user, on=request.outbreak_today)
    child = person.age_years is not None and person.age_years < limits().guardian_below_years
    try:
        slip = issued(request, order.person_id, to_guardian=child)
    except Refused as refusal:
        messages.error(request, wording.refusal_text(refusal))
        return redirect("orders:show", request.outbreak.slug, order_id)
    return _paper(request, "orders/notice.html", order, slip=slip)


@needs(Permission.ORDER_READ)
def release(request: DeskRequest, order_id: UUID) -> HttpResponse:
    """That the quarantine is over, by which rule and tests. There is none before something has ended."""
    order = orders.order(order_id=order_id, by=request.user)
    if not is_over(order):
        return redirect("orders:show", request.outbreak.slug, order_id)
    return _paper(request, "orders/release.html", order)


def is_over(order: orders.Order) -> bool:
    """Has at least one measure of this order ended after it began?"""
    ended = any(_was_served(stage) for stage in order.stages.all())
    return ended or (order.approved_at is not None and order.closed_at is not None)


def _was_served(stage: Any) -> bool:
    return stage.ended_at is not None and stage.ended_at > stage.starts_at


def _paper(request: DeskRequest, template: str, order: orders.Order, **more: Any) -> HttpResponse:
    wanted = request.GET.get("in", "")
    language = wanted if wanted in LANGUAGES else translation.get_language()
    with translation.override(language):
        return render(request, template, _facts(order) | {"other": _other(language or "")} | more)


def _facts(order: orders.Order) -> dict[str, Any]:
    stages = sorted(order.stages.all(), key=lambda stage: stage.position)
    samples = list(testing.of_person(person_id=order.person_id, outbreak_id=order.outbreak_id))
    return {
        "order": order, "ruleset": rulesets.get(order.ruleset_id), "tests": test_rows(stages, samples),
        "ended": [stage for stage in stages if _was_served(stage)], "open_stages": [stage for stage in stages if not stage.ended_at],
        "stages": stages, "stays": quarantine.stays_of_orders(order_ids=[order.id]).get(order.id, []),
        "houses": organisations_by_id(ids=[one for one in (order.drafted_organisation_id, order.approved_organisation_id) if one]),
    }  # fmt: skip


def _other(language: str) -> str:
    return "en" if language.startswith("zh") else "zh-hans"
