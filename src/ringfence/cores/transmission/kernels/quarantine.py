# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""Quarantine: rooms as long as there are any, home until then, a waiting list in between."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..compiled import kernel
from ..policy import ROOMS_FOR_SECONDARY, SEATS_PER_HOUR
from ..state import (
    COUNTED_FROM,
    DETECTED,
    HELD,
    HOME_USED,
    INFECTED,
    LAST_HOUR,
    NEEDS_ROOM,
    NEVER,
    PLACED,
    ROOMS_NEEDED,
    ROOMS_USED,
    S_HELD,
    S_HOME,
    S_NEEDED,
    S_ROOMS,
    S_TRANSFER_WAIT,
    S_TRANSFERS,
    S_WAITING,
    VEHICLES,
    WAIT_HEAD,
    WAIT_TAIL,
    WAITING,
)  # fmt: skip
from .people import enter
from .queue import serve
from .testing import schedule


class Order(NamedTuple):
    """Quarantine for a person: his record (-1 if there is none yet), that of the case, 1 for a contact, 2 for his household."""

    person: np.int64
    known: np.int64
    source: np.int64
    depth: np.int64
    found_at: np.int64
    until: np.int64


@kernel
def hold(world, order, hour):
    """Put the order in force; one in force that is as strict was looked for before."""
    book, found_at, until = world.book, order.found_at, min(order.until, LAST_HOUR)
    if found_at >= until or found_at >= LAST_HOUR:
        return
    i = order.known
    if i < 0:
        i = enter(book, order.person)
    record = book.records[i]
    give_up_place(book, i, hour)
    record.flags |= HELD
    record.held_from, record.held_until, record.room_from = found_at, until, NEVER
    record.source, record.depth = order.source, order.depth
    book.counters[PLACED] += 1
    day = min(found_at // 24, book.series.shape[0] - 1)
    book.series[day, S_HELD] += 1
    for n in world.policy.test_days:
        due = found_at // 24 + n - 1
        if due < book.tests_due.size and due * 24 < until:
            book.tests_due[due] += 1
    if order.depth == 1 or world.policy.numbers[ROOMS_FOR_SECONDARY] > 0.0:
        ask_for_room(world, i, hour)
    if record.room_from == NEVER:
        take_place(book, 1, HOME_USED, S_HOME, hour, until)
    count_waiting(book, hour)
    if record.flags & INFECTED:
        schedule(world, i, max(found_at, hour))


@kernel
def ask_for_room(world, i, hour):
    """A room if there is one; else the person waits at home."""
    book, record = world.book, world.book.records[i]
    record.flags |= NEEDS_ROOM
    take_place(book, 2, ROOMS_NEEDED, S_NEEDED, hour, record.held_until)
    if book.counters[ROOMS_USED] < rooms_at(world, hour):
        give_room(world, i, hour)
    else:
        book.waiting[book.counters[WAIT_TAIL] % book.waiting.size] = i
        book.counters[WAIT_TAIL] += 1
        record.flags |= WAITING


@kernel
def rooms_at(world, hour):
    """Rooms made ready by this hour; preparation starts with the alarm, or with a change of the response."""
    counters = world.book.counters
    return world.policy.rooms[(hour - counters[COUNTED_FROM]) // 24 if counters[DETECTED] >= 0 else 0]


@kernel
def give_room(world, i, hour):
    """Book a room; the person is driven there as soon as a seat is free."""
    book = world.book
    record = book.records[i]
    driven_at = serve(book.servers, VEHICLES, np.float64(hour), 1.0 / world.policy.numbers[SEATS_PER_HOUR])
    wait = np.int64(driven_at) - hour
    day = hour // 24
    book.series[day, S_TRANSFERS] += 1
    book.series[day, S_TRANSFER_WAIT] = max(book.series[day, S_TRANSFER_WAIT], wait)
    record.room_from = min(max(hour + wait, np.int64(record.held_from)), LAST_HOUR)
    take_place(book, 0, ROOMS_USED, S_ROOMS, hour, record.held_until)


@kernel
def take_place(book, kind, counter, column, hour, until):
    """Count one more room (kind 0), home (kind 1) or wish for a room (kind 2) until this hour."""
    book.counters[counter] += 1
    if until < book.leaving.shape[0]:
        book.leaving[until, kind] += 1
    day = hour // 24
    book.series[day, column] = max(book.series[day, column], book.counters[counter])


@kernel
def leave_place(book, kind, counter, until):
    """Undo `take_place` before its time."""
    book.counters[counter] -= 1
    if until < book.leaving.shape[0]:
        book.leaving[until, kind] -= 1


@kernel
def end_hold(book, i, hour):
    """The person leaves quarantine now (to hospital)."""
    record = book.records[i]
    if record.flags & HELD and hour < record.held_until:
        give_up_place(book, i, hour)
        record.held_until = hour


@kernel
def give_up_place(book, i, hour):
    """Leave room or home before the time; nothing if the person is not held. A stricter order takes a place anew."""
    record = book.records[i]
    if not record.flags & HELD or hour >= record.held_until:
        return
    if record.room_from != NEVER:
        leave_place(book, 0, ROOMS_USED, record.held_until)
    else:
        leave_place(book, 1, HOME_USED, record.held_until)
    if record.flags & NEEDS_ROOM:
        leave_place(book, 2, ROOMS_NEEDED, record.held_until)
        record.flags &= ~np.uint16(NEEDS_ROOM)


@kernel
def free_places(world, hour):
    """Who is released at this hour leaves his place; whoever waited longest gets the room."""
    book = world.book
    rooms, homes = book.leaving[hour, 0], book.leaving[hour, 1]
    book.counters[ROOMS_USED] -= rooms
    book.counters[HOME_USED] -= homes
    book.counters[ROOMS_NEEDED] -= book.leaving[hour, 2]
    if book.counters[WAIT_HEAD] < book.counters[WAIT_TAIL] and (rooms > 0 or hour % 24 == 0):
        fill_rooms(world, hour)


@kernel
def fill_rooms(world, hour):
    book, counters = world.book, world.book.counters
    while counters[WAIT_HEAD] < counters[WAIT_TAIL] and counters[ROOMS_USED] < rooms_at(world, hour):
        i = book.waiting[counters[WAIT_HEAD] % book.waiting.size]
        counters[WAIT_HEAD] += 1
        record = book.records[i]
        record.flags &= ~np.uint16(WAITING)
        if record.room_from == NEVER and hour + 24 < record.held_until:
            leave_place(book, 1, HOME_USED, record.held_until)
            give_room(world, i, hour)
    count_waiting(book, hour)


@kernel
def count_waiting(book, hour):
    """Keep the most people of the day who should be in a room and have none."""
    waiting = book.counters[ROOMS_NEEDED] - book.counters[ROOMS_USED]
    book.series[hour // 24, S_WAITING] = max(book.series[hour // 24, S_WAITING], waiting)
