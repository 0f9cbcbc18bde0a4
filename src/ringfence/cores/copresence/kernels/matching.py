# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""Who was together with each case: every run that a visit probes is read once, moments are summed as they come.

Moments of one person reach `note` by start, so the union of all moments needs no list: what is already covered is
not counted again. A visit that probes one run finds it in that order; several runs are gathered and sorted first.
"""

from __future__ import annotations

import numpy as np

from ..compiled import entry, kernel
from .merging import sort_overlaps

START_BITS, DURATION_BITS, ID_BITS = np.uint64(47), np.uint64(30), np.uint64(4)
DURATION_MASK, ID_MASK, LOW_MASK, ONE = (
    np.uint64((1 << 17) - 1),
    np.uint64((1 << 26) - 1),
    np.uint64(15),
    np.uint64(1),
)


@kernel
def behind_start(words, first, behind, second):
    """The first position in a run whose stay starts at `second` of the day or later."""
    bound = np.uint64(second) << START_BITS
    while first < behind:
        middle = (first + behind) // 2
        if words[middle] < bound:
            first = middle + 1
        else:
            behind = middle
    return first


@kernel
def note(row, start, end, word, probe, certainty):
    """Add one moment together to a person's row. Seconds that are covered already add nothing. Without branches: half would be guessed wrong."""
    covered, low = row.covered, np.int64(word & LOW_MASK)
    apart = start > covered
    island = start if apart else row.island
    fresh = max(0, end - max(start, covered))
    by_day = fresh * probe.infectious
    by_crowd = by_day * probe.crowd
    by_air = by_crowd * probe.air
    row.episodes += apart
    row.island = island
    row.seconds += fresh
    row.by_day += by_day
    row.by_crowd += by_crowd
    row.by_air += by_air
    row.dose += by_air * (certainty[low] * probe.certain // 1000)
    row.covered = max(covered, end)
    row.longest_s = max(row.longest_s, end - island)
    surely = row.surely_covered
    until = end if (probe.sure & ~low & 1) else surely
    row.sure_seconds += max(0, until - max(start, surely))
    row.surely_covered = max(surely, until)
    row.last_s = max(row.last_s, end)
    row.sources |= 1 << (low >> 1)
    row.metres = min(row.metres, probe.metres)
    lasted = end - start
    longest = row.place_seconds
    row.place = probe.place if lasted > longest else row.place
    row.place_seconds = max(longest, lasted)


@kernel
def begin_row(row, person, start):
    """A row without any time together yet."""
    row.person = person
    row.first_s = start
    row.last_s = 0
    row.seconds = 0
    row.sure_seconds = 0
    row.longest_s = 0
    row.place_seconds = -1
    row.place = -1
    row.metres = 2147483647
    row.episodes = 0
    row.sources = 0
    row.by_day = 0
    row.by_crowd = 0
    row.by_air = 0
    row.dose = 0
    row.covered = -1
    row.surely_covered = -1
    row.island = start


@kernel
def slot_for(person, used, slot_of, rows, start):
    """The person's row of this case, a fresh one at the first moment."""
    slot = np.int64(slot_of[person])
    if slot >= 0:
        return slot, used
    slot_of[person] = used
    begin_row(rows[used], person, start)
    return used, used + 1


@kernel
def overlapping(words, first, behind, begin, end, own, chosen):
    """Positions in a run whose stay overlaps [begin, end), seconds of the day; how many. Without branches: they cost more."""
    until = behind_start(words, first, behind, end)
    found = 0
    for at in range(first, until):
        word = words[at]
        seconds = np.int64((word >> DURATION_BITS) & DURATION_MASK)
        chosen[found] = at
        found += (
            (np.int64(word >> START_BITS) + seconds > begin)
            & (seconds > 0)
            & (np.int64((word >> ID_BITS) & ID_MASK) != own)
        )
    return found


@kernel
def stream(words, first, behind, midnight, probe, own, used, slot_of, rows, chosen, slots, certainty):
    """One run, noted as it lies. Rows are looked up first, all of them: their memory is then on its way while others are noted."""
    found = overlapping(words, first, behind, probe.from_s - midnight, probe.to_s - midnight, own, chosen)
    for nth in range(found):
        word = words[chosen[nth]]
        start = max(midnight + np.int64(word >> START_BITS), probe.from_s)
        slots[nth], used = slot_for(np.int64((word >> ID_BITS) & ID_MASK), used, slot_of, rows, start)
    for nth in range(found):
        word = words[chosen[nth]]
        starts = midnight + np.int64(word >> START_BITS)
        ends = starts + np.int64((word >> DURATION_BITS) & DURATION_MASK)
        note(rows[slots[nth]], max(starts, probe.from_s), min(ends, probe.to_s), word, probe, certainty)
    return used


@kernel
def gather(words, first, behind, midnight, probe, number, own, found, lists):
    """One run into the list of overlaps; how many there are now."""
    chosen, _, start, place, word_of, end, visit_word, probe_of = lists
    many = overlapping(words, first, behind, probe.from_s - midnight, probe.to_s - midnight, own, chosen)
    for nth in range(many):
        word = words[chosen[nth]]
        starts = midnight + np.int64(word >> START_BITS)
        ends = starts + np.int64((word >> DURATION_BITS) & DURATION_MASK)
        start[found], end[found] = max(starts, probe.from_s), min(ends, probe.to_s)
        place[found], word_of[found], visit_word[found] = probe.place, word, probe.visit_word
        probe_of[found] = number
        found += 1
    return found


@kernel
def together(base, late, midnights, probes, first, behind, own, used, people, lists, certainty):
    """One block of visits that overlap in time: all its runs."""
    slot_of, rows = people
    order, spare, start, place, word_of, end, visit_word, probe_of = lists
    probe = probes[first]
    if behind - first == 1 and (probe.first == probe.behind or probe.late_first == probe.late_behind):
        day = midnights[probe.day]
        if probe.first < probe.behind:
            return stream(
                base[probe.day],
                probe.first,
                probe.behind,
                day,
                probe,
                own,
                used,
                slot_of,
                rows,
                order,
                spare,
                certainty,
            )
        return stream(
            late[probe.day],
            probe.late_first,
            probe.late_behind,
            day,
            probe,
            own,
            used,
            slot_of,
            rows,
            order,
            spare,
            certainty,
        )
    found = 0
    for number in range(first, behind):
        probe = probes[number]
        day = midnights[probe.day]
        found = gather(base[probe.day], probe.first, probe.behind, day, probe, number, own, found, lists)
        found = gather(
            late[probe.day], probe.late_first, probe.late_behind, day, probe, number, own, found, lists
        )
    sort_overlaps(found, order, spare, start, place, word_of, end, visit_word)
    for at in range(found):
        one = order[at]
        person = np.int64((word_of[one] >> ID_BITS) & ID_MASK)
        slot, used = slot_for(person, used, slot_of, rows, start[one])
        note(rows[slot], start[one], end[one], word_of[one], probes[probe_of[one]], certainty)
    return used


@kernel
def copy_lead(lead, row, case):
    """What is told of a person."""
    lead.case = case
    lead.person = row.person
    lead.first_s = row.first_s
    lead.last_s = row.last_s
    lead.seconds = row.seconds
    lead.sure_seconds = row.sure_seconds
    lead.longest_s = row.longest_s
    lead.place_seconds = row.place_seconds
    lead.place = row.place
    lead.metres = row.metres
    lead.episodes = row.episodes
    lead.sources = row.sources
    lead.by_day = row.by_day
    lead.by_crowd = row.by_crowd
    lead.by_air = row.by_air
    lead.dose = row.dose


@kernel
def keep(rows, used, least_seconds, case, out, written):
    """Copy the rows of a case that lasted long enough, by person."""
    kept = 0
    for slot in range(used):
        kept += rows[slot].seconds >= least_seconds
    if written + kept > out.size:
        return -kept
    wanted = np.empty(kept, np.int64)
    at = 0
    for slot in range(used):
        if rows[slot].seconds >= least_seconds:
            wanted[at] = (np.int64(rows[slot].person) << 32) | slot
            at += 1
    wanted.sort()
    for at in range(kept):
        copy_lead(out[written + at], rows[wanted[at] & 0xFFFFFFFF], case)
    return kept


@entry
def match_cases(base, late, midnights, probes, blocks, case_blocks, owns, certainty, least_seconds, people, lists, first_case, last_case, out):  # fmt: skip
    """Cases `first_case` to `last_case`, until `out` is full. Next case, rows written, rows that found no room."""
    slot_of, rows = people
    written = 0
    for case in range(first_case, last_case):
        used = 0
        for block in range(case_blocks[case], case_blocks[case + 1]):
            if blocks[block] == blocks[block + 1]:
                continue
            used = together(base, late, midnights, probes, blocks[block], blocks[block + 1], owns[case], used, people, lists, certainty)  # fmt: skip
        kept = keep(rows, used, least_seconds, case, out, written)
        for slot in range(used):
            slot_of[rows[slot].person] = -1
        if kept < 0:
            return case, written, -kept
        written += kept
    return last_case, written, 0
