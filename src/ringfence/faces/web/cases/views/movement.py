"""The movement history as told: stops added and taken out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.faces.access import needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import NotFound, Refused, reason
from ringfence.tracing.investigations import actions as investigation_actions
from ringfence.tracing.investigations import queries as investigations

from ..forms.movement import StopForm
from .clock import of
from .investigating import page


@require_POST
@needs(Permission.INVESTIGATION_WRITE)
def add(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Add a stop."""
    investigation = of(request, case_id)
    form = StopForm(request.POST, city_code=request.outbreak.area_id)
    if form.is_valid():
        try:
            investigation_actions.add_stop(investigation_id=investigation.id, told=form.told(), by=request.user, now=request.outbreak_now)  # fmt: skip
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The stop is added."))
            return _back(request, case_id)
    return page(request, case_id, stop_form=form, status=422)


@require_POST
@needs(Permission.INVESTIGATION_WRITE)
def remove(request: DeskRequest, case_id: UUID, stop_id: UUID) -> HttpResponse:
    """Take a stop out; the audit keeps what it was."""
    investigation = of(request, case_id)
    if not investigations.movement(investigation_id=investigation.id).filter(id=stop_id).exists():
        raise NotFound(reason("There is no such stop."))
    investigation_actions.remove_stop(stop_id=stop_id, by=request.user, now=request.outbreak_now)
    messages.success(request, _("The stop is taken out."))
    return _back(request, case_id)


def _back(request: DeskRequest, case_id: UUID) -> HttpResponse:
    answer = redirect("cases:form", request.outbreak.slug, case_id)
    answer["Location"] += "#stops"
    return answer
