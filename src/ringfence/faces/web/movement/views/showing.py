"""One search: what was asked, who decided, what was found and what became of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from ringfence.faces.access import needs
from ringfence.faces.web.paging import list_page
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.kernel import NotFound, reason
from ringfence.tracing.movement import queries

from .. import drawing

LEADS_A_PAGE = 50


@needs(Permission.MOVEMENT_READ)
def show(request: DeskRequest, search_id: UUID) -> HttpResponse:
    return page(request, ours(request, search_id))


def page(request: DeskRequest, search: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    """The search with one page of its leads; names only for who traces in this area."""
    state = request.GET.get("state", "")
    rows = list_page(
        request, queries.leads(search_id=search.id, state=state), by=("rank",), size=LEADS_A_PAGE
    )
    named = (
        queries.named(search=search, leads=rows.rows, by=request.user, on=request.outbreak_today)
        if rows.rows
        else []
    )
    counts = queries.counts(search_id=search.id)
    may = {
        "search": access.may(request.user, Permission.MOVEMENT_SEARCH, area_code=search.area_id),
        "approve": access.may(request.user, Permission.MOVEMENT_APPROVE, area_code=search.area_id),
        "replay": access.may(request.user, Permission.AUDIT_READ, area_code=search.area_id),
    }
    return render(request, "movement/show.html", {
        "search": search, "rows": [drawing.lead_row(one) for one in named], "page_rows": rows, "may": may, "state": state,
        "tabs": [(code, label, counts.get(code, 0)) for code, label in queries.Lead.State.choices],
        "all": sum(counts.values()), "decision": queries.may_be_decided(search=search, by=request.user, now=request.outbreak_now),
        "open_count": counts.get("OPEN", 0), "live": queries.live(by=request.user, case_id=search.case_id, now=request.outbreak_now), "harm": drawing.harm(search),
    } | more, status=status)  # fmt: skip


def ours(request: DeskRequest, search_id: UUID) -> Any:
    found = queries.search(search_id=search_id, by=request.user)
    if found.outbreak_id != request.outbreak.id:
        raise NotFound(reason("There is no such search."))
    return found
