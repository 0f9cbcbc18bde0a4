# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""Who was together with each case: every run that a visit probes is read once; its moments are told, grouped and summed.

*Tell*: a moment becomes a word (in the place of the person stands the number of the probe) beside the person's slot, in the order
in which the union of moments is summed: blocks of visits come by time, a visit that probes one run finds it by start,
several runs are gathered and sorted first. *Group*: the words of each person together, in the same order; whoever cannot
reach the least seconds is left out. *Sum*: person by person, so the row that is summed never leaves the
processor's first cache.
"""

from __future__ import annotations

import numpy as np

from ..compiled import entry, kernel
from .meeting import FREE, place_of, with_room
from .merging import sort_by_person, sort_overlaps
from .summing import sum_moments_of_one

START_BITS, DURATION_BITS, ID_BITS = np.uint64(47), np.uint64(30), np.uint64(4)
DURATION_MASK, ID_MASK = np.uint64((1 << 17) - 1), np.uint64((1 << 26) - 1)
WITHOUT_ID = np.uint64(2**64 - 1 - (((1 << 26) - 1) << 4))
COUNT_BITS, COUNT_MASK = 24, (1 << 24) - 1  # of a tally: moments below, seconds above
SLOT_MASK = (1 << 32) - 1


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
def tell(word, seconds, used, bits, table, person_of, tally):
    """One moment in the tally of the person's slot, a fresh one at the first. The slot, and how many people there are now."""
    person = np.int64((word >> ID_BITS) & ID_MASK)
    at = place_of(person, table, bits)
    if table[at] == FREE:
        table[at] = (person << 32) | used
        person_of[used] = person
        tally[used] = 0
        used += 1
    slot = table[at] & SLOT_MASK
    tally[slot] += (seconds << COUNT_BITS) + 1
    return slot, used


@kernel
def tell_run(
    words, chosen, many, begin, until, number, found, used, bits, table, person_of, tally, moments, who
):
    """Moments of one run, told as they lie. How many people there are now."""
    probe = np.uint64(number) << ID_BITS
    for nth in range(many):
        word = words[chosen[nth]]
        starts = np.int64(word >> START_BITS)
        ends = starts + np.int64((word >> DURATION_BITS) & DURATION_MASK)
        slot, used = tell(word, min(ends, until) - max(starts, begin), used, bits, table, person_of, tally)
        moments[found + nth] = (word & WITHOUT_ID) | probe
        who[found + nth] = slot
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
def gather_block(base, late, midnights, probes, first, behind, own, lists):
    """All runs of a block of visits that overlap in time, sorted; how many moments."""
    many = 0
    for number in range(first, behind):
        probe = probes[number]
        day = midnights[probe.day]
        many = gather(base[probe.day], probe.first, probe.behind, day, probe, number, own, many, lists)
        many = gather(
            late[probe.day], probe.late_first, probe.late_behind, day, probe, number, own, many, lists
        )
    order, spare, start, place, word_of, end, visit_word, _ = lists
    sort_overlaps(many, order, spare, start, place, word_of, end, visit_word)
    return many


@kernel
def tell_sorted(
    many, order, start, end, word_of, probe_of, found, used, bits, table, person_of, tally, moments, who
):
    """Moments of a block in their order. How many people there are now."""
    for nth in range(many):
        one = order[nth]
        word = word_of[one]
        slot, used = tell(word, end[one] - start[one], used, bits, table, person_of, tally)
        moments[found + nth] = (word & WITHOUT_ID) | (np.uint64(probe_of[one]) << ID_BITS)
        who[found + nth] = slot
    return used


@kernel
def tell_case(base, late, midnights, probes, blocks, first_block, behind_block, own, table, person_of, tally, moments, who, lists):  # fmt: skip
    """All visits of a case. How many moments and people there are."""
    chosen, _, start, _, word_of, end, _, probe_of = lists
    found, used, bits = (
        0,
        0,
        0,
    )  # nobody meets more people than `person_of` has room for, however often they meet
    for block in range(first_block, behind_block):
        first, behind = blocks[block], blocks[block + 1]
        if first == behind:
            continue
        probe = probes[first]
        if behind - first == 1 and probe.late_first == probe.late_behind:
            words, day = base[probe.day], midnights[probe.day]
            begin, until = probe.from_s - day, probe.to_s - day
            many = overlapping(words, probe.first, probe.behind, begin, until, own, chosen)
            bits = with_room(min(used + many, person_of.size - 1), bits, used, person_of, table)
            used = tell_run(words, chosen, many, begin, until, first, found, used, bits, table, person_of, tally, moments, who)  # fmt: skip
        else:
            many = gather_block(base, late, midnights, probes, first, behind, own, lists)
            bits = with_room(min(used + many, person_of.size - 1), bits, used, person_of, table)
            used = tell_sorted(many, chosen, start, end, word_of, probe_of, found, used, bits, table, person_of, tally, moments, who)  # fmt: skip
        found += many
    return found, used


@kernel
def group(found, used, least_seconds, person_of, tally, firsts, wanted, spare, digits, moments, who, grouped):
    """Fill `wanted` with whoever may reach the least seconds, by person; how many. Their words lie together, `firsts[slot]` begins them
    and `tally[slot]` is behind them."""
    kept, at = 0, 0
    for slot in range(used):
        many = tally[slot] & COUNT_MASK
        wanted[kept] = (np.int64(person_of[slot]) << 32) | slot
        lasting = tally[slot] >> COUNT_BITS >= least_seconds
        firsts[slot] = tally[slot] = at if lasting else -1
        at += many if lasting else 0
        kept += lasting
    for nth in range(found):
        at = tally[who[nth]]
        if at >= 0:
            grouped[at] = moments[nth]
            tally[who[nth]] = at + 1
    sort_by_person(wanted, spare, kept, digits)
    return kept


@kernel
def sum_up(kept, case, least_seconds, probes, certainty, tally, firsts, wanted, grouped, out, written):
    """A lead of each person who lasted long enough, by person; how many are written now."""
    for nth in range(kept):
        slot, lead = wanted[nth] & SLOT_MASK, out[written]
        lead.case, lead.person = case, wanted[nth] >> 32
        seconds = sum_moments_of_one(grouped, firsts[slot], tally[slot], probes, certainty, lead)
        written += seconds >= least_seconds
    return written


@entry
def match_cases(base, late, midnights, probes, blocks, case_blocks, owns, certainty, least_seconds, people, told, lists, first_case, last_case, out):  # fmt: skip
    """Cases `first_case` to `last_case`, until `out` is full. Next case, rows written, rows that may find no room.

    Lists are handed down one by one: a tuple that is taken apart in a loop counts its references each time.
    """
    table, person_of, tally, firsts, wanted, spare, digits = people
    moments, who, grouped = told
    written = 0
    for case in range(first_case, last_case):
        found, used = tell_case(base, late, midnights, probes, blocks, case_blocks[case], case_blocks[case + 1], owns[case], table, person_of, tally, moments, who, lists)  # fmt: skip
        kept = group(
            found, used, least_seconds, person_of, tally, firsts, wanted, spare, digits, moments, who, grouped
        )
        if written + kept > out.size:
            return case, written, kept
        written = sum_up(kept, case, least_seconds, probes, certainty, tally, firsts, wanted, grouped, out, written)  # fmt: skip
    return last_case, written, 0
