# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""The run: hour by hour through the calendar. Cost follows infections and contacts found, not residents."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..city import CityArrays
from ..compiled import entry, inlined
from ..disease import DiseaseArrays
from ..draws import ARRIVALS, draw, key_of, poisson, whole_below
from ..layers import ARRIVAL, SEED
from ..policy import (
    ARRIVALS_HELD_DAYS,
    ARRIVALS_HELD_SHARE,
    ARRIVALS_PER_DAY,
    ROUND_START,
    PolicyArrays,
)
from ..state import (
    CLOSE,
    CLOSED_AREAS,
    CONFIRM,
    DETECTED,
    DIRECT,
    FREE,
    HOME_USED,
    INFECT,
    LAST_COMMUNITY,
    LAST_INFECTION,
    MASK,
    NEXT_ROUND,
    PENDING,
    RECORDS,
    ROOMS_USED,
    S_ARRIVALS,
    S_HOME,
    S_ROOMS,
    S_WAITING,
    SAMPLE,
    SMALLEST_TABLE,
    STEPS_TO_LEVELS,
    TRACE,
    WAIT_HEAD,
    WAIT_TAIL,
    Book,
)  # fmt: skip
from .cases import close_area, confirm, trace
from .infection import infect, passes
from .quarantine import free_places, hold
from .queue import push
from .testing import daily_samples, sample, test_round, watch

ARRIVAL_AGE_DAYS = 6  # an infected arrival was infected up to this many days before


class World(NamedTuple):
    """All that a replicate reads and the book that it writes. `seed` is an array of one number."""

    city: CityArrays
    disease: DiseaseArrays
    policy: PolicyArrays
    book: Book
    seed: NDArray[np.int64]


@inlined
def begin(book):
    """Wipe what the last replicate wrote."""
    counters = book.counters
    if counters[DIRECT]:
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


@inlined
def start_seeds(world, seed_people, seed_hours):
    """The people infected at the start, or before it (hours below zero)."""
    for k in range(seed_people.size):
        i = infect(world, np.int64(seed_people[k]), np.int64(-1), np.int64(SEED), np.int64(seed_hours[k]))
        watch(world, i, np.int64(0))


@inlined
def arrive(world, day):
    """Infected arrivals of this day; some are held on arrival."""
    numbers = world.policy.numbers
    if numbers[ARRIVALS_PER_DAY] <= 0.0:
        return
    key = key_of(world.seed[0], -1 - day)
    for k in range(poisson(numbers[ARRIVALS_PER_DAY], draw(key, ARRIVALS, 0))):
        person = whole_below(key, ARRIVALS, 3 * k + 1, world.city.persons)
        if draw(key, ARRIVALS, 3 * k + 2) < numbers[ARRIVALS_HELD_SHARE]:
            hold(
                world,
                person,
                -1,
                1,
                day * 24,
                day * 24,
                day * 24 + np.int64(24 * numbers[ARRIVALS_HELD_DAYS]),
            )
        push(
            world.book,
            day * 24,
            INFECT,
            person,
            -1,
            ARRIVAL,
            whole_below(key, ARRIVALS, 3 * k + 3, ARRIVAL_AGE_DAYS * 24),
        )
        world.book.series[day, S_ARRIVALS] += 1


@inlined
def handle(world, e, hour):
    """Do what this event asks for."""
    event = world.book.events[e]
    if event.kind == INFECT:
        if passes(world, event, hour):
            since = np.int64(hour - event.extra if event.source < 0 else hour)
            i = infect(world, np.int64(event.person), np.int64(event.source), np.int64(event.layer), since)
            watch(world, i, np.int64(hour))
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
    book.series[day, S_WAITING] = max(book.series[day, S_WAITING], counters[WAIT_TAIL] - counters[WAIT_HEAD])
    daily_samples(world, day)
    arrive(world, day)


@inlined
def run_hours(world):
    """From the first hour to the last."""
    book = world.book
    counters, heads, events, rounds = book.counters, book.heads, book.events, world.policy.rounds
    for hour in range(heads.size - 1):
        free_places(world, hour)
        if hour % 24 == 0:
            start_day(world, hour // 24)
        n = counters[NEXT_ROUND]
        if (
            n < rounds.shape[0]
            and counters[DETECTED] >= 0
            and hour >= counters[DETECTED] + rounds[n, ROUND_START]
        ):
            test_round(world, n, hour)
            counters[NEXT_ROUND] = n + 1
        while heads[hour] >= 0:
            e = heads[hour]
            heads[hour] = events[e].next
            handle(world, e, hour)
            events[e].next = counters[FREE]
            counters[FREE] = e
            counters[PENDING] -= 1


@inlined
def run_one(world, seed, seed_people, seed_hours):
    """One replicate; its story stays in the book until the next one begins."""
    begin(world.book)
    world.seed[0] = seed
    start_seeds(world, seed_people, seed_hours)
    run_hours(world)
    series = world.book.series
    for column in STEPS_TO_LEVELS:
        for day in range(1, series.shape[0]):
            series[day, column] += series[day - 1, column]


@entry
def run_many(world, seeds, seed_people, seed_hours, all_series, all_counters):
    """Many replicates, one after the other, kept as their daily series and final counters."""
    for n in range(seeds.size):
        run_one(world, seeds[n], seed_people[n], seed_hours[n])
        series, counters = world.book.series, world.book.counters
        for day in range(series.shape[0]):
            for column in range(series.shape[1]):
                all_series[n, day, column] = series[day, column]
        for k in range(counters.size):
            all_counters[n, k] = counters[k]


def run_once(world: World, *, seed: int, people: NDArray[np.int64], hours: NDArray[np.int64]) -> None:
    """One replicate from Python; its story is in `world.book` afterwards."""
    days, columns = world.book.series.shape
    series = np.zeros((1, days, columns), np.int32)
    counters = np.zeros((1, world.book.counters.size), np.int64)
    run_many(world, np.array([seed]), people.reshape(1, -1), hours.reshape(1, -1), series, counters)


__all__ = ["World", "run_many", "run_once"]
