# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""The branching process of Hellewell et al. 2020, one case after the other."""

from __future__ import annotations

import numpy as np

from ..compiled import entry, kernel
from ..draws import draw, key_of, poisson, quantile

(OFFSPRING_SIZE, OFFSPRING, INCUBATION_U, TO_ISOLATION, MOMENT, TRACED, SUBCLINICAL, MOMENT_SIGN) = range(
    1, 9
)
ONSET, ISOLATED = range(2)


@kernel
def onset_to_isolation(tables, key):
    return quantile(tables[1], draw(key, TO_ISOLATION, 0))


@kernel
def offspring(tables, key):
    """Negative binomial: a Poisson count whose mean is gamma distributed."""
    slices = tables[3]
    return poisson(
        slices[np.int64(draw(key, OFFSPRING_SIZE, 0) * (slices.size - 1))], draw(key, OFFSPRING, 0)
    )


@kernel
def join(tables, numbers, queue, key, place, moment, infector_isolated):
    """Put a newly infected person in the queue: own onset, and isolation that depends on whether he was traced."""
    onset = moment + quantile(tables[0], draw(key, INCUBATION_U, 0))
    isolated = onset + onset_to_isolation(tables, key)
    if draw(key, SUBCLINICAL, 0) < numbers[3]:
        isolated = np.inf
    elif draw(key, TRACED, 0) < numbers[2]:
        isolated = min(isolated, max(onset, infector_isolated))
    queue[place, ONSET] = onset
    queue[place, ISOLATED] = isolated


@kernel
def one_outbreak(tables, numbers, queue, seed):
    """Is it controlled: no onset in weeks 12 to 16 and fewer than `cap` cases? `queue` is scratch [case, (onset, isolated)]."""
    seeds, cap = np.int64(numbers[0]), np.int64(numbers[1])
    head, tail = 0, seeds
    late = False
    for person in range(seeds):
        join(tables, numbers, queue, key_of(seed, person), person, 0.0, np.inf)
    while head < tail:
        key = key_of(seed, head)
        onset, isolated = queue[head, ONSET], queue[head, ISOLATED]
        late = late or 84.0 <= onset < 119.0
        head += 1
        if onset >= 119.0:  # what follows lies after week 16
            continue
        for child in range(offspring(tables, key)):
            moment = max(1.0, onset + quantile(tables[2], draw(key, MOMENT, child)))
            if moment >= isolated:
                continue
            if tail >= cap:
                return False
            join(tables, numbers, queue, key_of(seed, tail), tail, moment, isolated)
            tail += 1
    return not late


@entry
def count_controlled(tables, numbers, queue, first_seed, runs):
    controlled = 0
    for n in range(runs):
        controlled += one_outbreak(tables, numbers, queue, first_seed + n)
    return controlled
