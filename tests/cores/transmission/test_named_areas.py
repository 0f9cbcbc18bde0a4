"""Areas named one by one: a township closed, a county tested twice, by code or by name of the city's tree."""

from __future__ import annotations

import numpy as np
import pytest

from ringfence.cores.transmission import (
    AreaClosure,
    Change,
    ContactTracing,
    Hospital,
    MassTesting,
    Quarantine,
    Seeds,
    Sim,
    SymptomaticTesting,
    demo_city,
    measures,
    pathogen,
    read_city,
)
from ringfence.faces.jobs.commands.simulate import TREE
from ringfence.kernel import Refused

SEEN = [SymptomaticTesting(share=0.6), Hospital()]


@pytest.fixture(scope="module")
def xinxiang():
    return read_city(TREE)


@pytest.fixture(scope="module")
def sim(small_city):
    return Sim(city=small_city, pathogen=pathogen("ancestral"), interventions=SEEN, days=40)


def played(sim, *more, runs=60):
    return sim.but(interventions=[*SEEN, *more]).ensemble(runs=runs)


@pytest.mark.parametrize(("area", "code"), [
    ("卫滨区", "410703"), ("Weibin District", "410703"), (" weibin district ", "410703"), ("410703", "410703"), ("410702001", "410702001"),
])  # fmt: skip
def test_an_area_is_known_by_code_and_name(xinxiang, area, code):
    assert xinxiang.code_of(area) == code


@pytest.mark.parametrize(("area", "sentence"), [
    ("Atlantis", "There is no area Atlantis in this city"), ("41070", "There is no area 41070"), ("", "There is no area"),
    ("城关镇", "城关镇 is the name of several areas: .*, .*Give the code"),
])  # fmt: skip
def test_an_unknown_or_ambiguous_area_is_refused_at_its_field(xinxiang, area, sentence):
    with pytest.raises(Refused, match=sentence) as refusal:
        xinxiang.inside([area])
    assert list(refusal.value.fields) == ["areas"]


def test_a_named_township_is_closed_for_its_days_whether_it_has_cases_or_not(sim, small_city):
    code = small_city.area_codes[1][2]
    closed = AreaClosure(areas=(code,), days=7, delay_hours=0, first_day=2)
    story = sim.but(interventions=[*SEEN, closed]).run(seed=3)
    counted = story.daily("residents_in_closed_areas")
    alarm = int(np.flatnonzero(story.daily("confirmed"))[0])
    inside = np.flatnonzero(counted)
    assert set(counted[inside]) == {small_city.population_of(code)}
    assert (inside[0], len(inside)) == (alarm + 2, 7)


def test_nobody_meets_across_a_border_that_is_shut(sim, small_city):
    """With no meeting left, infections outside the home end in the township, and only there."""
    code = small_city.area_codes[1][0]
    shut = AreaClosure(areas=(code,), days=60, delay_hours=0, contact_factor=0.0)
    story = sim.but(interventions=[*SEEN, shut], days=60).run(seed=2)
    first, last = small_city.residents_of(code)
    alarm = 24 * int(np.flatnonzero(story.daily("confirmed"))[0]) + 24
    late = [i for i in story.infections() if i.infector is not None and i.infected_at > alarm]
    outside_home = [i for i in late if i.layer != "household"]
    assert len(outside_home) > 20
    assert not any(first <= i.person < last or first <= i.infector < last for i in outside_home)


def test_closing_every_county_is_closing_the_city(sim, small_city):
    named = played(sim, AreaClosure(areas=small_city.area_codes[2], contact_factor=0.0))
    one_by_one = played(sim, AreaClosure(areas=small_city.area_codes[0], contact_factor=0.0))
    assert named.series.tobytes() == one_by_one.series.tobytes()
    assert named.total("infections").mean() < 0.5 * played(sim).total("infections").mean()


def test_a_resident_of_two_closed_areas_counts_once(sim, small_city):
    both = [AreaClosure(areas=small_city.area_codes[1][:3]), AreaClosure(level="village")]
    counted = played(sim, *both).daily("residents_in_closed_areas")
    assert counted.min() == 0
    assert counted.max() <= small_city.population


def test_a_named_county_is_tested_though_it_has_no_case(sim):
    city = demo_city(residents=100_000, villages=250)
    busy, quiet = city.area_codes[2]
    seeded = sim.but(city=city, days=24, seeds=Seeds(count=4, area=busy))
    none, named = (
        seeded.but(interventions=[*SEEN, *more]).run(seed=6).to_table()
        for more in ([], [MassTesting(rounds=2, coverage=1.0, areas=(quiet,))])
    )
    assert sum(named["tests"]) - sum(none["tests"]) == pytest.approx(2 * city.population_of(quiet), rel=0.02)
    assert sum(named["tubes"]) < sum(named["tests"]) / 5


def test_testing_every_county_by_name_is_testing_the_city(sim, small_city):
    by_name = played(sim, MassTesting(areas=small_city.area_codes[2], rounds=2))
    assert by_name.series.tobytes() == played(sim, MassTesting(level="city", rounds=2)).series.tobytes()


def test_areas_are_open_again_when_the_response_changes(sim, small_city):
    shut = [*SEEN, AreaClosure(areas=small_city.area_codes[1][:2], days=30)]
    changed = sim.but(interventions=shut, change=Change(15, SEEN)).ensemble(runs=30)
    closed = changed.daily("residents_in_closed_areas")
    assert closed[:, :15].max() == sum(small_city.population_of(c) for c in small_city.area_codes[1][:2])
    assert (closed[:, 16:] == 0).all()
    opened = sim.but(change=Change(15, shut)).ensemble(runs=30).daily("residents_in_closed_areas")
    noticed = changed.daily("confirmed")[:, :15].sum(axis=1) > 0
    assert (opened[:, :15] == 0).all()
    assert (opened[noticed, 17] > 0).all()


def test_two_closures_stand_in_one_plan():
    found = measures({"AreaClosure": [{"level": "township"}, {"areas": ["410703"]}], "Hospital": None})
    assert [type(one).__name__ for one in found] == ["AreaClosure", "AreaClosure", "Hospital"]


@pytest.mark.parametrize(("measure", "sentence"), [
    (AreaClosure(areas=("9",)), "There is no area 9"), (MassTesting(areas=("9",)), "There is no area 9"),
    (AreaClosure(areas=("901001",), days=500), "days is 500; it must lie between 0.0 and 120.0 days"),
    (AreaClosure(areas=("901001",), first_day=-1), "first_day is -1; it must lie between 0.0 and 3650.0 days after the alarm"),
])  # fmt: skip
def test_bad_figures_are_refused(sim, measure, sentence):
    with pytest.raises(Refused, match=sentence):
        sim.but(interventions=[measure]).run(seed=1)


def test_areas_named_in_two_measures_are_refused(sim, small_city):
    twice = [AreaClosure(areas=(code,)) for code in small_city.area_codes[1][:2]]
    with pytest.raises(Refused, match="named in one measure"):
        sim.but(interventions=twice).run(seed=1)


def test_traced_contacts_do_not_care_about_names(sim, small_city):
    """Adding a closure of an area where nobody lives who is infected changes no draw."""
    tracing = [ContactTracing(), Quarantine()]
    plain = sim.but(interventions=[*SEEN, *tracing], days=16, seeds=Seeds(count=1))
    story = plain.run(seed=9)
    touched = {small_city.village_of(int(p)) for p in story.records["person"]}
    far = next(v for v in small_city.village_codes if v not in touched)
    closed = plain.but(interventions=[*SEEN, *tracing, AreaClosure(areas=(far,))])
    assert closed.run(seed=9).records.tobytes() == story.records.tobytes()
