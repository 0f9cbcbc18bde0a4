"""Forecasts: the list, the question, the answer."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ringfence.command.forecasts import actions as forecasts
from ringfence.command.forecasts import queries
from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.jobs.tasks import forecasts as jobs
from ringfence.faces.web.paging import list_page
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import NotFound, Refused, reason

from . import drawing
from .forms import QuestionForm, area_choices


@needs(Permission.DASHBOARD_READ)
def listed(request: DeskRequest) -> HttpResponse:
    """All forecasts of the outbreak, newest first."""
    found = queries.visible_to(by=request.user, outbreak_id=request.outbreak.id)
    page = list_page(request, found, by=("-asked_at", "-id"))
    return render(request, "forecasts/list.html", {"page_rows": page})


@needs(Permission.FORECAST_MAKE)
def ask(request: DeskRequest) -> HttpResponse:
    """The question, begun with the rule set's figures; refused figures are named and what was typed stays."""
    begun = queries.presets(outbreak=request.outbreak)
    offered = {
        "presets": begun["strategies"],
        "areas": area_choices(queries.areas_to_choose(outbreak=request.outbreak)),
    }
    first = {name: begun[name] for name in ("within_days", "horizon_days")}
    if request.method != "POST":
        return render(request, "forecasts/new.html", {"form": QuestionForm(**offered, initial=first)})
    form = QuestionForm(request.POST, **offered)
    if form.is_valid():
        try:
            found = forecasts.ask(
                outbreak_id=request.outbreak.id,
                question=form.question(),
                by=request.user,
                now=request.outbreak_now,
            )
        except Refused as refusal:
            form.show(refusal)
        else:
            jobs.play.defer(forecast_id=str(found.id), user_id=str(request.user.id))
            return redirect("forecasts:show", request.outbreak.slug, found.id)
    return render(request, "forecasts/new.html", {"form": form}, status=422)


@needs(Permission.DASHBOARD_READ)
def show(request: DeskRequest, forecast_id: UUID) -> HttpResponse:
    """Progress while it is played; then the strategies side by side."""
    found = _ours(request, forecast_id)
    told: dict[str, Any] = {"forecast": found}
    if found.state == found.State.DONE:
        result = found.result
        told |= {
            "result": result, "chart": drawing.chart(result), "rows": drawing.rows(result), "ends": drawing.ends(result),
            "named": drawing.named(found.strategies, queries.areas_named(forecast=found)), "stock": drawing.stock(result), "parameters": drawing.parameters(result), "day_rows": drawing.day_rows(result),
        }  # fmt: skip
    return render(request, "forecasts/show.html", told)


@require_POST
@needs(Permission.FORECAST_MAKE)
def cancel(request: DeskRequest, forecast_id: UUID) -> HttpResponse:
    found = _ours(request, forecast_id)
    try:
        forecasts.cancel(forecast_id=found.id, by=request.user, now=request.outbreak_now)
    except Refused as refusal:
        messages.error(request, wording.refusal_text(refusal))
    return redirect("forecasts:show", request.outbreak.slug, found.id)


@needs(Permission.DASHBOARD_READ)
def days(request: DeskRequest, forecast_id: UUID) -> HttpResponse:
    """Every series of every strategy as CSV."""
    found = _ours(request, forecast_id)
    if found.state != found.State.DONE:
        messages.info(request, wording.say(reason("This forecast has no answer yet.")))
        return redirect("forecasts:show", request.outbreak.slug, found.id)
    text = io.StringIO()
    csv.writer(text).writerows(drawing.csv_rows(found.result))
    return HttpResponse(
        "\ufeff" + text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="forecast.csv"'},
    )


def _ours(request: DeskRequest, forecast_id: UUID) -> queries.Forecast:
    found = queries.forecast(forecast_id=forecast_id, by=request.user)
    if found.outbreak_id != request.outbreak.id:
        raise NotFound(reason("There is no such forecast."))
    return found
