"""Contacts: the list, one contact, its exposures and what kind of contact it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.paging import count_of, list_page
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import Refused
from ringfence.measures.orders import queries as orders
from ringfence.registry.people import queries as people
from ringfence.registry.places import queries as places
from ringfence.response import positive_sample
from ringfence.tracing.contacts import actions as contact_actions
from ringfence.tracing.contacts import queries as contact_register

from .forms import DecisionForm, ExposureForm, OutcomeForm, first_values


@needs(Permission.CONTACT_READ)
def listed(request: DeskRequest) -> HttpResponse:
    """Contacts, newest first."""
    wanted: dict[str, Any] = {name: request.GET.get(key, "") for name, key in
              (("text", "q"), ("kind", "kind"), ("outcome", "outcome"), ("area_code", "area"))}  # fmt: skip
    found = contact_register.listed(by=request.user, outbreak_id=request.outbreak.id, **wanted)
    page = list_page(request, found, by=("-created_at", "-id"))
    return render(request, "contacts/list.html", {
        "page_rows": page, "count": count_of(page, found), "wanted": wanted,
        "kinds": contact_register.Contact.Kind.choices, "outcomes": contact_register.Contact.Outcome.choices,
        "counties": places.counties(city_code=request.outbreak.area_id),
        "today": request.outbreak_today,
    })  # fmt: skip


@needs(Permission.CONTACT_READ)
def show(request: DeskRequest, contact_id: UUID) -> HttpResponse:
    return _page(request, contact_id)


@require_POST
@needs(Permission.CONTACT_WRITE)
def add_exposure(request: DeskRequest, contact_id: UUID) -> HttpResponse:
    """Another exposure of a known contact; the end of a running quarantine may move."""
    contact = contact_register.contact(contact_id=contact_id, by=request.user)
    form = ExposureForm(request.POST)
    if form.is_valid():
        try:
            positive_sample.name_contact(case_id=contact.case_id, person_id=contact.person_id, exposure=form.told(),
                                         by=request.user, now=request.outbreak_now)  # fmt: skip
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The exposure is recorded."))
            return redirect("contacts:show", request.outbreak.slug, contact_id)
    return _page(request, contact_id, exposure_form=form, status=422)


@require_POST
@needs(Permission.CONTACT_CLASSIFY)
def decide(request: DeskRequest, contact_id: UUID) -> HttpResponse:
    """The investigator decides; the order that the rule set asks for is drafted."""
    contact_register.contact(contact_id=contact_id, by=request.user)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            _contact, order, decision = positive_sample.classify_contact(
                contact_id=contact_id, **form.cleaned_data, by=request.user, now=request.outbreak_now)  # fmt: skip
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            _tell(request, order, decision)
            return redirect("contacts:show", request.outbreak.slug, contact_id)
    return _page(request, contact_id, decision_form=form, status=422)


@require_POST
@needs(Permission.CONTACT_WRITE)
def note_outcome(request: DeskRequest, contact_id: UUID) -> HttpResponse:
    contact_register.contact(contact_id=contact_id, by=request.user)
    form = OutcomeForm(request.POST)
    if form.is_valid():
        try:
            contact_actions.tell_outcome(
                contact_id=contact_id, **form.cleaned_data, by=request.user, now=request.outbreak_now
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The outcome is noted."))
            return redirect("contacts:show", request.outbreak.slug, contact_id)
    return _page(request, contact_id, outcome_form=form, status=422)


def _tell(request: DeskRequest, order: Any, decision: Any) -> None:
    if order is not None:
        messages.success(request, _("Order {number} waits for approval.").format(number=order.number))
    elif decision is not None:
        messages.info(request, wording.say_all(decision.reasons))
    else:
        messages.success(request, _("The contact is classified; no measure follows."))


def _page(request: DeskRequest, contact_id: UUID, status: int = 200, **forms: Form) -> HttpResponse:
    contact = contact_register.contact(contact_id=contact_id, by=request.user)
    context: dict[str, Any] = {
        "contact": contact, "exposures": contact_register.exposures(contact_id=contact_id),
        "person": people.people(person_ids=[contact.person_id], on=request.outbreak_today)[contact.person_id],
        "orders": orders.of_person(person_id=contact.person_id, outbreak_id=request.outbreak.id),
        "others": contact_register.of_person(person_id=contact.person_id, outbreak_id=request.outbreak.id).exclude(id=contact_id).select_related("case"),
        "ruleset": rulesets.get(contact.ruleset_id),
        "exposure_form": ExposureForm(initial=first_values(now=request.outbreak_now)),
        "decision_form": DecisionForm(initial={"kind": contact.proposed_kind}), "outcome_form": OutcomeForm(),
    }  # fmt: skip
    return render(request, "contacts/show.html", context | forms, status=status)
