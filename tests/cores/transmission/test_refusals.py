"""Bad figures are refused with the field, its unit and its bounds."""

from __future__ import annotations

import pytest

from ringfence.cores.transmission import (
    AreaClosure,
    Arrivals,
    ContactTracing,
    Distancing,
    Distribution,
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
from ringfence.kernel import NotFound, Refused


@pytest.mark.parametrize(("measure", "field", "sentence"), [
    (SymptomaticTesting(share=1.2), "share", "share is 1.2; it must lie between 0.0 and 1.0 (share of people with symptoms)."),
    (SymptomaticTesting(delay_days=(3.0, 1.0)), "delay_days[1]", "delay_days[1] is 1.0; it must lie between 3.0 and 60.0 days."),
    (Laboratory(tubes_per_day=0), "tubes_per_day", "tubes_per_day is 0; it must lie between 1.0 and 1000000000000.0 tubes a day."),
    (ContactTracing(recall={"work": -0.1}), "recall[work]", "recall[work] is -0.1; it must lie between 0.0 and 1.0 (share of contacts found)."),
    (ContactTracing(lookback_days=40), "lookback_days", "lookback_days is 40; it must lie between 0.0 and 21.0 days."),
    (Quarantine(rooms=-1), "rooms", "rooms is -1; it must lie between 0.0 and 1000000000000.0 rooms."),
    (Hospital(isolation_hours=float("nan")), "isolation_hours", "isolation_hours is nan; it must lie between 0.0 and 480.0 hours."),
    (MassTesting(pool=100), "pool", "pool is 100; it must lie between 1 and 50 swabs in a tube."),
    (MassTesting(level="street"), "level", "There is no level street; known are village, township, county, city."),
    (AreaClosure(contact_factor=2), "contact_factor", "contact_factor is 2; it must lie between 0.0 and 1.0 (share of meetings kept)."),
    (Distancing(layers=("bars",)), "layers", "There is no layer bars; known are household, school, work, venue, transport, neighbours, citywide."),
    (SymptomaticTesting(severe_delay_days=-1), "severe_delay_days", "severe_delay_days is -1; it must lie between 0.0 and 60.0 days."),
    (ContactTracing(recall={"gym": 0.5}), "recall", "recall is gym; known are household, school, work, venue, transport, neighbours, citywide."),
    (Quarantine(reserve_share_by_day=()), "number of reserve_share_by_day", "number of reserve_share_by_day is 0; it must lie between 1 and 1300 days."),
    (Hospital(beds=0), "beds", "beds is 0; it must lie between 1.0 and 1000000000000.0 beds."),
    (Distancing(counted_from="monday"), "counted_from", "counted_from is monday; known are alarm, start."),
    (Masks(first_day=-1), "first_day", "first_day is -1; it must lie between 0 and 3650 days."),
    (Arrivals(certified_share=2), "certified_share", "certified_share is 2; it must lie between 0.0 and 1.0 (share of arrivals)."),
    (Arrivals(test_days=(0,)), "test_days[0]", "test_days[0] is 0; it must lie between 1 and 60 days of the stay."),
    (Arrivals(infected_per_day=-1), "infected_per_day", "infected_per_day is -1; it must lie between 0.0 and 500.0 persons a day."),
])  # fmt: skip
def test_a_bad_figure_of_a_measure(small_city, measure, field, sentence):
    with pytest.raises(Refused) as refusal:
        _ = Sim(city=small_city, pathogen=pathogen("delta"), interventions=[measure]).policy
    assert sentence in str(refusal.value)
    assert field in refusal.value.fields


@pytest.mark.parametrize(("change", "field"), [
    ({"days": 0}, "days"), ({"seeds": Seeds(count=-1)}, "seeds.count"), ({"seeds": Seeds(area="99")}, "seeds.area"),
])  # fmt: skip
def test_a_bad_simulation(small_city, change, field):
    with pytest.raises(Refused) as refusal:
        Sim(city=small_city, pathogen=pathogen("delta")).but(**change)
    assert field in refusal.value.fields


@pytest.mark.parametrize(("change", "field"), [
    ({"r0": 0}, "r0"), ({"r0": float("nan")}, "r0"), ({"dispersion": 0}, "dispersion"), ({"asymptomatic_share": 1.0}, "asymptomatic_share"),
    ({"timed_from": "birth"}, "timed_from"), ({"severe_by_age": ByAge(((0, 0.99),))}, "severe_by_age[0]"),
    ({"severe_by_age": ByAge(((5, 0.1),))}, "first age of severe_by_age"), ({"critical_by_age": ByAge(((0, 0.5), (60, 1.5)))}, "critical_by_age[1]"),
    ({"fatal_by_age": ByAge(((0, 0.5), (60, 0.2), (30, 0.1)))}, "age of fatal_by_age[2]"), ({"susceptibility_by_age": ByAge(((0, -1.0),))}, "susceptibility_by_age[0]"),
    ({"sensitivity_by_day": ((0.0, 1.2),)}, "sensitivity_by_day[0]"), ({"sensitivity_by_day": ((3.0, 1.0), (1.0, 1.0))}, "sensitivity_by_day[1]"),
    ({"vaccine": Vaccine(coverage_by_age=ByAge(((0, 1.1),)))}, "coverage_by_age[0]"), ({"vaccine": Vaccine(against_spread=-0.1)}, "against_spread"),
])  # fmt: skip
def test_a_bad_pathogen(change, field):
    with pytest.raises(Refused) as refusal:
        pathogen("delta", **change)
    assert field in refusal.value.fields


@pytest.mark.parametrize(("kind", "first", "second", "field"), [
    ("normal", 1.0, 1.0, "kind"), ("gamma", 0.0, 1.0, "first"), ("weibull", 1.0, -1.0, "second"), ("lognormal", 0.0, float("nan"), "second"),
])  # fmt: skip
def test_a_bad_distribution(kind, first, second, field):
    with pytest.raises(Refused) as refusal:
        Distribution(kind, first, second)
    assert field in refusal.value.fields


def test_an_unknown_pathogen_is_named_with_the_known_ones():
    with pytest.raises(NotFound, match="There is no pathogen flu; known are ancestral, delta, omicron"):
        pathogen("flu")
