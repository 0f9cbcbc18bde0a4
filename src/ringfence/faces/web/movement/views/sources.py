"""Where a cluster may come from: what explains it, beside chance and "unknown", and the test that would decide."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from ringfence.cores.sources.timing import INCUBATION
from ringfence.faces import finding
from ringfence.faces.access import needs
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.tracing.movement import queries

from .. import source_drawing, source_words

MOST_CHOSEN = 100


@needs(Permission.MOVEMENT_READ)
def show(request: DeskRequest) -> HttpResponse:
    """The cases that take part may be chosen by `case`, the pathogen by `pathogen`; anything else is as without."""
    pathogen = request.GET.get("pathogen", "")
    pathogen = pathogen if pathogen in INCUBATION else "delta"
    chosen = [one for one in request.GET.getlist("case") if one][:MOST_CHOSEN]
    found = queries.source_of(
        by=request.user, outbreak_id=request.outbreak.id, pathogen=pathogen, chosen=chosen
    )
    every = queries.source_cases(by=request.user, outbreak_id=request.outbreak.id)
    told = finding.told(found)
    for one in told["venues"]:
        one["percent"] = 100 * one["weight"]
    return render(request, "movement/sources.html", {
        "found": found, "told": told, "trials": source_words.trials(told, found.names), "infectors": source_words.infectors(told), "pathogen": pathogen, "chosen": chosen, "every": every,
        "pathogens": list(INCUBATION), "grid": source_drawing.grid(found), "map": source_drawing.cluster_map(request.outbreak, found),
        "weights": source_drawing.weights(found),
    })  # fmt: skip
