"""Equal arguments give equal bytes; strategies are compared on common random numbers."""

from __future__ import annotations

import re

import numpy as np
import pytest

from ringfence.cores.transmission import (
    AreaClosure,
    ContactTracing,
    Distancing,
    Hospital,
    Laboratory,
    MassTesting,
    Quarantine,
    Seeds,
    Sim,
    SymptomaticTesting,
    compiled,
    pathogen,
)  # fmt: skip


def response(*, delay_hours=(2.0, 4.0, 8.0, 16.0, 24.0)):
    return [
        SymptomaticTesting(share=0.6), Laboratory(tubes_per_day=40_000), ContactTracing(tracers=200, delay_hours=delay_hours),
        Quarantine(rooms=2_000), Hospital(), Distancing(factor=0.6),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def sim(small_city):
    return Sim(
        city=small_city,
        pathogen=pathogen("ancestral"),
        interventions=[*response(), MassTesting(), AreaClosure()],
        days=45,
    )


def test_any_number_of_workers_gives_the_same_bytes(sim):
    alone, three = sim.ensemble(runs=24), sim.ensemble(runs=24, workers=3)
    assert alone.series.tobytes() == three.series.tobytes()
    assert alone.counters.tobytes() == three.counters.tobytes()


def test_a_run_does_not_depend_on_the_runs_before_it(sim):
    many = sim.ensemble(runs=6)
    assert (sim.ensemble(runs=1, first_seed=6).series[0] == many.series[5]).all()
    assert (sim.run(seed=4).series == many.series[3]).all()


def test_an_intervention_that_comes_later_changes_nothing_before_it(small_city):
    base = Sim(city=small_city, pathogen=pathogen("delta"), interventions=response(), days=40)
    later = base.but(interventions=[*response(), Distancing(factor=0.1, first_day=20, counted_from="start")])
    first, second = base.run(seed=9), later.run(seed=9)
    assert (first.series[:20, 0] == second.series[:20, 0]).all()
    assert (first.series[20:, 0] != second.series[20:, 0]).any()


def test_the_course_of_a_person_does_not_depend_on_the_response(small_city):
    free = Sim(city=small_city, pathogen=pathogen("delta"), days=30).run(seed=5)
    held = Sim(city=small_city, pathogen=pathogen("delta"), days=30, interventions=response()).run(seed=5)
    incubation = {i.person: i.onset_at - i.infected_at for i in free.infections() if i.onset_at is not None}
    shared = [i for i in held.infections() if i.person in incubation]
    assert len(shared) > 20
    assert all(i.onset_at is not None and i.onset_at - i.infected_at == incubation[i.person] for i in shared)


def test_common_random_numbers_sharpen_the_comparison_of_two_tracing_delays(small_city):
    """The variance of the paired difference is at least four times smaller for tracing that is 24 hours slower."""
    runs = 400
    quick = Sim(
        city=small_city,
        pathogen=pathogen("ancestral"),
        interventions=response(),
        days=45,
        seeds=Seeds(count=20),
    )
    slow = quick.but(interventions=response(delay_hours=(26.0, 28.0, 32.0, 40.0, 48.0)))
    a, b = (np.log(s.ensemble(runs=runs).total("infections")) for s in (quick, slow))
    paired, unpaired = np.var(b - a), np.var(a) + np.var(b)
    assert (b - a).mean() > 0
    assert unpaired / paired >= 4.0


def test_whatever_a_kernel_imports_is_part_of_the_digest():
    """Otherwise old machine code would run after a change."""
    kernels = sorted((compiled.HERE / "kernels").glob("*.py"))
    imported = {
        name
        for file in kernels
        for name in re.findall(r"^from \.\.(\w+) import", file.read_text(), re.MULTILINE)
    }
    assert imported <= set(compiled.READ_BY_KERNELS)
