"""The serial interval: discretised as EpiEstim does, or given day by day."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from ringfence.cores import estimation
from ringfence.kernel import Refused


def test_the_published_table_of_the_flu_is_the_discretised_gamma_rounded() -> None:
    """EpiEstim's table for Flu2009 stems from mean 2.6 and sd 1.5."""
    file = Path(__file__).parent / "flu2009-epiestim.json"
    table = json.loads(file.read_text(encoding="utf-8"))["serial_interval"]
    interval = estimation.from_mean_sd(mean_days=2.6, sd_days=1.5, source="")
    np.testing.assert_allclose(interval.probabilities[: len(table)], table, atol=5e-4)


@pytest.mark.parametrize(("mean", "sd"), [(2.6, 1.5), (4.7, 2.9), (7.5, 3.4)])
def test_discretising_is_the_triangle_average_of_the_shifted_gamma(mean: float, sd: float) -> None:
    """Both onsets fall anywhere in their day: w(d) is the density averaged with the triangle around d."""
    interval = estimation.from_mean_sd(mean_days=mean, sd_days=sd, source="")
    gamma = stats.gamma(((mean - 1) / sd) ** 2, loc=1, scale=sd**2 / (mean - 1))
    for day in (1, 2, 5, 9):
        wanted = integrate.quad(
            lambda t, d=day: (1 - abs(t - d)) * gamma.pdf(t), day - 1, day + 1, points=[day, 1.0]
        )[0]
        assert interval.probabilities[day] == pytest.approx(wanted, abs=1e-7)


@given(st.floats(1.5, 8), st.floats(0.8, 4))
def test_the_discretised_interval_keeps_its_mean(mean: float, sd: float) -> None:
    interval = estimation.from_mean_sd(mean_days=mean, sd_days=sd, source="", days=900)
    assert sum(interval.probabilities) == pytest.approx(1, abs=1e-6)
    assert interval.mean_days == pytest.approx(mean, abs=1e-3)
    assert interval.probabilities[0] == pytest.approx(0, abs=1e-12)


def test_the_original_strain_has_its_published_mean_and_median() -> None:
    assert estimation.ORIGINAL_STRAIN.mean_days == pytest.approx(4.7, abs=0.01)
    assert estimation.ORIGINAL_STRAIN.quantile_days(0.5) == 4
    assert "Nishiura" in estimation.ORIGINAL_STRAIN.source


@pytest.mark.parametrize(
    ("probabilities", "sentence"),
    [
        ([0.1, 0.9], "starts with 0"),  # an infection on the day of the infector's onset is not possible here
        ([0.0, 1.2, -0.2], "no negative"),
        ([0.0, 0.4, 0.4], "sum to 0.8"),
        ([], "day by day"),
    ],
)
def test_what_is_no_distribution_is_refused(probabilities: list[float], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        estimation.non_parametric(probabilities=probabilities, source="")


@pytest.mark.parametrize(("mean", "sd"), [(1.0, 2.0), (3.0, 0.0), (-1.0, 1.0)])
def test_a_mean_of_one_day_or_less_is_refused(mean: float, sd: float) -> None:
    with pytest.raises(Refused, match="above one day"):
        estimation.from_mean_sd(mean_days=mean, sd_days=sd, source="")
