"""The cohort reproduction number equals EpiEstim's, and every infection is blamed once."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.cores import estimation
from ringfence.cores.estimation.wallinga_teunis import source_shares

FLU = json.loads((Path(__file__).parent / "flu2009-epiestim.json").read_text(encoding="utf-8"))
INTERVAL = estimation.non_parametric(probabilities=FLU["serial_interval"], source="Flu2009")


def curve(local: list[int]) -> estimation.Curve:
    return estimation.Curve(date(2009, 4, 27), tuple(local), (0,) * len(local))


def test_first_windows_equal_epiestim() -> None:
    found = estimation.cohort_reproduction(curve=curve(FLU["incidence"]), serial_interval=INTERVAL)
    assert [w.mean for w in found[:3]] == pytest.approx([1.534693, 1.456453, 1.496597], abs=5e-7)


def test_the_band_holds_the_mean_and_is_the_same_every_time() -> None:
    once, again = (
        estimation.cohort_reproduction(curve=curve(FLU["incidence"]), serial_interval=INTERVAL)
        for _ in range(2)
    )
    assert once == again
    assert all(w.lower is not None and w.upper is not None for w in once)
    assert all(w.lower <= w.mean + 0.05 and w.mean - 0.05 <= w.upper for w in once[:20])  # type: ignore[operator]


@given(st.lists(st.integers(0, 20), min_size=10, max_size=40))
def test_every_case_with_a_possible_source_is_blamed_once(local: list[int]) -> None:
    total = np.asarray(local, dtype=np.float64)
    shares = source_shares(total=total, serial_interval=INTERVAL)
    sums = shares.sum(axis=1)
    assert np.all((np.abs(sums - 1) < 1e-9) | (sums == 0))
    assert np.all(np.triu(shares) == 0)  # nobody is infected by a later day, nor by his own


def test_a_window_without_cases_has_no_number() -> None:
    window = estimation.cohort_reproduction(curve=curve([1] + [0] * 30), serial_interval=INTERVAL)[5]
    assert (window.cases, window.mean, window.complete) == (0, None, False)


def test_the_last_cohort_is_not_complete() -> None:
    found = estimation.cohort_reproduction(curve=curve([3] * 40), serial_interval=INTERVAL)
    assert found[5].complete
    assert not found[-1].complete
    assert found[-1].mean is not None
    assert found[-1].mean < 0.7  # their infections have not shown yet
