"""Who gets which room: a room is ready again, somebody who waits is given one by hand."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.care.quarantine import actions as quarantine
from ringfence.care.quarantine import queries as stays
from ringfence.ground.access import Actor

from . import arrangements, clock, facts


@transaction.atomic
def assign_room(*, stay_id: UUID, room_id: UUID, by: Actor, now: datetime) -> stays.Stay:
    """The site's manager gives somebody who waits this very room: it is reserved and the transfer is requested."""
    stay = quarantine.assign_room(stay_id=stay_id, room_id=room_id, by=by, now=now)
    order = facts.order(stay.order_id)
    arrangements.request_transfer(order, stay, facts.ruleset_named(order.ruleset_id), by=by, now=now)
    return stay


@transaction.atomic
def finish_disinfection(
    *, room_id: UUID, outbreak_id: UUID, agent: str, concentration: str, by: Actor, now: datetime
) -> int:
    """The room is ready again; who waits longest moves up at once. Returns how many got a room."""
    quarantine.finish_disinfection(room_id=room_id, agent=agent, concentration=concentration, by=by, now=now)
    return clock.place_waiting(outbreak_id=outbreak_id, by=by, now=now)
