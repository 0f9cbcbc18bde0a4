"""Chains with known truth: who infected whom, who of them was seen, which meetings are on record.

As in OPERATIONS 5: 120 cases, R 2.2, k 0.4, 15 % of the cases never seen, 1.5 meetings with unrelated cases a case.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ringfence.cores.sources import Meeting, Origin, Pair, Timing


@dataclass(frozen=True)
class Chain:
    """`infector` of each seen case; empty: somebody who was not seen, or the first of all."""

    cases: tuple[Origin, ...]
    pairs: tuple[Pair, ...]
    infector: dict[str, str]


def chain(*, timing: Timing, seed: int, cases: int = 120, recall: float = 0.8, unseen: float = 0.15, unrelated: float = 1.5) -> Chain:  # fmt: skip
    """One outbreak, cut off at so many cases."""
    rng = np.random.default_rng(seed)
    onset, by, met = [20], [-1], [0]
    at = 0
    while len(onset) < cases:
        if at >= len(onset):  # died out: begin again from another import
            onset, by, met = [*onset, int(rng.integers(15, 40))], [*by, -1], [*met, 0]
        for _ in range(int(rng.negative_binomial(0.4, 0.4 / 2.6))):
            day = onset[at] - 4 + int(rng.choice(timing.infectious.size, p=timing.infectious))
            onset.append(day + int(rng.choice(timing.incubation.size, p=timing.incubation)))
            by.append(at)
            met.append(day)
        at += 1
    count = len(onset)
    seen = rng.random(count) >= unseen
    pairs = [
        _pair(at, by[at], [met[at], *_other_days(met[at], rng)], rng)
        for at in range(count) if by[at] >= 0 and seen[at] and seen[by[at]] and rng.random() < recall
    ]  # fmt: skip
    listed = np.flatnonzero(seen)
    for at in listed:
        for other in rng.choice(listed, int(rng.poisson(unrelated / 2)), replace=True):
            day = onset[at] - int(rng.integers(1, 15))
            if other != at:
                pairs.append(_pair(at, int(other), [day, *_other_days(day, rng)], rng))
    return Chain(
        tuple(Origin(f"C{at}", onset[at]) for at in listed), tuple(pairs),
        {f"C{at}": f"C{by[at]}" if by[at] >= 0 and seen[by[at]] else "" for at in listed},
    )  # fmt: skip


def _other_days(day: int, rng: np.random.Generator) -> list[int]:
    """Who met once meets again: none, one or several other days."""
    return [day + int(rng.integers(-3, 4)) for _ in range(int(rng.poisson(0.8)))]


def _pair(one: int, other: int, days: list[int], rng: np.random.Generator) -> Pair:
    return Pair(f"C{one}", f"C{other}", tuple(Meeting(day, float(rng.lognormal(3, 0.8))) for day in days))
