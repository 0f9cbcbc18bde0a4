"""Sites and rooms: set up, accepted, opened, disinfected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import Decision, NotFound, Refused, reason

from .. import queries, rules
from ..models import Disinfection, Room, Site, Stay
from ..states import SITE_TRANSITIONS

LONGEST_NUMBER = 20  # as wide as the column
MOST_BEDS = 12  # house decision: more is a ward, not a room


@transaction.atomic
def add_site(
    *, name: str, name_en: str, area_code: str, organisation_id: UUID, address: str, by: Actor, now: datetime,
    is_demo: bool = False,
) -> Site:  # fmt: skip
    """Register a site, in reserve. Told twice (same name and area): the same site."""
    access.require(by, Permission.SITE_MANAGE, area_code=area_code)
    if not name.strip():
        raise Refused(
            reason("A site needs a name."), fields={"name": [reason("Enter the name of the site.")]}
        )
    site, created = Site.objects.get_or_create(
        name=name.strip(), area_id=area_code,
        defaults={"name_en": name_en, "organisation_id": organisation_id, "address": address, "is_demo": is_demo},
    )  # fmt: skip
    if created:
        audit.record(by=by, action="site.add", subject=site, after={"name": name}, now=now)
    return site


@transaction.atomic
def add_rooms(*, site_id: UUID, rooms: Sequence[tuple[int, str, int]], by: Actor, now: datetime) -> int:
    """Add rooms as (floor, number, beds); numbers already there stay as they are. Returns how many are new."""
    site = _locked_site(site_id, by)
    for _, number, beds in rooms:
        if not 1 <= len(number) <= LONGEST_NUMBER or not 1 <= beds <= MOST_BEDS:
            raise Refused(
                reason("Room {number} with {beds} bed(s): a room has a short number and 1 to {most} beds.",
                       number=number, beds=beds, most=MOST_BEDS)
            )  # fmt: skip
    known = set(Room.objects.filter(site=site).values_list("number", flat=True))
    wanted = {number: (floor, beds) for floor, number, beds in rooms if number not in known}
    new = [
        Room(site=site, floor=floor, number=number, beds=beds, state_since=now)
        for number, (floor, beds) in wanted.items()
    ]
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
def inspect_site(*, site_id: UUID, found: Mapping[str, bool], by: Actor, now: datetime) -> Decision:
    """Keep what an inspection found, item by item, and accept the site if everything is in order.

    Told either way: the decision names defects and items that were not looked at. A defect takes the acceptance from a
    site that is not open; an open one is to be mended or closed.
    """
    site = _locked_site(site_id, by)
    looked_at = {rules.SiteItem(item): fine for item, fine in found.items()}
    decision = rules.may_open_site(found=looked_at)
    if decision.allowed:
        site.three_zones_accepted_at = now
    elif site.state != Site.State.OPEN:
        site.three_zones_accepted_at = None
    if site.state in (Site.State.RESERVE, Site.State.CLOSED):
        site.state = Site.State.PREPARING
    site.save(update_fields=["three_zones_accepted_at", "state"])
    audit.record(by=by, action="site.inspect", subject=site, reasons=decision.reasons,
                 after={"found": {str(item): fine for item, fine in looked_at.items()}}, now=now)  # fmt: skip
    return decision


@transaction.atomic
def open_site(*, site_id: UUID, by: Actor, now: datetime) -> Site:
    """Open a site. Refused: its three zones and two passages were not accepted yet."""
    site = _locked_site(site_id, by)
    if site.three_zones_accepted_at is None:
        raise Refused(
            reason("Accept the three zones and two passages first; an unsafe site infects its guests.")
        )
    if site.state != Site.State.OPEN:
        _move(site, Site.State.OPEN)
        audit.record(by=by, action="site.open", subject=site, now=now)
    return site


@transaction.atomic
def close_site(*, site_id: UUID, by: Actor, now: datetime) -> Site:
    """Close a site. Refused while somebody stays there or is on the way."""
    site = _locked_site(site_id, by)
    queries.may_close(site=site).or_refuse()
    if site.state != Site.State.CLOSED:
        _move(site, Site.State.CLOSED)
        audit.record(by=by, action="site.close", subject=site, now=now)
    return site


@transaction.atomic
def finish_disinfection(
    *, room_id: UUID, agent: str, concentration: str, by: Actor, now: datetime
) -> Disinfection:
    """Terminal disinfection is done, with this agent in this concentration; the room is ready for the next guest."""
    if not agent.strip():
        raise Refused(
            reason("Say with what the room was disinfected."), fields={"agent": [reason("Name the agent.")]}
        )
    room = set_room_state(room_id=room_id, state=Room.State.READY, disinfected=True, by=by, now=now)
    return Disinfection.objects.create(
        room=room, at=now, by_id=by.id, by_name=str(by), agent=agent.strip()[:80],
        concentration=concentration.strip()[:40],
    )  # fmt: skip


@transaction.atomic
def set_accessible(*, room_id: UUID, accessible: bool, by: Actor, now: datetime) -> Room:
    """Note whether somebody in a wheelchair can use the room. Told twice: nothing changes."""
    room = Room.objects.select_for_update(of=("self",)).select_related("site").filter(id=room_id).first()
    if room is None:
        raise NotFound(reason("There is no such room."))
    access.require(by, Permission.SITE_MANAGE, area_code=room.site.area_id)
    if room.accessible != accessible:
        room.accessible = accessible
        room.save(update_fields=["accessible"])
        audit.record(by=by, action="room.accessible", subject=room, after={"accessible": accessible}, now=now)
    return room


@transaction.atomic
def set_room_state(*, room_id: UUID, state: str, by: Actor, now: datetime, disinfected: bool = False) -> Room:
    """Make a room ready, send it to disinfection or take it out of order.

    Refused: somebody stays in it; it is in disinfection, or was used since, and nobody says with what it was done.
    """
    room = Room.objects.select_for_update(of=("self",)).select_related("site").filter(id=room_id).first()
    if room is None:
        raise NotFound(reason("There is no such room."))
    access.require(by, Permission.SITE_MANAGE, area_code=room.site.area_id)
    if state not in Room.State.values:
        raise Refused(reason("A room is ready, in disinfection or out of order."))
    if room.state == Room.State.DISINFECTION and state == Room.State.READY and not disinfected:
        raise Refused(reason("Say with what the room was disinfected."))
    if state == Room.State.READY and not disinfected and _used_since_disinfection(room):
        raise Refused(
            reason("Somebody stayed in room {room} since it was disinfected; send it to disinfection first.", room=room.number)
        )  # fmt: skip
    if Stay.objects.filter(state__in=[Stay.State.RESERVED, Stay.State.STARTED], room=room).exists():
        raise Refused(reason("Room {room} is reserved or occupied.", room=room.number))
    before, room.state, room.state_since = room.state, state, now
    room.save(update_fields=["state", "state_since"])
    audit.record(
        by=by, action="room.state", subject=room, before={"state": before}, after={"state": state}, now=now
    )
    return room


def _used_since_disinfection(room: Room) -> bool:
    last = Disinfection.objects.filter(room=room).order_by("-at").first()
    used = Stay.objects.filter(room=room, state=Stay.State.ENDED)
    return used.filter(ended_at__gt=last.at).exists() if last else used.exists()


def _move(site: Site, to: str) -> None:
    if to not in SITE_TRANSITIONS[site.state]:
        raise Refused(reason("A site that is {state} cannot become {to}.", state=site.state, to=to))
    site.state = to
    site.save(update_fields=["state"])


def _locked_site(site_id: UUID, by: Actor) -> Site:
    site = Site.objects.select_for_update(of=("self",)).filter(id=site_id).first()
    if site is None:
        raise NotFound(reason("There is no such site in the areas that you can see."))
    access.require(by, Permission.SITE_MANAGE, area_code=site.area_id)
    return site
