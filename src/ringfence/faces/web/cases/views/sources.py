"""Possible sources of a case: named, graded, one of them chosen."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.faces.access import needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import Refused
from ringfence.tracing.cases import actions as case_actions
from ringfence.tracing.cases import queries as cases

from ..forms.deeds import SourceForm
from ..reading import ids
from .clock import back
from .showing import page


@require_POST
@needs(Permission.LINK_WRITE)
def name_source(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Name a possible source; named again, its grade rises and the evidence is added."""
    cases.case(case_id=case_id, by=request.user)
    form = SourceForm(request.POST, outbreak_id=request.outbreak.id)
    if form.is_valid():
        try:
            case_actions.name_source(case_id=case_id, source=form.named(), by=request.user, now=request.outbreak_now)  # fmt: skip
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The possible source is named."))
            return back(request, case_id, "sources")
    return page(request, case_id, source_form=form, status=422)


@require_POST
@needs(Permission.LINK_WRITE)
def choose(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Settle on one candidate, or open the question again."""
    cases.case(case_id=case_id, by=request.user)
    chosen = next(iter(ids([request.POST.get("link", "")])), None)
    case_actions.choose_source(case_id=case_id, link_id=chosen, by=request.user, now=request.outbreak_now)
    messages.success(request, _("The source is settled.") if chosen else _("The question of the source is open again."))  # fmt: skip
    return back(request, case_id, "sources")
