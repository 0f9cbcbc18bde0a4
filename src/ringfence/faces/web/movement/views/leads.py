"""Leads are decided by an investigator, singly or many at once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.cases.reading import ids
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import Refused
from ringfence.response import exposure_leads
from ringfence.tracing.movement import actions as movement

from .showing import ours, page


@require_POST
@needs(Permission.MOVEMENT_SEARCH)
def name(request: DeskRequest, search_id: UUID) -> HttpResponse:
    """Name the chosen people as contacts; the rule set proposes what kind, the decision follows on the case's page."""
    search = ours(request, search_id)
    try:
        named = exposure_leads.name_leads(
            search_id=search.id,
            lead_ids=ids(request.POST.getlist("lead")),
            by=request.user,
            now=request.outbreak_now,
        )
    except Refused as refusal:
        return page(request, search, status=422, refused=wording.refusal_text(refusal))
    messages.success(request, _("{count} people are named as contacts; decide on the case's page what kind.").format(count=len(named)))  # fmt: skip
    return redirect("movement:show", request.outbreak.slug, search_id)


@require_POST
@needs(Permission.MOVEMENT_SEARCH)
def dismiss(request: DeskRequest, search_id: UUID) -> HttpResponse:
    """Dismiss the chosen leads with a reason."""
    search, chosen, why = (
        ours(request, search_id),
        ids(request.POST.getlist("lead")),
        request.POST.get("why", ""),
    )
    try:
        count = movement.dismiss(
            search_id=search.id, lead_ids=chosen, why=why, by=request.user, now=request.outbreak_now
        )
    except Refused as refusal:
        return page(
            request, search, status=422, refused=wording.refusal_text(refusal), typed_why=why, chosen=chosen
        )
    messages.success(request, _("{count} leads are dismissed.").format(count=count))
    return redirect("movement:show", request.outbreak.slug, search_id)


@require_POST
@needs(Permission.MOVEMENT_SEARCH)
def reopen(request: DeskRequest, search_id: UUID) -> HttpResponse:
    """Take a dismissal back."""
    search = ours(request, search_id)
    try:
        movement.reopen(
            search_id=search.id,
            lead_ids=ids(request.POST.getlist("lead")),
            by=request.user,
            now=request.outbreak_now,
        )
    except Refused as refusal:
        messages.error(request, wording.refusal_text(refusal))
    return redirect("movement:show", request.outbreak.slug, search_id)


@require_POST
@needs(Permission.MOVEMENT_SEARCH)
def offer(request: DeskRequest, search_id: UUID) -> HttpResponse:
    """Note that a voluntary test was offered to the chosen people; it binds nobody."""
    search, chosen = ours(request, search_id), ids(request.POST.getlist("lead"))
    try:
        count = movement.offer(
            search_id=search.id, lead_ids=chosen, by=request.user, now=request.outbreak_now
        )
    except Refused as refusal:
        return page(request, search, status=422, refused=wording.refusal_text(refusal), chosen=chosen)
    messages.success(
        request, _("To {count} people a voluntary test was offered; it binds nobody.").format(count=count)
    )
    return redirect("movement:show", request.outbreak.slug, search_id)
