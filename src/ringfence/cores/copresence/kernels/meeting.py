# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""The people whom a case met, each with a slot: a small table of its own for each case, so that it stays in the processor's cache.

A list as wide as the population would answer with one look, but each look would be for memory far away.
"""

from __future__ import annotations

import numpy as np

from ..compiled import kernel

HASH = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: spreads neighbouring numbers
FREE = -1
LEAST_BITS = 10  # of the places of a table


@kernel
def place_of(person, table, bits):
    """Where the table has this person (as person and slot in one word), or the free place where it would be."""
    at = np.int64((np.uint64(person) * HASH) >> np.uint64(64 - bits))
    while table[at] != FREE and table[at] >> 32 != person:
        at = (at + 1) & ((1 << bits) - 1)
    return at


@kernel
def with_room(people, bits, used, person_of, table):
    """Half of the table stays free for so many people: made wider and filled anew if need be. Its bits."""
    wanted = max(bits, LEAST_BITS)
    while 2 * people > 1 << wanted:
        wanted += 1
    if wanted == bits:
        return bits
    table[: 1 << wanted] = FREE
    for slot in range(used):
        table[place_of(person_of[slot], table, wanted)] = (np.int64(person_of[slot]) << 32) | slot
    return wanted
