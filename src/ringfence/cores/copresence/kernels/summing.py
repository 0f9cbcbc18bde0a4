# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""One person's moments together with a case, summed to a lead."""

from __future__ import annotations

import numpy as np

from ..compiled import kernel

START_BITS, DURATION_BITS, ID_BITS = np.uint64(47), np.uint64(30), np.uint64(4)
DURATION_MASK, ID_MASK, LOW_MASK = np.uint64((1 << 17) - 1), np.uint64((1 << 26) - 1), np.uint64(15)
FAR = 2147483647


@kernel
def sum_moments_of_one(words, first, behind, probes, certainty, lead):  # noqa: PLR0915 - one pass, kept in registers
    """Fill a lead (all but case and person) from a person's moments `words[first:behind]`, sorted by start; the seconds together.

    A word is a stay's, with the number of its probe where the other number stood. Moments come by start, so their
    union needs no list: what is covered already is not counted again. Without branches: half would be guessed wrong.
    """
    covered, surely_covered, island, place, place_seconds = 0, 0, 0, 0, -1
    seconds, sure_seconds, longest_s, episodes, sources, metres = 0, 0, 0, 0, np.int64(0), FAR
    by_day, by_crowd, by_air, dose = 0, 0, 0, 0
    for at in range(first, behind):
        word = words[at]
        probe = probes[np.int64((word >> ID_BITS) & ID_MASK)]
        low = np.int64(word & LOW_MASK)
        starts = probe.midnight + np.int64(word >> START_BITS)
        start = max(starts, probe.from_s)
        end = min(starts + np.int64((word >> DURATION_BITS) & DURATION_MASK), probe.to_s)
        apart = start > covered
        island = start if apart else island
        episodes += apart
        fresh = max(0, end - max(start, covered))
        covered = max(covered, end)
        longest_s = max(longest_s, end - island)
        seconds += fresh
        weighed = fresh * probe.infectious
        by_day += weighed
        weighed *= probe.crowd
        by_crowd += weighed
        weighed *= probe.air
        by_air += weighed
        dose += weighed * certainty[16 * probe.low + low]
        until = surely_covered if (probe.low | low) & 1 else end
        sure_seconds += max(0, until - max(start, surely_covered))
        surely_covered = max(surely_covered, until)
        sources |= 1 << (low >> 1)
        metres = min(metres, probe.metres)
        place = probe.place if end - start > place_seconds else place
        place_seconds = max(place_seconds, end - start)
    probe = probes[np.int64((words[first] >> ID_BITS) & ID_MASK)]
    lead.first_s = max(probe.midnight + np.int64(words[first] >> START_BITS), probe.from_s)
    lead.last_s = covered
    lead.seconds, lead.sure_seconds, lead.longest_s = seconds, sure_seconds, longest_s
    lead.place_seconds, lead.place, lead.metres = place_seconds, place, metres
    lead.episodes, lead.sources = episodes, sources
    lead.by_day, lead.by_crowd, lead.by_air, lead.dose = by_day, by_crowd, by_air, dose
    return seconds
