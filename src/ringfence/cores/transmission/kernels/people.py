# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""From a person to his record, and to the people whom he meets."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..city import AREA, FIRST, SIZE, WIDTH
from ..compiled import kernel
from ..disease import COVERAGE
from ..draws import VACCINATED, draw, key_of, mix
from ..households import BLOCK, HOME_FIRST, HOME_SIZE, PATTERN, RANK, ROLE
from ..layers import FIRST_DAILY, HOUSEHOLD, SCHOOL, STUDENT, WORK, WORKER
from ..meetings import LONGEST_CYCLE
from ..permutation import permutation_key, permute, unpermute
from ..state import BITS_ONLY, BY_PERSON, DIRECT, INFECTED, LARGEST_TABLE, MASK, NEVER, RECORDS


@kernel
def slot_of(person, mask):
    return np.int64(mix(np.uint64(person)) & np.uint64(mask))


@kernel
def find(book, person):
    """The record of this person, -1 if the outbreak has not touched him."""
    counters, records, slots = book.counters, book.records, book.slots
    if counters[DIRECT]:
        if counters[DIRECT] == BITS_ONLY:
            list_by_person(book)
        return np.int64(book.direct[person]) - 1
    mask = counters[MASK]
    slot = slot_of(person, mask)
    while slots[slot]:
        if records[slots[slot] - 1].person == person:
            return np.int64(slots[slot]) - 1
        slot = (slot + 1) & mask
    return np.int64(-1)


@kernel
def list_by_person(book):
    """From now on every record is found from its person; an epidemic in which nobody is traced never needs it."""
    book.counters[DIRECT] = BY_PERSON
    for i in range(book.counters[RECORDS]):
        book.direct[book.records[i].person] = i + 1


@kernel
def mark_infected(book, person):
    """Remember the infection where `is_infected` finds it without leaving the cache; needed only in a large outbreak."""
    if book.counters[DIRECT]:
        book.bits[person >> 3] |= np.uint8(1 << (person & 7))


@kernel
def is_infected(book, person):
    """Has this person been infected before?"""
    if book.counters[DIRECT]:
        return (book.bits[person >> 3] >> (person & 7)) & 1 > 0
    i = find(book, person)
    return i >= 0 and book.records[i].flags & INFECTED > 0


@kernel
def enter(book, person):
    """Open a record for a person who has none; return it."""
    counters = book.counters
    i = counters[RECORDS]
    counters[RECORDS] = i + 1
    record = book.records[i]
    record.person = person
    record.infector = record.source = -1
    record.infected_at = record.onset_at = record.isolated_at = record.confirmed_at = NEVER
    record.held_from = record.held_until = record.room_from = NEVER
    record.layer = record.depth = 0
    record.flags = 0
    if counters[DIRECT]:
        if counters[DIRECT] == BY_PERSON:
            book.direct[person] = i + 1
        return i
    if 2 * (i + 1) > counters[MASK]:
        grow(book)
        return i
    mask, slot = counters[MASK], slot_of(person, counters[MASK])
    while book.slots[slot]:
        slot = (slot + 1) & mask
    book.slots[slot] = i + 1
    return i


@kernel
def grow(book):
    """Make the table four times larger, or go over to one bit per resident when it would be too large."""
    counters, slots = book.counters, book.slots
    mask = 4 * (counters[MASK] + 1) - 1
    slots[: counters[MASK] + 1] = 0
    if mask >= LARGEST_TABLE:
        counters[DIRECT] = BITS_ONLY
        for i in range(counters[RECORDS]):
            if book.records[i].flags & INFECTED:
                mark_infected(book, book.records[i].person)
        return
    counters[MASK] = mask
    for i in range(counters[RECORDS]):
        slot = slot_of(book.records[i].person, mask)
        while slots[slot]:
            slot = (slot + 1) & mask
        slots[slot] = i + 1


@kernel
def is_vaccinated(world, person, row):
    """A lasting trait of the resident: the same in every replicate. `row` is that of his age in the table of the disease."""
    return row[COVERAGE] > 0.0 and draw(key_of(world.city.key, person), VACCINATED, 0) < row[COVERAGE]


@kernel
def rank_of(city, layer, person):
    """The rank of a person among those who take part in a layer, -1 if he does not."""
    if layer != SCHOOL and layer != WORK:
        return np.int64(person)
    position = person % PATTERN
    role, members = (STUDENT, city.students.size) if layer == SCHOOL else (WORKER, city.workers.size)
    if city.people[position, ROLE] != role:
        return np.int64(-1)
    return np.int64(person // PATTERN * members + city.people[position, RANK])


@kernel
def person_of(city, layer, rank):
    """The person with this rank in a layer."""
    if layer == SCHOOL:
        return _of_role(city.students, rank)
    if layer == WORK:
        return _of_role(city.workers, rank)
    return np.int64(rank)


@kernel
def _of_role(positions, rank):
    turn = whole_times(rank, positions.size)
    return np.int64(turn * PATTERN + positions[rank - turn * positions.size])


@kernel
def whole_times(number, by):
    """How often `by` goes into a number, neither of them below zero; dividing 32 bits takes half the time of 64."""
    return np.int64(np.uint32(number) // np.uint32(by))


class Reach(NamedTuple):
    """The area in which groups of a layer are formed: its first rank, how many ranks, and their bits."""

    area: np.int64
    first: np.int64
    size: np.int64
    width: np.int64


@kernel
def reach_of(city, layer, person):
    """Where the groups of this person are formed."""
    row = city.reach[city.village_of_block[person // BLOCK], layer]
    return Reach(np.int64(row[AREA]), np.int64(row[FIRST]), np.int64(row[SIZE]), np.int64(row[WIDTH]))


@kernel
def area_of(city, layer, person):
    return reach_of(city, layer, person).area


@kernel
def is_direct(city, layer):
    """Are the people of a group found without a permutation? At home, and where the whole area is one group."""
    return layer == HOUSEHOLD or city.groups[layer, LONGEST_CYCLE, 0] == 0


@kernel
def group_of(city, layer, person, day):
    """(first place, size, own place) of the person's group on this day; size 0 if he takes no part."""
    if layer == HOUSEHOLD:
        row = city.people[person % PATTERN]
        first = person - person % PATTERN + row[HOME_FIRST]
        return np.int64(first), np.int64(row[HOME_SIZE]), np.int64(person)
    rank = rank_of(city, layer, person)
    if rank < 0:
        return np.int64(0), np.int64(0), np.int64(0)
    reach = reach_of(city, layer, person)
    start = rank - reach.first
    if is_direct(city, layer):
        return np.int64(0), reach.size, start
    place = permute(start, reach.size, reach.width, occasion_key(city, layer, reach.area, day))
    first, members = group_at(city, layer, place, reach.size)
    return first, members, place


@kernel
def occasion_key(city, layer, area, day):
    """The key of the permutation that forms the groups of this day."""
    return permutation_key(city.key, layer, area, day if layer >= FIRST_DAILY else 0)


@kernel
def group_at(city, layer, place, size):
    """(first place, size) of the group around this place, of so many places in all."""
    cycle = np.int64(city.groups[layer, LONGEST_CYCLE, 0])
    turn = whole_times(place, cycle) * cycle
    group = city.groups[layer, place - turn]
    first = turn + group[0]
    return np.int64(first), min(np.int64(group[1]), size - first)


@kernel
def member_of(city, layer, like, day, place):
    """The person at a place of the groups of the layer and area of `like` on this day."""
    if layer == HOUSEHOLD:
        return np.int64(place)
    reach = reach_of(city, layer, like)
    if is_direct(city, layer):
        return person_of(city, layer, reach.first + place)
    key = occasion_key(city, layer, reach.area, day)
    return person_of(city, layer, reach.first + unpermute(place, reach.size, reach.width, key))


@kernel
def hour_of(city, layer, first, day):
    """The hour of the day at which a group meets; -1 where people meet at any hour."""
    if city.hours[layer, 1] == 0:
        return np.int64(-1)
    scattered = mix(np.uint64(first) + (np.uint64(day) << np.uint64(32)) + np.uint64(layer))
    return np.int64(city.hours[layer, 0]) + np.int64(scattered % np.uint64(city.hours[layer, 1]))
