"""Drafting by hand: what the rule set asks for, milder or shorter. Stricter is refused with the rule's sentence."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.faces.access import needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import Refused
from ringfence.measures.orders import queries as orders
from ringfence.response import drafting
from ringfence.tracing.contacts import queries as contacts

from .forms import DraftAgainForm, DraftForm


@needs(Permission.ORDER_DRAFT)
def draft(request: DeskRequest, contact_id: UUID) -> HttpResponse:
    """Draft the order of a contact."""
    contact = contacts.contact(contact_id=contact_id, by=request.user)
    form = DraftForm(request.POST or None, kinds=_kinds(request, contact_id))
    if request.method == "POST" and form.is_valid():
        try:
            order = drafting.draft_order(
                contact_id=contact_id, **form.cleaned_data, by=request.user, now=request.outbreak_now
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Order {number} waits for approval.").format(number=order.number))
            return redirect("orders:show", request.outbreak.slug, order.id)
    return _page(request, form, contact)


@needs(Permission.ORDER_DRAFT)
def draft_again(request: DeskRequest, order_id: UUID) -> HttpResponse:
    """Take a draft back and draft it milder or shorter."""
    old = orders.order(order_id=order_id, by=request.user)
    if old.basis_contact_id is None:
        return redirect("orders:show", request.outbreak.slug, order_id)
    contact = contacts.contact(contact_id=old.basis_contact_id, by=request.user)
    form = DraftAgainForm(request.POST or None, kinds=_kinds(request, contact.id))
    if request.method == "POST" and form.is_valid():
        try:
            order = drafting.draft_again(
                order_id=order_id, **form.cleaned_data, by=request.user, now=request.outbreak_now
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Order {number} waits for approval.").format(number=order.number))
            return redirect("orders:show", request.outbreak.slug, order.id)
    return _page(request, form, contact, old=old)


def _kinds(request: DeskRequest, contact_id: UUID) -> list[str]:
    return drafting.milder_kinds(contact_id=contact_id, by=request.user, now=request.outbreak_now)


def _page(
    request: DeskRequest, form: DraftForm, contact: contacts.Contact, old: orders.Order | None = None
) -> HttpResponse:
    ruleset = rulesets.get(request.outbreak.ruleset_id)
    plan = orders.measures_for(
        contact_kind=contact.kind, last_exposure_at=contact.last_exposure_at, ruleset=ruleset, now=request.outbreak_now
    ) if contact.kind != "UNDECIDED" else None  # fmt: skip
    return render(request, "orders/draft.html", {
        "form": form, "contact": contact, "plan": plan, "old": old, "ruleset": ruleset,
    }, status=422 if form.errors else 200)  # fmt: skip
