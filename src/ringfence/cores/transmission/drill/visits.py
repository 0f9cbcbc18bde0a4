"""Whom anybody meets on a usual day, and where, from the numbers of the residents alone: what stands behind every replicate."""

from __future__ import annotations

from dataclasses import dataclass

from ..city import City
from ..kernels.people import area_of, group_of, hour_of, member_of
from ..layers import LAYER_NAMES, LAYERS, LEVEL_OF_LAYER


@dataclass(frozen=True)
class Visit:
    """A resident in one place with others. `place` names layer, area and group; equal places are the same group."""

    person: int
    day: int
    layer: str
    place: str
    hour: int | None  # None: at any hour (at home)
    others: tuple[int, ...]


def visits(*, city: City, person: int, day: int) -> list[Visit]:
    """Where this resident is on this day and whom he meets there, the same every time it is asked, for whoever asks."""
    found = []
    for layer in range(LAYERS):
        first, size, _ = group_of(city.arrays, layer, person, day)
        if size < 2:
            continue
        others = tuple(
            int(p)
            for p in (member_of(city.arrays, layer, person, day, n) for n in range(first, first + size))
            if p != person
        )
        area = city.area_codes[LEVEL_OF_LAYER[layer]][area_of(city.arrays, layer, person)]
        hour = int(hour_of(city.arrays, layer, first, day))
        place = f"{LAYER_NAMES[layer]}:{area}:{first}"
        found.append(
            Visit(
                person=person,
                day=day,
                layer=LAYER_NAMES[layer],
                place=place,
                hour=hour if hour >= 0 else None,
                others=others,
            )
        )
    return found
