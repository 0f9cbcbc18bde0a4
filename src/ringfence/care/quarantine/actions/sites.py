"""Sites and rooms: set up, accepted, opened, disinfected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import NotFound, Refused, reason

from ..models import Room, Site, Stay


@transaction.atomic
def add_site(
    *, name: str, name_en: str, area_code: str, organisation_id: UUID, address: str, by: Actor, now: datetime,
    is_demo: bool = False,
) -> Site:  # fmt: skip
    """Register a site, in reserve. Told twice (same name and area): the same site."""
    access.require(by, Permission.SITE_MANAGE, area_code=area_code)
    site, created = Site.objects.get_or_create(
        name=name, area_id=area_code,
        defaults={"name_en": name_en, "organisation_id": organisation_id, "address": address, "is_demo": is_demo},
    )  # fmt: skip
    if created:
        audit.record(by=by, action="site.add", subject=site, after={"name": name}, now=now)
    return site


@transaction.atomic
def add_rooms(*, site_id: UUID, rooms: Sequence[tuple[int, str, int]], by: Actor, now: datetime) -> int:
    """Add rooms as (floor, number, beds); numbers already there stay as they are. Returns how many are new."""
    site = _locked_site(site_id, by)
    known = set(Room.objects.filter(site=site).values_list("number", flat=True))
    new = [
        Room(site=site, floor=floor, number=number, beds=beds, state_since=now)
        for floor, number, beds in rooms if number not in known
    ]  # fmt: skip
    Room.objects.bulk_create(new)
    audit.record(by=by, action="site.add_rooms", subject=site, after={"rooms": len(new)}, now=now)
    return len(new)


@transaction.atomic
def accept_three_zones(*, site_id: UUID, by: Actor, now: datetime) -> Site:
    """Note that the three zones and two passages were inspected and accepted."""
    site = _locked_site(site_id, by)
    site.three_zones_accepted_at = now
    site.save(update_fields=["three_zones_accepted_at"])
    audit.record(by=by, action="site.accept", subject=site, now=now)
    return site


@transaction.atomic
def open_site(*, site_id: UUID, by: Actor, now: datetime) -> Site:
    """Open a site. Refused: its three zones and two passages were not accepted yet."""
    site = _locked_site(site_id, by)
    if site.three_zones_accepted_at is None:
        raise Refused(
            reason("Accept the three zones and two passages first; an unsafe site infects its guests.")
        )
    site.state = Site.State.OPEN
    site.save(update_fields=["state"])
    audit.record(by=by, action="site.open", subject=site, now=now)
    return site


@transaction.atomic
def finish_disinfection(*, room_id: UUID, by: Actor, now: datetime) -> Room:
    """Terminal disinfection is done; the room is ready for the next guest."""
    return set_room_state(room_id=room_id, state=Room.State.READY, by=by, now=now)


@transaction.atomic
def set_room_state(*, room_id: UUID, state: str, by: Actor, now: datetime) -> Room:
    """Make a room ready, send it to disinfection or take it out of order. Refused: somebody stays in it."""
    room = Room.objects.select_for_update(of=("self",)).select_related("site").filter(id=room_id).first()
    if room is None:
        raise NotFound(reason("There is no such room."))
    access.require(by, Permission.SITE_MANAGE, area_code=room.site.area_id)
    if state not in Room.State.values:
        raise Refused(reason("A room is ready, in disinfection or out of order."))
    if Stay.objects.filter(state__in=[Stay.State.RESERVED, Stay.State.STARTED], room=room).exists():
        raise Refused(reason("Room {room} is reserved or occupied.", room=room.number))
    before, room.state, room.state_since = room.state, state, now
    room.save(update_fields=["state", "state_since"])
    audit.record(
        by=by, action="room.state", subject=room, before={"state": before}, after={"state": state}, now=now
    )
    return room


def _locked_site(site_id: UUID, by: Actor) -> Site:
    site = Site.objects.select_for_update(of=("self",)).filter(id=site_id).first()
    if site is None:
        raise NotFound(reason("There is no such site in the areas that you can see."))
    access.require(by, Permission.SITE_MANAGE, area_code=site.area_id)
    return site
