"""Stays for the files of movement: presences that go on over midnight are one; worked out from the arrays of the days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..layers import LAYER_NAMES, LEVEL_OF_LAYER
from .days import FROM, HELD_IN, LAYER, TO, Days, Numbers, PersonDay
from .groups import AREA, FIRST, SIZE
from .meeting import Contact
from .restrictions import FREE, IN_WARD

if TYPE_CHECKING:
    from .making import Case, Drill


@dataclass(frozen=True)
class Places:
    """Place n of the stays: what it is, its area, its number there, how many people belong to it."""

    kinds: list[str]
    areas: list[str]
    numbers: list[int]
    sizes: list[int]
    codes: list[str]


@dataclass(frozen=True)
class Stays:
    """One person at one place each; seconds count from the start of the run."""

    persons: list[int]
    places: list[int]
    from_s: list[int]
    to_s: list[int]
    of: Places


def stays_of(drill: Drill, cases: Sequence[Case], met: Sequence[Contact], until_day: int) -> Stays:
    """Of every case before it was found, of its contacts on the days on which they met; by person and time."""
    wanted: set[PersonDay] = {one for case in cases for one in drill.movement_days(case)}
    wanted |= {(one.other, one.day) for one in met}
    asked = sorted(one for one in wanted if one[1] <= until_day)
    drill.days.prepare(asked)
    return _joined(drill.days, np.array([drill.days.row[one] for one in asked], np.int64))


def _joined(days: Days, rows: Numbers) -> Stays:
    """The spans of these rows, those joined that follow one another at the same place."""
    sizes = days.bounds[rows + 1] - days.bounds[rows]
    which = np.repeat(days.bounds[rows] - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
    spans, row = days.spans[which], np.repeat(rows, sizes)
    place = _places_of(days, row, spans)
    persons = days.persons[row]
    goes_on = (place[1:] == place[:-1]).all(axis=1) & (persons[1:] == persons[:-1])
    goes_on &= spans[1:, FROM] == spans[:-1, TO]
    begins = np.concatenate([[True], ~goes_on])[: len(spans)]
    ends = np.concatenate([~goes_on, [True]])[: len(spans)]
    layer, held, area, who, _ = place[begins].T
    key = (
        (layer * 4 + held) * 2**20 + area
    ) * 2**24 + who  # numbers of people and places stay below 10 million
    _, one_of_each, number = np.unique(key, return_index=True, return_inverse=True)
    return Stays(
        persons[begins].tolist(), number.tolist(), spans[begins, FROM].tolist(), spans[ends, TO].tolist(),
        _told(days, place[begins][one_of_each]),
    )  # fmt: skip


def _places_of(days: Days, row: Numbers, spans: Numbers) -> Numbers:
    """[layer, held, area, number, size] of each span: of a group its first place; a room or a ward is its person's."""
    layers, free = spans[:, LAYER], spans[:, HELD_IN] == FREE
    area, first, size = (days.groups[row, layers, what] for what in (AREA, FIRST, SIZE))
    number, size = np.where(free, first, days.persons[row]), np.where(free, size, 1)
    return np.stack([layers, spans[:, HELD_IN], area, number, size], axis=1)


def _told(days: Days, unique: Numbers) -> Places:
    kinds, areas = [], []
    for layer, held, area, _, _ in unique.tolist():
        code = days.city.area_codes[LEVEL_OF_LAYER[layer]][area]
        kinds.append(LAYER_NAMES[layer] if held == FREE else "ward" if held == IN_WARD else "room")
        areas.append(code if held == FREE else code[:6])
    numbers = unique[:, 3].tolist()
    codes = [f"{kind}:{area}:{number}" for kind, area, number in zip(kinds, areas, numbers, strict=True)]
    return Places(kinds, areas, numbers, unique[:, 4].tolist(), codes)
