"""How often and in what groups people meet, layer by layer. Sources: docs/reference/simulation-parameters.md."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .households import MEAN_HOUSEHOLD
from .layers import CITYWIDE, HOUSEHOLD, LAYERS, NEIGHBOURS, SCHOOL, TRANSPORT, VENUE, WORK

LONGEST_CYCLE = 64


@dataclass(frozen=True)
class Meetings:
    """Group sizes (in the order in which they repeat), weights of transmission, and opening hours, by layer.

    `weights` say how much of the infectiousness of a person goes through a layer when its groups have their mean size;
    a group size of 0 means that the whole area is one group (homogeneous mixing, for checks).
    """

    group_sizes: tuple[tuple[int, ...], ...]
    weights: tuple[float, ...]
    hours: tuple[tuple[int, int], ...]  # (first hour, number of hours); (0, 0): at any hour

    def group_table(self) -> NDArray[np.int32]:
        """[layer, place in the cycle] -> (first place of its group, group size); column 64 holds the cycle's length and largest group."""
        table = np.zeros((LAYERS, LONGEST_CYCLE + 1, 2), np.int32)
        for layer, sizes in enumerate(self.group_sizes):
            place = 0
            for size in sizes:
                table[layer, place : place + size] = place, size
                place += size
            table[layer, LONGEST_CYCLE] = place, max(sizes, default=0)
        return table

    def hours_table(self) -> NDArray[np.int32]:
        return np.array(self.hours, np.int32)

    def mean_others(self, layer: int) -> float:
        """Mean number of others in a resident's group."""
        sizes = self.group_sizes[layer]
        return sum(s * (s - 1) for s in sizes) / max(sum(sizes), 1)


MEETINGS = Meetings(
    group_sizes=(
        (),  # households come from the pattern
        (40,),  # a class
        (4, 6, 8, 12, 18),  # colleagues who work together
        (1, 2, 3, 6, 12),  # a table, a queue, a hall
        (1, 1, 1, 1, 1, 1, 8),  # a vehicle; six of fourteen do not ride
        (4,),  # neighbours of the village or compound
        (2,),  # somebody from anywhere in the city
    ),
    weights=(
        3.0 * (MEAN_HOUSEHOLD - 1.0),
        0.6 * 20,
        0.6 * 16,
        0.3 * 20 * 0.40,
        0.3 * 20 * 0.20,
        0.3 * 20 * 0.25,
        0.3 * 20 * 0.15,
    ),
    hours=((0, 0), (8, 9), (8, 10), (11, 10), (7, 12), (17, 4), (9, 11)),
)


def evenly_mixed() -> Meetings:
    """One group for the whole city: the assumption behind the textbook formulas."""
    sizes: list[tuple[int, ...]] = [(1,)] * LAYERS
    weights = [0.0] * LAYERS
    sizes[HOUSEHOLD], sizes[CITYWIDE], weights[CITYWIDE] = (), (), 1.0
    return Meetings(group_sizes=tuple(sizes), weights=tuple(weights), hours=((0, 0),) * LAYERS)


def households_only() -> Meetings:
    """Nobody meets anybody outside the household (for the Reed-Frost check)."""
    sizes: list[tuple[int, ...]] = [(1,)] * LAYERS
    sizes[HOUSEHOLD] = ()
    return Meetings(
        group_sizes=tuple(sizes), weights=(1.0,) + (0.0,) * (LAYERS - 1), hours=((0, 0),) * LAYERS
    )


__all__ = [
    "MEETINGS",
    "NEIGHBOURS",
    "SCHOOL",
    "TRANSPORT",
    "VENUE",
    "WORK",
    "Meetings",
    "evenly_mixed",
    "households_only",
]
