# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""Counter-based random numbers: every draw is a hash of (seed, person, purpose, counter).

Nothing is consumed in order, so the number of workers, the order of events and an added intervention cannot
change any other draw. The mixer is the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
"""

from __future__ import annotations

import numpy as np

from .compiled import kernel

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)
S30, S27, S31, S11, S32 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11), np.uint64(32)
TO_UNIT = 1.0 / 9007199254740992.0  # 2**-53

# Purposes. A number is never used for two purposes and never changes: results are reproducible by seed.
(
    INFECTIVITY,
    SYMPTOMS,
    INCUBATION,
    CANDIDATES,
    LAYER,
    TIMING,
    MEMBER,
    ATTENDANCE,
    PASSES,
    VACCINATED,
    PROTECTED,
    SEVERITY,
    SEEKING,
    SEEK_DELAY,
    SENSITIVITY,
    RECALL,
    FIND_DELAY,
    ROUND_ATTENDANCE,
    ROUND_MOMENT,
    ARRIVALS,
    SEEDS,
    LEAKAGE,
    STAY,
    HOUR,
    SCHEDULED_TEST,
    FATALITY,
    LATENT,
    SUSCEPTIBLE,
    CHECKPOINT,
) = range(1, 30)


@kernel
def mix(x):
    """Scatter 64 bits. Both ways one to one."""
    x = np.uint64(x)
    x = (x ^ (x >> S30)) * MIX_1
    x = (x ^ (x >> S27)) * MIX_2
    return x ^ (x >> S31)


@kernel
def key_of(seed, person):
    """The key from which all draws of one person in one replicate come."""
    return mix(np.uint64(seed) * GOLDEN + mix(np.uint64(person) + GOLDEN))


@kernel
def bits(key, purpose, counter):
    """64 bits for this purpose and counter."""
    return mix(np.uint64(key) + ((np.uint64(purpose) << S32) + np.uint64(counter)) * GOLDEN)


@kernel
def draw(key, purpose, counter):
    """A number in [0, 1) for this purpose and counter."""
    return np.float64(bits(key, purpose, counter) >> S11) * TO_UNIT


@kernel
def whole_below(key, purpose, counter, limit):
    """A whole number in [0, limit), evenly spread."""
    return np.int64(draw(key, purpose, counter) * limit)


@kernel
def quantile(table, u):
    """The value at probability `u` of a distribution kept as evenly spaced quantiles, straight in between."""
    place = u * (table.size - 1)
    low = np.int64(place)
    return table[low] + (place - low) * (table[low + 1] - table[low])


@kernel
def poisson(mean, u):
    """The Poisson count at probability `u` (inversion; the mean is at most 600)."""
    mass = np.exp(-min(mean, 600.0))
    total, count = mass, 0
    while u > total and mass > 0.0 or (u > total and count < mean):
        count += 1
        mass *= mean / count
        total += mass
    return count
