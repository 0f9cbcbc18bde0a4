"""Whom a person was really together with in one replicate: the same place at the same time, by both people's days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .days import Days, PersonDay, Presence


@dataclass(frozen=True, slots=True)
class Contact:
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
    met = [(person, day, days.met(_one_a_place(days.of(person, day)))) for person, day in asked]
    days.prepare((int(other), day) for _, day, groups in met for _, others in groups for other in others)
    found = []
    for person, day, groups in met:
        for presence, others in groups:
            for other in others.tolist():
                together = _together(days.of(person, day), days.of(other, day), presence)
                if together:
                    begins, ends = min(one for one, _ in together), max(other for _, other in together)
                    seconds = sum(end - begin for begin, end in together)
                    found.append(
                        Contact(
                            person, other, day, presence.layer, presence.place.code, begins, ends, seconds
                        )
                    )
    return found


def _one_a_place(presences: list[Presence]) -> list[Presence]:
    """Of several presences at one place the first."""
    by_place: dict[object, Presence] = {}
    for one in presences:
        by_place.setdefault(one.place, one)
    return list(by_place.values())


def _together(mine: list[Presence], theirs: list[Presence], at: Presence) -> list[tuple[int, int]]:
    by_place: dict[object, list[Presence]] = defaultdict(list)
    for one in theirs:
        by_place[one.place].append(one)
    spans = [
        (max(one.from_s, other.from_s), min(one.to_s, other.to_s))
        for one in mine if one.place == at.place for other in by_place[at.place]
    ]  # fmt: skip
    return [(begin, end) for begin, end in spans if begin < end]
