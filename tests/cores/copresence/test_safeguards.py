"""MOVEMENT 4 and 6.8, one by one: what the core must never do, and which vehicle means which seats."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest

from ringfence.cores import copresence
from ringfence.cores.copresence import SameTransport, UncertainStay, meeting
from ringfence.cores.copresence.places import Kind, Mode, Place, PlaceTable

ANSWERING = ("expected_harm", "find_exposures", "find_exposures_of_cases", "find_second_ring", "find_visited")


@pytest.mark.parametrize("name", ANSWERING)
def test_whatever_answers_about_people_asks_for_cases_first_and_for_a_record(name: str) -> None:
    parameters = inspect.signature(getattr(copresence, name)).parameters
    assert next(iter(parameters)) in ("case", "cases")
    for needed in ("record", "now"):
        assert parameters[needed].default is inspect.Parameter.empty


def test_no_other_function_of_the_core_answers_about_people() -> None:
    asking = {name for name in copresence.__all__ if name.startswith(("find", "expected", "search", "match"))}
    assert asking == set(ANSWERING)


def seats(mode: Mode, *told: dict[str, Any]) -> list[list[bool]]:
    """Which of these seats of one run are together."""
    places = [Place(f"s{at}", kind=Kind.SEAT, trip="G1", mode=mode, **one) for at, one in enumerate(told)]
    table = PlaceTable.empty().with_places(
        [*places, Place("other trip", kind=Kind.SEAT, trip="G2", mode=mode, **told[0])]
    )
    numbers = [table.number_of(f"s{at}") for at in range(len(told))]
    pairs = SameTransport().pairs(table, np.sort(np.array(numbers)))
    found = set(zip(pairs.of.tolist(), pairs.to.tolist(), strict=True))
    assert not any(table.number_of("other trip") in pair for pair in found)
    return [[(one, other) in found for other in numbers] for one in numbers]


CREW, UNKNOWN = {"crew": True}, {}
TOGETHER = [  # DOMAIN 3.1, transport rule: vehicle, one seat, another seat, whether they are together
    ("AIRCRAFT", {"row": 10}, {"row": 13}, True), ("AIRCRAFT", {"row": 10}, {"row": 14}, False),
    ("AIRCRAFT", {"row": 10}, {"row": 7}, True), ("AIRCRAFT", {"row": 10}, UNKNOWN, True), ("AIRCRAFT", {"row": 10}, CREW, True),
    ("AIRCRAFT", {"row": 10, "coach": 1}, {"coach": 2, "row": 30} | CREW, False),
    ("TRAIN_SEALED", {"coach": 5, "row": 1}, {"coach": 5, "row": 19}, True), ("TRAIN_SEALED", {"coach": 5}, {"coach": 6}, False),
    ("TRAIN_SEALED", {"coach": 5}, UNKNOWN, True), ("TRAIN_SEALED", {"coach": 5}, {"coach": 6} | CREW, False),
    ("TRAIN_SOFT_SLEEPER", {"coach": 9, "compartment": 3}, {"coach": 9, "compartment": 3}, True),
    ("TRAIN_SOFT_SLEEPER", {"coach": 9, "compartment": 3}, {"coach": 9, "compartment": 4}, False),
    ("TRAIN_SOFT_SLEEPER", {"coach": 9, "compartment": 3}, {"coach": 8, "compartment": 3}, False),
    ("TRAIN_SOFT_SLEEPER", {"coach": 9, "compartment": 3}, {"coach": 9} | CREW, True),
    ("TRAIN_ORDINARY", {"coach": 2, "compartment": 3}, {"coach": 2, "compartment": 4}, True),
    ("TRAIN_ORDINARY", {"coach": 2, "compartment": 3}, {"coach": 2, "compartment": 5}, False),
    ("COACH_SEALED", {"row": 1}, {"row": 12}, True), ("COACH_VENTILATED", {"row": 1}, {"row": 4}, True),
    ("COACH_VENTILATED", {"row": 1}, {"row": 5}, False), ("COACH_VENTILATED", {"row": 9}, CREW, True),
    ("SHIP", {"compartment": 2}, {"compartment": 2}, True), ("SHIP", {"compartment": 2}, {"compartment": 3}, False),
]  # fmt: skip


@pytest.mark.parametrize(("mode", "one", "other", "together"), TOGETHER)
def test_seats_are_together_by_row_coach_and_compartment(mode: str, one: dict[str, Any], other: dict[str, Any], together: bool) -> None:  # fmt: skip
    assert seats(Mode[mode], one, other) == [[True, together], [together, True]]


@pytest.mark.parametrize(("one", "other", "answer", "least", "most"), [
    ((0, 0, 100, 100), (50, 50, 200, 200), "CERTAIN", 50, 50),
    ((0, 60, 100, 200), (50, 50, 300, 300), "CERTAIN", 40, 150),
    ((0, 80, 70, 200), (50, 90, 60, 300), "POSSIBLE", 0, 150),
    ((0, 0, 100, 100), (100, 100, 200, 200), "NONE", 0, 0),
    ((0, 0, 50, 120), (100, 100, 200, 200), "POSSIBLE", 0, 20),
])  # fmt: skip
def test_two_uncertain_times_overlap_definitely_possibly_or_not_and_never_say_who_infected_whom(
    one: tuple[int, ...], other: tuple[int, ...], answer: str, least: int, most: int
) -> None:  # fmt: skip
    mine, theirs = UncertainStay(*one), UncertainStay(*other)
    found = meeting(mine, theirs)
    assert (found.meeting, found.least_seconds, found.most_seconds) == (answer, least, most)
    assert meeting(theirs, mine) == found  # symmetric: there is no direction in it
    assert set(vars(found)) == {"meeting", "least_seconds", "most_seconds"}
