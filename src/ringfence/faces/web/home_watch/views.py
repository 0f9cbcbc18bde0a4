"""The community team's page: whom to call because of a device, who agreed to one, and what an investigator is asked to look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ringfence.care.home_watch import actions as home_watch
from ringfence.care.home_watch import queries, rules
from ringfence.care.quarantine import queries as quarantine
from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.kernel import Expected, NotFound, reason

SHOWN = 100


class AgreementForm(forms.Form):
    """Which device, who agreed, and that they did."""

    device = forms.ChoiceField(label=gettext_lazy("Device"), choices=queries.Watch.Device.choices)
    agreed_by = forms.ChoiceField(label=gettext_lazy("Who agreed"), choices=queries.Watch.AgreedBy.choices)
    grace_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes to come back before anybody calls"), initial=rules.GRACE_MINUTES
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("I explained what the device tells, that nothing follows from saying no, and that it can be taken back at any time; the person agrees."),
        required=False,
    )  # fmt: skip


@needs(Permission.CONTACT_READ)
def listed(request: DeskRequest) -> HttpResponse:
    """Whom to call, the longest waiting first; who has a device; who has none and needs none."""
    inside: dict[str, Any] = {"by": request.user, "outbreak_id": request.outbreak.id}
    return render(request, "home_watch/list.html", {
        "to_call": list(queries.to_call(**inside, now=request.outbreak_now)[:SHOWN]),
        "in_grace": queries.in_grace(**inside, now=request.outbreak_now), "escalated": list(queries.escalated(**inside)[:SHOWN]),
        "watches": list(queries.watches(**inside).filter(ended_at=None)[:SHOWN]), "without": list(queries.without_watch(**inside)[:SHOWN]),
        "heard": queries.Call.Heard.choices, "exits": rules.EXITS, "within": rules.CALL_WITHIN_MINUTES,
        "may_care": access.may(request.user, Permission.HEALTH_CHECK_RECORD),
    })  # fmt: skip


@needs(Permission.HEALTH_CHECK_RECORD)
def begin(request: DeskRequest, stay_id: UUID) -> HttpResponse:
    """Record the agreement; the key of the device is shown once."""
    stay = (
        quarantine.under_watch(by=request.user, outbreak_id=request.outbreak.id, at_home=True)
        .filter(id=stay_id)
        .first()
    )
    if stay is None:
        raise NotFound(reason("There is no such stay."))
    form, begun = AgreementForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            begun = home_watch.begin(
                stay_id=stay_id, **form.cleaned_data, by=request.user, now=request.outbreak_now
            )
        except Expected as refusal:
            show_refusal(form, refusal)
    status = 422 if form.errors else 201 if begun else 200
    return render(
        request, "home_watch/begin.html", {"form": form, "stay": stay, "begun": begun}, status=status
    )


@require_POST
@needs(Permission.HEALTH_CHECK_RECORD)
def revoke(request: DeskRequest, watch_id: UUID) -> HttpResponse:
    """The person no longer agrees."""
    queries.watch(watch_id=watch_id, by=request.user, outbreak_id=request.outbreak.id)
    return _done(request, lambda: home_watch.revoke(watch_id=watch_id, by=request.user, now=request.outbreak_now),
                 _("The device reports nothing any more."))  # fmt: skip


@require_POST
@needs(Permission.HEALTH_CHECK_RECORD)
def call(request: DeskRequest, report_id: UUID) -> HttpResponse:
    """What was heard."""
    queries.report(report_id=report_id, by=request.user, outbreak_id=request.outbreak.id)
    told = {"heard": request.POST.get("heard", ""), "note": request.POST.get("note", "")}
    return _done(
        request,
        lambda: home_watch.call(report_id=report_id, **told, by=request.user, now=request.outbreak_now),
        _("Kept."),
    )


@require_POST
@needs(Permission.HEALTH_CHECK_RECORD)
def escalate(request: DeskRequest, report_id: UUID) -> HttpResponse:
    """A person's word that the investigator should look."""
    queries.report(report_id=report_id, by=request.user, outbreak_id=request.outbreak.id)
    why = request.POST.get("why", "")
    return _done(request, lambda: home_watch.escalate(report_id=report_id, why=why, by=request.user, now=request.outbreak_now),
                 _("The investigator is asked to look."))  # fmt: skip


@require_POST
@needs(Permission.INVESTIGATION_WRITE)
def looked(request: DeskRequest, report_id: UUID) -> HttpResponse:
    """What came of looking."""
    queries.handed_over(report_id=report_id, by=request.user, outbreak_id=request.outbreak.id)
    note = request.POST.get("note", "")
    return _done(
        request,
        lambda: home_watch.note_looked(
            report_id=report_id, note=note, by=request.user, now=request.outbreak_now
        ),
        _("Kept."),
    )


def _done(request: DeskRequest, deed: Callable[[], object], said: str) -> HttpResponse:
    try:
        deed()
    except Expected as refusal:
        messages.error(request, wording.refusal_text(refusal))
    else:
        messages.success(request, said)
    return redirect("home_watch:list", request.outbreak.slug)
