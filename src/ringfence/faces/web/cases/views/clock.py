"""The clock of a case: milestones met, stops, who investigates."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import NotFound, Refused, reason
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.investigations import actions as investigation_actions
from ringfence.tracing.investigations import queries as investigations

from ..forms.deeds import MeetForm, StopClockForm
from .showing import page


@require_POST
@needs(Permission.INVESTIGATION_WRITE)
def meet(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """A milestone is met, with a sentence by what."""
    form = MeetForm(request.POST)
    if form.is_valid():
        try:
            investigation_actions.meet(investigation_id=of(request, case_id).id, **form.cleaned_data, by=request.user, now=request.outbreak_now)  # fmt: skip
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("{milestone}: done.").format(milestone=wording.word(form.cleaned_data["code"])))  # fmt: skip
            return back(request, case_id)
    return page(request, case_id, meet_form=form, status=422)


@require_POST
@needs(Permission.INVESTIGATION_WRITE)
def stop(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """The clock stands still for a listed reason."""
    ruleset = rulesets.get(request.outbreak.ruleset_id)
    form = StopClockForm(request.POST, listed=ruleset.clock.stop_reasons)
    if form.is_valid():
        try:
            investigation_actions.stop_clock(investigation_id=of(request, case_id).id, ruleset=ruleset, **form.cleaned_data, by=request.user, now=request.outbreak_now)  # fmt: skip
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The clock stands still."))
            return back(request, case_id)
    return page(request, case_id, stop_form=form, status=422)


@require_POST
@needs(Permission.INVESTIGATION_WRITE)
def resume(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """The clock runs again; open milestones move by the time it stood still."""
    ruleset = rulesets.get(request.outbreak.ruleset_id)
    stood = investigation_actions.resume_clock(investigation_id=of(request, case_id).id, ruleset=ruleset, by=request.user, now=request.outbreak_now)  # fmt: skip
    messages.success(request, _("The clock runs again; open milestones moved by {minutes} minutes.").format(minutes=int(stood.total_seconds() // 60)))  # fmt: skip
    return back(request, case_id)


@require_POST
@needs(Permission.INVESTIGATION_WRITE)
def begin(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Begin to investigate a case that came from a line list."""
    cases.case(case_id=case_id, by=request.user)
    ruleset = rulesets.get(request.outbreak.ruleset_id)
    investigation_actions.begin(case_id=case_id, ruleset=ruleset, by=request.user, now=request.outbreak_now)
    messages.success(request, _("The investigation begins; its clock runs."))
    return back(request, case_id)


@require_POST
@needs(Permission.INVESTIGATION_WRITE)
def assign(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """The signed-in investigator takes the investigation over."""
    investigation_actions.assign(investigation_id=of(request, case_id).id, investigator=request.user, by=request.user, now=request.outbreak_now)  # fmt: skip
    messages.success(request, _("You lead this investigation now."))
    return back(request, case_id)


def of(request: DeskRequest, case_id: UUID) -> investigations.Investigation:
    """The investigation of a case that the reader may see."""
    cases.case(case_id=case_id, by=request.user)
    found = investigations.of_case(case_id=case_id)
    if found is None:
        raise NotFound(reason("This case has no investigation: it came from a line list."))
    return found


def back(request: DeskRequest, case_id: UUID, part: str = "clock") -> HttpResponse:
    """Back to the part of the page on which the deed was done."""
    answer = redirect("cases:show", request.outbreak.slug, case_id)
    answer["Location"] += f"#{part}"
    return answer
