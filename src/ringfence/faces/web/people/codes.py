"""Handing a person the code that opens their own page, on a slip of its own."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache

from ringfence.faces.access import needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import Refused
from ringfence.registry.citizens import actions as citizen_actions
from ringfence.registry.citizens import queries as citizens
from ringfence.registry.people import queries as people


class CodeForm(forms.Form):
    """Who gets it."""

    to = forms.TypedChoiceField(
        label=_("Who gets the code"), coerce=lambda told: told == "GUARDIAN", widget=forms.RadioSelect,
        choices=[("PERSON", pgettext_lazy("who gets a code", "The person")), ("GUARDIAN", _("The guardian"))],
    )  # fmt: skip


@never_cache
@needs(Permission.CODE_ISSUE)
def give(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Ask who gets it, then show the slip. The code stands on this one answer and nowhere else."""
    person = people.person(person_id=person_id, by=request.user, on=request.outbreak_today)
    child = person.age_years is not None and person.age_years < citizens.limits().guardian_below_years
    form = CodeForm(request.POST or None, initial={"to": "GUARDIAN" if child else "PERSON"})
    if request.method == "POST" and form.is_valid():
        try:
            slip = issued(request, person_id, to_guardian=form.cleaned_data["to"])
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return render(request, "people/code_slip.html", {"person": person, "slip": slip})
    earlier = citizens.codes_of(person_id=person_id, outbreak_id=request.outbreak.id, by=request.user)[:5]
    return render(request, "people/code.html", {"person": person, "form": form, "earlier": earlier, "now": request.received_at},
                  status=422 if form.errors else 200)  # fmt: skip


def issued(request: DeskRequest, person_id: UUID, *, to_guardian: bool = False) -> dict[str, object]:
    """What a slip says: the digits in groups, until when, and where to type them."""
    made = citizen_actions.issue(
        person_id=person_id, outbreak_id=request.outbreak.id, to_guardian=to_guardian, by=request.user,
        now=request.received_at,
    )  # fmt: skip
    return {"digits": citizens.grouped(made.digits), "code": made.code,
            "address": request.build_absolute_uri(reverse("my:page"))}  # fmt: skip
