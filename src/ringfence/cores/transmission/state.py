"""The book of one replicate: who was touched by the outbreak, what is still to come, what was counted.

Its size follows the outbreak, not the city: a resident gets a record when infected or held. Arrays are reserved but
their pages become resident only when written, and every replicate wipes exactly what it wrote.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .batch import BATCH, COLUMNS

HOURS_PER_DAY: Final = 24
NEVER: Final = 32_767  # an hour that does not come (int16)
LAST_HOUR: Final = 32_000

# A record: 32 bytes. Hours count from the start of the run and may be negative (seeds infected before it).
RECORD = np.dtype([
    ("person", "i4"), ("infector", "i4"), ("source", "i4"),  # infector and source are records, -1 for none
    ("infected_at", "i2"), ("onset_at", "i2"), ("isolated_at", "i2"), ("confirmed_at", "i2"),
    ("held_from", "i2"), ("held_until", "i2"), ("room_from", "i2"),
    ("layer", "i1"), ("depth", "i1"), ("flags", "u2"), ("spare", "u2"),
])  # fmt: skip
(
    INFECTED,
    SYMPTOMATIC,
    SEVERE,
    CRITICAL,
    FATAL,
    HELD,
    FOUND_IN_QUARANTINE,
    FOUND_BY_ROUND,
    WAITING,
    NEEDS_ROOM,
) = (1 << i for i in range(10))

# An event waits in the pile of its hour. A pile lies in chunks, so that an hour is read from neighbouring memory.
EVENT = np.dtype([("person", "i4"), ("source", "i4"), ("extra", "i2"), ("kind", "i1"), ("layer", "i1")])
CHUNK: Final = 32  # a power of two
INFECT, SAMPLE, CONFIRM, TRACE, CLOSE = range(5)
BITS_ONLY, BY_PERSON = 1, 2  # what `counters[DIRECT]` says once the table of records would be too large
BY_SYMPTOMS, BY_SCHEDULE, BY_ROUND, ON_ARRIVAL = range(4)  # why a sample is taken (kept in `layer`)

(
    RECORDS,
    INFECTIONS,
    MASK,
    DIRECT,
    EVENTS,  # chunks of events that were ever used
    FREE,  # the first chunk given back
    DETECTED,
    NEXT_ROUND,
    ROOMS_USED,
    HOME_USED,
    WAIT_HEAD,
    WAIT_TAIL,
    LAST_INFECTION,
    LAST_COMMUNITY,
    CLOSED_AREAS,
    OVERFLOW,
    PENDING,
    CONFIRMED,
    COMMUNITY,
    PLACED,
    COUNTED_FROM,  # the hour from which rooms, rounds and distancing are counted: the alarm, or a change of the response
    ROOMS_NEEDED,  # contacts whose order asks for a room, whether they have one or wait
    NAMED_UNTIL,  # the hour until which residents of named areas are counted as closed in
) = range(23)  # `counters`
LABORATORY, TRACERS, VEHICLES, LABORATORY_ROUNDS = range(
    4
)  # `servers`: the hour until which a capacity is taken

TRANSMISSION, SEEKING, KEPT, MOST_CONFIRMED, MOST_EARLY, EARLY_UNTIL = range(
    6
)  # `traits` of a replicate: times the usual transmission, times the usual share who come forward, share of
# meetings outside the home kept since the alarm, and the number of confirmed cases at which it is given up: at any
# time, and up to an hour
STOCK: Final = (
    "confirmed",
    "in_quarantine",
    "incubating",
    "infectious",
    "past",
)  # the infected at the change
ALREADY_CONFIRMED, IN_QUARANTINE, INCUBATING, INFECTIOUS, PAST = range(len(STOCK))

SERIES: Final = (
    "infections", "onsets", "confirmed", "community_found", "contacts_held", "rooms_in_use", "home_quarantined",
    "waiting_for_room", "tests", "tubes", "tracer_hours", "transfers", "beds_in_use", "icu_in_use", "deaths",
    "residents_in_closed_areas", "laboratory_wait_hours", "tracing_wait_hours", "transfer_wait_hours", "arrivals_infected",
    "round_hours", "rooms_needed", "bed_wait_hours",
)  # fmt: skip
(
    S_INFECTIONS,
    S_ONSETS,
    S_CONFIRMED,
    S_COMMUNITY,
    S_HELD,
    S_ROOMS,
    S_HOME,
    S_WAITING,
    S_TESTS,
    S_TUBES,
    S_TRACER_HOURS,
    S_TRANSFERS,
    S_BEDS,
    S_ICU,
    S_DEATHS,
    S_CLOSED,
    S_LAB_WAIT,
    S_TRACE_WAIT,
    S_TRANSFER_WAIT,
    S_ARRIVALS,
    S_ROUND_HOURS,
    S_NEEDED,
    S_BED_WAIT,
) = range(len(SERIES))
STEPS_TO_LEVELS: Final = (S_BEDS, S_ICU, S_CLOSED)  # kept as changes during the run, summed at its end

SMALLEST_TABLE: Final = 1 << 12
LARGEST_TABLE: Final = 1 << 16  # larger ones lie outside of the fast caches


class Book(NamedTuple):
    """Everything that a replicate writes."""

    records: NDArray[np.void]
    infected: NDArray[np.int32]  # records in the order of infection
    slots: NDArray[np.int32]  # open-addressing table: record + 1
    direct: NDArray[np.int32]  # by person: record + 1, once the outbreak is large
    bits: NDArray[
        np.uint8
    ]  # by person: infected, one bit each, once the outbreak is large (small enough for the cache)
    heads: NDArray[np.int32]  # by hour: the event on top of its pile
    below: NDArray[np.int32]  # by chunk: the event below it in the pile; of a free chunk the next free one
    events: NDArray[np.void]
    counters: NDArray[np.int64]
    servers: NDArray[np.float64]
    leaving: NDArray[np.int32]  # [hour, (rooms, homes, rooms needed)]
    waiting: NDArray[np.int32]
    admitted: NDArray[np.int32]  # by case in the order of confirmation: the hour of his bed
    closed_until: NDArray[np.int16]  # by area of the closing level
    cases_in: NDArray[np.int32]  # by area of the closing level
    closed: NDArray[np.int32]  # areas written in the two arrays above
    hit: NDArray[np.uint8]  # [level, area]: a confirmed case lives here
    tests_due: NDArray[np.int32]  # by day: scheduled tests of people held
    series: NDArray[np.int32]  # [day, column of SERIES]
    batch: NDArray[np.int64]  # [column, slot]: scratch, see `batch`


def open_book(*, persons: int, villages: int, days: int, events_per_person: float = 4.0) -> Book:
    """An empty book for runs of this length in a city of this size; pages never written take no memory."""
    hours = days * HOURS_PER_DAY
    touched = persons + 1
    chunks = hours + max(1 << 16, int(events_per_person * touched)) // CHUNK + 1
    return Book(
        records=np.empty(touched, RECORD), infected=np.empty(touched, np.int32),
        slots=np.zeros(LARGEST_TABLE, np.int32), direct=np.zeros(touched, np.int32),
        bits=np.zeros(touched // 8 + 1, np.uint8),
        heads=np.full(hours + 1, -1, np.int32), below=np.empty(chunks, np.int32), events=np.empty(chunks * CHUNK, EVENT),
        counters=np.zeros(24, np.int64), servers=np.zeros(4, np.float64),
        leaving=np.zeros((hours + 1, 3), np.int32), waiting=np.empty(touched, np.int32), admitted=np.empty(touched, np.int32),
        closed_until=np.zeros(villages, np.int16), cases_in=np.zeros(villages, np.int32),
        closed=np.empty(villages + 1, np.int32), hit=np.zeros((4, villages), np.uint8),
        tests_due=np.zeros(days + 64, np.int32), series=np.zeros((days, len(SERIES)), np.int32),
        batch=np.zeros((COLUMNS, BATCH), np.int64),
    )  # fmt: skip


def usual_traits(count: int) -> NDArray[np.float64]:
    """[replicate, trait]: nothing particular about any of so many replicates."""
    return np.tile(np.array([1.0, 1.0, 1.0, np.inf, np.inf, 0.0]), (count, 1))
