"""Alarms with what, when, by whose deed, who has seen them, how they were answered."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ringfence.faces.access import needs
from ringfence.faces.web.page import address
from ringfence.faces.web.paging import count_up_to, list_page
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.ground.access.queries import Organisation, organisations_by_id
from ringfence.ground.alarms import actions as alarm_actions
from ringfence.ground.alarms import queries as alarms
from ringfence.kernel import Decision, Refused

PAGES = {"hold": "orders:held_batch", "order": "orders:show", "contact": "contacts:show"}


class AnswerForm(forms.Form):
    """What was done."""

    answer = forms.CharField(
        label=gettext_lazy("What was found and what was done"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}), required=False,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """An alarm, whose organisation's deed it was, where it leads, whether this reader may answer."""

    alarm: alarms.Alarm
    house: Organisation | None
    url: str
    decision: Decision


@needs(Permission.ALARM_READ)
def listed(request: DeskRequest) -> HttpResponse:
    """Newest first. Whoever opens the list has seen what stands on it."""
    wanted = {name: request.GET.get(name, "") for name in ("state", "kind")}
    found = alarms.visible_to(by=request.user, outbreak_id=request.outbreak.id, **wanted)
    page = list_page(request, found, by=("-raised_at", "-id"))
    alarm_actions.see(alarms=page.rows, by=request.user, now=request.outbreak_now)
    shown = list(found.filter(id__in=[one.id for one in page.rows]))
    return render(request, "alarms/list.html", {
        "rows": _rows(request, shown), "page_rows": page, "count": count_up_to(found), "wanted": wanted,
        "states": alarms.Alarm.State.choices, "kinds": alarms.Alarm.Kind.choices,
        "may_answer": access.may(request.user, Permission.ALARM_ANSWER),
    })  # fmt: skip


@needs(Permission.ALARM_ANSWER)
def answer(request: DeskRequest, alarm_id: UUID) -> HttpResponse:
    """Say what was done about it."""
    alarm = alarms.alarm(alarm_id=alarm_id, by=request.user, outbreak_id=request.outbreak.id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            alarm_actions.answer(
                alarm_id=alarm_id, text=form.cleaned_data["answer"], by=request.user, now=request.outbreak_now
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The answer is kept with the alarm."))
            return redirect(f"{reverse('alarms:list', args=[request.outbreak.slug])}#{alarm_id}")
    (row,) = _rows(request, [alarm])
    return render(request, "alarms/answer.html", {"row": row, "alarm": alarm, "form": form},
                  status=422 if form.errors else 200)  # fmt: skip


def _rows(request: DeskRequest, found: list[alarms.Alarm]) -> list[Row]:
    houses = organisations_by_id(ids=[one.organisation_id for one in found])
    return [
        Row(one, houses.get(one.organisation_id), _page_of(request, one), alarms.may_answer(alarm=one, by=request.user))
        for one in found
    ]  # fmt: skip


def _page_of(request: DeskRequest, alarm: alarms.Alarm) -> str:
    if alarm.kind == "EMERGENCY" and alarm.outbreak_id == request.outbreak.id:
        return address("emergencies:list", request.outbreak.slug)
    if alarm.outbreak_id != request.outbreak.id or alarm.subject_type not in PAGES:
        return ""
    return address(PAGES[alarm.subject_type], request.outbreak.slug, alarm.subject_id)
