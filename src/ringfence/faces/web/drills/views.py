"""Drills: the list, what is wanted, the choice of a seed, the truth, the files, the exercise."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.command.drills import actions as drills
from ringfence.command.drills import queries, rules
from ringfence.faces import drill_files, wording
from ringfence.faces.access import needs
from ringfence.faces.jobs.tasks import drills as jobs
from ringfence.faces.web.forecasts.forms import area_choices
from ringfence.faces.web.paging import list_page
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.kernel import Expected, NotFound, NotPermitted, Refused, reason
from ringfence.response import exercise

from . import drawing
from .forms import ExerciseForm, WantedForm
from .words import FILES, PATHOGENS


@needs(Permission.DASHBOARD_READ)
def listed(request: DeskRequest) -> HttpResponse:
    """All drills of the outbreak, newest first."""
    found = queries.visible_to(by=request.user, outbreak_id=request.outbreak.id)
    return render(
        request, "drills/list.html", {"page_rows": list_page(request, found, by=("-asked_at", "-id"))}
    )


@needs(Permission.FORECAST_MAKE)
def ask(request: DeskRequest) -> HttpResponse:
    """What is wanted; refused figures are named and what was typed stays."""
    areas = area_choices(queries.areas_to_choose(outbreak=request.outbreak))
    if request.method != "POST":
        begun = {"starts_on": request.outbreak_today}
        return render(request, "drills/new.html", {"form": WantedForm(areas=areas, initial=begun)})
    form = WantedForm(request.POST, areas=areas)
    if form.is_valid():
        try:
            found = drills.ask(outbreak_id=request.outbreak.id, wanted=form.wanted(), by=request.user, now=request.outbreak_now)  # fmt: skip
        except Refused as refusal:
            form.show(refusal)
        else:
            return _work_on(request, found)
    return render(request, "drills/new.html", {"form": form}, status=422)


@needs(Permission.DASHBOARD_READ)
def show(request: DeskRequest, drill_id: UUID) -> HttpResponse:
    """How far it is and the seeds to choose from; then the truth for whoever may see it, and the files."""
    found = _drill(request, drill_id)
    return render(request, "drills/show.html", _told(request, found, ExerciseForm()))


@needs(Permission.DASHBOARD_READ)
def tree(request: DeskRequest, drill_id: UUID) -> HttpResponse:
    """Who infected whom, for the drawing."""
    found = _drill(request, drill_id)
    if not queries.sees_truth(found=found, by=request.user):
        raise NotPermitted(reason("The truth of this drill is sealed until its leader opens it."))
    return JsonResponse(drawing.tree(found.result) if found.result else {})


@needs(Permission.DASHBOARD_READ)
def take(request: DeskRequest, drill_id: UUID, file_name: str) -> HttpResponse:
    """A file of the drill, on record."""
    found = _drill(request, drill_id)
    content = drills.take_file(drill_id=found.id, name=file_name, by=request.user, now=request.outbreak_now)
    return drill_files.answer(name=file_name, content=content)


@require_POST
@needs(Permission.FORECAST_MAKE)
def choose(request: DeskRequest, drill_id: UUID) -> HttpResponse:
    """The seed whose files are made."""
    found, seed = _drill(request, drill_id), request.POST.get("seed", "")
    try:
        if not seed.isdecimal():
            raise Refused(reason("Choose a seed first."))
        found = drills.choose(drill_id=found.id, seed=int(seed), by=request.user, now=request.outbreak_now)
    except Expected as refusal:
        return _refused(request, found, refusal)
    return _work_on(request, found)


@require_POST
@needs(Permission.FORECAST_MAKE)
def cancel(request: DeskRequest, drill_id: UUID) -> HttpResponse:
    found = _drill(request, drill_id)
    try:
        drills.cancel(drill_id=found.id, by=request.user, now=request.outbreak_now)
    except Expected as refusal:
        return _refused(request, found, refusal)
    return redirect("drills:show", request.outbreak.slug, found.id)


@require_POST
@needs(Permission.FORECAST_MAKE)
def open_truth(request: DeskRequest, drill_id: UUID) -> HttpResponse:
    """After the exercise: everybody sees who infected whom."""
    found = _drill(request, drill_id)
    try:
        drills.open_truth(drill_id=found.id, by=request.user, now=request.outbreak_now)
    except Expected as refusal:
        return _refused(request, found, refusal)
    messages.success(request, _("The truth is open to everybody who may see the situation."))
    return redirect("drills:show", request.outbreak.slug, found.id)


@require_POST
@needs(Permission.OUTBREAK_MANAGE)
def play(request: DeskRequest, drill_id: UUID) -> HttpResponse:
    """Open the outbreak in which the drill is played."""
    found, form = _drill(request, drill_id), ExerciseForm(request.POST)
    if form.is_valid():
        try:
            opened = exercise.open_exercise(
                drill_id=found.id, **form.cleaned_data, by=request.user, now=request.received_at
            )
        except Expected as refusal:
            form.add_error(None, wording.refusal_text(refusal))
        else:
            messages.success(request, _("The exercise is open. The data officer brings in its line list."))
            return redirect("drills:show", opened.slug, found.id)
    return render(request, "drills/show.html", _told(request, found, form), status=422)


@require_POST
@needs(Permission.LINE_LIST_IMPORT)
def bring(request: DeskRequest, drill_id: UUID) -> HttpResponse:
    """The drill's line list as an import of the exercise, to be looked at and run like any other."""
    found = _drill(request, drill_id)
    try:
        run = exercise.bring_line_list(drill_id=found.id, by=request.user, now=request.outbreak_now)
    except Expected as refusal:
        return _refused(request, found, refusal)
    return redirect("imports:show", request.outbreak.slug, run.id)


def _told(request: DeskRequest, found: queries.Drill, form: ExerciseForm) -> dict[str, Any]:
    """What the page shows of a drill to this reader."""
    leads, opened = found.asked_by_id == request.user.id, queries.sees_truth(found=found, by=request.user)
    told: dict[str, Any] = {
        "drill": found, "leads": leads, "sees_truth": opened, "form": form, "most_rows": drawing.MOST_ROWS,
        "may_play": access.may(request.user, Permission.OUTBREAK_MANAGE, area_code=found.outbreak.area_id),
        "files": [(one, *FILES[one.name], one.name in rules.EXAMINERS_FILES) for one in queries.files_of(found=found)
                  if queries.may_take(found=found, name=one.name, by=request.user)],
    }  # fmt: skip
    if opened:
        wanted = queries.wanted_of(found)
        told |= {"wanted": wanted, "area": queries.area_of(found), "pathogen": PATHOGENS[wanted.pathogen]}
    if opened and found.state == found.State.ESTIMATED:
        told["estimates"] = [
            (one, rules.may_make(state=found.state, seed=one["seed"], estimates=found.estimates)) for one in found.estimates
        ]  # fmt: skip
    if opened and found.state == found.State.DONE:
        truth = found.result
        told |= {"truth": truth, "curve": drawing.curve(truth), "curve_rows": drawing.curve_rows(truth), "rows": drawing.rows(truth)}  # fmt: skip
    return told


def _drill(request: DeskRequest, drill_id: UUID) -> queries.Drill:
    found = queries.drill(drill_id=drill_id, by=request.user)
    if request.outbreak.id not in (found.outbreak_id, found.exercise_id):
        raise NotFound(reason("There is no such drill."))
    return found


def _work_on(request: DeskRequest, found: queries.Drill) -> HttpResponse:
    jobs.work_on.defer(drill_id=str(found.id), user_id=str(request.user.id))
    return redirect("drills:show", request.outbreak.slug, found.id)


def _refused(request: DeskRequest, found: queries.Drill, refusal: Expected) -> HttpResponse:
    if isinstance(refusal, NotPermitted):
        raise refusal
    messages.error(request, wording.refusal_text(refusal))
    return redirect("drills:show", request.outbreak.slug, found.id)
