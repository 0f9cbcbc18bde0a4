"""The life of a stay: waiting, reserved, started, ended."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import NotFound, Refused, reason
from ringfence.measures.orders import queries as orders

from .. import queries
from ..models import Room, Stay
from ..states import TRANSITIONS
from .taking import take_room


@transaction.atomic
def reserve_room(
    *, outbreak_id: UUID, order_id: UUID, person_id: UUID, area_code: str, party: UUID, by: Actor, now: datetime,
    room_id: UUID | None = None,
) -> Stay:  # fmt: skip
    """Reserve a room for a person, near first, or put them on the waiting list.

    `party` is who may share a room: the same id for a household that stays together, the person's own id otherwise.
    No free room is not an error: the stay then is WAITING and the command desk sees it. Told twice: the same stay.
    """
    _require_in_force(order_id)
    known = Stay.objects.select_for_update().filter(queries.RUNNING, order_id=order_id).first()
    if known is not None and known.state != Stay.State.WAITING:
        return known
    stay = known or Stay(
        outbreak_id=outbreak_id, order_id=order_id, person_id=person_id, area_id=area_code, party=party,
        state=Stay.State.WAITING, requested_at=now,
    )  # fmt: skip
    stay.save()
    room = take_room(stay, room_id=room_id, now=now)
    audit.record(by=by, action="stay.reserve" if room else "stay.wait", subject=stay, outbreak_id=outbreak_id,
                 after={"room": str(room) if room else "", "site": str(room.site) if room else ""}, now=now)  # fmt: skip
    outbox.tell_screens(topic="rooms", outbreak_id=outbreak_id)
    return stay


@transaction.atomic
def assign_room(*, stay_id: UUID, room_id: UUID, by: Actor, now: datetime) -> Stay:
    """Give somebody who waits (or whose reserved room does not suit) this room. Told twice: the same stay.

    Refused, with the reasons of the rule: the order is not in force, the room is taken, not ready, or does not suit.
    """
    stay = _locked(stay_id)
    room = queries.room(room_id=room_id)
    access.require(by, Permission.STAY_MANAGE, area_code=room.site.area_id)
    if stay.room_id == room_id and stay.state == Stay.State.RESERVED:
        return stay
    if stay.moved_from_id:
        raise Refused(reason("This person is to be moved into this room; take the move back first."))
    if stay.state not in (Stay.State.WAITING, Stay.State.RESERVED) or stay.at_home:
        raise Refused(reason("This person no longer waits for a room; reload the page."))
    decision = queries.may_have_room(stay=stay, room=room, now=now).or_refuse()
    before = {"room": str(stay.room or "")}
    stay.room, stay.state, stay.period = None, Stay.State.WAITING, None
    stay.save(update_fields=["room", "state", "period"])
    if take_room(stay, room_id=room_id, now=now) is None:
        raise Refused(reason("Somebody else has this room in that time."))
    audit.record(by=by, action="stay.reserve", subject=stay, outbreak_id=stay.outbreak_id, before=before,
                 after={"room": room.number, "site": room.site.name}, reasons=decision.reasons, now=now)  # fmt: skip
    outbox.tell_screens(topic="rooms", outbreak_id=stay.outbreak_id)
    return stay


@transaction.atomic
def place_waiting(*, area_code: str, by: Actor, now: datetime) -> list[Stay]:
    """Give free rooms to those who wait, longest first. Returns the stays that now have a room."""
    waiting = (
        Stay.objects.select_for_update(skip_locked=True)
        .filter(
            state=Stay.State.WAITING, at_home=False, area__code__startswith=area_code, order__state="IN_FORCE"
        )
        .order_by("requested_at", "id")
    )
    placed = []
    for stay in waiting:
        room = take_room(stay, room_id=None, now=now)
        if room is None:
            break
        audit.record(by=by, action="stay.reserve", subject=stay, outbreak_id=stay.outbreak_id,
                     after={"room": str(room), "site": str(room.site)}, now=now)  # fmt: skip
        outbox.tell_screens(topic="rooms", outbreak_id=stay.outbreak_id)
        placed.append(stay)
    return placed


@transaction.atomic
def stay_at_home(
    *, outbreak_id: UUID, order_id: UUID, person_id: UUID, area_code: str, by: Actor, now: datetime
) -> Stay:
    """Begin a stay at home (home quarantine or home health monitoring). Told twice: the same stay."""
    _require_in_force(order_id)
    known = Stay.objects.select_for_update().filter(queries.RUNNING, order_id=order_id).first()
    if known is not None:
        return known
    stay = Stay.objects.create(
        outbreak_id=outbreak_id, order_id=order_id, person_id=person_id, area_id=area_code, party=person_id,
        at_home=True, state=Stay.State.STARTED, requested_at=now, started_at=now, began_at=now,
    )  # fmt: skip
    audit.record(by=by, action="stay.start_at_home", subject=stay, outbreak_id=outbreak_id, now=now)
    return stay


@transaction.atomic
def start_stay(*, stay_id: UUID, by: Actor, now: datetime) -> Stay:
    """The person has arrived in the reserved room; who was moved has left the other one. Told twice: nothing changes."""
    stay = _locked(stay_id)
    if stay.state == Stay.State.STARTED:
        return stay
    _move(stay, Stay.State.STARTED)
    stay.started_at, stay.began_at = now, now
    if stay.moved_from_id:
        stay.began_at = _leave_for(stay, stay.moved_from_id, by=by, now=now)
        stay.period = DateTimeTZRange(now, None)
    stay.save(update_fields=["state", "started_at", "began_at", "period"])
    audit.record(by=by, action="stay.start", subject=stay, outbreak_id=stay.outbreak_id,
                 after={"room": str(stay.room)}, now=now)  # fmt: skip
    outbox.tell_screens(topic="rooms", outbreak_id=stay.outbreak_id)
    return stay


@transaction.atomic
def end_stay(*, stay_id: UUID, why: str, by: Actor, now: datetime) -> Stay:
    """The person leaves; the room goes into terminal disinfection when its last guest has left."""
    stay = _locked(stay_id)
    if stay.state == Stay.State.ENDED:
        return stay
    drop_move(order_id=stay.order_id, why=why, by=by, now=now)
    _leave(stay, why=why, room_becomes=Room.State.DISINFECTION, now=now)
    audit.record(
        by=by, action="stay.end", subject=stay, outbreak_id=stay.outbreak_id, after={"why": why}, now=now
    )
    outbox.tell_screens(topic="rooms", outbreak_id=stay.outbreak_id)
    return stay


@transaction.atomic
def cancel_stay(*, order_id: UUID, why: str, by: Actor, now: datetime) -> Stay | None:
    """Give back a waiting place or a reserved room; a stay that has begun is ended instead. None if there is none."""
    stay = (
        Stay.objects.select_for_update()
        .filter(queries.RUNNING, ~queries.MOVE_UNDER_WAY, order_id=order_id)
        .first()
    )
    if stay is None:
        return None
    if stay.state == Stay.State.STARTED:
        return end_stay(stay_id=stay.id, why=why, by=by, now=now)
    _move(stay, Stay.State.CANCELLED)
    stay.room, stay.period, stay.ended_at, stay.ended_why = None, None, now, why[:200]
    stay.save()
    audit.record(
        by=by, action="stay.cancel", subject=stay, outbreak_id=stay.outbreak_id, after={"why": why}, now=now
    )
    outbox.tell_screens(topic="rooms", outbreak_id=stay.outbreak_id)
    return stay


def _leave_for(stay: Stay, left_id: UUID, *, by: Actor, now: datetime) -> datetime:
    """End the stay from which somebody was moved, at this very instant; returns when the first of them began."""
    left = _locked(left_id)
    broken = stay.moved_why == Stay.MovedWhy.ROOM_OUT_OF_ORDER
    becomes = Room.State.OUT_OF_ORDER if broken else Room.State.DISINFECTION
    _leave(left, why=f"moved: {stay.moved_why}", room_becomes=becomes, now=now)
    audit.record(by=by, action="stay.moved", subject=stay, outbreak_id=stay.outbreak_id, before={"room": str(left.room)},
                 after={"room": str(stay.room), "why": stay.moved_why}, now=now)  # fmt: skip
    return left.began_at or left.started_at or now


def drop_move(*, order_id: UUID, why: str, by: Actor, now: datetime) -> Stay | None:
    """Give back the room that was kept for somebody who was to be moved. None if there was none."""
    move = Stay.objects.select_for_update().filter(queries.MOVE_UNDER_WAY, order_id=order_id).first()
    if move is None:
        return None
    _move(move, Stay.State.CANCELLED)
    move.ended_at, move.ended_why, move.period = now, why[:200], None
    move.save(update_fields=["state", "ended_at", "ended_why", "period"])
    audit.record(
        by=by,
        action="stay.drop_move",
        subject=move,
        outbreak_id=move.outbreak_id,
        after={"why": why},
        now=now,
    )
    outbox.tell_screens(topic="rooms", outbreak_id=move.outbreak_id)
    return move


def _leave(stay: Stay, *, why: str, room_becomes: str, now: datetime) -> None:
    """The stay is over now; the room changes its state with its last guest."""
    _move(stay, Stay.State.ENDED)
    stay.ended_at, stay.ended_why = now, why[:200]
    if stay.period is not None:
        stay.period = DateTimeTZRange(stay.period.lower, max(now, stay.period.lower))
    stay.save(update_fields=["state", "ended_at", "ended_why", "period"])
    if stay.room_id and not Stay.objects.filter(queries.IN_A_ROOM, room_id=stay.room_id).exists():
        Room.objects.filter(id=stay.room_id).update(state=room_becomes, state_since=now)


def _require_in_force(order_id: UUID) -> None:
    if orders.bare(order_id=order_id).state != "IN_FORCE":
        raise Refused(reason("Nobody is placed before the order is approved."))


def _move(stay: Stay, to: str) -> None:
    if to not in TRANSITIONS[stay.state]:
        raise Refused(reason("A stay that is {state} cannot become {to}.", state=stay.state, to=to))
    stay.state = to


def _locked(stay_id: UUID) -> Stay:
    stay = (
        Stay.objects.select_for_update(of=("self",)).select_related("room__site").filter(id=stay_id).first()
    )
    if stay is None:
        raise NotFound(reason("There is no such stay."))
    return stay
