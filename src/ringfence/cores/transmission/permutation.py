"""Keyed permutations of 0..size-1, both ways, without a table.

A few rounds of odd multiplication and xor-shift permute the next power of two; walking the cycle keeps the result
below `size` (Black and Rogaway 2002). Who shares a class, a workplace or a bus is the block of such a permutation
in which he falls, so a group is found from a member and the members from the group, and nothing is stored.
"""

from __future__ import annotations

import numpy as np
from .compiled import kernel

from .draws import GOLDEN, MIX_1, mix

FACTORS = (np.uint64(0xD1342543DE82EF95), np.uint64(0xAF251AF3B0F025B5), np.uint64(0x9FB21C651E98DF25),
           np.uint64(0xC42B7F0F6A5B3C1D))
INVERSES = tuple(np.uint64(pow(int(factor), -1, 1 << 64)) for factor in FACTORS)
F0, F1, F2, F3 = FACTORS
I0, I1, I2, I3 = INVERSES


@kernel
def permutation_key(city_key, layer, area, day):
    """The key of one permutation: which layer, which area, which day (0 for groups that last)."""
    return mix(np.uint64(city_key) + (np.uint64(layer) << np.uint64(56)) + (np.uint64(area) << np.uint64(32)) + np.uint64(day) * GOLDEN)


@kernel
def permute(x, size, width, key):
    """Where number `x` goes. `width` is the number of bits of `size - 1` (at least 1)."""
    mask = (np.uint64(1) << np.uint64(width)) - np.uint64(1)
    half = np.uint64((width + 1) >> 1)
    k0 = np.uint64(key)
    k1, k2, k3 = k0 >> np.uint64(16), k0 >> np.uint64(32), k0 * MIX_1 >> np.uint64(32)
    y = np.uint64(x)
    while True:
        y = ((y ^ k0) * F0) & mask
        y ^= y >> half
        y = ((y + k1) * F1) & mask
        y ^= y >> half
        y = ((y ^ k2) * F2) & mask
        y ^= y >> half
        y = ((y + k3) * F3) & mask
        y ^= y >> half
        if y < np.uint64(size):
            return np.int64(y)


@kernel
def unpermute(y, size, width, key):
    """Which number goes to `y`."""
    mask = (np.uint64(1) << np.uint64(width)) - np.uint64(1)
    half = np.uint64((width + 1) >> 1)
    k0 = np.uint64(key)
    k1, k2, k3 = k0 >> np.uint64(16), k0 >> np.uint64(32), k0 * MIX_1 >> np.uint64(32)
    x = np.uint64(y)
    while True:
        x ^= x >> half
        x = (x * I3 - k3) & mask
        x ^= x >> half
        x = ((x * I2) ^ k2) & mask
        x ^= x >> half
        x = (x * I1 - k1) & mask
        x ^= x >> half
        x = ((x * I0) ^ k0) & mask
        if x < np.uint64(size):
            return np.int64(x)
