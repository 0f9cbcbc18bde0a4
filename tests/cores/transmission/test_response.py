"""The response and its limits: each capacity bites, each measure helps, and the books balance."""

from __future__ import annotations

import numpy as np
import pytest

from ringfence.cores.transmission import (
    AreaClosure,
    Arrivals,
    ContactTracing,
    Distancing,
    Hospital,
    Laboratory,
    Masks,
    MassTesting,
    Quarantine,
    Seeds,
    Sim,
    SymptomaticTesting,
    Vaccine,
    pathogen,
)  # fmt: skip
from ringfence.cores.transmission.pathogens import ByAge
from ringfence.cores.transmission.state import CONFIRMED, HELD, INFECTED, INFECTIONS, NEVER, PLACED, RECORDS

NOTICED = SymptomaticTesting(share=0.6)


@pytest.fixture(scope="module")
def plain(small_city):
    return Sim(city=small_city, pathogen=pathogen("ancestral"), interventions=[NOTICED, Hospital()], days=40)


def mean_infections(sim, *interventions, runs=80):
    return (
        sim.but(interventions=[NOTICED, Hospital(), *interventions])
        .ensemble(runs=runs)
        .total("infections")
        .mean()
    )


@pytest.mark.parametrize("measure", [
    ContactTracing(), ContactTracing(secondary=True), MassTesting(rounds=5), AreaClosure(contact_factor=0.1), Distancing(factor=0.5), Masks(),
])  # fmt: skip
def test_every_measure_prevents_infections(plain, measure):
    extra = [measure, Quarantine()] if isinstance(measure, ContactTracing) else [measure]
    assert mean_infections(plain, *extra) < 0.93 * mean_infections(plain)


@pytest.mark.parametrize(("generous", "scarce"), [
    ([ContactTracing(), Quarantine()], [ContactTracing(tracers=0.5), Quarantine()]),
    ([ContactTracing(), Quarantine()], [ContactTracing(delay_hours=(72.0, 96.0)), Quarantine()]),
    ([ContactTracing(), Quarantine()], [ContactTracing(), Quarantine(rooms=0, home_outside=0.9)]),
    ([ContactTracing(), Quarantine()], [ContactTracing(), Quarantine(seats_per_day=2, home_outside=0.9)]),
    ([Laboratory()], [Laboratory(tubes_per_day=2)]),
    ([Laboratory(), MassTesting(pool=10)], [Laboratory(tubes_per_day=300), MassTesting(pool=1)]),
])  # fmt: skip
def test_every_capacity_bites(plain, generous, scarce):
    assert mean_infections(plain, *generous) < 0.97 * mean_infections(plain, *scarce)


def test_rooms_are_never_overbooked_and_the_rest_waits(plain):
    sim = plain.but(
        interventions=[NOTICED, Hospital(), ContactTracing(), Quarantine(rooms=30)], seeds=Seeds(count=30)
    )
    many = sim.ensemble(runs=40)
    assert many.peak("rooms_in_use").max() == 30
    assert many.peak("waiting_for_room").max() > 0
    assert many.limits()["rooms"] > 0.5
    enough = sim.but(interventions=[NOTICED, Hospital(), ContactTracing(), Quarantine()]).ensemble(runs=40)
    assert (enough.daily("rooms_needed") == enough.daily("rooms_in_use")).all()
    assert enough.peak("waiting_for_room").max() == 0
    assert (many.daily("rooms_needed") >= many.daily("rooms_in_use")).all()
    assert many.peak("rooms_needed").mean() > 2 * 30


def test_a_contact_of_a_contact_who_becomes_a_contact_takes_one_place(plain):
    """Where everybody is held at home, homes in use are people under an order, not orders."""
    sim = plain.but(
        interventions=[NOTICED, Hospital(), ContactTracing(secondary=True), Quarantine(rooms=0)],
        seeds=Seeds(count=30),
    )
    story = sim.run(seed=5)
    records = story.records[(story.records["flags"] & HELD) > 0]
    for day in (15, 25, 35):
        until = np.where(records["held_until"] < records["held_from"], -1, records["held_until"])
        assert story.daily("home_quarantined")[day] <= (until > 24 * day).sum() + (until // 24 == day).sum()


def test_rooms_empty_again_when_quarantine_is_over(plain):
    sim = plain.but(
        interventions=[
            NOTICED,
            Hospital(),
            ContactTracing(),
            Quarantine(rooms=400),
            Distancing(factor=0.0, layers=("household",)),
            Distancing(factor=0.0),
        ],
        days=80,
    )
    rooms = sim.ensemble(runs=30).daily("rooms_in_use")
    assert rooms.max() > 0
    assert (rooms[:, -1] == 0).all(), "nobody is infected after the alarm, so everybody is released"
    assert (rooms >= 0).all()


def test_the_books_balance(plain):
    sim = plain.but(
        interventions=[
            NOTICED,
            Hospital(),
            ContactTracing(secondary=True),
            Quarantine(rooms=200),
            MassTesting(),
            AreaClosure(),
            Arrivals(infected_per_day=0.5, held_share=0.5),
        ]
    )
    story = sim.run(seed=2)
    records, series, counters = story.records, story.series, story.counters
    infected = (records["flags"] & INFECTED) > 0
    assert len(np.unique(records["person"])) == counters[RECORDS] == len(records)
    assert (
        infected.sum()
        == counters[INFECTIONS]
        == series[:, 0].sum() + (story.records["infected_at"][story.infected] < 0).sum()
    )
    assert ((records["confirmed_at"] != NEVER) == (records["isolated_at"] != NEVER)).all()
    assert (records["confirmed_at"] != NEVER).sum() == counters[CONFIRMED] == story.daily("confirmed").sum()
    assert ((records["flags"] & HELD) > 0).sum() <= counters[PLACED]
    infectors = records["infector"][story.infected]
    with_infector = story.infected[infectors >= 0]
    assert (
        records["infected_at"][with_infector] > records["infected_at"][records["infector"][with_infector]]
    ).all()


def test_nobody_is_infected_by_a_person_in_a_room_or_in_hospital(plain):
    story = plain.but(
        interventions=[NOTICED, Hospital(isolation_hours=0), ContactTracing(), Quarantine()]
    ).run(seed=3)
    r = story.records
    for i in story.infected:
        source = r["infector"][i]
        if source >= 0:
            assert r["infected_at"][i] < r["isolated_at"][source]
            in_room = r["room_from"][source] <= r["infected_at"][i] < r["held_until"][source]
            assert not in_room


def test_vaccination_protects_those_who_have_it(plain):
    vaccine = Vaccine(
        coverage_by_age=ByAge(((0, 0.0), (18, 0.9))),
        against_infection=0.6,
        against_spread=0.4,
        against_severe=0.9,
    )
    none = plain.ensemble(runs=100)
    some = plain.but(pathogen=pathogen("ancestral", vaccine=vaccine)).ensemble(runs=100)
    assert some.total("infections").mean() < 0.6 * none.total("infections").mean()
    assert some.peak("beds_in_use").mean() < none.peak("beds_in_use").mean()


def test_a_city_that_does_not_look_finds_nothing(small_city):
    many = Sim(
        city=small_city,
        pathogen=pathogen("ancestral"),
        interventions=[ContactTracing(), Quarantine(), MassTesting()],
        days=30,
    ).ensemble(runs=5)
    assert many.total("confirmed").sum() == 0
    assert many.total("infections").min() >= 10


def test_mass_testing_counts_people_and_pooled_tubes(plain):
    sim = plain.but(
        interventions=[NOTICED, Hospital(), MassTesting(rounds=2, coverage=1.0, pool=10, level="city")],
        days=30,
    )
    many = sim.ensemble(runs=20)
    alone = plain.but(days=30).ensemble(runs=20)
    rounds = (many.total("tests") - alone.total("tests")) / plain.city.population
    assert np.median(rounds) == pytest.approx(2.0, abs=0.02)
    assert many.peak("tubes").max() < 1.2 * plain.city.population / 10


def test_the_end_within_an_incubation_period_is_likelier_when_more_is_done(plain):
    little = plain.ensemble(runs=200).probability_of_end()
    much = (
        plain.but(
            interventions=[
                NOTICED,
                Hospital(),
                ContactTracing(),
                Quarantine(),
                MassTesting(rounds=6),
                Distancing(factor=0.3),
            ]
        )
        .ensemble(runs=200)
        .probability_of_end()
    )
    assert little[2] < much[1], "the 90 % intervals do not touch"
