"""Who gets which room: a room is ready again, somebody who waits is given one by hand, a guest gets another one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.care.quarantine import actions as quarantine
from ringfence.care.quarantine import queries as stays
from ringfence.care.transfers import actions as transfer_actions
from ringfence.care.transfers import queries as transfers
from ringfence.ground.access import Actor
from ringfence.kernel import Refused, reason

from . import arrangements, facts, waiting


@transaction.atomic
def assign_room(*, stay_id: UUID, room_id: UUID, by: Actor, now: datetime) -> stays.Stay:
    """The site's manager gives somebody who waits this very room: it is reserved and the transfer is requested."""
    stay = quarantine.assign_room(stay_id=stay_id, room_id=room_id, by=by, now=now)
    order = facts.order(stay.order_id)
    waiting.request_transfer(order, stay, facts.ruleset_named(order.ruleset_id), by=by, now=now)
    waiting.move_up(outbreak_id=stay.outbreak_id, by=by, now=now)  # the room that was reserved before, if any
    return stay


@transaction.atomic
def move_guest(
    *, stay_id: UUID, room_id: UUID, why: str, note: str = "", by: Actor, now: datetime
) -> stays.Stay:
    """Somebody who is in a room gets another one: at once in the same site, by a transfer in another. The order stays."""
    party = arrangements.party_of(stays.stay(stay_id=stay_id).person_id)
    told = quarantine.MoveTold(room_id=room_id, party=party, why=why, note=note)
    stay = quarantine.move_guest(stay_id=stay_id, told=told, by=by, now=now)
    arrangements.request_move(facts.order(stay.order_id), stay, by=by, now=now)
    return stay


@transaction.atomic
def take_move_back(*, stay_id: UUID, by: Actor, now: datetime) -> stays.Stay:
    """The person stays where they are. Refused: the vehicle has fetched them already."""
    order_id = stays.stay(stay_id=stay_id).order_id
    on_the_way = transfers.of_order(order_id=order_id).filter(kind="TO_SITE", state="PICKED_UP")
    if on_the_way.exists():
        raise Refused(reason("This person is on the way already; receive them at the other site."))
    stay = quarantine.take_move_back(stay_id=stay_id, by=by, now=now)
    transfer_actions.cancel_for_order(order_id=order_id, why="the move was taken back", by=by, now=now)
    waiting.move_up(outbreak_id=stay.outbreak_id, by=by, now=now)
    return stay


@transaction.atomic
def finish_disinfection(
    *, room_id: UUID, outbreak_id: UUID, agent: str, concentration: str, by: Actor, now: datetime
) -> int:
    """The room is ready again; who waits longest moves up at once. Returns how many got a room."""
    quarantine.finish_disinfection(room_id=room_id, agent=agent, concentration=concentration, by=by, now=now)
    return waiting.move_up(outbreak_id=outbreak_id, by=by, now=now)


@transaction.atomic
def set_room_state(*, room_id: UUID, outbreak_id: UUID, state: str, by: Actor, now: datetime) -> int:
    """Ready, in disinfection, out of order; a room that is ready goes to who waits. Returns how many got a room."""
    quarantine.set_room_state(room_id=room_id, state=state, by=by, now=now)
    return waiting.move_up(outbreak_id=outbreak_id, by=by, now=now)


@transaction.atomic
def add_rooms(
    *, site_id: UUID, outbreak_id: UUID, rooms: Sequence[tuple[int, str, int]], by: Actor, now: datetime
) -> int:
    """Add rooms (floor, number, beds); in an open site they go to who waits at once. Returns how many are new."""
    added = quarantine.add_rooms(site_id=site_id, rooms=rooms, by=by, now=now)
    waiting.move_up(outbreak_id=outbreak_id, by=by, now=now)
    return added


@transaction.atomic
def open_site(*, site_id: UUID, outbreak_id: UUID, by: Actor, now: datetime) -> stays.Site:
    """Open a site; its rooms go to who waits at once. Refused: its three zones were not accepted."""
    site = quarantine.open_site(site_id=site_id, by=by, now=now)
    waiting.move_up(outbreak_id=outbreak_id, by=by, now=now)
    return site
