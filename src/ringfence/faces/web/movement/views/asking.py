"""A search is decided by a second person, run by who asked, replayed by who oversees."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import Refused
from ringfence.tracing.movement import actions as movement

from .showing import ours, page


@require_POST
@needs(Permission.MOVEMENT_APPROVE)
def decide(request: DeskRequest, search_id: UUID) -> HttpResponse:
    """Approve, or say no with a reason; what was typed stays when it is refused."""
    search = ours(request, search_id)
    approved, why = request.POST.get("answer") == "approve", request.POST.get("why", "")
    try:
        movement.decide(
            search_id=search.id, approved=approved, why=why, by=request.user, now=request.outbreak_now
        )
    except Refused as refusal:
        return page(request, search, status=422, refused=wording.refusal_text(refusal), typed_why=why)
    messages.success(request, _("The search is approved.") if approved else _("The search is not approved."))
    return redirect("movement:show", request.outbreak.slug, search_id)


@require_POST
@needs(Permission.MOVEMENT_SEARCH)
def run(request: DeskRequest, search_id: UUID) -> HttpResponse:
    """Run it; the answer is kept with its leads."""
    search = ours(request, search_id)
    try:
        found = movement.run(search_id=search.id, by=request.user, now=request.outbreak_now)
    except Refused as refusal:
        return page(request, search, status=422, refused=wording.refusal_text(refusal))
    messages.success(request, _("{count} leads. A lead is where to look next; only you say who is a contact.").format(count=found.found))  # fmt: skip
    return redirect("movement:show", request.outbreak.slug, search_id)


@require_POST
@needs(Permission.AUDIT_READ)
def replay(request: DeskRequest, search_id: UUID) -> HttpResponse:
    """Ask the store again and compare every row; nobody is named."""
    search = ours(request, search_id)
    try:
        told = movement.replay(search_id=search.id, by=request.user, now=request.outbreak_now)
    except Refused as refusal:
        return page(request, search, status=422, refused=wording.refusal_text(refusal))
    return page(request, search, replayed=told)
