# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""Many person-days at once: hour by hour in which layer, and for how long two people were together. Nothing is stored."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..compiled import entry, kernel
from ..layers import HOUSEHOLD, LAYERS, SCHOOL, WORK
from ..state import HOURS_PER_DAY
from .groups import HOUR
from .restrictions import FREE, IN_ROOM, IN_WARD

HOUR_SECONDS = 3600
SHARE = HOUR_SECONDS // LAYERS  # seconds of an hour that belong to one layer
LAYER, HELD_IN, FROM, TO = range(4)  # the last axis of spans
MOST_A_DAY = HOURS_PER_DAY * LAYERS


class Plan(NamedTuple):
    """Of person-days n: to which layers they go and in which groups, where the response holds them, their transmissions."""

    goes: NDArray[np.bool_]  # [n, layer]
    groups: NDArray[np.int64]  # [n, layer, what]: groups.FIRST ...
    status: NDArray[np.int64]  # [n, hour]: restrictions.FREE ...
    forced: NDArray[np.int64]  # [n, hour]: a bit for each layer in which he takes part in a transmission
    opening: NDArray[np.int64]  # [layer] -> first hour and number of hours of school and work


@kernel
def _told(out, first, found, layer, held, begins, ends):
    """One more span, or the last one of this person-day goes on."""
    if found > first and out[found - 1, LAYER] == layer and out[found - 1, HELD_IN] == held:
        out[found - 1, TO] = ends
        return found
    out[found, LAYER] = layer
    out[found, HELD_IN] = held
    out[found, FROM] = begins
    out[found, TO] = ends
    return found + 1


@kernel
def _layers_at(plan, n, hour):
    """A bit for each layer in which person-day n takes part in this hour: transmissions, and meetings if he is free."""
    mask = plan.forced[n, hour]
    if plan.status[n, hour] == FREE:
        for layer in range(SCHOOL, LAYERS):
            if plan.goes[n, layer] and plan.groups[n, layer, HOUR] == hour:
                mask |= 1 << layer
    return mask


@kernel
def _usual_at(plan, n, hour):
    """At home, in class or at work."""
    found = HOUSEHOLD
    if plan.status[n, hour] == FREE:
        for layer in (SCHOOL, WORK):
            first = plan.opening[layer, 0]
            if plan.goes[n, layer] and first <= hour < first + plan.opening[layer, 1]:
                found = layer
    return found


@kernel
def _share_hour(out, first, found, mask, start):
    """One hour for several layers: each from its own seventh on, the first from the beginning."""
    begins = start
    last = -1
    for layer in range(LAYERS):
        if mask & (1 << layer):
            if last >= 0:
                found = _told(out, first, found, last, FREE, begins, start + layer * SHARE)
                begins = start + layer * SHARE
            last = layer
    return _told(out, first, found, last, FREE, begins, start + HOUR_SECONDS)


@entry
def find_spans(plan, days, out, ends):
    """out[:ends[n]] holds, after those of n - 1, the spans of person-day n; returns how many in all.

    What goes on is one span; in a layer a person has one group a day.
    """
    found = 0
    for n in range(days.size):
        first = found
        for hour in range(HOURS_PER_DAY):
            start = (days[n] * HOURS_PER_DAY + hour) * HOUR_SECONDS
            mask = _layers_at(plan, n, hour)
            if mask:
                found = _share_hour(out, first, found, mask, start)
                continue
            status = plan.status[n, hour]
            held = status if status in (IN_ROOM, IN_WARD) else FREE
            found = _told(out, first, found, _usual_at(plan, n, hour), held, start, start + HOUR_SECONDS)
        ends[n] = found
    return found


@entry
def find_together(spans, layers, mine_from, mine_to, theirs_from, theirs_to, out):
    """out[k] = first second, last second and number of seconds that two people shared in their group of this layer; 0, 0, 0: none.

    The spans of person-day `mine` stand at [mine_from[k], mine_to[k]), those of the other at [theirs_from[k], theirs_to[k]).
    """
    for k in range(layers.size):
        begins = 0
        ends = 0
        seconds = 0
        for i in range(mine_from[k], mine_to[k]):
            if spans[i, LAYER] != layers[k] or spans[i, HELD_IN] != FREE:
                continue
            for j in range(theirs_from[k], theirs_to[k]):
                if spans[j, LAYER] != layers[k] or spans[j, HELD_IN] != FREE:
                    continue
                since = max(spans[i, FROM], spans[j, FROM])
                until = min(spans[i, TO], spans[j, TO])
                if since < until:
                    begins = since if seconds == 0 else min(begins, since)
                    ends = max(ends, until) if seconds else until
                    seconds += until - since
        out[k, 0] = begins
        out[k, 1] = ends
        out[k, 2] = seconds
