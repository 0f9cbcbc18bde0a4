"""The board of rooms, lists of rooms by condition, and one room."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.care.quarantine import actions as quarantine_actions
from ringfence.care.quarantine import queries as quarantine
from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.history import told
from ringfence.faces.web.paging import count_up_to, list_page
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.ground.audit import queries as audit
from ringfence.kernel import Refused
from ringfence.response import placing

from .history import WORDS as HISTORY
from .tiles import WORDS, by_floor, tiles

SHOWN_WAITING = 8  # the rest is one click away


@needs(Permission.SITE_READ)
def board(request: DeskRequest) -> HttpResponse:
    """Counts, the waiting list, the sites, and the rooms of one site floor by floor."""
    area = request.outbreak.area_id
    sites = list(quarantine.sites(by=request.user, area_code=area).order_by("state", "area_id", "name"))
    shown = next((site for site in sites if str(site.id) == request.GET.get("site")), None)
    shown = (
        shown or next((site for site in sites if site.state == "OPEN"), None) or (sites[0] if sites else None)
    )
    counts = quarantine.counts_by_site(site_ids=[site.id for site in sites])
    waiting = quarantine.waiting_list(by=request.user, outbreak_id=request.outbreak.id).order_by(
        "requested_at", "id"
    )
    found = tiles(list(quarantine.rooms(site_id=shown.id)), today=request.outbreak_today) if shown else []
    return render(request, "rooms/board.html", {
        "counts": quarantine.count_rooms(area_code=area), "sites": [(site, counts.get(site.id, {})) for site in sites],
        "site": shown, "floors": by_floor(found), "waiting": waiting[:SHOWN_WAITING], "waiting_count": count_up_to(waiting),
        "words": WORDS,
    })  # fmt: skip


@needs(Permission.SITE_READ)
def listed(request: DeskRequest) -> HttpResponse:
    """Rooms of open sites in one condition."""
    condition = request.GET.get("condition", "")
    found = quarantine.listed_rooms(
        by=request.user, area_code=request.outbreak.area_id, condition=condition if condition in WORDS else ""
    )
    page = list_page(request, found, by=("site__name", "floor", "number", "id"))
    return render(request, "rooms/list.html", {
        "tiles": tiles(page.rows, today=request.outbreak_today), "page_rows": page, "count": count_up_to(found),
        "condition": condition, "words": WORDS,
    })  # fmt: skip


@needs(Permission.SITE_READ)
def room(request: DeskRequest, room_id: UUID) -> HttpResponse:
    """One room: who is there, what may be done with it, what happened."""
    found = quarantine.room(room_id=room_id)
    site = quarantine.site(site_id=found.site_id, by=request.user)
    (tile,) = tiles([found], today=request.outbreak_today)
    moves = quarantine.moves_from(stay_ids=[guest.stay.id for guest in tile.guests])
    return render(request, "rooms/room.html", {
        "tile": tile, "guests": [(guest, moves.get(guest.stay.id)) for guest in tile.guests], "room": found, "site": site, "disinfections": quarantine.disinfections(room_id=room_id)[:10],
        "disinfectant": request.session.get("disinfectant", ["", ""]),
        "history": told(audit.of_subject(subject_type="room", subject_id=room_id), words=HISTORY),
    })  # fmt: skip


@require_POST
@needs(Permission.SITE_MANAGE)
def ready(request: DeskRequest, room_id: UUID) -> HttpResponse:
    """Terminal disinfection is done; who waits longest moves up."""
    try:
        placed = placing.finish_disinfection(
            room_id=room_id, outbreak_id=request.outbreak.id, agent=request.POST.get("agent", ""),
            concentration=request.POST.get("concentration", ""), by=request.user, now=request.outbreak_now,
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, wording.refusal_text(refusal))
    else:
        request.session["disinfectant"] = [
            request.POST.get("agent", ""),
            request.POST.get("concentration", ""),
        ]
        messages.success(request, _("The room is ready.") if not placed else
                         _("The room is ready; {count} from the waiting list got a room.").format(count=placed))  # fmt: skip
    return _back(request, room_id)


@require_POST
@needs(Permission.SITE_MANAGE)
def set_accessible(request: DeskRequest, room_id: UUID) -> HttpResponse:
    """Whether somebody in a wheelchair can use the room."""
    quarantine_actions.set_accessible(
        room_id=room_id,
        accessible=request.POST.get("accessible") == "yes",
        by=request.user,
        now=request.outbreak_now,
    )
    messages.success(request, _("It is noted whether the room is accessible."))
    return redirect("rooms:room", request.outbreak.slug, room_id)


@require_POST
@needs(Permission.SITE_MANAGE)
def set_state(request: DeskRequest, room_id: UUID) -> HttpResponse:
    """Take a room out of order, or send it to disinfection."""
    try:
        placing.set_room_state(
            room_id=room_id,
            outbreak_id=request.outbreak.id,
            state=request.POST.get("state", ""),
            by=request.user,
            now=request.outbreak_now,
        )
    except Refused as refusal:
        messages.error(request, wording.refusal_text(refusal))
    else:
        messages.success(request, _("The state of the room is changed."))
    return _back(request, room_id)


def _back(request: DeskRequest, room_id: UUID) -> HttpResponse:
    """To the board it came from, else to the room."""
    if site := request.POST.get("site", ""):
        found = quarantine.room(room_id=room_id)
        if str(found.site_id) == site:
            return redirect(f"{reverse('rooms:board', args=[request.outbreak.slug])}?site={site}#r-{room_id}")
    return redirect("rooms:room", request.outbreak.slug, room_id)
