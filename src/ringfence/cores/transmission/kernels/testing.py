# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""Samples and results: who is tested when, what the laboratory is able to do, what the test finds."""

from __future__ import annotations

import numpy as np

from ..compiled import kernel
from ..draws import (
    CHECKPOINT,
    ROUND_ATTENDANCE,
    ROUND_MOMENT,
    SEEK_DELAY,
    SEEKING,
    SENSITIVITY,
    draw,
    key_of,
    quantile,
)
from ..layers import WHOLE
from ..policy import (
    ALARM,
    ARRIVAL_TUBES,
    ARRIVALS_TESTED,
    LAB_BACKGROUND,
    LAB_PER_HOUR,
    LAB_TURNAROUND,
    NAMED,
    RECHECK_HOURS,
    ROUND_AREAS,
    ROUND_COVERAGE,
    ROUND_HOURS,
    ROUND_LEVEL,
    ROUND_POOL,
    ROUND_SENSITIVITY,
    SEEKING_SHARE,
    SEVERE_DELAY_DAYS,
)  # fmt: skip
from ..state import (
    BY_ROUND,
    BY_SCHEDULE,
    BY_SYMPTOMS,
    CONFIRM,
    HELD,
    INFECTIONS,
    LABORATORY,
    LABORATORY_ROUNDS,
    NEVER,
    ON_ARRIVAL,
    S_LAB_WAIT,
    S_ROUND_HOURS,
    S_TESTS,
    S_TUBES,
    SAMPLE,
    SEVERE,
    SYMPTOMATIC,
)  # fmt: skip
from ..state import SEEKING as SEEKING_TRAIT
from .people import find
from .queue import push, serve

NOTICEABLE_HOURS = 30 * 24  # a round looks for infections no older than this


@kernel
def watch(world, i, hour):
    """Put the samples in the calendar that this infection leads to by itself: symptoms, severe disease, quarantine."""
    record, policy = world.book.records[i], world.policy
    if policy.numbers[ALARM] == 0.0:
        return
    if record.flags & SYMPTOMATIC:
        key = key_of(world.seed[0], record.person)
        at = np.int64(NEVER)
        if draw(key, SEEKING, 0) < policy.numbers[SEEKING_SHARE] * world.traits[SEEKING_TRAIT]:
            at = record.onset_at + np.int64(
                24.0 * quantile(policy.seek_delay, draw(key, SEEK_DELAY, 0)) + 0.5
            )
        if record.flags & SEVERE:
            at = min(at, record.onset_at + np.int64(24.0 * policy.numbers[SEVERE_DELAY_DAYS]))
        if at < NEVER:
            push(world.book, max(at, hour), SAMPLE, -1, i, BY_SYMPTOMS, 0)
    if record.flags & HELD:
        schedule(world, i, hour)


@kernel
def test_arrival(world, i, hour):
    """The samples that the rule for arrivals asks of an infected person who came from outside."""
    record, policy = world.book.records[i], world.policy
    if draw(key_of(world.seed[0], record.person), CHECKPOINT, 0) >= policy.numbers[ARRIVALS_TESTED]:
        return
    for n in policy.arrival_test_days:
        push(world.book, hour + (n - 1) * 24, SAMPLE, -1, i, ON_ARRIVAL, 1)


@kernel
def schedule(world, i, hour):
    """Put the next test of a person under quarantine in the calendar."""
    record = world.book.records[i]
    for n in world.policy.test_days:
        at = record.held_from + (n - 1) * 24
        if hour <= at < record.held_until:
            push(world.book, at, SAMPLE, -1, i, BY_SCHEDULE, 0)
            return


@kernel
def sample(world, event, hour):
    """Take a sample of an infected person and put a positive result in the calendar."""
    book, policy, why, i = world.book, world.policy, event.layer, event.source
    record = book.records[i]
    if record.confirmed_at != NEVER or (why == BY_SCHEDULE and hour >= record.held_until):
        return
    age = min(max(hour - record.infected_at, 0), world.disease.sensitivity.size - 1)
    chance = world.disease.sensitivity[age]
    if why == BY_ROUND:
        ready = hour + np.float64(event.extra)
        chance *= policy.rounds[event.person, ROUND_SENSITIVITY]
    elif why != BY_SYMPTOMS:  # scheduled or on arrival: their tubes are charged for the day as a whole
        ready = max(book.servers[LABORATORY], np.float64(hour)) + policy.numbers[LAB_TURNAROUND]
    else:
        ready = charge_laboratory(world, hour, 1.0) + policy.numbers[LAB_TURNAROUND]
    if draw(key_of(world.seed[0], record.person), SENSITIVITY, hour) < chance:
        push(book, np.int64(np.ceil(ready)), CONFIRM, -1, i, why, 0)
    elif why == BY_SCHEDULE:
        schedule(world, i, hour + 1)
    elif (
        why == BY_SYMPTOMS and event.extra == 0
    ):  # a person with symptoms is excluded only after a second negative
        push(book, hour + 24, SAMPLE, -1, i, why, 1)


@kernel
def charge_laboratory(world, hour, tubes):
    """Give the laboratory single samples, which go before those of rounds; return the hour at which they are done."""
    book, day = world.book, hour // 24
    work_hours = tubes / world.policy.numbers[LAB_PER_HOUR]
    done = serve(book.servers, LABORATORY, np.float64(hour), work_hours)
    serve(book.servers, LABORATORY_ROUNDS, np.float64(hour), work_hours)
    book.series[day, S_TESTS] += np.int64(tubes)
    book.series[day, S_TUBES] += np.int64(tubes)
    book.series[day, S_LAB_WAIT] = max(book.series[day, S_LAB_WAIT], np.int64(done - hour))
    return done


@kernel
def daily_samples(world, day):
    """The tests of everybody held today, of arrivals, and the routine work of the laboratory, charged in the morning."""
    numbers = world.policy.numbers
    tubes = numbers[LAB_BACKGROUND] + numbers[ARRIVAL_TUBES] + world.book.tests_due[day]
    if tubes > 0.0:
        charge_laboratory(world, day * 24, tubes)


@kernel
def test_round(world, n, hour):
    """Test everybody in the areas of round `n`: tubes are counted, only the infected are looked at one by one."""
    book, policy = world.book, world.policy
    plan = policy.rounds[n]
    residents = residents_of_round(book, policy, plan)
    tubes = np.ceil(residents * plan[ROUND_COVERAGE] / plan[ROUND_POOL])
    work_hours = tubes / policy.numbers[LAB_PER_HOUR]
    lab_free = max(book.servers[LABORATORY_ROUNDS], np.float64(hour))
    book.servers[LABORATORY_ROUNDS] = lab_free + work_hours
    count_round(book, hour, max(plan[ROUND_HOURS], lab_free + work_hours - hour))
    spread_over_days(book.series, S_TESTS, hour, plan[ROUND_HOURS], residents * plan[ROUND_COVERAGE])
    spread_over_days(book.series, S_TUBES, hour, plan[ROUND_HOURS], tubes)
    for k in range(book.counters[INFECTIONS] - 1, -1, -1):
        i = book.infected[k]
        record = book.records[i]
        if record.infected_at < hour - NOTICEABLE_HOURS:
            break
        village = world.city.village_of_block[record.person // 64]
        if record.confirmed_at != NEVER or not is_covered(book, policy, plan, village):
            continue
        key = key_of(world.seed[0], record.person)
        if draw(key, ROUND_ATTENDANCE, n) < plan[ROUND_COVERAGE]:
            moment = draw(key, ROUND_MOMENT, n)
            taken = np.float64(hour) + moment * plan[ROUND_HOURS]
            ready = (
                max(taken, lab_free + moment * work_hours)
                + policy.numbers[LAB_TURNAROUND]
                + policy.numbers[RECHECK_HOURS]
            )
            push(book, np.int64(taken), SAMPLE, n, i, BY_ROUND, min(np.int64(ready - taken), 30_000))


@kernel
def residents_of_round(book, policy, plan):
    """Residents of the areas that this round covers."""
    level, residents = np.int64(plan[ROUND_LEVEL]), np.int64(0)
    if level == NAMED:
        for village in range(policy.tested.shape[1]):
            if policy.tested[np.int64(plan[ROUND_AREAS]), village]:
                residents += policy.residents[0, village]
        return residents
    for area in range(policy.residents.shape[1]):
        if level == WHOLE or book.hit[level, area]:
            residents += policy.residents[level, area]
    return residents


@kernel
def is_covered(book, policy, plan, village):
    """Does the round cover this village: named, or in an area that has had a case?"""
    level = np.int64(plan[ROUND_LEVEL])
    if level == NAMED:
        return policy.tested[np.int64(plan[ROUND_AREAS]), village]
    return level == WHOLE or book.hit[level, policy.area_of_level[level, village]] > 0


@kernel
def count_round(book, hour, hours):
    """Keep how long the slowest tube of the round waited for its turn."""
    day = hour // 24
    book.series[day, S_ROUND_HOURS] = max(book.series[day, S_ROUND_HOURS], np.int64(hours))


@kernel
def spread_over_days(series, column, hour, hours, amount):
    """Count an amount of work evenly over the days that it takes."""
    days = np.int64(max(1.0, np.ceil(hours / 24.0)))
    for d in range(days):
        if hour // 24 + d < series.shape[0]:
            series[hour // 24 + d, column] += np.int64(amount / days)


__all__ = ["daily_samples", "find", "sample", "test_round", "watch"]
