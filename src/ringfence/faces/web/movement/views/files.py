"""Files of records and places: looked at, brought in by the worker, refused rows handed back."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.jobs.tasks import movement as jobs
from ringfence.faces.web.paging import list_page
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import NotFound, Refused, reason
from ringfence.tracing.movement import actions as movement
from ringfence.tracing.movement import queries

from ..forms import FileForm

USUAL_DAYS = 14
SHOWN = 100


@needs(Permission.MOVEMENT_IMPORT)
def listed(request: DeskRequest) -> HttpResponse:
    found = queries.files(by=request.user, outbreak_id=request.outbreak.id)
    page = list_page(request, found, by=("-uploaded_at", "-id"))
    return render(request, "movement/files.html", {"page_rows": page})


@needs(Permission.MOVEMENT_IMPORT)
def upload(request: DeskRequest) -> HttpResponse:
    """Take a file in and look at it; nothing is brought in yet."""
    if request.method != "POST":
        first = {"expires_on": request.outbreak_today + timedelta(days=USUAL_DAYS)}
        return render(request, "movement/new_file.html", {"form": FileForm(initial=first)})
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            found = movement.upload(
                outbreak_id=request.outbreak.id, told=form.told(), by=request.user, now=request.outbreak_now
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("movement:file", request.outbreak.slug, found.id)
    return render(request, "movement/new_file.html", {"form": form}, status=422)


@needs(Permission.MOVEMENT_IMPORT)
def show(request: DeskRequest, file_id: UUID) -> HttpResponse:
    """The preview, the progress or the account."""
    found = _ours(request, file_id)
    return render(request, "movement/file.html", {
        "file": found, "refusals": found.refusals[:SHOWN], "remarks": found.remarks[:SHOWN],
        "unshown": max(0, len(found.refusals) - SHOWN),
    })  # fmt: skip


@require_POST
@needs(Permission.MOVEMENT_IMPORT)
def bring(request: DeskRequest, file_id: UUID) -> HttpResponse:
    found = _ours(request, file_id)
    try:
        movement.queue(file_id=found.id, by=request.user, now=request.outbreak_now)
        jobs.bring.defer(file_id=str(found.id), user_id=str(request.user.id))
    except Refused as refusal:
        messages.error(request, wording.refusal_text(refusal))
    return redirect("movement:file", request.outbreak.slug, file_id)


@require_POST
@needs(Permission.MOVEMENT_IMPORT)
def cancel(request: DeskRequest, file_id: UUID) -> HttpResponse:
    found = _ours(request, file_id)
    try:
        movement.cancel(file_id=found.id, by=request.user, now=request.outbreak_now)
    except Refused as refusal:
        messages.error(request, wording.refusal_text(refusal))
    return redirect("movement:files", request.outbreak.slug)


@needs(Permission.MOVEMENT_IMPORT)
def refused(request: DeskRequest, file_id: UUID) -> HttpResponse:
    """The refused rows as they came, each with its line and why; corrected, the file can be brought in again."""
    return HttpResponse(
        refused_csv(_ours(request, file_id)), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="to-correct.csv"'},
    )  # fmt: skip


def refused_csv(found: Any) -> str:
    names = list(found.refusals[0]["row"]) if found.refusals else []
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*names, "line", "why"])
    for one in found.refusals:
        cells = [_harmless(one["row"].get(name, "")) for name in names]
        writer.writerow([*cells, one["line"], wording.say(one["why"])])
    return "\ufeff" + out.getvalue()


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet takes for text, not for a formula; numbers stay numbers."""
    risky = cell[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{cell}" if risky and not cell.lstrip("+-").replace(".", "", 1).isdigit() else cell


def _ours(request: DeskRequest, file_id: UUID) -> queries.RecordFile:
    found = queries.file(file_id=file_id, by=request.user)
    if found.outbreak_id != request.outbreak.id:
        raise NotFound(reason("There is no such file of records."))
    return found
