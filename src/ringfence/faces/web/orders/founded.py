"""Restrictions without valid evidence: the number must be 0, and here stands each that is not."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.faces import sealing
from ringfence.faces.access import needs
from ringfence.faces.web.paging import list_page
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.measures.orders import actions as orders
from ringfence.measures.orders import evidence


@needs(Permission.ORDER_READ)
def listed(request: DeskRequest) -> HttpResponse:
    """Asked of the database now, with the last check that is on record."""
    found = evidence.unfounded(outbreak_id=request.outbreak.id, by=request.user)
    rows = list_page(request, found, by=("approved_at", "id"))
    marked = evidence.violations(found.filter(id__in=[row.id for row in rows.rows]))
    return render(request, "orders/evidence.html", {
        "page_rows": rows, "violations": marked, "count": found.count(),
        "active": evidence.in_force_count(outbreak_id=request.outbreak.id, by=request.user),
        "last": sealing.last("evidence.check", outbreak_id=request.outbreak.id),
    })  # fmt: skip


@require_POST
@needs(Permission.ORDER_READ)
def check(request: DeskRequest) -> HttpResponse:
    """Check the whole outbreak now; the outcome is on record."""
    access.require(request.user, Permission.ORDER_READ, area_code=request.outbreak.area_id)
    found = orders.check_evidence(outbreak_id=request.outbreak.id, by=request.user, now=request.outbreak_now)
    told = _("Restrictions without valid evidence: {count}").format(count=len(found))
    (messages.error if found else messages.success)(request, told)
    return redirect("orders:evidence", request.outbreak.slug)
