"""Draws are hashes of (seed, person, purpose, counter): well spread, and nothing is consumed."""

from __future__ import annotations

import numpy as np
import pytest

from ringfence.cores.transmission import draws
from ringfence.cores.transmission.batch import BATCH, COLUMNS, KEY, LISTED, PLACE, SIZE, WIDTH
from ringfence.cores.transmission.permutation import (
    permutation_key,
    permute,
    permute_listed,
    unpermute,
    unpermute_listed,
)


def unit(seed: int, person: int, purpose: int, counter: int) -> float:
    return draws.draw(np.uint64(draws.key_of(seed, person)), purpose, counter)


@pytest.mark.parametrize("varied", ["seed", "person", "purpose", "counter"])
def test_draws_are_evenly_spread_along_every_coordinate(varied):
    base = {"seed": 1, "person": 77, "purpose": 3, "counter": 0}
    values = np.array([unit(**(base | {varied: n})) for n in range(20_000)])
    assert values.mean() == pytest.approx(0.5, abs=0.008)
    assert values.std() == pytest.approx(12**-0.5, abs=0.005)
    assert abs(np.corrcoef(values[:-1], values[1:])[0, 1]) < 0.025


def test_the_same_question_has_the_same_answer():
    assert unit(5, 6, 7, 8) == unit(5, 6, 7, 8) != unit(5, 6, 7, 9)


@pytest.mark.parametrize("mean", [0.1, 2.5, 40.0, 300.0])
def test_poisson_counts_have_their_mean_and_variance(mean):
    counts = np.array([draws.poisson(mean, unit(1, n, 4, 0)) for n in range(20_000)])
    assert counts.mean() == pytest.approx(mean, rel=0.04)
    assert counts.var() == pytest.approx(mean, rel=0.06)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 64, 1000, 36_001])
def test_a_permutation_visits_everybody_once_and_can_be_undone(size):
    width = max(1, (size - 1).bit_length())
    for day in (0, 1):
        key = np.uint64(permutation_key(7, 3, 1, day))
        visited = [permute(x, size, width, key) for x in range(size)]
        assert sorted(visited) == list(range(size))
        assert all(unpermute(visited[x], size, width, key) == x for x in range(0, size, 1 + size // 500))


def test_permutations_taken_side_by_side_are_those_taken_one_by_one():
    """Slots of different sizes and keys, listed in another order; a slot that is not listed stays as it is."""
    batch = np.zeros((COLUMNS, BATCH), np.int64)
    rng = np.random.default_rng(3)
    batch[SIZE] = rng.integers(1, 60_000, BATCH)
    batch[WIDTH] = [max(1, int(size - 1).bit_length()) for size in batch[SIZE]]
    batch[KEY] = rng.integers(-(2**63), 2**63 - 1, BATCH)
    batch[PLACE] = before = rng.integers(0, batch[SIZE])
    batch[LISTED] = rng.permutation(BATCH)
    permute_listed(batch, BATCH - 5)
    listed, others = batch[LISTED, : BATCH - 5], batch[LISTED, BATCH - 5 :]
    for j in listed:
        key = np.uint64(int(batch[KEY, j]) % 2**64)
        assert batch[PLACE, j] == permute(before[j], batch[SIZE, j], batch[WIDTH, j], key)
    assert (batch[PLACE, others] == before[others]).all()
    unpermute_listed(batch, BATCH - 5)
    assert (batch[PLACE] == before).all()


def test_pairs_of_a_daily_permutation_meet_equally_often():
    size, days = 60, 3_000
    met = np.zeros((size, size))
    for day in range(days):
        key = np.uint64(permutation_key(99, 5, 3, day))
        place = np.array([permute(x, size, 6, key) for x in range(size)])
        met += (place[:, None] // 4 == place[None, :] // 4) & ~np.eye(size, dtype=bool)
    above = met[np.triu_indices(size, 1)]
    assert above.mean() == pytest.approx(days * 3 / (size - 1), rel=1e-6)
    assert above.std() < 2.0 * above.mean() ** 0.5
