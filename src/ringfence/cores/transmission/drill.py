"""Material for drills, regenerated from the numbers of the residents: whom anybody met, where he was, and what happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .city import City
from .kernels.people import area_of, group_of, hour_of, member_of
from .layers import LAYER_NAMES, LAYERS, LEVEL_OF_LAYER
from .story import Infection, Story


@dataclass(frozen=True)
class Visit:
    """A resident in one place with others. `place` names layer, area and group; equal places are the same group."""

    person: int
    day: int
    layer: str
    place: str
    hour: int | None  # None: at any hour (at home)
    others: tuple[int, ...]


@dataclass(frozen=True)
class Happening:
    """One line of the event stream of a drill; `other` is the infector of an infection."""

    hour: int
    what: str
    person: int
    other: int | None = None
    layer: str | None = None


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


def stream(story: Story) -> list[Happening]:
    """Everything that happened to the infected, hour by hour: infections, onsets, quarantine, confirmations."""
    return sorted(
        (h for infection in story.infections() for h in _of(infection)),
        key=lambda h: (h.hour, h.what, h.person),
    )


def _of(infection: Infection) -> Iterator[Happening]:
    yield Happening(infection.infected_at, "infected", infection.person, infection.infector, infection.layer)
    for hour, what in (
        (infection.onset_at, "onset"),
        (infection.held_from, "quarantine"),
        (infection.confirmed_at, "confirmed"),
    ):
        if hour is not None:
            yield Happening(hour, what, infection.person)
