"""Ruling a case out: who is affected is shown first, then it is done, then everybody is told."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.faces.access import needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import Refused
from ringfence.measures.orders import queries as orders
from ringfence.response import ruling_out
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.cases import ruling

from ..forms.deeds import RuleOutForm


@needs(Permission.CASE_READ)
def rule_out(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Before: who would be affected. After: who was, and whether they were told."""
    case = cases.case(case_id=case_id, by=request.user)
    form = RuleOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ruling_out.rule_out(
                case_id=case_id, why=form.cleaned_data["why"], by=request.user, now=request.outbreak_now
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Case {number} is ruled out.").format(number=case.number))
            return redirect("cases:rule_out", request.outbreak.slug, case_id)
    done = cases.ruling_of(case_id=case_id) if case.classification == "RULED_OUT" else None
    found = None if done else ruling_out.preview(case_id=case_id, now=request.outbreak_now)
    return render(request, "cases/rule_out.html", {
        "case": case, "form": form, "ruling": done, "found": found,
        "shorter": found.count("SHORTER") + found.count("MILDER") if found else 0,
        "unchanged": found.count("UNCHANGED") if found else 0,
        "changed": orders.with_ids(order_ids=[one["order"] for one in done.affected]) if done else {},
    }, status=422 if form.errors else 200)  # fmt: skip


@require_POST
@needs(Permission.CONTACT_WRITE)
def told(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Everybody who was affected has been told."""
    cases.case(case_id=case_id, by=request.user)
    ruling.note_told(case_id=case_id, by=request.user, now=request.outbreak_now)
    messages.success(request, _("It is noted that everybody was told."))
    return redirect("cases:rule_out", request.outbreak.slug, case_id)
