"""The audit: what was done in this outbreak, by whom, when and why."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from ringfence.faces import sign_ins
from ringfence.faces.access import needs
from ringfence.faces.changes import Reading
from ringfence.faces.web.paging import list_page
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.ground.audit import queries as audit

from .words import DEEDS, SUBJECTS


@needs(Permission.AUDIT_READ)
def listed(request: DeskRequest) -> HttpResponse:
    """Newest first; only for who may read the audit in the whole area of the outbreak."""
    access.require(request.user, Permission.AUDIT_READ, area_code=request.outbreak.area_id)
    wanted = {name: request.GET.get(name, "") for name in ("action", "by")}
    asked = request.GET.get("kind", "")
    wanted["kind"] = asked if asked in ("LOOK", "ACCOUNT") else "DEED"
    found = (
        sign_ins.seen_by(by=request.user) if wanted["kind"] == "ACCOUNT"
        else audit.of_outbreak(outbreak_id=request.outbreak.id, kind=wanted["kind"])
    )  # fmt: skip
    if wanted["action"]:
        found = found.filter(action__startswith=wanted["action"])
    if wanted["by"]:
        found = found.filter(by_name__startswith=wanted["by"])
    page = list_page(request, found, by=("-id",))
    reading = Reading.of(page.rows)
    rows = [
        {"entry": one, "deed": DEEDS.get(one.action, one.action), "changes": reading.changes(one),
         "subject": SUBJECTS.get(one.subject_type, one.subject_type), "name": reading.subject(one)}
        for one in page.rows
    ]  # fmt: skip
    return render(request, "audit/list.html", {
        "page_rows": page, "rows": rows, "wanted": wanted, "deeds": sorted(DEEDS.items()),
    })  # fmt: skip
