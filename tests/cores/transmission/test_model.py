"""The parts of the model one by one: what a test finds when, who falls severely ill, whom tracing reaches, what leaks."""

from __future__ import annotations

import numpy as np
import pytest

from ringfence.cores.transmission import (
    ContactTracing,
    Hospital,
    Laboratory,
    MassTesting,
    Quarantine,
    Seeds,
    Sim,
    SymptomaticTesting,
    Vaccine,
    pathogen,
)
from ringfence.cores.transmission.households import AGE, PATTERN
from ringfence.cores.transmission.pathogens import ByAge
from ringfence.cores.transmission.state import FOUND_BY_ROUND, HELD, NEVER, SEVERE

NOTICED = SymptomaticTesting(share=0.6)


@pytest.fixture(scope="module")
def city_tested(small_city):
    """Everybody is tested on one day after many infections of every age; the laboratory is never short."""

    def tested(*, sensitivity=None, pool=1):
        source = pathogen("ancestral")
        if sensitivity:
            source = source.but(sensitivity_by_day=sensitivity)
        rounds = MassTesting(rounds=1, level="city", coverage=1.0, pool=pool, first_day=0.0, hours=1.0)
        response = [NOTICED, Laboratory(turnaround_hours=0.0, recheck_hours=0.0), Hospital(), rounds]
        sim = Sim(city=small_city, pathogen=source, interventions=response, days=40, seeds=Seeds(count=200))
        return sim.run(seed=1).records

    return tested


def found_by_round(records):
    return records[(records["flags"] & FOUND_BY_ROUND) > 0]


def test_a_test_finds_nobody_on_the_days_on_which_it_is_blind(city_tested):
    found = found_by_round(
        city_tested(sensitivity=((0.0, 0.0), (4.0, 0.0), (4.01, 1.0), (9.0, 1.0), (9.01, 0.0)))
    )
    age = (found["confirmed_at"] - found["infected_at"]) / 24
    assert age.size > 30
    assert age.min() >= 4.0
    assert age.max() <= 9.1


def test_a_pooled_tube_misses_more_than_a_single_one(city_tested):
    flat = ((0.0, 0.9), (39.0, 0.9))
    alone, pooled = (found_by_round(city_tested(sensitivity=flat, pool=pool)).size for pool in (1, 20))
    assert pooled < alone
    assert pooled / alone == pytest.approx(0.921, abs=0.06)


@pytest.mark.parametrize("vaccinated", [False, True])
def test_severity_follows_age_and_vaccination(small_city, vaccinated):
    ages = ByAge(((0, 0.0), (60, 0.3)))
    vaccine = Vaccine(coverage_by_age=ByAge(((0, 1.0 * vaccinated),)), against_severe=0.75)
    source = pathogen("ancestral", severe_by_age=ages, vaccine=vaccine)
    story = Sim(city=small_city, pathogen=source, days=60, seeds=Seeds(count=1_000)).run(seed=2)
    people = story.records[story.infected]
    old = small_city.pattern.people[people["person"] % PATTERN, AGE] >= 60
    severe = (people["flags"] & SEVERE) > 0
    assert not severe[~old].any()
    assert severe[old].mean() == pytest.approx(
        0.075 if vaccinated else 0.3, abs=4 * (0.3 * 0.7 / old.sum()) ** 0.5
    )


def traced(small_city, *, quarantine=None, **tracing):
    return Sim(
        city=small_city, pathogen=pathogen("ancestral"), days=40, seeds=Seeds(count=20),
        interventions=[NOTICED, Laboratory(), Hospital(), ContactTracing(**tracing), quarantine or Quarantine()],
    )  # fmt: skip


def test_looking_farther_back_finds_who_infected_the_case(small_city):
    """Backward tracing: infectors who were met before the days that count for infecting others."""
    shares, held = [], []
    for back in (0.0, 8.0):
        reached = []
        sim = traced(
            small_city, lookback_days=0.0, backward_days=back, backward_recall=1.0, recall=everybody()
        )
        for seed in range(1, 9):
            story = sim.run(seed=seed)
            records = story.records
            cases = story.infected[(records["confirmed_at"][story.infected] != NEVER)]
            sources = records["infector"][cases]
            known = cases[sources >= 0]
            infector = records[records["infector"][known]]
            reached.append(((infector["flags"] & HELD) > 0).mean())
        shares.append(np.mean(reached))
        held.append(sim.ensemble(runs=8).total("contacts_held").mean())
    assert shares[1] > shares[0]
    assert held[1] > held[0]


def everybody():
    return dict.fromkeys(("household", "school", "work", "venue", "transport", "neighbours", "citywide"), 1.0)


@pytest.mark.parametrize(
    "layer", ["household", "school", "work", "venue", "transport", "neighbours", "citywide"]
)
def test_tracing_reaches_contacts_of_every_layer(small_city, layer):
    held = traced(small_city, recall={layer: 1.0}).ensemble(runs=5).total("contacts_held")
    assert held.mean() > 0
    assert traced(small_city, recall={layer: 0.0}).ensemble(runs=5).total("contacts_held").max() == 0


@pytest.mark.parametrize(("layer", "share"), [("venue", 0.4), ("neighbours", 0.5), ("work", 0.8)])
def test_the_share_of_contacts_found_is_the_share_asked_for(small_city, layer, share):
    """A few days only, so that few are named by two cases (colleagues are, a little)."""
    whole, part = (
        traced(small_city, recall={layer: found}).but(days=12, seeds=Seeds(count=100)).ensemble(runs=60).total("contacts_held").sum()
        for found in (1.0, share)
    )  # fmt: skip
    assert part / whole == pytest.approx(share, abs=0.07)


def test_quarantine_at_home_leaks_as_much_as_it_is_told_to(small_city):
    infections = [
        traced(small_city, quarantine=Quarantine(rooms=0, home_outside=outside, home_household=household))
        .ensemble(runs=80).total("infections").mean()
        for outside, household in ((0.0, 0.0), (0.0, 1.0), (0.3, 1.0), (1.0, 1.0))
    ]  # fmt: skip
    assert infections == sorted(infections)
    assert infections[0] < 0.9 * infections[-1]


def test_the_household_of_a_contact_is_held_too_and_shorter(small_city):
    sim = traced(small_city, secondary=True, recall={"work": 1.0})
    records = sim.run(seed=4).records
    held = records[(records["flags"] & HELD) > 0]
    second = held[held["depth"] == 2]
    assert second.size > 20
    assert ((second["held_until"] - second["held_from"]) <= 7 * 24).all()
    homes = {int(r["person"]) for r in held[held["depth"] == 1]}
    assert all(any(abs(int(r["person"]) - one) < 8 for one in homes) for r in second), (
        "somebody of their household is a contact"
    )
