"""Beds are limited and cases wait for them; whoever arrives from outside meets the rule for arrivals."""

from __future__ import annotations

import numpy as np
import pytest

from ringfence.cores.transmission import (
    Arrivals,
    Hospital,
    Laboratory,
    Quarantine,
    Seeds,
    Sim,
    SymptomaticTesting,
    pathogen,
)
from ringfence.cores.transmission.state import CRITICAL, FATAL, NEVER, SEVERE

NOTICED = [SymptomaticTesting(share=0.9, delay_days=(0.0, 0.5)), Laboratory()]


@pytest.fixture(scope="module")
def outbreak(small_city):
    return Sim(
        city=small_city, pathogen=pathogen("ancestral"), interventions=[*NOTICED, Hospital()], days=40, seeds=Seeds(count=30)
    )  # fmt: skip


def with_beds(outbreak, beds, *, home_outside=1.0):
    return outbreak.but(interventions=[*NOTICED, Quarantine(home_outside=home_outside), Hospital(beds=beds)])


def test_no_more_cases_lie_in_hospital_than_it_has_beds(outbreak):
    many = with_beds(outbreak, 12).ensemble(runs=20)
    assert many.peak("beds_in_use").max() == 12
    assert many.peak("bed_wait_hours").max() > 24
    assert many.limits()["hospital beds"] > 0.5


def test_enough_beds_change_nothing(outbreak):
    unlimited, enough = outbreak.ensemble(runs=10), with_beds(outbreak, 1_000_000).ensemble(runs=10)
    assert (unlimited.daily("infections") == enough.daily("infections")).all()
    assert enough.peak("bed_wait_hours").max() == 0


def test_a_case_without_a_bed_goes_on_infecting_as_far_as_his_home_leaks(outbreak):
    infections = [
        with_beds(outbreak, beds, home_outside=leak).ensemble(runs=60).total("infections").mean()
        for beds, leak in ((1e12, 1.0), (5, 0.0), (5, 1.0))
    ]
    assert infections[0] < infections[1] < 0.9 * infections[2]


def test_beds_are_given_in_the_order_of_the_results(outbreak):
    records = with_beds(outbreak, 8).run(seed=3).records
    found = np.sort(records[records["confirmed_at"] != NEVER], order=["confirmed_at", "isolated_at"])
    assert (np.diff(found["isolated_at"].astype(int)) >= 0).all()
    assert (found["isolated_at"] - found["confirmed_at"] >= 2).all()


def test_a_city_that_tests_nobody_still_has_its_severely_ill(outbreak):
    story = outbreak.but(interventions=[], days=90, seeds=Seeds(count=300)).run(seed=1)
    flags = story.records["flags"]
    dead = story.daily("deaths").sum()
    assert 0 < dead <= ((flags & FATAL) > 0).sum()
    assert 0 < story.daily("beds_in_use").max() <= ((flags & SEVERE) > 0).sum()
    assert 0 < story.daily("icu_in_use").max() <= ((flags & CRITICAL) > 0).sum()


def arriving(outbreak, **rule):
    return outbreak.but(
        interventions=[*NOTICED, Hospital(), Arrivals(infected_per_day=2.0, **rule)], seeds=Seeds(count=0)
    )


def test_a_certificate_turns_some_of_the_infected_back(outbreak):
    free, asked = (arriving(outbreak, certified_share=share).ensemble(runs=20) for share in (0.0, 1.0))
    entered, let_in = free.total("arrivals_infected").sum(), asked.total("arrivals_infected").sum()
    assert 0.4 * entered < let_in < 0.9 * entered, "whoever was just infected has a negative test"
    assert asked.total("infections").mean() < free.total("infections").mean()


def test_tests_on_arrival_find_cases_before_symptoms_do(outbreak):
    none, two = (
        arriving(outbreak, tested_share=share, test_days=(1, 3)).ensemble(runs=40) for share in (0.0, 1.0)
    )
    assert two.total("infections").mean() < 0.9 * none.total("infections").mean()


def test_tests_of_all_travellers_take_tubes(outbreak):
    rule = {"tested_share": 0.5, "test_days": (1, 3)}
    none = arriving(outbreak, **rule).ensemble(runs=3)
    some = arriving(outbreak, travellers_per_day=400.0, **rule).ensemble(runs=3)
    more = some.daily("tubes") - none.daily("tubes")
    assert (more[:, 0] == 400).all()
    assert np.median(more) == 400
