"""The event stream of a drill: everything that happened in one replicate, hour by hour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..layers import ARRIVAL, LAYER_NAMES, SEED, WHOLE
from ..state import HELD, INFECTED, NEVER, SYMPTOMATIC
from ..story import Infection, Story
from .days import Days
from .restrictions import Restrictions
from .samples import Samples


class Happening(NamedTuple):
    """One line of the event stream of a drill. `other`: the infector, or the case whose contact this is.

    `person` is -1 where an area is closed or opened; `place` is then its code.
    """

    hour: int
    what: str
    person: int
    other: int | None = None
    layer: str | None = None
    place: str = ""
    why: str = ""


def stream(story: Story) -> list[Happening]:
    """What happened to the infected, hour by hour: infections, onsets, quarantine, confirmations."""
    return _sorted(h for infection in story.infections() for h in _of(infection))


def events(days: Days) -> list[Happening]:
    """All of it: `stream`, and samples with their results, contacts found, rooms, isolation, release, closed areas; with places."""
    restrictions = days.restrictions
    told = [
        *_infections(days), *_courses(restrictions), *_samples(restrictions), *_closures(restrictions),
    ]  # fmt: skip
    return _sorted(h for h in told if h.hour < restrictions.story.days * 24)


def _sorted(happenings: Iterator[Happening]) -> list[Happening]:
    return sorted(happenings, key=lambda h: (h.hour, h.what, h.person, h.place))


def _of(infection: Infection) -> Iterator[Happening]:
    yield Happening(infection.infected_at, "infected", infection.person, infection.infector, infection.layer)
    for hour, what in (
        (infection.onset_at, "onset"),
        (infection.held_from, "quarantine"),
        (infection.confirmed_at, "confirmed"),
    ):
        if hour is not None:
            yield Happening(hour, what, infection.person)


def _infections(days: Days) -> Iterator[Happening]:
    story = days.restrictions.story
    rows = story.records
    days.prepare(
        (int(one["person"]), int(one["infected_at"]) // 24)
        for one in rows[story.infected]
        if one["infector"] >= 0
    )
    for one in rows[story.infected]:
        person, hour, layer = int(one["person"]), int(one["infected_at"]), int(one["layer"])
        other = int(rows["person"][one["infector"]]) if one["infector"] >= 0 else None
        place = "" if layer in (SEED, ARRIVAL) else _place(days, person, hour, layer)
        yield Happening(hour, "infected", person, other, LAYER_NAMES[layer], place)
        if one["flags"] & SYMPTOMATIC:
            yield Happening(int(one["onset_at"]), "onset", person)


def _place(days: Days, person: int, hour: int, layer: int) -> str:
    """Where this layer has the person in this hour. There is such a place, or the days do not agree with the transmissions."""
    since = hour * 3600
    return next(
        one.place.code for one in days.of(person, hour // 24)
        if one.layer == layer and one.from_s < since + 3600 and since < one.to_s
    )  # fmt: skip


def _courses(restrictions: Restrictions) -> Iterator[Happening]:
    rows = restrictions.story.records
    for one in rows:
        person, course = int(one["person"]), restrictions.courses.get(int(one["person"]))
        if course is None:
            continue
        if one["flags"] & HELD:
            source = int(rows["person"][one["source"]]) if one["source"] >= 0 else None
            yield Happening(
                course.held_from,
                "quarantine",
                person,
                source,
                why="close" if one["depth"] == 1 else "secondary",
            )
            if course.room_from < course.held_until:
                yield Happening(course.room_from, "room", person)
            if course.held_until < course.confirmed_at:
                yield Happening(course.held_until, "released", person)
        if course.confirmed_at != NEVER:
            yield Happening(course.confirmed_at, "confirmed", person)
            yield Happening(course.isolated_at, "isolated", person)


def _samples(restrictions: Restrictions) -> Iterator[Happening]:
    samples = Samples(restrictions.sim, restrictions.story)
    for one in restrictions.story.records:
        if one["flags"] & (HELD | INFECTED):
            for sample in samples.of(one):
                yield Happening(sample.taken_at, "sampled", sample.person, why=sample.why)
                what = "positive" if sample.positive else "negative"
                yield Happening(sample.result_at, what, sample.person, why=sample.why)


def _closures(restrictions: Restrictions) -> Iterator[Happening]:
    policy, city = restrictions.sim.policy, restrictions.sim.city
    level = next(n for n in range(WHOLE + 1) if (policy.area_of_level[n] == policy.closing_area).all())
    for area, spans in restrictions.closures.items():
        for since, until in spans:
            yield Happening(since, "area closed", -1, place=city.area_codes[level][area])
            yield Happening(until, "area opened", -1, place=city.area_codes[level][area])
