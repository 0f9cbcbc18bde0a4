"""Imports of line lists: upload, columns, preview, run, what became of each row."""

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
from ringfence.faces.jobs.tasks import linelists as jobs
from ringfence.faces.web.paging import list_page
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import NotFound, Refused
from ringfence.tracing.linelists import actions as linelists
from ringfence.tracing.linelists import queries as imports

from . import look
from .forms import ColumnsForm

ROWS_LOOKED_AT_ONCE = 3000  # more rows than this are looked at by the worker, with progress


@needs(Permission.LINE_LIST_IMPORT)
def listed(request: DeskRequest) -> HttpResponse:
    found = imports.visible_to(by=request.user, outbreak_id=request.outbreak.id)
    page = list_page(request, found, by=("-uploaded_at", "-id"))
    return render(request, "imports/list.html", {"page_rows": page})


@needs(Permission.LINE_LIST_IMPORT)
def upload(request: DeskRequest) -> HttpResponse:
    """Take a file in; a file that is none is answered with a sentence."""
    file, error = request.FILES.get("file"), ""
    if request.method == "POST" and file is not None:
        try:
            run = linelists.upload(outbreak_id=request.outbreak.id, file_name=file.name or "", content=file.read(),
                                   by=request.user, now=request.outbreak_now)  # fmt: skip
        except Refused as refusal:
            error = wording.refusal_text(refusal)
        else:
            return redirect("imports:show", request.outbreak.slug, run.id)
    elif request.method == "POST":
        error = _("Choose a file first.")
    return render(request, "imports/new.html", {"error": error}, status=422 if error else 200)


@needs(Permission.LINE_LIST_IMPORT)
def show(request: DeskRequest, run_id: UUID) -> HttpResponse:
    """The import as it stands: columns to check, the preview, progress, or the account."""
    run = imports.run(run_id=run_id, by=request.user)
    if run.state == run.State.READ:
        return _columns_page(request, run, ColumnsForm(run=run))
    found = imports.rows(
        run_id=run_id, verdict=request.GET.get("verdict", ""), became=request.GET.get("became", "")
    )
    return render(request, "imports/show.html", {
        "run": run, "page_rows": list_page(request, found, by=("number",)), "wanted": request.GET,
        "verdicts": look.verdict_tabs(imports.count_verdicts(run_id=run_id)), "account": look.account(run),
    })  # fmt: skip


@require_POST
@needs(Permission.LINE_LIST_IMPORT)
def columns(request: DeskRequest, run_id: UUID) -> HttpResponse:
    """The map decided by hand; with "save" it is kept for the next file with this heading."""
    run = imports.run(run_id=run_id, by=request.user)
    form = ColumnsForm(request.POST, run=run)
    if not form.is_valid():
        return _columns_page(request, run, form, status=422)
    try:
        linelists.choose_columns(
            run_id=run_id, column_map=form.chosen(), by=request.user, now=request.outbreak_now
        )
        if request.POST.get("save"):
            linelists.save_map(run_id=run_id, name=run.file_name, by=request.user, now=request.outbreak_now)
        return _preview(request, run_id)
    except Refused as refusal:
        show_refusal(form, refusal)
        return _columns_page(request, imports.run(run_id=run_id, by=request.user), form, status=422)


@require_POST
@needs(Permission.LINE_LIST_IMPORT)
def preview(request: DeskRequest, run_id: UUID) -> HttpResponse:
    try:
        return _preview(request, run_id)
    except Refused as refusal:
        messages.error(request, wording.refusal_text(refusal))
        return redirect("imports:show", request.outbreak.slug, run_id)


@require_POST
@needs(Permission.LINE_LIST_IMPORT)
def decide(request: DeskRequest, run_id: UUID) -> HttpResponse:
    """Decide about one row, or about all rows with a verdict."""
    told: dict[str, Any] = {
        "choice": request.POST.get("choice", ""),
        "by": request.user,
        "now": request.outbreak_now,
    }
    try:
        if request.POST.get("verdict"):
            linelists.decide_verdict(run_id=run_id, verdict=request.POST["verdict"], **told)
        else:
            linelists.decide_row(run_id=run_id, number=int(request.POST.get("number") or 0), **told)
    except (Refused, NotFound) as refusal:
        messages.error(request, wording.refusal_text(refusal))
    except ValueError:
        messages.error(request, _("There is no such row."))
    return redirect(request.POST.get("next") or f"/o/{request.outbreak.slug}/imports/{run_id}/")


@require_POST
@needs(Permission.LINE_LIST_IMPORT)
def run(request: DeskRequest, run_id: UUID) -> HttpResponse:
    """Hand the import to the worker."""
    try:
        linelists.queue(run_id=run_id, by=request.user, now=request.outbreak_now)
        jobs.run.defer(run_id=str(run_id), user_id=str(request.user.id))
    except Refused as refusal:
        messages.error(request, wording.refusal_text(refusal))
    return redirect("imports:show", request.outbreak.slug, run_id)


@needs(Permission.LINE_LIST_IMPORT)
def progress(request: DeskRequest, run_id: UUID) -> HttpResponse:
    """The progress bar alone; when it is finished the page is loaded again."""
    run = imports.run(run_id=run_id, by=request.user)
    response = render(request, "imports/progress.html", {"run": run})
    if run.state in (run.State.DONE, run.State.FAILED, run.State.PREVIEWED):
        response["HX-Refresh"] = "true"
    return response


def _preview(request: DeskRequest, run_id: UUID) -> HttpResponse:
    run = imports.run(run_id=run_id, by=request.user)
    if run.rows_in > ROWS_LOOKED_AT_ONCE:
        linelists.ask_for_preview(run_id=run_id, by=request.user, now=request.outbreak_now)
        jobs.preview.defer(run_id=str(run_id), user_id=str(request.user.id))
    else:
        linelists.preview(run_id=run_id, by=request.user, now=request.outbreak_now)
    return redirect("imports:show", request.outbreak.slug, run_id)


def _columns_page(
    request: DeskRequest, run: imports.ImportRun, form: ColumnsForm, status: int = 200
) -> HttpResponse:
    context = {"run": run, "form": form, "columns": look.columns(run, form), "dates": look.dates(run, form)}
    return render(request, "imports/columns.html", context, status=status)
