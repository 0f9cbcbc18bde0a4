"""One site: three zones and two passages, its rooms, opened and closed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.care.quarantine import actions as quarantine_actions
from ringfence.care.quarantine import queries as quarantine
from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.history import told
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.faces.web.templatetags.front import named
from ringfence.ground.access import Permission, visible_areas
from ringfence.ground.audit import queries as audit
from ringfence.kernel import Refused
from ringfence.registry.places import queries as places
from ringfence.response import placing

from .forms import InspectionForm, RoomsForm, SiteForm
from .history import WORDS as HISTORY


@needs(Permission.SITE_READ)
def show(request: DeskRequest, site_id: UUID) -> HttpResponse:
    return _page(request, site_id)


@needs(Permission.SITE_MANAGE)
def add(request: DeskRequest) -> HttpResponse:
    """Register a site of one's own organisation."""
    form = SiteForm(request.POST or None, areas=_counties(request))
    if request.method == "POST" and form.is_valid():
        try:
            site = quarantine_actions.add_site(**form.cleaned_data, organisation_id=request.user.organisation_id,
                                               by=request.user, now=request.outbreak_now)  # fmt: skip
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(
                request, _("The site is registered. Add its rooms and walk through the checklist.")
            )
            return redirect("rooms:site", request.outbreak.slug, site.id)
    return render(request, "rooms/add_site.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@needs(Permission.SITE_MANAGE)
def inspect(request: DeskRequest, site_id: UUID) -> HttpResponse:
    """Keep what was found; everything in order means accepted."""
    form = InspectionForm(request.POST)
    if form.is_valid():
        decision = quarantine_actions.inspect_site(
            site_id=site_id, found=form.found(), by=request.user, now=request.outbreak_now
        )
        tell = messages.success if decision.allowed else messages.warning
        tell(request, wording.say_all(decision.reasons))
        return redirect("rooms:site", request.outbreak.slug, site_id)
    return _page(request, site_id, inspection_form=form, status=422)


@require_POST
@needs(Permission.SITE_MANAGE)
def add_rooms(request: DeskRequest, site_id: UUID) -> HttpResponse:
    """Add rooms of one floor; numbers already there stay as they are."""
    form = RoomsForm(request.POST)
    if form.is_valid():
        try:
            added = placing.add_rooms(
                outbreak_id=request.outbreak.id,
                site_id=site_id,
                rooms=form.rooms(),
                by=request.user,
                now=request.outbreak_now,
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(
                request, _("{count} rooms are new; the others were there already.").format(count=added)
            )
            return redirect("rooms:site", request.outbreak.slug, site_id)
    return _page(request, site_id, rooms_form=form, status=422)


@require_POST
@needs(Permission.SITE_MANAGE)
def open_site(request: DeskRequest, site_id: UUID) -> HttpResponse:
    return _deed(
        request,
        site_id,
        partial(placing.open_site, outbreak_id=request.outbreak.id),
        _("The site is open; its rooms are given out from now on."),
    )


@require_POST
@needs(Permission.SITE_MANAGE)
def close_site(request: DeskRequest, site_id: UUID) -> HttpResponse:
    return _deed(
        request,
        site_id,
        quarantine_actions.close_site,
        _("The site is closed; its rooms are no longer given out."),
    )


def _deed(request: DeskRequest, site_id: UUID, deed: Callable[..., Any], said: str) -> HttpResponse:
    try:
        deed(site_id=site_id, by=request.user, now=request.outbreak_now)
    except Refused as refusal:
        messages.error(request, wording.refusal_text(refusal))
    else:
        messages.success(request, said)
    return redirect("rooms:site", request.outbreak.slug, site_id)


def _page(request: DeskRequest, site_id: UUID, status: int = 200, **forms: Form) -> HttpResponse:
    site = quarantine.site(site_id=site_id, by=request.user)
    history = list(audit.of_subject(subject_type="site", subject_id=site_id))
    last = next((one for one in reversed(history) if one.action == "site.inspect"), None)
    found = last.after.get("found", {}) if last else {}
    context: dict[str, Any] = {
        "site": site, "counts": quarantine.counts_by_site(site_ids=[site_id]).get(site_id, {}), "inspected": last,
        "inspection_form": InspectionForm(initial={item: "yes" if fine else "no" for item, fine in found.items()}),
        "rooms_form": RoomsForm(), "history": told(history, words=HISTORY),
    }  # fmt: skip
    return render(request, "rooms/site.html", context | forms, status=status)


def _counties(request: DeskRequest) -> list[tuple[str, str]]:
    mine = tuple(visible_areas(request.user, Permission.SITE_MANAGE))
    found = places.counties(city_code=request.outbreak.area_id)
    return [(one.code, named(one)) for one in found if one.code.startswith(mine or ("-",))]
