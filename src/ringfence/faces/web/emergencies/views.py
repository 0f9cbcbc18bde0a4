"""Emergencies: somebody reads one person outside their area for three hours; who is told sees it and may end it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ringfence.faces.access import SIGNED_IN, needs
from ringfence.faces.web.paging import count_of, list_page
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.faces.wording import refusal_text
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.ground.access.queries import organisations_by_id
from ringfence.kernel import Refused
from ringfence.registry.emergencies import actions as emergencies
from ringfence.registry.emergencies import queries as openings
from ringfence.response import emergency


class OpeningForm(forms.Form):
    """Whom, and why."""

    number = forms.CharField(
        label=gettext_lazy("Case number or identity number"), max_length=40, required=False
    )
    why = forms.CharField(
        label=gettext_lazy("What is the emergency?"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


@needs(SIGNED_IN)
def listed(request: DeskRequest) -> HttpResponse:
    """All of them for oversight and command, one's own for others; nobody who was read is named."""
    found = openings.visible_to(by=request.user, outbreak_id=request.outbreak.id)
    page = list_page(request, found, by=("-opened_at", "-id"))
    houses = organisations_by_id(ids=[one.organisation_id for one in page.rows])
    now = request.received_at
    rows = [
        (one, houses.get(one.organisation_id), one.ended_at is None and one.ends_at > now)
        for one in page.rows
    ]
    return render(request, "emergencies/list.html", {
        "page_rows": page, "rows": rows, "count": count_of(page, found), "is_told": access.may(request.user, Permission.ALARM_READ),
        "may_open": access.may(request.user, Permission.PERSON_READ),
    })  # fmt: skip


@needs(Permission.PERSON_READ)
def begin(request: DeskRequest) -> HttpResponse:
    """Say whom and why; oversight and command are told at once."""
    form = OpeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opening = emergency.begin(
                number=form.cleaned_data["number"], why=form.cleaned_data["why"],
                outbreak_id=request.outbreak.id, by=request.user, now=request.received_at,
            )  # fmt: skip
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("emergencies:show", request.outbreak.slug, opening.id)
    return render(request, "emergencies/new.html", {"form": form}, status=422 if form.errors else 200)


@needs(Permission.PERSON_READ)
def show(request: DeskRequest, opening_id: UUID) -> HttpResponse:
    """The person, while the emergency lasts."""
    seen = emergency.see(
        opening_id=opening_id, outbreak_id=request.outbreak.id, by=request.user, now=request.received_at,
        on=request.outbreak_today,
    )  # fmt: skip
    return render(request, "emergencies/show.html", {"seen": seen})


@require_POST
@needs(SIGNED_IN)
def end(request: DeskRequest, opening_id: UUID) -> HttpResponse:
    """End it before its three hours are over."""
    try:
        emergencies.end(
            opening_id=opening_id, outbreak_id=request.outbreak.id, by=request.user, now=request.received_at
        )
    except Refused as refusal:
        messages.error(request, refusal_text(refusal))
    else:
        messages.success(request, _("The emergency is over; nobody reads this person by it any more."))
    return redirect("emergencies:list", request.outbreak.slug)
