"""The pattern of 1,024 residents that the whole city repeats: households, ages and daily roles.

Sixteen blocks of 64 ids; a household never crosses a block, so that any run of whole blocks (a village) holds whole
households. Counts follow the census of Xinxiang (docs/reference/simulation-parameters.md); the order inside is drawn
once from a fixed seed, so the pattern is a constant of the product.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .layers import NO_ROLE, STUDENT, WORKER

BLOCK = 64
PATTERN = 1024
HOME_FIRST, HOME_SIZE, ROLE, RANK, AGE = range(5)  # columns of the pattern

COLLECTIVE_SHARE = 597_496 / 6_251_929  # census 2020 (DOMAIN 10)
MEAN_HOUSEHOLD = 3.12  # census 2020 (DOMAIN 10); the spread around it is 1 + Poisson, an assumption
ROOM_SIZE = 6  # residents of one dormitory room: assumption
CHILDREN, SIXTY_TO_64, OVER_64 = 0.2317, 0.1768 - 0.1304, 0.1304  # census 2020 (DOMAIN 10)
STUDENT_AGES = (3, 17)  # kindergarten to upper secondary
EMPLOYED_SHARE = 0.72  # of residents aged 18-59: assumption


class Pattern(NamedTuple):
    """`people[position, column]`; `students` and `workers` give the position of each rank."""

    people: NDArray[np.int32]
    students: NDArray[np.int32]
    workers: NDArray[np.int32]


def build_pattern() -> Pattern:
    """The pattern, always the same."""
    rng = np.random.default_rng(20201101)
    wanted = round((PATTERN - round(PATTERN * COLLECTIVE_SHARE)) / MEAN_HOUSEHOLD)
    sizes = _household_sizes(rng)
    while len(sizes) - len(_rooms()) != wanted:  # until the mean is the census mean
        sizes = _household_sizes(rng)
    people = np.zeros((PATTERN, 5), np.int32)
    first = 0
    for size in sizes:
        people[first : first + size, HOME_FIRST] = first
        people[first : first + size, HOME_SIZE] = size
        first += size
    collective_from = PATTERN - round(PATTERN * COLLECTIVE_SHARE)
    _give_ages(people, rng=rng, family_until=collective_from)
    _give_roles(people, rng=rng)
    students, workers = (
        np.flatnonzero(people[:, ROLE] == role).astype(np.int32) for role in (STUDENT, WORKER)
    )
    return Pattern(people, students, workers)


def _household_sizes(rng: np.random.Generator) -> list[int]:
    """Household sizes that fill 16 blocks exactly: families first, then dormitory rooms."""
    family_until = PATTERN - sum(_rooms())
    sizes: list[int] = []
    filled = 0
    while filled < family_until:
        left = min(BLOCK - filled % BLOCK, family_until - filled)
        sizes.append(min(1 + int(rng.poisson(MEAN_HOUSEHOLD - 1.0)), 8, left))
        filled += sizes[-1]
    return sizes + _rooms()


def _rooms() -> list[int]:
    """Sizes of the dormitory rooms at the end of the pattern."""
    residents = round(PATTERN * COLLECTIVE_SHARE)
    first_block = residents % BLOCK
    rooms: list[int] = []
    for length in (first_block, *[BLOCK] * (residents // BLOCK)):
        rooms += [ROOM_SIZE] * (length // ROOM_SIZE) + ([length % ROOM_SIZE] if length % ROOM_SIZE else [])
    return rooms


def _give_ages(people: NDArray[np.int32], *, rng: np.random.Generator, family_until: int) -> None:
    """Exact shares of the four census bands; a household's first member is an adult, residents of dormitories are 18-44."""
    people[family_until:, AGE] = 18 + np.arange(PATTERN - family_until) % 27
    position = np.arange(family_until)
    heads = position[people[:family_until, HOME_FIRST] == position]
    others = rng.permutation(position[people[:family_until, HOME_FIRST] != position])
    children = round(PATTERN * CHILDREN)
    old = [60 + i % 5 for i in range(round(PATTERN * SIXTY_TO_64))] + [
        65 + (i * i // 7) % 26 for i in range(round(PATTERN * OVER_64))
    ]
    people[others[:children], AGE] = np.arange(children) % 15
    adults = rng.permutation(np.concatenate([heads, others[children:]]))
    people[adults[: len(old)], AGE] = old
    people[adults[len(old) :], AGE] = 15 + np.arange(adults.size - len(old)) % 45


def _give_roles(people: NDArray[np.int32], *, rng: np.random.Generator) -> None:
    age = people[:, AGE]
    people[:, ROLE] = NO_ROLE
    people[(age >= STUDENT_AGES[0]) & (age <= STUDENT_AGES[1]), ROLE] = STUDENT
    grown = rng.permutation(np.flatnonzero((age >= 18) & (age < 60)))
    people[grown[: round(grown.size * EMPLOYED_SHARE)], ROLE] = WORKER
    for role in (STUDENT, WORKER):
        members = np.flatnonzero(people[:, ROLE] == role)
        people[members, RANK] = np.arange(members.size)
