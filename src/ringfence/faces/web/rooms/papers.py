"""Paper for a site: the list of its rooms, and a sheet for each door."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from ringfence.care.quarantine import queries as quarantine
from ringfence.faces.access import needs
from ringfence.faces.web.orders.tests_of import test_rows
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.measures.orders import queries as orders

from .tiles import Tile, tiles

DAYS_ON_A_SHEET = 7  # a week fits on A4 beside the door's facts


@needs(Permission.SITE_READ)
def room_sheet(request: DeskRequest, site_id: UUID) -> HttpResponse:
    """Every room of a site with its guest, on paper."""
    site = quarantine.site(site_id=site_id, by=request.user)
    return render(request, "rooms/sheet.html", {"site": site, "tiles": _tiles(request, site_id)})


@needs(Permission.SITE_READ)
def door_sheets(request: DeskRequest, site_id: UUID) -> HttpResponse:
    """A page for the door of each room that is in use (or of the one that is asked for)."""
    site = quarantine.site(site_id=site_id, by=request.user)
    wanted = request.GET.get("room", "")
    shown = [tile for tile in _tiles(request, site_id) if tile.guests and wanted in ("", str(tile.room.id))]
    stages = orders.current_stages(order_ids=[guest.stay.order_id for tile in shown for guest in tile.guests])
    doors = [
        (tile, [(guest, test_rows([stages[guest.stay.order_id]], []) if guest.stay.order_id in stages else [])
                for guest in tile.guests])
        for tile in shown
    ]  # fmt: skip
    days = [request.outbreak_today + timedelta(days=n) for n in range(DAYS_ON_A_SHEET)]
    return render(request, "rooms/doors.html", {"site": site, "doors": doors, "days": days})


def _tiles(request: DeskRequest, site_id: UUID) -> list[Tile]:
    return tiles(list(quarantine.rooms(site_id=site_id)), today=request.outbreak_today)
