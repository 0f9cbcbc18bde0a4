# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""A confirmed case: hospital, the closing of the area, the interview."""

from __future__ import annotations

import numpy as np

from ..compiled import kernel
from ..households import BLOCK
from ..policy import (
    AREA_CASES,
    AREA_DAYS,
    AREA_HOURS,
    BEDS,
    CASE_STAY_DAYS,
    HOURS_PER_CASE,
    ICU_DAYS,
    INTERVIEW_HOURS,
    ISOLATION_HOURS,
    NAMED_FROM,
    NAMED_HOURS,
    TRACER_HOURS,
    TRACING,
)  # fmt: skip
from ..state import (
    BY_ROUND,
    CLOSE,
    CLOSED_AREAS,
    COMMUNITY,
    CONFIRMED,
    COUNTED_FROM,
    CRITICAL,
    DETECTED,
    FATAL,
    FOUND_BY_ROUND,
    FOUND_IN_QUARANTINE,
    HELD,
    LAST_COMMUNITY,
    LAST_HOUR,
    NAMED_UNTIL,
    NEVER,
    S_BED_WAIT,
    S_BEDS,
    S_CLOSED,
    S_COMMUNITY,
    S_CONFIRMED,
    S_DEATHS,
    S_ICU,
    S_TRACE_WAIT,
    S_TRACER_HOURS,
    TRACE,
    TRACERS,
)  # fmt: skip
from .infection import count_day
from .quarantine import end_hold
from .queue import push, serve


@kernel
def confirm(world, event, hour):
    """A positive result: isolation in hospital, the area, the interview."""
    book, policy, i = world.book, world.policy, event.source
    record, counters = book.records[i], book.counters
    if record.confirmed_at != NEVER:
        return
    record.confirmed_at = hour
    counters[CONFIRMED] += 1
    bed_at = bed_from(world, hour)
    record.isolated_at = min(bed_at + np.int64(policy.numbers[ISOLATION_HOURS]), LAST_HOUR)
    count_day(book.series, hour, S_CONFIRMED)
    if counters[DETECTED] < 0:
        counters[DETECTED] = counters[COUNTED_FROM] = hour
        count_named(world, hour)
    village = world.city.village_of_block[record.person // BLOCK]
    for level in range(4):
        book.hit[level, policy.area_of_level[level, village]] = 1
    if event.layer == BY_ROUND:
        record.flags |= FOUND_BY_ROUND
    if record.flags & HELD and record.held_from <= hour < record.held_until:
        record.flags |= FOUND_IN_QUARANTINE
    else:
        counters[COMMUNITY] += 1
        counters[LAST_COMMUNITY] = hour
        count_day(book.series, hour, S_COMMUNITY)
        watch_area(world, policy.closing_area[village], hour)
    take_bed(world, record, bed_at)
    if policy.numbers[TRACING] > 0.0:
        interview(world, i, hour)
    if bed_at <= hour:  # else he stays where he is
        end_hold(book, i, hour)


@kernel
def interview(world, i, hour):
    """Join the queue for a tracer; contacts are named when the interview is over."""
    book, numbers = world.book, world.policy.numbers
    work_hours = numbers[HOURS_PER_CASE] / numbers[TRACER_HOURS]
    done = serve(book.servers, TRACERS, np.float64(hour), work_hours)
    day = hour // 24
    book.series[day, S_TRACER_HOURS] += np.int64(numbers[HOURS_PER_CASE])
    book.series[day, S_TRACE_WAIT] = max(book.series[day, S_TRACE_WAIT], np.int64(done - hour))
    push(book, max(np.int64(done), hour + np.int64(numbers[INTERVIEW_HOURS])), TRACE, -1, i, 0, 0)


@kernel
def bed_from(world, hour):
    """The hour at which this case gets a bed: now, or when that of an earlier case is free. Until then he stays at home."""
    book, numbers = world.book, world.policy.numbers
    at, n, beds = np.int64(hour), book.counters[CONFIRMED] - 1, np.int64(numbers[BEDS])
    if n >= beds:
        at = max(at, book.admitted[n - beds] + np.int64(24 * numbers[CASE_STAY_DAYS]))
    book.admitted[n] = at = min(at, np.int64(LAST_HOUR))
    book.series[hour // 24, S_BED_WAIT] = max(book.series[hour // 24, S_BED_WAIT], at - hour)
    return at


@kernel
def take_bed(world, record, hour):
    """Count the bed of the case, intensive care and death; a course before confirmation is counted from now on."""
    series, numbers = world.book.series, world.policy.numbers
    count_stay(series, S_BEDS, hour, hour + np.int64(24 * numbers[CASE_STAY_DAYS]))
    if record.flags & CRITICAL:
        since = max(hour, record.onset_at + 8 * 24)
        count_stay(series, S_ICU, since, since + np.int64(24 * numbers[ICU_DAYS]))
    if record.flags & FATAL:
        count_day(series, max(hour, record.onset_at + 18 * 24), S_DEATHS)


@kernel
def count_stay(series, column, since, until):
    """One more from this hour to that one (kept as changes by day)."""
    count_day(series, since, column)
    if until // 24 < series.shape[0]:
        series[until // 24, column] -= 1


@kernel
def watch_area(world, area, hour):
    """Close the area when it has had enough cases found outside quarantine."""
    book, numbers = world.book, world.policy.numbers
    if numbers[AREA_CASES] <= 0.0:
        return
    if book.cases_in[area] == 0:
        book.closed[book.counters[CLOSED_AREAS]] = area
        book.counters[CLOSED_AREAS] += 1
    book.cases_in[area] += 1
    if book.cases_in[area] >= numbers[AREA_CASES]:
        push(book, hour + np.int64(numbers[AREA_HOURS]), CLOSE, -1, area, 0, 0)


@kernel
def close_area(world, area, hour):
    """Close it, or keep it closed longer; count the residents inside."""
    book = world.book
    until = min(hour + np.int64(24.0 * world.policy.numbers[AREA_DAYS]), LAST_HOUR)
    since = max(hour, np.int64(book.closed_until[area]))
    if until <= since:
        return
    count_closed(book, since, until, world.policy.closing_residents[area])
    count_closed(  # those of a named area are counted already as long as it is closed
        book,
        max(since, named_since(world)),
        min(until, book.counters[NAMED_UNTIL]),
        -world.policy.named_residents[area],
    )
    book.closed_until[area] = until


@kernel
def named_since(world):
    """The hour at which the named areas close."""
    return book_hour(world.book.counters[COUNTED_FROM] + np.int64(world.policy.numbers[NAMED_FROM]))


@kernel
def count_named(world, hour):
    """The response begins: count the residents of the areas that were named to be closed."""
    book, policy = world.book, world.policy
    everybody = policy.named_residents[policy.named_residents.size - 1]
    if everybody > 0:
        since = named_since(world)
        until = book_hour(since + np.int64(policy.numbers[NAMED_HOURS]))
        book.counters[NAMED_UNTIL] = until
        count_closed(book, since, until, everybody)


@kernel
def open_named(world, before, hour):
    """The response changes: areas that were named before and are not yet open are open again from this hour on."""
    book = world.book
    since = max(hour, book.counters[COUNTED_FROM] + np.int64(before.numbers[NAMED_FROM]))
    count_closed(
        book, since, book.counters[NAMED_UNTIL], -before.named_residents[before.named_residents.size - 1]
    )
    book.counters[NAMED_UNTIL] = 0


@kernel
def count_closed(book, since, until, residents):
    """So many more residents in closed areas from this hour to that one (kept as changes by day)."""
    if until <= since:
        return
    for at, change in ((since, residents), (until, -residents)):
        if at // 24 < book.series.shape[0]:
            book.series[at // 24, S_CLOSED] += change


@kernel
def book_hour(hour):
    return min(hour, LAST_HOUR)
