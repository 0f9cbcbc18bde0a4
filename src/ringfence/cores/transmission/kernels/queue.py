# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""The calendar of events: one pile an hour, in chunks taken from a pool and given back.

In a large epidemic millions of events wait. Chunks keep those of an hour together, so that reading them streams through memory;
a list of single events would wait for the memory at each.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..compiled import kernel
from ..households import BLOCK
from ..state import CHUNK, DIRECT, EVENTS, FREE, INFECT, OVERFLOW, PENDING
from .ahead import ask_for

WITHIN = CHUNK - 1
LINES_AHEAD = 8  # events: two lines of memory


class Event(NamedTuple):
    """What was put in the calendar."""

    kind: np.int64
    person: np.int64
    source: np.int64
    layer: np.int64
    extra: np.int64


@kernel
def push(book, hour, kind, person, source, layer, extra):
    """Put an event in the calendar; what lies beyond the run is dropped."""
    heads = book.heads
    if hour >= heads.size - 1 or hour < 0:
        return
    e = np.int64(heads[hour]) + 1
    if e & WITHIN == 0:
        e = open_chunk(book, heads[hour])
        if e < 0:
            return
    event = book.events[e]
    event.person = person
    event.source = source
    event.extra = extra
    event.kind = kind
    event.layer = layer
    heads[hour] = e
    book.counters[PENDING] += 1


@kernel
def open_chunk(book, top):
    """A chunk on top of this event; return its first place, -1 if the pool is used up."""
    counters = book.counters
    chunk = counters[FREE]
    if chunk >= 0:
        counters[FREE] = book.below[chunk]
    else:
        chunk = counters[EVENTS]
        if chunk >= book.below.size:
            counters[OVERFLOW] = 1
            return np.int64(-1)
        counters[EVENTS] = chunk + 1
    book.below[chunk] = top
    return np.int64(chunk * CHUNK)


@kernel
def take(book, hour):
    """Take the event that was put in last off the pile of this hour."""
    counters, heads = book.counters, book.heads
    e = np.int64(heads[hour])
    event = book.events[e]
    taken = Event(
        np.int64(event.kind),
        np.int64(event.person),
        np.int64(event.source),
        np.int64(event.layer),
        np.int64(event.extra),
    )
    if e & WITHIN:
        heads[hour] = e - 1
    else:
        chunk = e // CHUNK
        heads[hour] = book.below[chunk]
        book.below[chunk] = counters[FREE]
        counters[FREE] = chunk
    counters[PENDING] -= 1
    return taken


@kernel
def look_ahead(world, e):
    """While event `e` is worked on, bring what the next ones need: their own lines, whether the person is infected, his village.

    What is asked for is never written here, and no result depends on it.
    """
    book = world.book
    within = e & WITHIN
    if within >= LINES_AHEAD:
        ask_for(book.events, e - LINES_AHEAD)
    elif within == LINES_AHEAD // 2:
        below = np.int64(book.below[e // CHUNK])
        if below >= 0:
            ask_for(book.events, below)
            ask_for(book.events, below - LINES_AHEAD // 2)
    if within and book.counters[DIRECT] and book.events[e - 1].kind == INFECT:
        person = np.int64(book.events[e - 1].person)
        ask_for(book.bits, person >> 3)
        ask_for(world.city.village_of_block, person // BLOCK)


@kernel
def serve(servers, which, hour, work_hours):
    """Join a queue that works without pause; return the hour at which this piece of work is done."""
    done = max(servers[which], hour) + work_hours
    servers[which] = done
    return done
