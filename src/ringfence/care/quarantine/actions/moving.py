"""Moving somebody who is in a room into another one: the order stays as it is, the rooms follow one another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import NotFound, Refused, reason

from .. import queries
from ..models import Stay
from .stays import drop_move, start_stay
from .taking import take_room


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTold:
    """Into which room, with whom one may share it (`party`), and why; `note` is asked for with OTHER."""

    room_id: UUID
    party: UUID
    why: str
    note: str = ""


@transaction.atomic
def move_guest(*, stay_id: UUID, told: MoveTold, by: Actor, now: datetime) -> Stay:
    """Move a guest: at once within the site; into another site the room is kept until the hand-over there.

    Returns the stay in the new room. Told twice: the same stay. Refused: no reason is given, the person is in no room,
    another move is under way, the room is taken, not ready or does not suit.
    """
    left = _in_a_room(stay_id, by)
    _require_why(told)
    known = Stay.objects.filter(queries.IN_A_ROOM, moved_from=left, room_id=told.room_id).first()
    if known is not None:
        return known
    if left.state != Stay.State.STARTED:
        raise Refused(reason("This person is no longer in this room; reload the page."))
    stay = _kept(left, told, by=by, now=now)
    assert stay.room is not None and left.room is not None
    if stay.room.site_id == left.room.site_id:
        return start_stay(stay_id=stay.id, by=by, now=now)
    return stay


@transaction.atomic
def take_move_back(*, stay_id: UUID, by: Actor, now: datetime) -> Stay:
    """The person stays where they are; the room that was kept for them is given back. `stay_id` is where they are.

    Refused: nobody is about to be moved.
    """
    left = _in_a_room(stay_id, by)
    dropped = drop_move(order_id=left.order_id, why="the move was taken back", by=by, now=now)
    if dropped is None:
        raise Refused(reason("Nobody is about to be moved out of this room; reload the page."))
    return left


def _kept(left: Stay, told: MoveTold, *, by: Actor, now: datetime) -> Stay:
    """The new stay with its room reserved, whatever else is asked for in this moment."""
    room = queries.room(room_id=told.room_id)
    access.require(by, Permission.STAY_MANAGE, area_code=room.site.area_id)
    if room.id == left.room_id:
        raise Refused(
            reason("The person is in this room already."), fields={"room": [reason("Choose another room.")]}
        )
    if queries.move_under_way(order_id=left.order_id) is not None:
        raise Refused(reason("This person is already to be moved; take that move back first."))
    stay = Stay(
        outbreak_id=left.outbreak_id, order_id=left.order_id, person_id=left.person_id, area_id=left.area_id,
        party=told.party, requested_at=now, moved_from=left, moved_why=told.why, moved_note=told.note.strip()[:200],
        moved_by_name=str(by),
    )  # fmt: skip
    if told.party != left.person_id:  # the household that is there already counts as one party from now on
        family = Stay.objects.filter(queries.IN_A_ROOM, room=room, person__household_id=told.party)
        family.update(party=told.party)
    decision = queries.may_have_room(stay=stay, room=room, now=now).or_refuse()
    if take_room(stay, room_id=room.id, now=now) is None:
        raise Refused(reason("Somebody else has this room in that time."))
    audit.record(by=by, action="stay.move", subject=stay, outbreak_id=stay.outbreak_id, before={"room": str(left.room)},
                 after={"room": room.number, "site": room.site.name, "why": told.why}, reasons=decision.reasons, now=now)  # fmt: skip
    outbox.tell_screens(topic="rooms", outbreak_id=stay.outbreak_id)
    return stay


def _require_why(told: MoveTold) -> None:
    if told.why not in Stay.MovedWhy.values:
        raise Refused(
            reason("Say why this person is moved."), fields={"why": [reason("Choose one of the reasons.")]}
        )
    if told.why == Stay.MovedWhy.OTHER and not told.note.strip():
        raise Refused(
            reason("Say why this person is moved."), fields={"note": [reason("Write the reason down.")]}
        )


def _in_a_room(stay_id: UUID, by: Actor) -> Stay:
    stay = (
        Stay.objects.select_for_update(of=("self",)).select_related("room__site", "order").filter(id=stay_id).first()
    )  # fmt: skip
    if stay is None:
        raise NotFound(reason("There is no such stay."))
    if stay.room is None:
        raise Refused(reason("This person is in no room; only somebody in a room can be moved."))
    access.require(by, Permission.STAY_MANAGE, area_code=stay.room.site.area_id)
    return stay
