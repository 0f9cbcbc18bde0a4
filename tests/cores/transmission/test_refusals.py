"""Bad figures are refused with the field, its unit and its bounds."""

from __future__ import annotations

import pytest

from ringfence.cores.transmission import (
    AreaClosure,
    Arrivals,
    ContactTracing,
    Distancing,
    Hospital,
    Laboratory,
    MassTesting,
    Quarantine,
    Seeds,
    Sim,
    SymptomaticTesting,
    pathogen,
)  # fmt: skip
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


@pytest.mark.parametrize(
    "change", [{"r0": 0}, {"r0": float("nan")}, {"dispersion": 0}, {"asymptomatic_share": 1.0}]
)
def test_a_bad_pathogen(change):
    with pytest.raises(Refused):
        pathogen("delta", **change)


def test_an_unknown_pathogen_is_named_with_the_known_ones():
    with pytest.raises(NotFound, match="There is no pathogen flu; known are ancestral, delta, omicron"):
        pathogen("flu")
