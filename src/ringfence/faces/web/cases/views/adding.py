"""Naming one contact: who, how related, how they met."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.faces.access import needs
from ringfence.faces.web.contacts.forms import ExposureForm, first_values
from ringfence.faces.web.names import names_of
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import Expected
from ringfence.response import contact_list
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.contacts import queries as contacts

from ..forms.contacts import NameForm, via_choices
from ..people import beside
from .clock import back


@needs(Permission.CONTACT_WRITE)
def add(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Name one contact with the exposure that makes them one; the rule set proposes what kind."""
    case = cases.case(case_id=case_id, by=request.user)
    form, exposure = _forms(request, case)
    if form.is_bound and form.is_valid() and exposure.is_valid():
        listed = contact_list.Listed(person=form.who_it_is(), exposure=exposure.told(), relation=form.cleaned_data["relation"])  # fmt: skip
        try:
            contact_list.name_list(case_id=case_id, listed=[listed], via_contact_id=form.via_contact_id, by=request.user, now=request.outbreak_now)  # fmt: skip
        except contact_list.ListRefused as refused:
            _show(form, exposure, refused.lines[0])
        else:
            messages.success(request, _("The contact is named. Decide what kind of contact it is."))
            return redirect(request.path) if "another" in request.POST else back(request, case_id, "contacts")
    context = {"case": case, "form": form, "exposure": exposure, "people": beside(request, form), "places": form.places_found()}  # fmt: skip
    return render(
        request, "cases/add_contact.html", context, status=422 if form.errors or exposure.errors else 200
    )


def _forms(request: DeskRequest, case: cases.Case) -> tuple[NameForm, ExposureForm]:
    """Empty, filled in, or (without a script) with the people who fit what was searched."""
    close = contacts.close_contacts(case_id=case.id)
    options: dict[str, Any] = {
        "city_code": request.outbreak.area_id,
        "via": via_choices(close, names_of(request)),
    }
    if request.method == "POST" and "find" not in request.POST:
        return NameForm(request.POST, **options), ExposureForm(request.POST, prefix="exposure")
    first = {"area_code": case.area_id, "place": case.area.name} | request.POST.dict()
    return NameForm(initial=first, **options), ExposureForm(initial=first_values(now=request.outbreak_now), prefix="exposure")  # fmt: skip


def _show(form: NameForm, exposure: ExposureForm, refusal: Expected) -> None:
    about_exposure = refusal.fields and set(refusal.fields) <= set(exposure.fields)
    show_refusal(exposure if about_exposure else form, refusal)
