# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""The run: hour by hour through the calendar. Cost follows infections and contacts found, not residents."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..city import CityArrays
from ..compiled import entry, inlined, kernel
from ..disease import DiseaseArrays
from ..draws import ARRIVALS, CHECKPOINT, draw, key_of, poisson, whole_below
from ..layers import ARRIVAL, SEED
from ..policy import (
    ALARM,
    ARRIVALS_CERTIFIED,
    ARRIVALS_HELD_DAYS,
    ARRIVALS_HELD_SHARE,
    ARRIVALS_PER_DAY,
    ROUND_START,
    SEVERE_DELAY_DAYS,
    PolicyArrays,
)
from ..state import (
    ALREADY_CONFIRMED,
    BY_PERSON,
    CLOSE,
    CLOSED_AREAS,
    CONFIRM,
    COUNTED_FROM,
    DETECTED,
    DIRECT,
    EARLY_UNTIL,
    FREE,
    HELD,
    HOME_USED,
    IN_QUARANTINE,
    INCUBATING,
    INFECT,
    INFECTIONS,
    INFECTIOUS,
    LAST_COMMUNITY,
    LAST_INFECTION,
    MASK,
    MOST_CONFIRMED,
    MOST_EARLY,
    NEVER,
    NEXT_ROUND,
    PAST,
    RECORDS,
    ROOMS_NEEDED,
    ROOMS_USED,
    S_ARRIVALS,
    S_HOME,
    S_NEEDED,
    S_ROOMS,
    SAMPLE,
    SEVERE,
    SMALLEST_TABLE,
    STEPS_TO_LEVELS,
    STOCK,
    TRACE,
    Book,
    usual_traits,
)  # fmt: skip
from ..state import CONFIRMED as CONFIRMED_CASES
from .cases import close_area, confirm, count_named, open_named, take_bed
from .infection import infect, passes
from .people import find
from .quarantine import Order, count_waiting, free_places, hold
from .queue import look_ahead, push, take
from .testing import daily_samples, sample, test_arrival, test_round, watch
from .tracing import trace

INFECTIOUS_AFTER_ONSET_HOURS = (
    10 * 24
)  # only to tell in the stock who may still infect; the course itself is drawn
CERTIFICATE_HOURS = 24  # a negative test no older than 48 hours is on average a day old
ARRIVAL_AGE_DAYS = 6  # an infected arrival was infected up to this many days before


class World(NamedTuple):
    """All that a replicate reads and the book that it writes. `later` is the response after a change of it.

    `seed` is an array of one number, `traits` hold what is particular to the replicate (see `state`).
    """

    city: CityArrays
    disease: DiseaseArrays
    policy: PolicyArrays
    later: PolicyArrays
    book: Book
    seed: NDArray[np.int64]
    traits: NDArray[np.float64]


@inlined
def begin(book):
    """Wipe what the last replicate wrote."""
    counters = book.counters
    if counters[DIRECT]:
        if counters[DIRECT] == BY_PERSON:
            for i in range(counters[RECORDS]):
                book.direct[book.records[i].person] = 0
        book.bits[:] = 0
    else:
        book.slots[: counters[MASK] + 1] = 0
    for k in range(counters[CLOSED_AREAS]):
        book.closed_until[book.closed[k]] = 0
        book.cases_in[book.closed[k]] = 0
    book.heads[:] = -1
    book.hit[:] = 0
    book.leaving[:] = 0
    book.tests_due[:] = 0
    book.series[:] = 0
    book.servers[:] = 0.0
    counters[:] = 0
    counters[MASK] = SMALLEST_TABLE - 1
    counters[FREE] = counters[DETECTED] = counters[LAST_INFECTION] = counters[LAST_COMMUNITY] = -1


@kernel
def notice(world, i, hour):
    """What this infection leads to by itself: samples, and hospital for the severely ill of a city that tests nobody."""
    record, numbers = world.book.records[i], world.policy.numbers
    watch(world, i, hour)
    if record.layer == ARRIVAL:
        test_arrival(world, i, hour)
    if record.flags & SEVERE and numbers[ALARM] == 0.0:
        take_bed(world, record, max(hour, record.onset_at + np.int64(24.0 * numbers[SEVERE_DELAY_DAYS])))


@inlined
def start_seeds(world, seed_people, seed_hours):
    """The people infected at the start, before it (hours below zero) or at a later hour; -1 is nobody."""
    for k in range(seed_people.size):
        if seed_people[k] < 0:
            continue
        if seed_hours[k] > 0:
            push(world.book, seed_hours[k], INFECT, seed_people[k], -1, SEED, 0)
            continue
        i = infect(world, np.int64(seed_people[k]), np.int64(-1), np.int64(SEED), np.int64(seed_hours[k]))
        notice(world, i, np.int64(0))


@inlined
def is_turned_back(world, key, k, age):
    """Does a checkpoint turn this infected arrival back, whose test before the journey was positive?"""
    asked, sensitivity = world.policy.numbers[ARRIVALS_CERTIFIED], world.disease.sensitivity
    if asked <= 0.0 or draw(key, CHECKPOINT, 2 * k) >= asked:
        return False
    then = age - CERTIFICATE_HOURS
    return then > 0 and draw(key, CHECKPOINT, 2 * k + 1) < sensitivity[min(then, sensitivity.size - 1)]


@inlined
def arrive(world, day):
    """Infected arrivals of this day; some are held on arrival."""
    numbers = world.policy.numbers
    if numbers[ARRIVALS_PER_DAY] <= 0.0:
        return
    key = key_of(world.seed[0], -1 - day)
    for k in range(poisson(numbers[ARRIVALS_PER_DAY], draw(key, ARRIVALS, 0))):
        person = whole_below(key, ARRIVALS, 3 * k + 1, world.city.persons)
        age = whole_below(key, ARRIVALS, 3 * k + 3, ARRIVAL_AGE_DAYS * 24)
        if is_turned_back(world, key, k, age):
            continue
        if draw(key, ARRIVALS, 3 * k + 2) < numbers[ARRIVALS_HELD_SHARE]:
            until = np.int64(day * 24 + np.int64(24 * numbers[ARRIVALS_HELD_DAYS]))
            known = find(world.book, person)
            hold(world, Order(person, known, np.int64(-1), 1, np.int64(day * 24), until), np.int64(day * 24))
        push(
            world.book,
            day * 24,
            INFECT,
            person,
            -1,
            ARRIVAL,
            age,
        )
        world.book.series[day, S_ARRIVALS] += 1


@inlined
def handle(world, event, hour):
    """Do what this event asks for."""
    if event.kind == INFECT:
        if passes(world, event, hour):
            since = np.int64(hour - event.extra if event.source < 0 else hour)
            notice(world, infect(world, event.person, event.source, event.layer, since), np.int64(hour))
    elif event.kind == SAMPLE:
        sample(world, event, hour)
    elif event.kind == CONFIRM:
        confirm(world, event, hour)
    elif event.kind == TRACE:
        trace(world, event.source, hour)
    elif event.kind == CLOSE:
        close_area(world, event.source, hour)


@inlined
def start_day(world, day):
    book, counters = world.book, world.book.counters
    book.series[day, S_ROOMS] = max(book.series[day, S_ROOMS], counters[ROOMS_USED])
    book.series[day, S_HOME] = max(book.series[day, S_HOME], counters[HOME_USED])
    book.series[day, S_NEEDED] = max(book.series[day, S_NEEDED], counters[ROOMS_NEEDED])
    count_waiting(book, day * 24)
    daily_samples(world, day)
    arrive(world, day)


@inlined
def is_given_up(confirmed, traits, hour):
    """Does this replicate have more cases than whoever asked for it has use for?"""
    return confirmed > traits[MOST_CONFIRMED] or (
        hour <= traits[EARLY_UNTIL] and confirmed > traits[MOST_EARLY]
    )


@inlined
def run_hours(world, first_hour, end_hour):
    """From the first hour up to the last, unless the replicate is given up before."""
    book = world.book
    counters, heads, rounds = book.counters, book.heads, world.policy.rounds
    for hour in range(first_hour, end_hour):
        free_places(world, hour)
        if hour % 24 == 0:
            if is_given_up(counters[CONFIRMED_CASES], world.traits, hour):
                break
            start_day(world, hour // 24)
        n = counters[NEXT_ROUND]
        if (
            n < rounds.shape[0]
            and counters[DETECTED] >= 0
            and hour >= counters[COUNTED_FROM] + rounds[n, ROUND_START]
        ):
            test_round(world, n, hour)
            counters[NEXT_ROUND] = n + 1
        while heads[hour] >= 0:
            look_ahead(world, np.int64(heads[hour]))
            handle(world, take(book, hour), hour)


@kernel
def change_response(world, before, hour):
    """From now on another response: its rooms, rounds and factors count from this hour; areas of another level open."""
    book, counters = world.book, world.book.counters
    counters[NEXT_ROUND] = 0
    if counters[DETECTED] >= 0:
        open_named(world, before, hour)
        counters[COUNTED_FROM] = hour
        count_named(world, hour)
    same_level = True
    for village in range(before.closing_area.size):
        same_level = same_level and world.policy.closing_area[village] == before.closing_area[village]
    if not same_level:
        for k in range(counters[CLOSED_AREAS]):
            book.closed_until[book.closed[k]] = 0
            book.cases_in[book.closed[k]] = 0
        counters[CLOSED_AREAS] = 0


@kernel
def take_stock(book, hour, stock):
    """Count the infected by where they stand at this hour: confirmed, held, or free and in which part of the course."""
    for k in range(book.counters[INFECTIONS]):
        record = book.records[book.infected[k]]
        if record.confirmed_at != NEVER:
            stock[ALREADY_CONFIRMED] += 1
        elif record.flags & HELD and record.held_from <= hour < record.held_until:
            stock[IN_QUARANTINE] += 1
        elif record.onset_at > hour:
            stock[INCUBATING] += 1
        elif record.onset_at > hour - INFECTIOUS_AFTER_ONSET_HOURS:
            stock[INFECTIOUS] += 1
        else:
            stock[PAST] += 1


@inlined
def run_one(world, seed, seed_people, seed_hours, change_hour, stock):
    """One replicate; its story stays in the book until the next one begins. The response changes at one hour."""
    begin(world.book)
    world.seed[0] = seed
    start_seeds(world, seed_people, seed_hours)
    responses = (world.policy, world.later)
    edges = (np.int64(0), np.int64(change_hour), np.int64(world.book.heads.size - 1))
    for part in range(2):
        now = World(
            world.city,
            world.disease,
            responses[part],
            world.later,
            world.book,
            world.seed,
            world.traits,
        )
        if part == 1 and edges[1] < edges[2]:
            change_response(now, world.policy, edges[1])
            take_stock(world.book, edges[1], stock)
        run_hours(now, edges[part], edges[part + 1])
    series = world.book.series
    for column in STEPS_TO_LEVELS:
        for day in range(1, series.shape[0]):
            series[day, column] += series[day - 1, column]


@entry
def run_many(world, change_hour, replicates, results):
    """Many replicates (seeds, people, hours, traits), kept as (series, counters, stocks)."""
    seeds, seed_people, seed_hours, traits = replicates
    all_series, all_counters, all_stocks = results
    for n in range(seeds.size):
        for k in range(traits.shape[1]):
            world.traits[k] = traits[n, k]
        run_one(world, seeds[n], seed_people[n], seed_hours[n], change_hour, all_stocks[n])
        series, counters = world.book.series, world.book.counters
        for day in range(series.shape[0]):
            for column in range(series.shape[1]):
                all_series[n, day, column] = series[day, column]
        for k in range(counters.size):
            all_counters[n, k] = counters[k]


def run_once(
    world: World,
    *,
    seed: int,
    people: NDArray[np.int64],
    hours: NDArray[np.int64],
    traits: NDArray[np.float64] | None = None,
    change_hour: int | None = None,
) -> None:
    """One replicate from Python; its story is in `world.book` afterwards."""
    days, columns = world.book.series.shape
    who = (
        np.array([seed]),
        people.reshape(1, -1),
        hours.reshape(1, -1),
        usual_traits(1) if traits is None else traits,
    )
    results = (
        np.zeros((1, days, columns), np.int32),
        np.zeros((1, world.book.counters.size), np.int64),
        np.zeros((1, len(STOCK)), np.int32),
    )
    run_many(world, days * 24 if change_hour is None else change_hour, who, results)


__all__ = ["World", "run_many", "run_once"]
