"""A report's text becomes stops: each linked to its characters, confirmed or corrected one by one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.cases.forms.movement import StopForm
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import Expected, NotFound, Refused, reason
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.investigations import actions as investigation_actions
from ringfence.tracing.investigations import queries as investigations
from ringfence.tracing.movement import actions as movement
from ringfence.tracing.movement import queries

from .. import reading


@needs(Permission.INVESTIGATION_WRITE)
def read(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Paste the text, look at what was understood. Nothing is stored here."""
    return _page(request, _case(request, case_id))


@require_POST
@needs(Permission.INVESTIGATION_WRITE)
def confirm(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Confirm one stop, as read or as corrected: it becomes a stop of the investigation and of the records."""
    case = _case(request, case_id)
    form = StopForm(request.POST, city_code=request.outbreak.area_id)
    if form.is_valid():
        try:
            investigation = investigations.of_case(case_id=case.id)
            if investigation is None:
                raise Refused(reason("The case has no investigation yet."))
            investigation_actions.add_stop(
                investigation_id=investigation.id, told=form.told(), by=request.user, now=request.outbreak_now
            )
            kept = movement.keep_stops(case_id=case.id, by=request.user, now=request.outbreak_now)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _said(form.cleaned_data["place"], kept))
    return _page(request, case, form=form if form.errors else None, status=422 if form.errors else 200)


@require_POST
@needs(Permission.INVESTIGATION_WRITE)
def keep(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Take all stops of the investigation into the records."""
    case = _case(request, case_id)
    try:
        kept = movement.keep_stops(case_id=case.id, by=request.user, now=request.outbreak_now)
    except Expected as refusal:
        messages.error(request, wording.refusal_text(refusal))
    else:
        said = _("{count} stops are in the records.").format(count=kept.stops)
        unknown = (
            _("Not known as places: {names}.").format(names=", ".join(kept.unknown)) if kept.unknown else ""
        )
        still_open = (
            _("{count} have no hour that is sure: they are compared as told only.").format(count=kept.open)
            if kept.open
            else ""
        )
        messages.info(request, " ".join(one for one in (said, unknown, still_open) if one))
    return redirect("movement:case", request.outbreak.slug, case_id)


def _said(place: str, kept: movement.Kept) -> str:
    if place in kept.unknown:
        return _("{place} is a stop of the investigation. It is no place of the records yet: bring it in as a place to search there.").format(place=place)  # fmt: skip
    return _("{place} is a stop of the investigation and of the records.").format(place=place)


def _page(
    request: DeskRequest, case: Any, *, form: StopForm | None = None, status: int = 200
) -> HttpResponse:
    text, error, told = request.POST.get("text", ""), "", None
    year = reading.year_of(request.POST.get("year", ""), usual=case.reported_on.year)
    if text.strip():
        try:
            told = queries.read_report(outbreak=request.outbreak, text=text, year=year)
        except Refused as refusal:
            error, status = wording.refusal_text(refusal), 422
    investigation = investigations.of_case(case_id=case.id)
    stops = list(investigations.movement(investigation_id=investigation.id)) if investigation else []
    return render(request, "movement/narrative.html", {
        "case": case, "text": text, "year": year, "error": error, "told": told,
        "pieces": reading.pieces(text, told) if told else [],
        "stops": reading.rows(told, confirmed=stops, refused=form, mark=request.POST.get("evidence", ""),
                              city_code=request.outbreak.area_id) if told else [],
    }, status=status)  # fmt: skip


def _case(request: DeskRequest, case_id: UUID) -> Any:
    case = cases.case(case_id=case_id, by=request.user)
    if case.outbreak_id != request.outbreak.id:
        raise NotFound(reason("There is no such case in this outbreak."))
    return case
