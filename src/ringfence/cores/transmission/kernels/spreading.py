# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""Whom an infected person may infect: all infectious contacts of the course, drawn at once and put in the calendar."""

from __future__ import annotations

import numpy as np

from ..batch import (
    BATCH,
    COUNTER,
    FIRST,
    HOUR,
    KEY,
    LAYER,
    LISTED,
    PERSON,
    PLACE,
    SIZE,
    WIDTH,
)
from ..compiled import kernel
from ..disease import LESS_INFECTIOUS, ONSET_BASED, PROTECTS, SPREADS_LESS, SUSCEPTIBILITY
from ..draws import (
    ATTENDANCE,
    CANDIDATES,
    INFECTIVITY,
    MEMBER,
    PASSES,
    TIMING,
    draw,
    poisson,
    quantile,
    whole_below,
)  # fmt: skip
from ..draws import LAYER as WHICH_LAYER
from ..households import AGE, PATTERN
from ..layers import HOUSEHOLD, LAYERS
from ..meetings import LONGEST_CYCLE
from ..permutation import permute_listed, unpermute_listed
from ..state import DIRECT, INFECT, SYMPTOMATIC, TRANSMISSION
from .ahead import ask_for
from .people import (
    group_at,
    group_of,
    hour_of,
    is_direct,
    is_infected,
    is_vaccinated,
    member_of,
    occasion_key,
    person_of,
    rank_of,
    reach_of,
)
from .queue import push


@kernel
def spread(world, i, key, rates):
    """Draw the infectious contacts of the whole course, a batch at a time. `rates` are summed over the layers."""
    disease, record = world.disease, world.book.records[i]
    row = disease.by_age[world.city.people[record.person % PATTERN, AGE]]
    infectivity = disease.infectivity[np.int64(draw(key, INFECTIVITY, 0) * disease.infectivity.size)]
    if not record.flags & SYMPTOMATIC:
        infectivity *= disease.numbers[LESS_INFECTIOUS]
    if is_vaccinated(world, record.person, row):
        infectivity *= row[SPREADS_LESS]
    mean = infectivity * rates[LAYERS - 1] * world.traits[TRANSMISSION]
    count = poisson(mean, draw(key, CANDIDATES, 0))
    for start in range(0, count, BATCH):
        n = draw_meetings(world, i, key, rates, start, min(start + BATCH, count))
        draw_people(world, np.int64(record.person), key, n)
        put_in_calendar(world, i, key, n)


@kernel
def draw_meetings(world, i, key, rates, start, end):
    """Hour and layer of these infectious contacts; return how many lie within the run."""
    disease, record, batch = world.disease, world.book.records[i], world.book.batch
    from_hour = np.int64(record.onset_at if disease.numbers[ONSET_BASED] else record.infected_at)
    earliest, run_ends = np.int64(record.infected_at) + 1, world.book.heads.size - 1
    n = 0
    for k in range(start, end):
        hour = from_hour + np.int64(24.0 * quantile(disease.timing, draw(key, TIMING, k)) + 0.5)
        hour = max(hour, earliest)
        mark, layer = draw(key, WHICH_LAYER, k) * rates[LAYERS - 1], np.int64(0)
        for other in range(LAYERS - 1):
            layer += np.int64(rates[other] <= mark)
        batch[HOUR, n], batch[LAYER, n], batch[COUNTER, n] = hour, layer, k
        n += np.int64(hour >= 0) & np.int64(hour < run_ends)
    return n


@kernel
def draw_people(world, person, key, n):
    """Whom each of the first `n` meetings of the batch falls on."""
    city, batch = world.city, world.book.batch
    permute_listed(batch, list_groups(city, batch, person, n))
    listed = draw_members(city, batch, person, key, n)
    unpermute_listed(batch, listed)
    for m in range(listed):
        j = batch[LISTED, m]
        layer = batch[LAYER, j]
        rank = reach_of(city, layer, person).first + batch[PLACE, j]
        batch[PERSON, j] = target = person_of(city, layer, rank)
        if world.book.counters[DIRECT]:
            ask_for(world.book.bits, target >> 3)


@kernel
def list_groups(city, batch, person, n):
    """Prepare the permutations that lead to the person's groups; return how many."""
    listed = 0
    for j in range(n):
        layer = batch[LAYER, j]
        batch[PERSON, j] = batch[SIZE, j] = -1
        rank = rank_of(city, layer, person)
        if rank < 0 or is_direct(city, layer):
            continue
        reach = reach_of(city, layer, person)
        batch[PLACE, j] = rank - reach.first
        batch[SIZE, j], batch[WIDTH, j] = reach.size, reach.width
        batch[KEY, j] = occasion_key(city, layer, reach.area, batch[HOUR, j] // 24)
        batch[LISTED, listed] = j
        listed += 1
    return listed


@kernel
def draw_members(city, batch, person, key, n):
    """Who of the group is met, if anybody; return how many of them are still behind a permutation."""
    listed = 0
    for j in range(n):
        layer, k, direct = batch[LAYER, j], batch[COUNTER, j], batch[SIZE, j] < 0
        if direct:
            first, size, own = group_of(city, layer, person, batch[HOUR, j] // 24)
        else:
            own = batch[PLACE, j]
            first, size = group_at(city, layer, own, batch[SIZE, j])
        if size < 2:
            continue
        largest = city.groups[layer, LONGEST_CYCLE, 1]
        if layer != HOUSEHOLD and largest > 0 and draw(key, ATTENDANCE, k) * (largest - 1) >= size - 1:
            continue
        place = first + whole_below(key, MEMBER, k, size - 1)
        place += np.int64(place >= own)
        batch[FIRST, j], batch[PLACE, j] = first, place
        if direct:
            batch[PERSON, j] = member_of(city, layer, person, batch[HOUR, j] // 24, place)
        else:
            batch[LISTED, listed] = j
            listed += 1
    return listed


@kernel
def put_in_calendar(world, i, key, n):
    """The meetings of the batch with people who may be infected by them."""
    book, city, batch = world.book, world.city, world.book.batch
    for j in range(n):
        target, layer, hour, k = batch[PERSON, j], batch[LAYER, j], batch[HOUR, j], batch[COUNTER, j]
        if target < 0 or is_infected(book, target) or is_spared(world, key, target, k):
            continue
        day = hour // 24
        meeting_hour = hour_of(city, layer, batch[FIRST, j], day)
        if meeting_hour >= 0 and day * 24 + meeting_hour > book.records[i].infected_at:
            hour = day * 24 + meeting_hour
        push(book, hour, INFECT, target, i, layer, k)


@kernel
def is_spared(world, key, target, k):
    """Do age and vaccine alone spare this person? Nothing raises the chance later on, so the meeting need not wait for its hour."""
    row = world.disease.by_age[world.city.people[target % PATTERN, AGE]]
    chance = row[SUSCEPTIBILITY]
    if is_vaccinated(world, target, row):
        chance *= row[PROTECTS]
    return chance < 1.0 and draw(key, PASSES, k) >= chance
