"""Which room a person gets, decided together with everybody else who wants one in the same moment."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Case, Value, When

from .. import queries
from ..models import Room, Site, Stay

ATTEMPTS = 5  # house decision: another desk may take the room in the same moment; then try the next one
ROOM_FOR_MORE = Case(
    When(beds__gte=2, then=Value(0)), default=Value(1)
)  # a household first looks for two beds


def take_room(stay: Stay, *, room_id: UUID | None, now: datetime) -> Room | None:
    """Reserve the best free room for the stay. The exclusion constraint has the last word when two desks race."""
    for _ in range(ATTEMPTS):
        room = _free_room(stay, room_id)
        if room is None:
            return None
        stay.room, stay.state = room, Stay.State.RESERVED
        stay.period = DateTimeTZRange(now, None)
        try:
            with transaction.atomic():
                stay.save()
        except IntegrityError:
            stay.room, stay.state, stay.period = None, Stay.State.WAITING, None
            continue
        return room
    return None


def _free_room(stay: Stay, room_id: UUID | None) -> Room | None:
    shared = _room_of_party(stay, room_id)
    if shared is not None and room_id in (None, shared.id):
        return shared
    household = stay.party != stay.person_id
    found = (
        Room.objects.select_for_update(of=("self",), skip_locked=True).select_related("site")
        .filter(~queries.taken(), state=Room.State.READY, site__state=Site.State.OPEN)
    )  # fmt: skip
    if room_id is not None:
        return found.filter(id=room_id).first()
    for size in (9, 6, 4):  # township first, then county, then the city
        near = found.filter(site__area__code__startswith=stay.area_id[:size]).order_by(
            *([ROOM_FOR_MORE] if household else []), "beds", "site__name", "floor", "number"
        )
        room = near.first()
        if room is not None:
            return room
    return None


def _room_of_party(stay: Stay, room_id: UUID | None) -> Room | None:
    """The room (or this very room) in which the rest of the party already is, while it has a bed left."""
    mates = Stay.objects.filter(queries.IN_A_ROOM, party=stay.party, room__isnull=False)
    mates = mates.filter(room_id=room_id) if room_id else mates
    mate = mates.exclude(order_id=stay.order_id).select_related("room__site").first()
    if mate is None or mate.room_id is None:
        return None
    room = Room.objects.select_for_update(of=("self",)).select_related("site").get(id=mate.room_id)
    used = Stay.objects.filter(queries.IN_A_ROOM, room_id=room.id).count()
    return room if used < room.beds else None
