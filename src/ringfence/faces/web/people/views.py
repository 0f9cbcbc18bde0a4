"""People: search, one person with everything that concerns them, corrections."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ringfence.care.quarantine import queries as quarantine
from ringfence.care.transfers import queries as transfers
from ringfence.faces.access import needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.field.testing import at_home
from ringfence.field.testing import queries as testing
from ringfence.ground.access import Permission
from ringfence.kernel import Refused
from ringfence.measures.health_status import queries as health_status
from ringfence.measures.orders import queries as orders
from ringfence.registry.people import actions as people_actions
from ringfence.registry.people import queries as people
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.contacts import queries as contacts


class PersonForm(forms.Form):
    """What is known of a person."""

    name = forms.CharField(label=gettext_lazy("Name or description"), max_length=80)
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=people.SEXES)
    birth_date = forms.DateField(
        label=gettext_lazy("Birth date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    age_years = forms.IntegerField(
        label=gettext_lazy("Age in years, if no birth date"), required=False, min_value=0, max_value=130
    )
    id_number = forms.CharField(label=gettext_lazy("Identity number"), max_length=30, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=30, required=False)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)
    area_code = forms.CharField(label=gettext_lazy("Area code"), max_length=12)
    workplace = forms.CharField(label=gettext_lazy("Workplace or school"), max_length=120, required=False)
    occupation = forms.CharField(label=gettext_lazy("Occupation"), max_length=60, required=False)
    guardian = forms.CharField(label=gettext_lazy("Guardian"), max_length=80, required=False)
    needs_carer = forms.BooleanField(
        label=gettext_lazy("Needs a carer (a child, or not able to look after themselves)"), required=False
    )


@needs(Permission.PERSON_READ)
def listed(request: DeskRequest) -> HttpResponse:
    """People by name, pinyin, initials, telephone or identity number; a case number leads to its case."""
    text = request.GET.get("q", "")
    case = cases.by_number(outbreak_id=request.outbreak.id, number=text) if text else None
    if (
        case is not None
        and cases.visible_to(by=request.user, outbreak_id=request.outbreak.id).filter(id=case.id).exists()
    ):
        return redirect("cases:show", request.outbreak.slug, case.id)
    found = people.search(text=text, by=request.user, on=request.outbreak_today)
    return render(request, "people/list.html", {"text": text, "people": found})


@needs(Permission.PERSON_READ)
def show(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Everything about one person in this outbreak."""
    person = people.person(person_id=person_id, by=request.user, on=request.outbreak_today)
    inside = {"person_id": person_id, "outbreak_id": request.outbreak.id}
    status = health_status.status_of(**inside, now=request.outbreak_now)
    return render(request, "people/show.html", {
        "person": person, "status": status, "case": cases.of_person(**inside), "contacts": contacts.of_person(**inside).select_related("case"),
        "samples": testing.of_person(**inside), "orders": orders.of_person(**inside),
        "home_visits": at_home.visits_of_person(**inside),
        "stays": quarantine.stays_of_person(**inside), "transfers": transfers.of_person(**inside),
        "checks": quarantine.checks_of_person(**inside),
        "household": people.people(person_ids=people.household_of(person_id=person_id), on=request.outbreak_today).values(),
    })  # fmt: skip


@needs(Permission.PERSON_WRITE)
def correct(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Correct what is known of a person."""
    person = people.person(person_id=person_id, by=request.user, on=request.outbreak_today)
    first = {name: getattr(person, name) for name in PersonForm.base_fields}
    form = PersonForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        try:
            people_actions.correct(
                person_id=person_id, changes=changes, by=request.user, now=request.outbreak_now
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The correction is saved."))
            return redirect("people:show", request.outbreak.slug, person_id)
    return render(
        request, "people/correct.html", {"form": form, "person": person}, status=422 if form.errors else 200
    )
