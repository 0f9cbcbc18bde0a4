"""The movement of one case: its window, asking for a search, what was told, where and when it was together with others."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.faces.access import needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import Expected, NotFound, NotPermitted, reason
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.investigations import queries as investigations
from ringfence.tracing.movement import actions as movement
from ringfence.tracing.movement import queries

from .. import drawing
from ..forms import SearchForm


@needs(Permission.MOVEMENT_READ)
def of_case(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """The page; a search is asked for here and nowhere else."""
    if request.method != "POST":
        case = _case(request, case_id)
        return page(request, case, SearchForm(initial=SearchForm.of(queries.window(case=case, purpose="FIND_CONTACTS", now=request.outbreak_now))))  # fmt: skip
    form = SearchForm(request.POST)
    if form.is_valid():
        try:
            search = movement.ask(
                case_id=case_id, outbreak_id=request.outbreak.id, question=form.question(), by=request.user,
                now=request.outbreak_now,
            )  # fmt: skip
        except (NotFound, NotPermitted):
            raise
        except Expected as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The search waits for a second person of another organisation."))
            return redirect("movement:show", request.outbreak.slug, search.id)
    return page(request, _case(request, case_id), form, status=422)


def page(request: DeskRequest, case: Any, form: SearchForm, *, status: int = 200) -> HttpResponse:
    windows = [
        (label, queries.window(case=case, purpose=purpose, now=request.outbreak_now))
        for purpose, label in queries.Search.Purpose.choices
    ]
    investigation = investigations.of_case(case_id=case.id)
    stops = list(investigations.movement(investigation_id=investigation.id)) if investigation else []
    leads = queries.leads_of_case(by=request.user, case_id=case.id)
    return render(request, "movement/case.html", {
        "case": case, "form": form, "windows": windows, "ruleset": rulesets.get(request.outbreak.ruleset_id),
        "searches": queries.visible_to(by=request.user, outbreak_id=request.outbreak.id, case_id=case.id),
        "may_search": access.may(request.user, Permission.MOVEMENT_SEARCH, area_code=case.area_id),
        "may_investigate": access.may(request.user, Permission.INVESTIGATION_WRITE, area_code=case.area_id),
        "stops": stops, "hours": drawing.hours(leads), "map": drawing.places(request.outbreak, leads),
        "leads": leads, "investigation": investigation, "met": queries.met_as_told(case=case, by=request.user),
        "live": queries.live(by=request.user, case_id=case.id, now=request.outbreak_now),
    }, status=status)  # fmt: skip


def _case(request: DeskRequest, case_id: UUID) -> Any:
    case = cases.case(case_id=case_id, by=request.user)
    if case.outbreak_id != request.outbreak.id:
        raise NotFound(reason("There is no such case in this outbreak."))
    return case
