"""The transmission chain: who infected whom, on a time axis."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from ringfence.command.spread import queries as spread
from ringfence.faces.access import needs
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.ground.audit import looks
from ringfence.tracing.cases import queries as cases

from . import drawing

ROWS_OF_THE_TABLE = 500  # the drawing shows all; its table the newest


@needs(Permission.CASE_READ)
def show(request: DeskRequest) -> HttpResponse:
    """The drawing, and the same as a table for who cannot see it."""
    found = spread.spread(by=request.user, outbreak_id=request.outbreak.id)
    rows = {str(row.id): row for row in found.rows}
    verdicts = [
        (rows[one.case_id], rows.get(one.source_id or ""), one.chosen, one.reasons)
        for one in found.resolution.cases[: -ROWS_OF_THE_TABLE - 1 : -1]
    ]
    resolved = sum(one.source_id is not None for one in found.resolution.cases)
    return render(request, "chain/show.html", {
        "verdicts": verdicts, "cases": len(rows), "resolved": resolved,
        "open_links": len(found.resolution.open_links),
    })  # fmt: skip


@needs(Permission.CASE_READ)
def data(request: DeskRequest) -> JsonResponse:
    """The drawing's numbers, in one level of detail."""
    found = spread.spread(by=request.user, outbreak_id=request.outbreak.id)
    level = int(request.GET["level"]) if request.GET.get("level", "").isdigit() else 0
    return JsonResponse(drawing.data_of(found, slug=request.outbreak.slug, level=level))


@needs(Permission.CASE_READ)
def evidence(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """What speaks for each possible source of a case."""
    case = cases.case(case_id=case_id, by=request.user)
    looks.note(case.person_id)
    found = spread.spread(by=request.user, outbreak_id=request.outbreak.id)
    verdict = next((one for one in found.resolution.cases if one.case_id == str(case_id)), None)
    rows = {str(row.id): row for row in found.rows}
    candidates = [(one, rows.get(one.source_id or "")) for one in verdict.candidates] if verdict else []
    return render(request, "chain/evidence.html", {
        "case": case, "verdict": verdict, "candidates": candidates, "links": cases.links_of(case_id=case_id),
    })  # fmt: skip
