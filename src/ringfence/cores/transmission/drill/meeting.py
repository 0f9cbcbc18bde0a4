"""Whom a person was really together with in one replicate: the same place at the same time, by both people's days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from ..layers import LAYERS
from .days import HELD_IN, LAYER, Days, Numbers, PersonDay
from .groups import SIZE
from .restrictions import FREE
from .spans import find_together


class Contact(NamedTuple):
    """Two people at one place on one day; seconds count from the start of the run."""

    person: int
    other: int
    day: int
    layer: int
    place: str
    from_s: int
    to_s: int
    seconds: int


def contacts(days: Days, wanted: Iterable[PersonDay]) -> list[Contact]:
    """Of these persons on these days. The cost follows the number of people in their groups."""
    asked = list(dict.fromkeys(wanted))
    days.prepare(asked)
    rows, layers = _meetings(days, np.array([days.row[one] for one in asked], np.int64))
    others = days.met(rows, layers)
    sizes = np.array([len(one) for one in others], np.int64)
    mine, layer = np.repeat(rows, sizes), np.repeat(layers, sizes)
    other, day = np.concatenate([np.zeros(0, np.int64), *others]), days.days[mine]
    pairs = list(zip(other.tolist(), day.tolist(), strict=True))
    days.prepare(pairs)
    theirs = np.array([days.row[one] for one in pairs], np.int64)
    bounds, together = days.bounds, np.zeros((mine.size, 3), np.int64)
    find_together(
        days.spans, layer, bounds[mine], bounds[mine + 1], bounds[theirs], bounds[theirs + 1], together
    )
    met = together[:, 2] > 0
    told = zip(
        mine[met].tolist(), other[met].tolist(), layer[met].tolist(), together[met].tolist(), strict=True
    )
    return [
        Contact(
            int(days.persons[n]),
            who,
            int(days.days[n]),
            at,
            days.place(n, at, FREE).code,
            begins,
            ends,
            seconds,
        )
        for n, who, at, (begins, ends, seconds) in told
    ]


def _meetings(days: Days, rows: Numbers) -> tuple[Numbers, Numbers]:
    """(row, layer) of every group that these persons go to, in the order of their day."""
    sizes = days.bounds[rows + 1] - days.bounds[rows]
    begins = np.cumsum(sizes) - sizes
    which = np.repeat(days.bounds[rows] - begins, sizes) + np.arange(int(sizes.sum()))
    row, layer = np.repeat(rows, sizes), days.spans[which, LAYER]
    goes = (days.spans[which, HELD_IN] == FREE) & (days.groups[row, layer, SIZE] > 1)
    _, first = np.unique((np.repeat(np.arange(rows.size), sizes) * LAYERS + layer)[goes], return_index=True)
    kept = np.flatnonzero(goes)[np.sort(first)]
    return row[kept], layer[kept]
