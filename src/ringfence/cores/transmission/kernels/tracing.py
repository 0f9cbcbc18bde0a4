# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""The interview is over: whom a case names, who is found, and who is held."""

from __future__ import annotations

import numpy as np

from ..batch import BATCH, DAY, DAY_KEY, FIRST, KEY, LISTED, MEMBERS, OWN, PLACE, SIZE, WIDTH
from ..compiled import kernel
from ..draws import FIND_DELAY, RECALL, draw, key_of, quantile
from ..households import HOME_FIRST, HOME_SIZE, PATTERN
from ..layers import FIRST_DAILY, HOUSEHOLD, LAYERS
from ..meetings import LONGEST_CYCLE
from ..permutation import permute_listed, unpermute_listed
from ..policy import (
    BACKWARD_DAYS,
    BACKWARD_RECALL,
    HOURS_PER_CONTACT,
    LOOKBACK_DAYS,
    QUARANTINE_DAYS,
    SECONDARY,
    SECONDARY_DAYS,
    TRACER_HOURS,
)  # fmt: skip
from ..state import FOUND_IN_QUARANTINE, HELD, NEVER, SYMPTOMATIC, TRACERS
from .people import (
    find,
    group_at,
    group_of,
    is_direct,
    occasion_key,
    person_of,
    rank_of,
    reach_of,
)
from .quarantine import Order, hold
from .queue import serve

OCCASIONS = 1 << 31  # counters of meetings; those below are residents
DAYS_BEFORE = 256  # no case is asked about more days before the run


@kernel
def trace(world, i, hour):
    """Find the contacts of every layer in the days that count."""
    numbers, record = world.policy.numbers, world.book.records[i]
    anchor = record.onset_at if record.flags & SYMPTOMATIC else record.confirmed_at
    first_day = (min(anchor, record.confirmed_at) - np.int64(24 * numbers[LOOKBACK_DAYS])) // 24
    free_until = record.held_from if record.flags & FOUND_IN_QUARANTINE else record.isolated_at
    last_day = min(free_until, hour) // 24
    for layer in range(LAYERS):
        fresh, last = first_day, last_day
        if layer == HOUSEHOLD and record.room_from > record.confirmed_at:  # was at home up to now
            fresh = last = record.confirmed_at // 24
        if layer < FIRST_DAILY and fresh < last:  # the same people every day
            fresh = last
        oldest = fresh - (np.int64(numbers[BACKWARD_DAYS]) if layer >= FIRST_DAILY else 0)
        if world.policy.recall[layer] > 0.0 and oldest <= last:
            name_days(world, i, layer, oldest, fresh, last + 1, hour)


@kernel
def name_days(world, i, layer, oldest, fresh, end_day, hour):
    """Name those met in this layer from the oldest day on; what lies before the fresh days is remembered less well."""
    city, batch = world.city, world.book.batch
    person = np.int64(world.book.records[i].person)
    if rank_of(city, layer, person) < 0:
        return
    for start in range(oldest, end_day, BATCH):
        end = min(start + BATCH, end_day)
        find_groups(city, batch, layer, person, start, end)
        d, p = 0, 0
        while start + d < end:
            n, d, p = list_named(world, layer, person, (start, end, fresh), d, p)
            name_listed(world, i, layer, fresh, n, hour)


@kernel
def list_named(world, layer, person, days, d, p):
    """Fill the batch with those who may be named, from place `p` of the group of day `d` on; return how many, and where it ended."""
    batch = world.book.batch
    start, end, fresh = days
    key, passing, n = key_of(world.seed[0], person), is_passing(world.city, layer, person), 0
    while start + d < end and n < BATCH:
        day, first, own, day_key = start + d, batch[FIRST, d], batch[OWN, d], batch[DAY_KEY, d]
        recall = recall_of(world.policy, layer, day, fresh)
        until = min(batch[MEMBERS, d], p + BATCH - n)
        for q in range(p, until):
            batch[PLACE, n], batch[KEY, n], batch[DAY, n] = first + q, day_key, day
            named = not passing or draw(key, RECALL, occasion(layer, day, q)) < recall
            n += np.int64(named) & np.int64(first + q != own)
        p = until
        if p == batch[MEMBERS, d]:
            d, p = d + 1, 0
    return n, d, p


@kernel
def is_passing(city, layer, person):
    """Are people met here in passing? Then a case remembers the occasion, before it is known who it was."""
    return layer >= FIRST_DAILY and not (
        is_direct(city, layer) and reach_of(city, layer, person).size > LONGEST_CYCLE
    )


@kernel
def recall_of(policy, layer, day, fresh):
    return policy.recall[layer] * (1.0 if day >= fresh else policy.numbers[BACKWARD_RECALL])


@kernel
def find_groups(city, batch, layer, person, start, end):
    """First place, size, own place and key of the person's group on each of these days."""
    if is_direct(city, layer):
        for d in range(end - start):
            batch[FIRST, d], batch[MEMBERS, d], batch[OWN, d] = group_of(city, layer, person, start + d)
    else:
        reach, rank = reach_of(city, layer, person), rank_of(city, layer, person)
        for d in range(end - start):
            batch[PLACE, d], batch[SIZE, d], batch[WIDTH, d] = rank - reach.first, reach.size, reach.width
            batch[KEY, d] = batch[DAY_KEY, d] = occasion_key(city, layer, reach.area, start + d)
            batch[LISTED, d] = d
        permute_listed(batch, end - start)
        for d in range(end - start):
            batch[OWN, d] = batch[PLACE, d]
            batch[FIRST, d], batch[MEMBERS, d] = group_at(city, layer, batch[PLACE, d], reach.size)


@kernel
def name_listed(world, i, layer, fresh, n, hour):
    """Find out who stands at the first `n` places of the batch, and reach those who are remembered or found."""
    city, batch = world.city, world.book.batch
    person = np.int64(world.book.records[i].person)
    reach, key = reach_of(city, layer, person), key_of(world.seed[0], person)
    if not is_direct(city, layer):
        for j in range(n):
            batch[SIZE, j], batch[WIDTH, j], batch[LISTED, j] = reach.size, reach.width, j
        unpermute_listed(batch, n)
    first = reach.first if layer != HOUSEHOLD else 0  # places at home are persons
    passing = is_passing(city, layer, person)
    for j in range(n):
        contact, day = person_of(city, layer, first + batch[PLACE, j]), batch[DAY, j]
        if passing or draw(key, RECALL, contact * 8 + layer) < recall_of(world.policy, layer, day, fresh):
            reach_contact(world, contact, i, hour, min(day * 24 + 23, hour))


@kernel
def occasion(layer, day, place):
    """The counter of one meeting of a daily layer, beyond those of residents; days before the run count too."""
    return OCCASIONS + ((day + DAYS_BEFORE) * 8 + layer) * LONGEST_CYCLE + place


@kernel
def reach_contact(world, contact, i, hour, exposed_at):
    """Find the contact after a delay, when a tracer has time, and order quarantine; the household too if the rules say so."""
    book, policy = world.book, world.policy
    known = find(book, contact)
    if is_held(book, known, hour, 1):
        return
    work = policy.numbers[HOURS_PER_CONTACT]
    done = serve(book.servers, TRACERS, np.float64(hour), work / policy.numbers[TRACER_HOURS])
    delay = 24.0 * quantile(policy.find_delay, draw(key_of(world.seed[0], contact), FIND_DELAY, 0))
    found_at = np.int64(max(hour + delay, done) + 0.5)
    until = np.int64(exposed_at + np.int64(24 * policy.numbers[QUARANTINE_DAYS]))
    hold(world, Order(np.int64(contact), known, np.int64(i), 1, found_at, until), np.int64(hour))
    if policy.numbers[SECONDARY] > 0.0:
        hold_household(world, contact, i, hour, found_at)


@kernel
def hold_household(world, contact, i, hour, found_at):
    """Order quarantine for those who live with a contact."""
    book = world.book
    row = world.city.people[contact % PATTERN]
    first = contact - contact % PATTERN + row[HOME_FIRST]
    until = np.int64(found_at + np.int64(24 * world.policy.numbers[SECONDARY_DAYS]))
    for other in range(first, first + row[HOME_SIZE]):
        if other == contact:
            continue
        known = find(book, other)
        if not is_held(book, known, hour, 2):
            hold(world, Order(np.int64(other), known, np.int64(i), 2, found_at, until), np.int64(hour))


@kernel
def is_held(book, known, hour, depth):
    """Is the person of this record (-1 for none) already a case, or under an order at least as strict?"""
    if known < 0:
        return False
    record = book.records[known]
    if record.confirmed_at != NEVER:
        return True
    return record.flags & HELD > 0 and hour < record.held_until and record.depth <= depth
