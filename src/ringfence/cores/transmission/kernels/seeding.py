# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""Who is infected when a replicate begins."""

from __future__ import annotations

from ..compiled import entry
from ..draws import SEEDS, key_of, whole_below


@entry
def draw_seeds(seeds, first, last, oldest_hours, people, hours):
    """For each replicate different residents out of [first, last), infected up to `oldest_hours` before the start."""
    for n in range(people.shape[0]):
        key = key_of(seeds[n], -1)
        tries = 0
        for k in range(people.shape[1]):
            taken = True
            while taken:
                people[n, k] = first + whole_below(key, SEEDS, tries, last - first)
                tries += 1
                taken = False
                for other in range(k):
                    taken = taken or people[n, other] == people[n, k]
            hours[n, k] = -whole_below(key, SEEDS, 1_000_000 + k, oldest_hours + 1)
