"""With the reproduction number and the generation interval of Covasim, epidemics run as Covasim's do.

What Covasim 3.1.6 said of two scenarios is kept in `covasim_incidence.json`, written by `python -m bench.bench_incidence --peers FOLDER --keep FILE`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ringfence.cores.transmission.matched import SCENARIOS, WEEKS, Measured, matched, weekly, weeks_inside

TOLD = json.loads(Path(__file__).with_name("covasim_incidence.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", TOLD)
def test_weekly_infections_lie_in_the_band_of_covasim(name):
    measured = Measured.read(TOLD[name])
    assert len(measured.weekly) >= 30
    assert weeks_inside(weekly(matched(SCENARIOS[name], measured), runs=200), measured) == WEEKS


def test_a_mismatch_does_not_pass():
    """The bands are narrow enough to tell a reproduction number that is a fifth too high."""
    name = "evenly mixed"
    measured = Measured.read(TOLD[name])
    other = Measured(
        1.2 * measured.r0, measured.generation_mean_days, measured.generation_sd_days, measured.weekly
    )
    assert weeks_inside(weekly(matched(SCENARIOS[name], other), runs=200), measured) < WEEKS
