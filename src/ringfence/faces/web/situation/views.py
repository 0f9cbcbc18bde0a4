"""The situation: what a commander with two minutes looks at."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from ringfence.command.situation import queries as situation
from ringfence.command.spread import queries as spread
from ringfence.faces.access import needs
from ringfence.faces.web.paging import list_page
from ringfence.faces.web.requests import DeskRequest
from ringfence.faces.web.templatetags.front import named
from ringfence.ground.access import Permission
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import Refused
from ringfence.measures.orders import evidence
from ringfence.registry.places import queries as places
from ringfence.tracing.investigations import queries as investigations

from . import charts, estimates, waiting


@needs(Permission.DASHBOARD_READ)
def dashboard(request: DeskRequest) -> HttpResponse:
    """Numbers that open their lists, the curve, the map, who waits for what, the target."""
    inside: dict[str, Any] = {"by": request.user, "outbreak_id": request.outbreak.id}
    now, outbreak = request.outbreak_now, request.outbreak
    numbers = situation.case_numbers(**inside, now=now)
    aim = situation.target(
        by=request.user, outbreak=outbreak, ruleset=rulesets.get(outbreak.ruleset_id), now=now
    )
    curves = situation.curve(**inside)
    counted = situation.by_county(by=request.user, outbreak=outbreak)
    return render(request, "situation/dashboard.html", {
        "numbers": numbers, "aim": aim, "clock": situation.clock_numbers(**inside, now=now),
        "unfounded": evidence.unfounded(**inside).count(),
        "under_measure": situation.people_under_measure(**inside), "contacts": situation.contact_numbers(**inside),
        "rooms": situation.rooms(outbreak=outbreak), "waiting": waiting.rows(situation.waiting(**inside, now=now), slug=outbreak.slug),
        "curve": charts.curve_data(curves, outbreak=outbreak, aim=aim, all_cases=numbers.total),
        "curve_rows": charts.curve_rows(curves["report"]), "kinds": charts.kind_labels().values(),
        "map": charts.map_data(counted, outbreak=outbreak) if outbreak.area_id == "4107" else None,
        "county_rows": [(place, counted.get(place.code, 0)) for place in places.counties(city_code=outbreak.area_id)],
    })  # fmt: skip


@needs(Permission.CASE_READ)
def deadlines(request: DeskRequest) -> HttpResponse:
    """Milestones of the 2/4/24-hour clock: open, overdue, or all that were late."""
    inside: dict[str, Any] = {"by": request.user, "outbreak_id": request.outbreak.id}
    show = request.GET.get("show", "open")
    if show == "late":
        found = investigations.breaches(**inside, now=request.outbreak_now)
    else:
        found = investigations.open_milestones(
            **inside, due_before=request.outbreak_now if show == "overdue" else None
        )
    return render(request, "situation/deadlines.html", {
        "show": show, "page_rows": list_page(request, found, by=("due_at", "id")),
        "clock": situation.clock_numbers(**inside, now=request.outbreak_now),
        "steps": investigations.step_times(**inside),
    })  # fmt: skip


@needs(Permission.CASE_READ)
def estimate(request: DeskRequest) -> HttpResponse:
    """The reproduction number with its band, the offspring distribution, the delays by team."""
    inside: dict[str, Any] = {"by": request.user, "outbreak_id": request.outbreak.id}
    try:
        found = spread.estimate(**inside, as_of=request.outbreak_today, named=named)
    except Refused:
        return render(request, "situation/estimates.html", {"found": None})
    ruleset = rulesets.get(request.outbreak.ruleset_id)
    aim = situation.target(
        by=request.user, outbreak=request.outbreak, ruleset=ruleset, now=request.outbreak_now
    )
    curve = charts.curve_data(
        situation.curve(**inside), outbreak=request.outbreak, aim=aim, all_cases=found.cases
    )
    context = {"found": found, "curve": estimates.with_r(curve, found), "windows": estimates.rows(found)}
    return render(request, "situation/estimates.html", context)
