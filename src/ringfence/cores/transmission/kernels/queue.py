# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""The calendar of events: one list an hour, records of events taken from a pool and given back."""

from __future__ import annotations

from ..compiled import kernel
from ..state import EVENTS, FREE, OVERFLOW, PENDING


@kernel
def push(book, hour, kind, person, source, layer, extra):
    """Put an event in the calendar; what lies beyond the run is dropped."""
    counters, heads, events = book.counters, book.heads, book.events
    if hour >= heads.size - 1 or hour < 0:
        return
    e = counters[FREE]
    if e >= 0:
        counters[FREE] = events[e].next
    else:
        e = counters[EVENTS]
        if e >= events.size:
            counters[OVERFLOW] = 1
            return
        counters[EVENTS] = e + 1
    event = events[e]
    event.next = heads[hour]
    event.person = person
    event.source = source
    event.extra = extra
    event.kind = kind
    event.layer = layer
    heads[hour] = e
    counters[PENDING] += 1


@kernel
def serve(servers, which, hour, work_hours):
    """Join a queue that works without pause; return the hour at which this piece of work is done."""
    done = max(servers[which], hour) + work_hours
    servers[which] = done
    return done
