"""The engine against what can be computed exactly: final size, growth, extinction, households, offspring."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize

from ringfence.cores.transmission import (
    Hospital,
    Laboratory,
    Seeds,
    Sim,
    SymptomaticTesting,
    demo_city,
    households_only,
)
from ringfence.cores.transmission.households import HOME_FIRST, HOME_SIZE, PATTERN
from ringfence.cores.transmission.kernels.engine import run_once
from ringfence.cores.transmission.theory import extinction_probability, final_size, growth_rate, reed_frost

from .conftest import FERRETTI_GENERATION, FERRETTI_INCUBATION, textbook


@pytest.mark.parametrize("r0", [1.5, 2.0, 3.0])
def test_final_size(mixed_city, r0):
    many = Sim(city=mixed_city, pathogen=textbook(r0=r0), days=300, seeds=Seeds(count=500)).ensemble(runs=4)
    share = many.total("infections").mean() / mixed_city.population
    assert share == pytest.approx(final_size(r0=r0, seeded_share=500 / mixed_city.population), abs=0.003)


@pytest.mark.parametrize("r0", [2.0, 3.0])
def test_growth_follows_euler_and_lotka(r0):
    city = demo_city(residents=4_000_000, meetings=mixed())
    seeds = Seeds(count=400, infected_up_to_days_ago=10.0)
    curve = (
        Sim(city=city, pathogen=textbook(r0=r0), days=round(10 + 50 / r0), seeds=seeds)
        .ensemble(runs=3)
        .daily("infections")
        .sum(axis=0)
    )
    early = (np.arange(curve.size) > 12) & (np.cumsum(curve) < 0.005 * 3 * city.population)
    slope = np.polyfit(np.flatnonzero(early), np.log(curve[early]), 1)[0]
    assert slope == pytest.approx(growth_rate(r0=r0, generation=FERRETTI_GENERATION), rel=0.02)


def mixed():
    from ringfence.cores.transmission import evenly_mixed

    return evenly_mixed()


@pytest.mark.parametrize(("r0", "k"), [(1.5, 1e6), (2.5, 1e6), (1.5, 0.5), (2.5, 0.16)])
def test_extinction_from_one_infection(mixed_city, r0, k):
    runs = 4000
    many = Sim(
        city=mixed_city,
        pathogen=textbook(r0=r0, dispersion=k),
        days=round(70 / r0**0.8),
        seeds=Seeds(count=1),
    ).ensemble(runs=runs)
    extinct = (many.daily("infections")[:, -14:].sum(axis=1) == 0).mean()
    q = extinction_probability(r0=r0, dispersion=k)
    assert abs(extinct - q) < 3.0 * (q * (1 - q) / runs) ** 0.5 + 0.003, (
        "0.003: chains still alive that will die"
    )


@pytest.mark.parametrize("size", [2, 3, 4, 5, 6])
def test_households_follow_reed_and_frost(size):
    city = demo_city(residents=256_000, meetings=households_only())
    sim = Sim(city=city, pathogen=textbook(r0=0.9), days=90, seeds=Seeds(count=0))
    world = sim.world()
    people = city.pattern.people
    heads = np.flatnonzero((people[:, HOME_FIRST] == np.arange(PATTERN)) & (people[:, HOME_SIZE] == size))
    seeds = (np.arange(city.population // PATTERN)[:, None] * PATTERN + heads).ravel()
    run_once(world, seed=1, people=seeds, hours=np.zeros(seeds.size, np.int64))
    mean_others = (world.book.series[:, 0].sum()) / seeds.size
    per_pair = 1.0 - np.exp(-sim.disease.rates[0, size, 0] / (size - 1))
    chances = reed_frost(size=size, per_pair=per_pair)
    expected = chances @ np.arange(size)
    sd = (chances @ (np.arange(size) - expected) ** 2) ** 0.5
    assert mean_others == pytest.approx(expected + 1, abs=3 * sd / seeds.size**0.5)


@pytest.mark.parametrize(("k", "delay_days"), [(1e6, None), (0.5, None), (0.5, 1.0), (1e6, 0.0)])
def test_offspring_of_cases_isolated_after_onset(k, delay_days):
    city = demo_city(residents=2_000_000, meetings=mixed())
    count = 8_000
    response = (
        []
        if delay_days is None
        else [
            SymptomaticTesting(share=1.0, delay_days=(delay_days,) * 2),
            Laboratory(turnaround_hours=0.0),
            Hospital(isolation_hours=0.0),
        ]
    )
    story = Sim(
        city=city,
        pathogen=textbook(r0=2.0, dispersion=k),
        interventions=response,
        days=30,
        seeds=Seeds(count=count),
    ).run()
    pairs = story.pairs()
    first = {int(p) for p in story.records["person"][story.infected[:count]]}
    mine = np.array([a in first for a in pairs[:, 0]])
    offspring = np.zeros(count)
    _, numbers = np.unique(pairs[mine, 0], return_counts=True)
    offspring[: numbers.size] = numbers
    allowed, generation = expected_with_isolation(delay_days)
    mean = 2.0 * allowed
    assert offspring.mean() == pytest.approx(
        mean, abs=3.5 * ((mean + mean**2 / min(k, 1e3)) / count) ** 0.5 + 0.012
    ), "0.012: a target hit twice"
    assert pairs[mine, 2].mean() / 24 == pytest.approx(generation, rel=0.02)
    if delay_days is None:
        assert offspring.var() == pytest.approx(2.0 + 4.0 / k, rel=0.12)


def expected_with_isolation(delay_days):
    """Share of transmissions before isolation and their mean generation time, by drawing the two delays."""
    rng = np.random.default_rng(1)
    generation = FERRETTI_GENERATION.quantile(rng.random(400_000))
    if delay_days is None:
        return 1.0, generation.mean()
    kept = generation < FERRETTI_INCUBATION.quantile(rng.random(400_000)) + delay_days
    return kept.mean(), generation[kept].mean()


def test_the_theory_itself():
    assert [round(final_size(r0=r), 4) for r in (1.2, 1.5, 2, 3)] == [0.3137, 0.5828, 0.7968, 0.9405]
    assert growth_rate(r0=2.0, generation=FERRETTI_GENERATION) == pytest.approx(0.1450, abs=5e-5)
    assert optimize.brentq(
        lambda r: growth_rate(r0=r, generation=FERRETTI_GENERATION) - 0.14, 1.1, 4.0
    ) == pytest.approx(1.955, abs=1e-3)
    assert [
        round(extinction_probability(r0=r, dispersion=k), 4)
        for r, k in ((1.5, 1e9), (2.5, 0.16), (1.2, 0.16))
    ] == [0.4172, 0.7945, 0.952]
    assert reed_frost(size=3, per_pair=0.5) == pytest.approx([0.25, 0.25, 0.5])
