"""Twenty lines at once: pasted, read, corrected in place, confirmed once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.names import names_of
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.response import contact_list
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.contacts import queries as contacts

from .. import preview
from ..forms.contacts import ViaForm, via_choices
from ..forms.lines import LineForm
from .clock import back


@needs(Permission.CONTACT_WRITE)
def paste(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Paste, look at what was understood, correct it, name everybody in one step."""
    case = cases.case(case_id=case_id, by=request.user)
    close = contacts.close_contacts(case_id=case_id)
    via_form = ViaForm(request.POST or None, via=via_choices(close, names_of(request)))
    step = request.POST.get("step", "")
    via = via_form.via_contact_id if via_form.is_valid() else None
    rows = _rows(request, case, step, via)
    if step == "confirm" and _all_well(rows):
        return _confirm(request, case, rows, via_form)
    return _page(request, case, rows, via_form, status=422 if step == "confirm" else 200)


def _rows(request: DeskRequest, case: Any, step: str, via: UUID | None) -> list[LineForm]:
    if step in ("check", "confirm"):
        return preview.again(request, case, via=via)
    return preview.read(request, case, request.POST.get("lines", ""), via=via)


def _all_well(rows: list[LineForm]) -> bool:
    taken = [row for row in rows if row.taken]
    return bool(taken) and all(row.is_valid() for row in taken)


def _confirm(request: DeskRequest, case: Any, rows: list[LineForm], via_form: ViaForm) -> HttpResponse:
    listed = [row.listed(now=request.outbreak_now) for row in rows if row.taken]
    deed = {"case_id": case.id, "by": request.user, "now": request.outbreak_now}
    accept = "accept" in request.POST
    try:
        done = contact_list.name_list(
            listed=listed, via_contact_id=via_form.via_contact_id, accept=accept, **deed
        )
    except contact_list.ListRefused as refused:
        preview.show_refusals(rows, refused)
        messages.error(request, wording.refusal_text(refused))
        return _page(request, case, rows, via_form, status=422)
    messages.success(request, _("{count} contacts named; {drafted} orders wait for approval.").format(count=len(done.named), drafted=done.accepted.drafted))  # fmt: skip
    return back(request, case.id, "contacts")


def _page(
    request: DeskRequest, case: Any, rows: list[LineForm], via_form: ViaForm, *, status: int
) -> HttpResponse:
    taken = [row for row in rows if row.taken]
    return render(request, "cases/paste.html", {
        "case": case, "rows": rows, "via_form": via_form, "lines": request.POST.get("lines", ""),
        "taken": len(taken), "faulty": sum(1 for row in taken if row.errors),
        "accept": "accept" in request.POST or request.method == "GET",
    }, status=status)  # fmt: skip
