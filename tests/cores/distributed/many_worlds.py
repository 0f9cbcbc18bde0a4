"""Many small worlds in one store, far apart: one search of Spark's answers for all of them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from ringfence.cores.copresence.authorisation import AuthorisedCase
from ringfence.cores.copresence.places import Place
from ringfence.cores.copresence.stays import Stays, joined
from ringfence.cores.copresence.store import MovementStore
from tests.cores.copresence.test_engines_agree import cases_of
from tests.cores.copresence.worlds import any_stays, seats_and_venues, store_with

PEOPLE = 10  # numbers of persons that a world has for itself
APART_CM = 200_000  # ten times as far as any rule reaches, beside the extent of a world
IN_A_ROW = 40


def many_worlds(folder: Path, seeds: Iterable[int]) -> tuple[MovementStore, list[AuthorisedCase]]:
    """A store with one world a seed, a part of its stays late, and the cases of each."""
    places: list[Place] = []
    stays: list[Stays] = []
    cases: list[AuthorisedCase] = []
    for nth, seed in enumerate(seeds):
        rng = random.Random(seed)
        here = seats_and_venues(rng, rng.randrange(1, 14))
        own = any_stays(
            rng, list(range(len(here))), people=rng.randrange(2, 9), count=rng.randrange(1, 70), days=3
        )
        stays.append(
            replace(own, person=own.person + np.int32(PEOPLE * nth), place=own.place + np.int32(len(places)))
        )
        places += [_moved(place, nth) for place in here]
        cases += [
            replace(case, case_id=f"W{nth}{case.case_id}", person=case.person + PEOPLE * nth)
            for case in cases_of(rng)
        ]
    whole = joined(stays)
    store = store_with(folder, whole, places, persons=PEOPLE * len(stays), late=0.3, rng=random.Random(1))
    return store, cases


def _moved(place: Place, nth: int) -> Place:
    east, north = nth % IN_A_ROW * APART_CM, nth // IN_A_ROW * APART_CM
    return replace(
        place, code=f"W{nth}{place.code}", trip=f"W{nth}{place.trip}" if place.trip else "",
        x_cm=None if place.x_cm is None else place.x_cm + east, y_cm=None if place.y_cm is None else place.y_cm + north,
    )  # fmt: skip
