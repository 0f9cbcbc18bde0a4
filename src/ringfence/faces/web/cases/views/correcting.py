"""Correcting a case, its isolation, its discharge."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.command.timeline import queries as timeline
from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.ground.audit import looks
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import Refused
from ringfence.measures.orders import actions as order_actions
from ringfence.response import positive_sample, ruling_out
from ringfence.tracing.cases import actions as case_actions
from ringfence.tracing.cases import queries as cases

from ..forms.deeds import CorrectForm, DischargeForm
from .clock import back
from .showing import page


@needs(Permission.CASE_WRITE)
def correct(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Correct fields of a case; what stood there before stays in the audit."""
    case = cases.case(case_id=case_id, by=request.user)
    looks.note(case.person_id)
    form = CorrectForm(request.POST or None, initial=CorrectForm.of(case))
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        no_case = changes.get("classification") == "RULED_OUT" and _rests_on(case_id, request)
        if no_case:
            changes.pop("classification")
        try:
            ruling_out.correct(case_id=case_id, changes=changes, by=request.user, now=request.outbreak_now)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            if no_case:
                messages.info(request, _("The other corrections are kept. Ruling the case out is decided here, where you see who is affected."))  # fmt: skip
                return redirect("cases:rule_out", request.outbreak.slug, case_id)
            messages.success(request, _("The case is corrected."))
            return redirect("cases:show", request.outbreak.slug, case_id)
    return render(
        request, "cases/correct.html", {"form": form, "case": case}, status=422 if form.errors else 200
    )


def _rests_on(case_id: UUID, request: DeskRequest) -> bool:
    return ruling_out.preview(case_id=case_id, now=request.outbreak_now).any


@require_POST
@needs(Permission.ORDER_DRAFT)
def draft_isolation(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Draft the isolation again when the last draft lapsed or was rejected."""
    cases.case(case_id=case_id, by=request.user)
    ruleset = rulesets.get(request.outbreak.ruleset_id)
    order = order_actions.draft_isolation(
        case_id=case_id, ruleset=ruleset, by=request.user, now=request.outbreak_now
    )
    messages.success(request, _("Order {number} waits for approval.").format(number=order.number))
    return back(request, case_id, "isolation")


@require_POST
@needs(Permission.CASE_WRITE)
def discharge(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Keep what the ward reports; if the discharge is asked for, the rule set decides."""
    case = cases.case(case_id=case_id, by=request.user)
    form = DischargeForm(request.POST, initial=DischargeForm.of(case))
    if not form.is_valid():
        return page(request, case_id, discharge_form=form, status=422)
    changes = {name: form.cleaned_data[name] for name in form.changed_data}
    case_actions.correct(case_id=case_id, changes=changes, by=request.user, now=request.outbreak_now)
    if "discharge" not in request.POST:
        messages.success(request, _("What the ward reports is kept."))
    else:
        _decide(request, case)
    return back(request, case_id, "isolation")


def _decide(request: DeskRequest, case: cases.Case) -> None:
    order = timeline.isolation_of(case=case)
    if order is None:
        messages.error(request, _("This case has no isolation that could end."))
        return
    decision = positive_sample.discharge_case(order_id=order.id, by=request.user, now=request.outbreak_now)
    tell = messages.success if decision.allowed else messages.error
    tell(request, wording.say_all(decision.reasons))
