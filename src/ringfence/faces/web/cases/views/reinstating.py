"""Taking up again a case that was ruled out: who is affected is shown first."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.faces.access import needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import Refused
from ringfence.response import reinstating
from ringfence.tracing.cases import queries as cases

from ..forms.deeds import ReinstateForm


@needs(Permission.CASE_WRITE)
def reinstate(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Who would be put up for decision again; then it is done, with the reason."""
    case = cases.case(case_id=case_id, by=request.user)
    if case.classification != "RULED_OUT":
        return redirect("cases:show", request.outbreak.slug, case_id)
    form = ReinstateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = reinstating.reinstate(
                case_id=case_id, **form.cleaned_data, by=request.user, now=request.outbreak_now
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The case is taken up again; {count} contacts wait for your decision.").format(count=len(found.contacts)))  # fmt: skip
            return redirect("cases:show", request.outbreak.slug, case_id)
    return render(
        request, "cases/reinstate.html", {"case": case, "form": form, "found": reinstating.preview(case_id=case_id)},
        status=422 if form.errors else 200,
    )  # fmt: skip
