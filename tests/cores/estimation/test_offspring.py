"""R and k by maximum likelihood, and the share of cases behind 80 % of transmission."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from ringfence.cores import estimation


def test_counts_hold_the_cases_without_offspring() -> None:
    sources = {"Chen": None, "Li": "Chen", "Wang": "Chen", "Zhao": "Li", "Sun": "unlisted"}
    counts = estimation.offspring_counts(cases=["Chen", "Li", "Wang", "Zhao", "Sun"], sources=sources)
    assert counts == [2, 1, 0, 0, 0]


def test_r_and_k_maximise_the_likelihood_in_two_dimensions() -> None:
    """Against a general optimiser that knows nothing of the shortcut R = mean."""
    counts = np.array([0] * 60 + [1] * 12 + [2] * 6 + [3] * 4 + [5] * 2 + [9, 14])

    def loss(point: np.ndarray) -> float:
        mean, k = np.exp(point)
        return -float(stats.nbinom.logpmf(counts, k, k / (k + mean)).sum())

    best = np.exp(
        optimize.minimize(loss, [0.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12}).x
    )
    found = estimation.offspring_distribution(counts=counts.tolist())
    assert found.mean == pytest.approx(best[0], rel=1e-6)
    assert found.k == pytest.approx(best[1], rel=1e-5)


def test_profile_interval_ends_where_the_likelihood_drops_by_half_of_3_84() -> None:
    counts = np.array([0] * 60 + [1] * 12 + [2] * 6 + [3] * 4 + [5] * 2 + [9, 14])
    found = estimation.offspring_distribution(counts=counts.tolist())

    def likelihood(mean: float, k: float) -> float:
        return float(stats.nbinom.logpmf(counts, k, k / (k + mean)).sum())

    top = likelihood(found.mean, found.k or 0)
    for k in (found.k_range.lower, found.k_range.upper):
        assert top - likelihood(found.mean, k or 0) == pytest.approx(stats.chi2.ppf(0.95, 1) / 2, abs=1e-6)
    for mean in (found.mean_range.lower, found.mean_range.upper):
        profile = -optimize.minimize_scalar(
            lambda k, m=mean: -likelihood(m, k), bounds=(1e-3, 5), method="bounded"
        ).fun
        assert top - profile == pytest.approx(stats.chi2.ppf(0.95, 1) / 2, abs=1e-4)


def test_known_parameters_are_found_again() -> None:
    counts = np.random.default_rng(3).negative_binomial(0.3, 0.3 / (0.3 + 1.5), size=3000)
    found = estimation.offspring_distribution(counts=counts.tolist(), bootstrap=100)
    assert found.mean == pytest.approx(1.5, rel=0.1)
    assert found.k == pytest.approx(0.3, rel=0.1)
    assert found.bootstrap_k is not None
    assert found.bootstrap_k.lower == pytest.approx(found.k_range.lower, rel=0.1)
    assert found.counted_share_behind_80_percent == pytest.approx(found.share_behind_80_percent, abs=0.01)


@pytest.mark.parametrize(
    ("mean", "k", "share"),
    [
        (2.5, 0.1, 0.09),  # Endo et al. 2020: about 10 % of cases cause 80 %
        (1000.0, 1e6, 0.8),  # everyone the same: 80 % of cases cause 80 %
    ],
)
def test_share_behind_80_percent(mean: float, k: float, share: float) -> None:
    found = estimation.negative_binomial.share_behind(mean=mean, k=k, share=0.8)
    assert found == pytest.approx(share, abs=0.02)


def test_counted_share_by_hand() -> None:
    """Ten infections by four of ten cases: 5, 3, 1, 1. The first two cause 8 of 10."""
    found = estimation.offspring_distribution(counts=[5, 3, 1, 1, 0, 0, 0, 0, 0, 0])
    assert found.counted_share_behind_80_percent == pytest.approx(0.2)


def test_equal_infectiousness_has_no_k() -> None:
    found = estimation.offspring_distribution(counts=[1] * 20)
    assert (found.mean, found.k, found.k_range.upper) == (1.0, None, None)
    assert found.as_json()["k"] is None


def test_unknown_sources_lift_the_upper_figure() -> None:
    found = estimation.offspring_distribution(counts=[2, 1, 1, 0, 0, 0, 0, 0, 0, 0], unknown_sources=6)
    assert found.mean == pytest.approx(0.4)
    assert found.mean_if_all_sources_known == pytest.approx(1.0)


@pytest.mark.parametrize("counts", [[], [0] * 30, [3, 1], [1] + [0] * 20])
def test_too_little_to_tell_is_said(counts: list[int]) -> None:
    found = estimation.offspring_distribution(counts=counts, bootstrap=5)
    assert not found.estimable
    assert found.reasons
    json.dumps(found.as_json(), allow_nan=False, default=str)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=200))
def test_the_interval_holds_the_estimate(counts: list[int]) -> None:
    found = estimation.offspring_distribution(counts=counts)
    assert (found.mean_range.lower or 0.0) <= found.mean
    assert found.mean_range.upper is None or found.mean <= found.mean_range.upper
    if found.k is not None:
        assert (found.k_range.lower or 0.0) <= found.k * (1 + 1e-6)
        assert found.k_range.upper is None or found.k <= found.k_range.upper * (1 + 1e-6)
    assert sum(found.counts) == len(counts)
