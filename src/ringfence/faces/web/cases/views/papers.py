"""Papers: the dossier of a case, and the empty form for pen and paper."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from ringfence.command.timeline import queries as timeline
from ringfence.faces.access import needs
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.investigations.form import BLOCKS, Kind, shown

from .. import board, events
from ..compare import as_text

WRITING_ROWS = 4  # of a table on paper


@needs(Permission.CASE_READ)
def dossier(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Everything of the case on paper."""
    case = cases.case(case_id=case_id, by=request.user)
    context = board.whole(request, case)
    told = timeline.events(file=context["file"], now=request.outbreak_now)
    context["events"] = [events.row(one, slug=request.outbreak.slug, here=case_id) for one in reversed(told)]
    context["answers"] = [
        (one.block, one.saved, [
            (field, as_text(shown(field, one.saved.content.get(field.key))))
            for field in one.block.fields if one.saved.content.get(field.key) not in (None, "", [])
        ])
        for one in context["blocks"] if one.saved
    ]  # fmt: skip
    return render(request, "cases/dossier.html", context)


@needs(Permission.CASE_READ)
def empty_form(request: DeskRequest) -> HttpResponse:
    """The investigation form to be filled in by hand."""
    context = {"blocks": BLOCKS.values(), "rows_kind": Kind.ROWS, "writing_rows": WRITING_ROWS}
    return render(request, "cases/empty_form.html", context)
