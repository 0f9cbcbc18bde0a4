"""What is done to one order: approved, rejected, withdrawn, lifted, appealed against. Each asks for a sentence where one is due."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.care.quarantine import queries as quarantine
from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import Refused
from ringfence.measures.orders import actions as order_actions
from ringfence.measures.orders import queries as orders
from ringfence.response import drafting, positive_sample

from .forms import AnswerForm, AppealForm, SentenceForm


@require_POST
@needs(Permission.ORDER_APPROVE)
def approve(request: DeskRequest, order_id: UUID) -> HttpResponse:
    """The second signature; what it set in motion is said."""
    orders.order(order_id=order_id, by=request.user)
    try:
        order = positive_sample.approve_order(order_id=order_id, by=request.user, now=request.outbreak_now)
    except Refused as refusal:
        messages.error(request, wording.refusal_text(refusal))
        return redirect("orders:show", request.outbreak.slug, order_id)
    if held := orders.held_reasons(order):
        messages.warning(request, wording.say_all(held))
    else:
        messages.success(request, _told_after_approval(order))
    if request.POST.get("next") == "desk":
        return redirect("orders:desk", request.outbreak.slug)
    return redirect("orders:show", request.outbreak.slug, order_id)


@needs(Permission.ORDER_APPROVE)
def reject(request: DeskRequest, order_id: UUID) -> HttpResponse:
    """Send a draft back with a sentence."""
    return _with_sentence(
        request, order_id, SentenceForm, positive_sample.reject_order, asked="reject",
        said=_("The draft is rejected; the person is not restricted."),
    )  # fmt: skip


@needs(Permission.ORDER_DRAFT)
def withdraw(request: DeskRequest, order_id: UUID) -> HttpResponse:
    """Take a draft back with a sentence."""
    return _with_sentence(
        request, order_id, SentenceForm, drafting.withdraw_order, asked="withdraw",
        said=_("The draft is withdrawn; the person is not restricted."),
    )  # fmt: skip


@needs(Permission.ORDER_RELEASE)
def lift(request: DeskRequest, order_id: UUID) -> HttpResponse:
    """End an order before its time with a sentence."""
    return _with_sentence(
        request, order_id, SentenceForm, positive_sample.lift_order, asked="lift",
        said=_("The order is lifted; the way home is asked for."),
    )  # fmt: skip


@needs(Permission.ORDER_READ)
def open_appeal(request: DeskRequest, order_id: UUID) -> HttpResponse:
    """Take down what the person says; this is always possible."""
    return _with_sentence(
        request, order_id, AppealForm, order_actions.open_appeal, asked="appeal",
        said=_("The appeal is open. It is answered in time, or the restriction lapses by itself."),
    )  # fmt: skip


@needs(Permission.APPEAL_DECIDE)
def decide_appeal(request: DeskRequest, appeal_id: UUID) -> HttpResponse:
    """Answer an appeal; upheld, the person is free."""
    appeal = orders.appeal(appeal_id=appeal_id)
    order = orders.order(order_id=appeal.order_id, by=request.user)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            positive_sample.decide_appeal(
                appeal_id=appeal_id, **form.cleaned_data, by=request.user, now=request.outbreak_now
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The answer is kept and printed on the order's page."))
            return redirect("orders:show", request.outbreak.slug, order.id)
    return render(request, "orders/answer.html", {"form": form, "appeal": appeal, "order": order,
                  "decision": orders.may_decide_appeal(order=order, by=request.user)},
                  status=422 if form.errors else 200)  # fmt: skip


def _with_sentence(
    request: DeskRequest, order_id: UUID, form_class: type[Form], deed: Callable[..., Any], *, asked: str, said: str
) -> HttpResponse:  # fmt: skip
    """A page with one question; its answer is the deed."""
    order = orders.order(order_id=order_id, by=request.user)
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            deed(order_id=order_id, **form.cleaned_data, by=request.user, now=request.outbreak_now)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, said)
            return redirect("orders:show", request.outbreak.slug, order_id)
    return render(request, "orders/sentence.html", {"form": form, "order": order, "asked": asked},
                  status=422 if form.errors else 200)  # fmt: skip


def _told_after_approval(order: orders.Order) -> str:
    stay = quarantine.stay_of_order(order_id=order.id)
    if stay is None:
        return _("Order {number} is in force.").format(number=order.number)
    if stay.state == stay.State.WAITING:
        return _("Order {number} is in force. No room is free: the person is on the waiting list.").format(number=order.number)  # fmt: skip
    if stay.room is None:
        return _("Order {number} is in force at home.").format(number=order.number)
    return _("Order {number} is in force. Room {room} is reserved, the transfer is asked for.").format(
        number=order.number, room=stay.room.number
    )
