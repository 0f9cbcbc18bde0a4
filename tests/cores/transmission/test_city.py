"""The implicit city: nothing is stored, and yet everybody agrees who met whom."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import ringfence
from ringfence.cores.transmission import city_of_villages, read_city
from ringfence.cores.transmission.households import AGE, HOME_FIRST, HOME_SIZE, build_pattern
from ringfence.cores.transmission.kernels.people import group_of, member_of
from ringfence.cores.transmission.layers import HOUSEHOLD, LAYERS, SCHOOL, WORK

TREE = Path(ringfence.__file__).parent / "registry" / "places" / "data" / "xinxiang.csv"


def test_xinxiang_has_its_census_population_and_its_real_tree():
    city = read_city(TREE)
    assert abs(city.population - 6_251_929) < 64
    assert (len(city.village_codes), len(city.area_codes[1])) == (3825, 170)
    assert city.population_of("410783") == pytest.approx(905_436, abs=64)


def test_ages_and_households_follow_the_census():
    people = build_pattern().people
    age = people[:, AGE]
    assert [
        round(float(share), 3)
        for share in (np.mean(age < 15), np.mean((age >= 15) & (age < 60)), np.mean(age >= 65))
    ] == [0.231, 0.591, 0.131]
    families = people[: 1024 - 98]
    heads = np.flatnonzero(families[:, HOME_FIRST] == np.arange(len(families)))
    assert len(families) / len(heads) == pytest.approx(3.12, abs=0.01)
    assert (age[heads] >= 15).all(), "no household of children only"
    assert (people[:, HOME_FIRST] // 64 == (people[:, HOME_FIRST] + people[:, HOME_SIZE] - 1) // 64).all()


@pytest.mark.parametrize("layer", range(LAYERS))
def test_whoever_i_meet_meets_me(small_city, layer):
    arrays = small_city.arrays
    for person in range(11, small_city.population, 9_973):
        for day in (3, 4):
            first, size, own = group_of(arrays, layer, person, day)
            members = [member_of(arrays, layer, person, day, place) for place in range(first, first + size)]
            if size:
                assert members[own - first] == person
            for other in members:
                assert group_of(arrays, layer, other, day)[:2] == (first, size)
            assert len(set(members)) == size


@pytest.mark.parametrize(
    ("layer", "lasts"), [(HOUSEHOLD, True), (SCHOOL, True), (WORK, True), (3, False), (5, False), (6, False)]
)
def test_homes_classes_and_colleagues_last_and_other_meetings_change(small_city, layer, lasts):
    def groups(day):
        return [group_of(small_city.arrays, layer, p, day)[0] for p in range(0, 20_000, 101)]

    assert (groups(1) == groups(2)) is lasts


def test_a_household_never_lies_in_two_villages():
    city = city_of_villages(name="x", villages=[(f"41070200100{i}", 333) for i in range(9)])
    blocks = city.arrays.village_of_block
    assert city.population == 46 * 64 or city.population == 47 * 64
    for person in range(city.population):
        first, size, _ = group_of(city.arrays, HOUSEHOLD, person, 0)
        assert blocks[first // 64] == blocks[(first + size - 1) // 64]
