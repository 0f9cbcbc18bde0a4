"""R over time equals R's EpiEstim, keeps imported cases apart, and says where it cannot be estimated."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.cores import estimation
from ringfence.kernel import Refused

FLU: dict[str, Any] = json.loads(
    (Path(__file__).parent / "flu2009-epiestim.json").read_text(encoding="utf-8")
)
FLU_INTERVAL = estimation.non_parametric(probabilities=FLU["serial_interval"], source="Flu2009")
FLU_CURVE = estimation.Curve(date(2009, 4, 27), tuple(FLU["incidence"]), (0,) * len(FLU["incidence"]))
EPIESTIM_COLUMNS = (
    "Quantile.0.025(R)", "Quantile.0.05(R)", "Quantile.0.25(R)", "Median(R)",
    "Quantile.0.75(R)", "Quantile.0.95(R)", "Quantile.0.975(R)",
)  # fmt: skip
JANUARY = date(2022, 1, 1)


def estimates(
    local: list[int], imported: list[int] | None = None, **settings: Any
) -> tuple[estimation.WindowEstimate, ...]:
    curve = estimation.Curve(JANUARY, tuple(local), tuple(imported or [0] * len(local)))
    return estimation.reproduction_numbers(curve=curve, serial_interval=FLU_INTERVAL, **settings)


def test_mean_and_spread_equal_epiestim() -> None:
    found = estimation.reproduction_numbers(curve=FLU_CURVE, serial_interval=FLU_INTERVAL)
    assert len(found) == len(FLU["windows"]["Mean(R)"])
    np.testing.assert_allclose([w.mean for w in found], FLU["windows"]["Mean(R)"], rtol=0, atol=1e-9)
    np.testing.assert_allclose([w.sd for w in found], FLU["windows"]["Std(R)"], rtol=0, atol=1e-9)


@pytest.mark.parametrize(("column", "name"), list(enumerate(EPIESTIM_COLUMNS)))
def test_quantiles_equal_epiestim(column: int, name: str) -> None:
    found = estimation.reproduction_numbers(curve=FLU_CURVE, serial_interval=FLU_INTERVAL)
    np.testing.assert_allclose([w.quantiles[column] for w in found], FLU["windows"][name], rtol=0, atol=1e-9)


def test_windows_cover_the_days_that_epiestim_names() -> None:
    found = estimation.reproduction_numbers(curve=FLU_CURVE, serial_interval=FLU_INTERVAL)
    first = [(w.first_date - FLU_CURVE.starts_on).days + 1 for w in found]
    last = [(w.last_date - FLU_CURVE.starts_on).days + 1 for w in found]
    assert (first, last) == (FLU["windows"]["t_start"], FLU["windows"]["t_end"])


def test_one_window_by_hand() -> None:
    """Two cases a day for long: the pressure is 2 a day, 14 a week; (1 + 14) / (1/5 + 14)."""
    window = estimates([2] * 40)[-1]
    assert window.pressure == pytest.approx(14)
    assert window.mean == pytest.approx(15 / 14.2)


def test_imported_cases_press_but_are_not_counted_as_infected_here() -> None:
    local, imported = [0] * 10 + [2] * 10, [2] * 10 + [0] * 10
    window = estimates(local, imported, windows=estimation.Windows(np.array([10]), np.array([16])))[0]
    assert (window.local_cases, window.imported_cases) == (14, 0)
    assert window.pressure == pytest.approx(14, abs=0.01)  # the earliest of ten days count for little
    assert estimates(imported, local)[0].local_cases == 14


def test_many_imported_cases_and_no_local_one_are_not_an_epidemic() -> None:
    window = estimates([0] * 30, [5] * 30)[-1]
    assert window.quantiles[-1] < 0.2
    assert not window.estimable  # nobody local: the estimate is the prior's


@pytest.mark.parametrize(
    ("local", "window", "sentence"),
    [
        ([5] * 30, 0, "Less than one mean serial interval"),  # day 2 to 8: the interval is 2.6 days
        ([5] + [0] * 25 + [0, 0, 0, 12], -1, "Fewer than one expected infector in the window."),
        ([1] * 30, -1, "Too few local cases"),  # seven cases: CV 0.35
    ],
)
def test_a_window_that_cannot_be_estimated_says_why(local: list[int], window: int, sentence: str) -> None:
    found = estimates(local)[window]
    assert not found.estimable
    assert any(str(r).startswith(sentence) for r in found.reasons)
    assert found.as_json()["mean"] is None
    assert found.as_json()["posterior"]["mean"] == found.mean


@pytest.mark.parametrize(("cases", "estimable"), [(10, False), (11, True)])
def test_eleven_local_cases_are_enough(cases: int, estimable: bool) -> None:
    """Posterior CV = 1 / sqrt(1 + cases): 0.302 with 10, 0.289 with 11."""
    local = [3] * 10 + [cases] + [0] * 6
    assert estimates(local)[-1].estimable is estimable


def test_days_not_yet_reported_are_not_estimable() -> None:
    curve = estimation.Curve(JANUARY, (5,) * 30, (0,) * 30, incomplete_from=date(2022, 1, 28))
    found = estimation.reproduction_numbers(curve=curve, serial_interval=FLU_INTERVAL)
    assert [w.estimable for w in found[-4:]] == [True, False, False, False]


def test_a_short_curve_has_no_window() -> None:
    assert estimates([3] * 7) == ()
    assert estimates([]) == ()


def test_a_window_cannot_hold_the_first_day() -> None:
    with pytest.raises(Refused, match="second day"):
        estimates([3] * 20, windows=estimation.Windows(np.array([0]), np.array([6])))


def test_many_areas_at_once_equal_one_by_one() -> None:
    local = np.random.default_rng(7).poisson(3, size=(4, 40))
    windows = estimation.rolling(days=40, window_days=7)
    settings = {"serial_interval": FLU_INTERVAL, "windows": windows}
    together = estimation.posterior(local=local, imported=np.zeros_like(local), **settings)  # type: ignore[arg-type]
    for row, series in enumerate(local):
        alone = estimation.posterior(local=series, imported=np.zeros_like(series), **settings)  # type: ignore[arg-type]
        np.testing.assert_allclose(together.mean[row], alone.mean, rtol=1e-13)


@given(st.lists(st.integers(0, 50), min_size=15, max_size=40), st.integers(2, 5))
def test_more_local_cases_on_the_last_day_never_lower_r(local: list[int], more: int) -> None:
    """Cases of the last day infect nobody inside the curve."""
    raised = [*local[:-1], local[-1] + more]
    assert estimates(raised)[-1].mean > estimates(local)[-1].mean
