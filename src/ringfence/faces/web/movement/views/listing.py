"""The inbox of movement: what waits for whom, and every search."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from ringfence.faces.access import needs
from ringfence.faces.web.paging import list_page
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.tracing.movement import queries


@needs(Permission.MOVEMENT_READ)
def listed(request: DeskRequest) -> HttpResponse:
    """Searches of the reader's areas, newest first, with how many leads wait for a decision."""
    inside: dict[str, Any] = {"by": request.user, "outbreak_id": request.outbreak.id}
    waiting = queries.waiting_for(**inside, now=request.outbreak_now).count()
    to_run = queries.to_run(**inside, now=request.outbreak_now).count()
    leads = sum(row["count"] for row in queries.open_leads_by_search(**inside))
    found = queries.visible_to(**inside)
    state = request.GET.get("state", "")
    found = found.filter(state=state) if state in queries.Search.State.values else found
    return render(request, "movement/list.html", {
        "page_rows": list_page(request, found, by=("-asked_at", "-id")), "waiting": waiting, "to_run": to_run,
        "open_leads": leads, "state": state, "states": queries.Search.State.choices,
        "may_import": access.may(request.user, Permission.MOVEMENT_IMPORT),
    })  # fmt: skip
