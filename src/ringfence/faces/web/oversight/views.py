"""What oversight reads without asking anybody. No page here names who is restricted; each reading is on record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from ringfence.command.oversight import actions as oversight
from ringfence.faces import overseeing
from ringfence.faces.access import needs
from ringfence.faces.web.durations import span
from ringfence.faces.web.paging import count_of, list_page
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.ground.access.queries import organisations_by_id
from ringfence.ground.audit import looks
from ringfence.measures.orders import watching

from .drawing import drawn
from .wanted import APPEAL_MARKS, MARKS, Wanted, wanted_from


@needs(Permission.OVERSIGHT_READ)
def show(request: DeskRequest) -> HttpResponse:
    """All of it on one page; every number leads to its list."""
    _let_in(request, "overview")
    seen = overseeing.see(
        outbreak_id=request.outbreak.id, now=request.outbreak_now, real_now=request.received_at
    )
    rows = [
        (
            one,
            seen.houses.get(one.organisation_id) if one.organisation_id else None,
            _proposers(one, seen.houses),
        )
        for one in seen.watch.approvers
    ]
    return render(request, "oversight/show.html", {
        "watch": seen.watch, "ledger": seen.ledger, "rows": rows, "drawings": drawn(seen.watch.approvers),
        "quick": span(watching.QUICK), "reads_audit": access.may(request.user, Permission.AUDIT_READ),
    })  # fmt: skip


@needs(Permission.OVERSIGHT_READ)
def restrictions(request: DeskRequest) -> HttpResponse:
    """The restrictions behind a number: which, signed by whom after how long; not who the people are."""
    wanted = wanted_from(request.GET)
    _let_in(request, "restrictions", wanted)
    found = watching.restrictions(outbreak_id=request.outbreak.id, **wanted.as_query())
    page = list_page(request, found, by=("-drafted_at", "-id"))
    looks.note(*(one.person_id for one in page.rows))
    return render(request, "oversight/restrictions.html", {
        "page_rows": page, "rows": _rows(page.rows), "count": count_of(page, found), "wanted": wanted,
        "marks": MARKS.items(), "signer": _signer(page.rows, wanted),
    })  # fmt: skip


@needs(Permission.OVERSIGHT_READ)
def appeals(request: DeskRequest) -> HttpResponse:
    """Appeals with their clock; what the people wrote stays with who answers."""
    mark = request.GET.get("mark", "")
    _let_in(request, "appeals", Wanted(mark=mark))
    found = watching.appeals(outbreak_id=request.outbreak.id, mark=mark, now=request.outbreak_now)
    page = list_page(request, found, by=("-due_at", "-id"))
    looks.note(*(one.order.person_id for one in page.rows))
    return render(request, "oversight/appeals.html", {
        "page_rows": page, "count": count_of(page, found), "mark": mark, "marks": APPEAL_MARKS.items(),
    })  # fmt: skip


def _let_in(request: DeskRequest, what: str, wanted: Wanted | None = None) -> None:
    oversight.note_reading(
        outbreak_id=request.outbreak.id, area_code=request.outbreak.area_id, what=what, by=request.user,
        now=request.outbreak_now, wanted=wanted.as_told() if wanted else None,
    )  # fmt: skip


def _proposers(one: watching.Approver, houses: Any) -> list[tuple[Any, Any, int]]:
    return [(key, houses.get(key), times) for key, times in one.proposers]


def _rows(found: list[Any]) -> list[tuple[Any, Any, Any, timedelta | None]]:
    """Each order with both organisations and the time between their signatures."""
    named = {house for one in found for house in (one.drafted_organisation_id, one.approved_organisation_id)}
    houses = organisations_by_id(ids=named - {None})
    return [
        (one, houses.get(one.drafted_organisation_id), houses.get(one.approved_organisation_id),
         one.approved_at - one.drafted_at if one.approved_at else None)
        for one in found
    ]  # fmt: skip


def _signer(rows: list[Any], wanted: Wanted) -> str:
    """Whose signatures these are, as the first row tells."""
    return str(rows[0].approved_by_name) if rows and wanted.approver and wanted.mark != "rejected" else ""
