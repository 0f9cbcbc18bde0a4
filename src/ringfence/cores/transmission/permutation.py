# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""Keyed permutations of 0..size-1, both ways, without a table.

A few rounds of odd multiplication and xor-shift permute the next power of two; walking the cycle keeps the result
below `size` (Black and Rogaway 2002). Who shares a class, a workplace or a bus is the block of such a permutation
in which he falls, so a group is found from a member and the members from the group, and nothing is stored.
"""

from __future__ import annotations

import numpy as np

from .batch import KEY, LEFT, LISTED, PLACE, SIZE, WIDTH
from .compiled import kernel
from .draws import GOLDEN, mix

F0, F1 = np.uint64(0xD1342543DE82EF95), np.uint64(0xAF251AF3B0F025B5)
I0, I1 = (np.uint64(pow(int(factor), -1, 1 << 64)) for factor in (F0, F1))
PAIRS_OF_ROUNDS = (
    3  # with two, pairs of residents of a small village met up to half as often again as they should
)
TURN, BACK = np.uint64(13), np.uint64(51)


@kernel
def permutation_key(city_key, layer, area, day):
    """The key of one permutation: which layer, which area, which day (0 for groups that last)."""
    return mix(
        np.uint64(city_key)
        + (np.uint64(layer) << np.uint64(56))
        + (np.uint64(area) << np.uint64(32))
        + np.uint64(day) * GOLDEN
    )


@kernel
def _forth(y, width, key):
    """One step of the permutation of the numbers of so many bits."""
    mask = (np.uint64(1) << np.uint64(width)) - np.uint64(1)
    half, k = np.uint64((width + 1) >> 1), np.uint64(key)
    for _ in range(PAIRS_OF_ROUNDS):
        y = ((y ^ k) * F0) & mask
        y ^= y >> half
        k = (k >> TURN) | (k << BACK)
        y = ((y + k) * F1) & mask
        y ^= y >> half
        k = (k >> TURN) | (k << BACK)
    return y


@kernel
def _back(x, width, key):
    """The step that undoes `_forth`."""
    mask = (np.uint64(1) << np.uint64(width)) - np.uint64(1)
    half, k = np.uint64((width + 1) >> 1), np.uint64(key)
    for _ in range(2 * PAIRS_OF_ROUNDS):
        k = (k >> TURN) | (k << BACK)
    for _ in range(PAIRS_OF_ROUNDS):
        k = (k << TURN) | (k >> BACK)
        x ^= x >> half
        x = (x * I1 - k) & mask
        k = (k << TURN) | (k >> BACK)
        x ^= x >> half
        x = ((x * I0) ^ k) & mask
    return x


@kernel
def permute(x, size, width, key):
    """Where number `x` goes. `width` is the number of bits of `size - 1` (at least 1)."""
    y = _forth(np.uint64(x), width, key)
    while y >= np.uint64(size):
        y = _forth(y, width, key)
    return np.int64(y)


@kernel
def unpermute(y, size, width, key):
    """Which number goes to `y`."""
    x = _back(np.uint64(y), width, key)
    while x >= np.uint64(size):
        x = _back(x, width, key)
    return np.int64(x)


@kernel
def permute_listed(batch, listed):
    """`permute` for the first so many slots that the batch lists, in its column PLACE.

    All of them go one step, then those that need another one, and so on: the steps of a single number wait for one another, and
    whether there is one more cannot be foreseen; those of many numbers run side by side in the processor.
    """
    left = listed
    for m in range(listed):
        batch[LEFT, m] = batch[LISTED, m]
    while left > 0:
        again = 0
        for m in range(left):
            j = batch[LEFT, m]
            y = np.int64(_forth(np.uint64(batch[PLACE, j]), batch[WIDTH, j], batch[KEY, j]))
            batch[PLACE, j] = y
            batch[LEFT, again] = j
            again += np.int64(y >= batch[SIZE, j])
        left = again


@kernel
def unpermute_listed(batch, listed):
    """`unpermute` for the first so many slots that the batch lists, in the way of `permute_listed`."""
    left = listed
    for m in range(listed):
        batch[LEFT, m] = batch[LISTED, m]
    while left > 0:
        again = 0
        for m in range(left):
            j = batch[LEFT, m]
            x = np.int64(_back(np.uint64(batch[PLACE, j]), batch[WIDTH, j], batch[KEY, j]))
            batch[PLACE, j] = x
            batch[LEFT, again] = j
            again += np.int64(x >= batch[SIZE, j])
        left = again
