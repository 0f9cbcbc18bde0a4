# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""Infection: the course of one person's disease and the transmissions he may cause."""

from __future__ import annotations

import numpy as np

from ..compiled import kernel
from ..disease import (
    CRITICAL_SHARE,
    FATAL_SHARE,
    PROTECTS,
    SEVERE_SHARE,
    SUSCEPTIBILITY,
    SYMPTOMATIC_SHARE,
    UNSEVERE,
)  # fmt: skip
from ..draws import FATALITY, INCUBATION, PASSES, SEVERITY, SYMPTOMS, draw, key_of, quantile
from ..households import AGE, BLOCK, HOME_SIZE, PATTERN, ROLE
from ..layers import HOUSEHOLD
from ..policy import (
    AREA_FACTOR,
    HOME_HOUSEHOLD,
    HOME_OUTSIDE,
    ISOLATION_HOURS,
    NAMED_FACTOR,
    NAMED_FROM,
    NAMED_HOURS,
)
from ..state import (
    CONFIRMED,
    COUNTED_FROM,
    CRITICAL,
    DETECTED,
    FATAL,
    HELD,
    INFECTED,
    INFECTIONS,
    KEPT,
    LAST_HOUR,
    LAST_INFECTION,
    PLACED,
    S_INFECTIONS,
    S_ONSETS,
    SEVERE,
    SYMPTOMATIC,
)  # fmt: skip
from .ahead import ask_for
from .people import enter, find, is_infected, is_vaccinated, mark_infected
from .spreading import spread


@kernel
def infect(world, person, infector, layer, hour):
    """Open or complete the record of a newly infected person, draw his course and put his transmissions in the calendar."""
    book, disease = world.book, world.disease
    i = np.int64(-1)
    if book.counters[PLACED]:  # without quarantine nobody has a record before his infection
        i = find(book, person)
    if i < 0:
        i = enter(book, person)
    ask_for(world.city.reach, np.int64(world.city.village_of_block[person // BLOCK]))  # where he meets others
    key = key_of(world.seed[0], person)
    draw_course(world, i, key, hour)
    mark_infected(book, person)
    record = book.records[i]
    record.infector = infector
    record.layer = layer
    counters = book.counters
    book.infected[counters[INFECTIONS]] = i
    counters[INFECTIONS] += 1
    counters[LAST_INFECTION] = max(counters[LAST_INFECTION], hour)
    count_day(book.series, hour, S_INFECTIONS)
    if record.flags & SYMPTOMATIC:
        count_day(book.series, record.onset_at, S_ONSETS)
    spread(
        world,
        i,
        key,
        disease.rates[
            world.city.people[person % PATTERN, ROLE], world.city.people[person % PATTERN, HOME_SIZE]
        ],
    )
    return i


@kernel
def count_day(series, hour, column):
    day = hour // 24
    if 0 <= day < series.shape[0]:
        series[day, column] += 1


@kernel
def draw_course(world, i, key, hour):
    """Symptoms, onset and severity. `onset_at` of a person without symptoms is when they would have begun."""
    record, disease = world.book.records[i], world.disease
    row = disease.by_age[world.city.people[record.person % PATTERN, AGE]]
    flags = record.flags | INFECTED
    if draw(key, SYMPTOMS, 0) < row[SYMPTOMATIC_SHARE]:
        flags |= SYMPTOMATIC
        severe = row[SEVERE_SHARE] / row[SYMPTOMATIC_SHARE]
        if is_vaccinated(world, record.person, row):
            severe *= row[UNSEVERE]
        if draw(key, SEVERITY, 0) < severe:
            flags |= SEVERE
            if draw(key, SEVERITY, 1) < row[CRITICAL_SHARE]:
                flags |= CRITICAL
                if draw(key, FATALITY, 0) < row[FATAL_SHARE]:
                    flags |= FATAL
    record.flags = flags
    record.infected_at = hour
    record.onset_at = min(
        LAST_HOUR, hour + np.int64(24.0 * quantile(disease.incubation, draw(key, INCUBATION, 0)) + 0.5)
    )


@kernel
def passes(world, event, hour):
    """Does this infectious contact infect, given what the infector, the target and the city do at this hour?"""
    book = world.book
    target, layer = np.int64(event.person), event.layer
    if is_infected(book, target):
        return False
    if event.source < 0:
        return True
    infector = book.records[event.source]
    if book.counters[CONFIRMED] and infector.isolated_at <= hour:
        return False
    chance = kept_by_response(world, infector, target, layer, hour)
    if layer != HOUSEHOLD:
        chance *= kept_by_closures(world, event.source, target, hour)
    if chance >= 1.0:  # what age and vaccine leave of it was drawn when it was put in the calendar
        return True
    row = world.disease.by_age[world.city.people[target % PATTERN, AGE]]
    chance *= row[SUSCEPTIBILITY]
    if is_vaccinated(world, target, row):
        chance *= row[PROTECTS]
    return draw(key_of(world.seed[0], infector.person), PASSES, event.extra) < chance


@kernel
def kept_by_response(world, infector, target, layer, hour):
    """What dates, distancing, a bed and quarantine leave of the meeting."""
    book, policy = world.book, world.policy
    chance = policy.by_date[hour // 24, layer]
    if book.counters[CONFIRMED]:
        chance *= freedom_without_bed(policy, infector, layer, hour)
    if book.counters[DETECTED] >= 0:
        chance *= policy.by_response[(hour - book.counters[COUNTED_FROM]) // 24, layer]
        if layer != HOUSEHOLD:
            chance *= world.traits[KEPT]
    if book.counters[PLACED]:
        chance *= freedom_of_both(book, policy, infector, target, layer, hour)
    return chance


@kernel
def freedom_without_bed(policy, case, layer, hour):
    """What a case who waits at home for a bed keeps of his meetings; all of them whoever is no such case."""
    if hour - policy.numbers[ISOLATION_HOURS] < case.confirmed_at:
        return 1.0
    if case.flags & HELD and case.held_from <= hour < case.held_until:  # counted as held
        return 1.0
    return policy.numbers[HOME_HOUSEHOLD] if layer == HOUSEHOLD else policy.numbers[HOME_OUTSIDE]


@kernel
def freedom_of_both(book, policy, infector, target, layer, hour):
    """What quarantine leaves of the meeting of these two."""
    chance = 1.0
    if infector.flags & HELD:
        chance = freedom(policy, infector, layer, hour)
    j = find(book, target)
    if j >= 0 and book.records[j].flags & HELD:
        chance *= freedom(policy, book.records[j], layer, hour)
    return chance


@kernel
def freedom(policy, record, layer, hour):
    """How much of his meetings in this layer a person under quarantine keeps."""
    if hour < record.held_from or hour >= record.held_until:
        return 1.0
    if hour >= record.room_from:
        return 0.0
    return policy.numbers[HOME_HOUSEHOLD] if layer == HOUSEHOLD else policy.numbers[HOME_OUTSIDE]


@kernel
def kept_by_closures(world, source, other, hour):
    """What closed areas leave of a meeting of the person of this record with another; of two closures the stricter counts.

    The record is not read where nothing is closed: in a large epidemic it lies far out in memory.
    """
    numbers, records, kept = world.policy.numbers, world.book.records, 1.0
    if numbers[NAMED_FACTOR] < 1.0 and either_named(world, records[source].person, other, hour):
        kept = numbers[NAMED_FACTOR]
    if numbers[AREA_FACTOR] < kept and either_closed(world, records[source].person, other, hour):
        kept = numbers[AREA_FACTOR]
    return kept


@kernel
def either_named(world, person, other, hour):
    """Is one of the two in an area that was named to be closed, and is it closed at this hour?"""
    counters, policy, area_of_block = world.book.counters, world.policy, world.city.village_of_block
    since = counters[COUNTED_FROM] + np.int64(policy.numbers[NAMED_FROM])
    if counters[DETECTED] < 0 or hour < since or hour >= since + np.int64(policy.numbers[NAMED_HOURS]):
        return False
    return policy.named[area_of_block[person // BLOCK]] or policy.named[area_of_block[other // BLOCK]]


@kernel
def either_closed(world, person, other, hour):
    """Is the area of one of the two closed at this hour?"""
    area_of_block = world.city.village_of_block
    closed_until, area = world.book.closed_until, world.policy.closing_area
    return hour < max(
        closed_until[area[area_of_block[person // BLOCK]]], closed_until[area[area_of_block[other // BLOCK]]]
    )


__all__ = ["infect", "passes"]
