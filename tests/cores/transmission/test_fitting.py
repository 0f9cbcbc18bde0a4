"""A running outbreak is fitted from its line list and played on; the truth lies inside the bands as often as they say."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from ringfence.cores.transmission import (
    Change,
    Distancing,
    Effort,
    Hospital,
    Listed,
    Prior,
    Sim,
    SymptomaticTesting,
    calibration,
    fit,
    fitting,
    listed,
    pathogen,
)  # fmt: skip
from ringfence.cores.transmission.calibration import MEASURED, Setting, score, truth, usual_response
from ringfence.cores.transmission.observed import most_within
from ringfence.cores.transmission.prior import FIRST_INFECTIONS, TRANSMISSION
from ringfence.cores.transmission.state import MOST_CONFIRMED, MOST_EARLY
from ringfence.kernel import Refused

DELTA = pathogen("delta")


@pytest.fixture(scope="module")
def known(small_city):
    return next(
        t for seed in range(40, 80) if (t := truth(Setting(small_city), seed=seed)) and len(t.cases) >= 15
    )


@pytest.fixture(scope="module")
def fitted(small_city, known):
    return fit(running(small_city), known.cases, today=known.today, effort=Effort(draws=600, keep=40),
    )  # fmt: skip


def test_equal_arguments_give_equal_bytes_on_any_number_of_workers(small_city, known, fitted):
    again = fit(running(small_city), known.cases, today=known.today, effort=Effort(draws=600, keep=40, workers=2)
    )  # fmt: skip
    assert again.values.tobytes() == fitted.values.tobytes()
    assert again.so_far.series.tobytes() == fitted.so_far.series.tobytes()


def test_what_stays_looks_like_the_list(known, fitted):
    confirmed = fitted.so_far.daily("confirmed")[:, : fitted.today].sum(axis=1)
    low, high = np.quantile(confirmed, (0.05, 0.95))
    assert low <= len(known.cases) <= high
    assert high - low < 3 * len(known.cases)


def test_a_replicate_given_up_during_the_search_never_stays(fitted):
    """Those that stay are played to the end: their counts before and after the search agree."""
    again = fitted.observed.distance(fitted.so_far)
    assert np.allclose(again, fitted.distance)


def test_giving_up_early_changes_no_fit(small_city, known, fitted, monkeypatch):
    """Once enough near replicates are known, far ones are not played to their end; what stays is the same."""
    given_up = []
    usual = fitting._Search._give_up_farther_than

    def watched(search, distance, part):
        usual(search, distance, part)
        given_up.append(part.traits[0, [MOST_CONFIRMED, MOST_EARLY]])

    monkeypatch.setattr(fitting, "ROUND", 100)
    monkeypatch.setattr(fitting._Search, "_give_up_farther_than", watched)
    again = fit(running(small_city), known.cases, today=known.today, effort=Effort(draws=600, keep=40))
    assert len(given_up) == 5
    assert all(np.isfinite(one).all() for one in given_up)
    assert again.values.tobytes() == fitted.values.tobytes()
    assert again.distance.tobytes() == fitted.distance.tobytes()
    assert again.so_far.series.tobytes() == fitted.so_far.series.tobytes()


@pytest.mark.parametrize(("distance", "of"), [(0.0, 7), (2.5, 0), (3.0, 42)])
def test_the_most_within_a_distance_is_within_it_and_one_more_is_not(distance, of):
    most = most_within(distance, of=of)
    away = [2 * abs((x + 0.375) ** 0.5 - (of + 0.375) ** 0.5) for x in (most, most + 1)]
    assert away[0] <= distance + 1e-9 < away[1]


def test_prior_and_posterior_are_both_given(fitted):
    before, after = fitted.prior_bands(), fitted.posterior_bands()
    assert before.keys() == after.keys()
    assert before["transmission"][0] == pytest.approx(0.4 * 4**0.05, rel=0.02)
    assert all(before[name][0] - 1e-9 <= after[name][2] <= before[name][4] + 1e-9 for name in before)


def test_the_stock_of_today_counts_every_infected_person_once(known, fitted):
    stock = fitted.so_far.stock
    infected = fitted.so_far.daily("infections")[:, : fitted.today].sum(axis=1)
    assert (stock.sum(axis=1) == infected).all()
    assert np.median(stock[:, 0]) == pytest.approx(len(known.cases), rel=0.3)


def test_strategies_share_the_past_and_differ_after_today(small_city, fitted):
    as_now = fitted.sim.interventions
    compared = fitted.forecast(
        {"as now": as_now, "fewer meetings": [*as_now, Distancing(factor=0.2)]}, days=20
    )
    assert {e.series.shape[1] for e in compared.ensembles} == {20}
    assert compared.difference("fewer meetings")[2] < 0
    first, second = (
        fitted.sim.but(days=fitted.today + 5, change=Change(fitted.today, response)).play(fitted.replicates)
        for response in (as_now, [])
    )
    assert (first.series[:, : fitted.today, 0] == second.series[:, : fitted.today, 0]).all()


def test_the_days_of_a_strategy_count_from_today(small_city):
    """Distancing from day 5 on, decided on day 10 of the run, begins on day 15."""
    response = [SymptomaticTesting(share=0.9), Hospital()]
    sim = Sim(city=small_city, pathogen=DELTA, interventions=response, days=30)
    kept = sim.but(change=Change(10, response)).run(seed=3)
    later = sim.but(change=Change(10, [*response, Distancing(factor=0.0, first_day=5)])).run(seed=3)
    differs = np.flatnonzero(kept.series[:, 0] != later.series[:, 0])
    assert kept.series[:10].tobytes() == sim.run(seed=3).series[:10].tobytes()
    assert 15 <= differs[0] <= 16


def test_more_transmission_is_seen_as_more(small_city):
    medians = []
    for factor in (0.45, 1.5):
        prior = Prior(
            transmission=(factor, factor * 1.001), meetings_kept=(0.4, 0.5), first_infections=(6, 6)
        )
        known = next(
            t
            for seed in range(500, 600)
            if (t := truth(Setting(small_city, prior=prior), seed=seed)) and len(t.cases) >= 12
        )
        found = fit(running(small_city), known.cases, today=known.today, effort=Effort(draws=800, keep=40),
                    prior=Prior(meetings_kept=(0.4, 0.5), first_infections=(6, 6)))  # fmt: skip
        assert (found.values[:, FIRST_INFECTIONS] == 6).all()
        medians.append(np.median(found.values[:, TRANSMISSION]))
    assert medians[0] < medians[1]


def test_imported_cases_begin_where_and_when_they_came(small_city):
    area = small_city.area_codes[1][3]
    cases = [Listed(reported=100 + k, onset=98 + k, area=area, imported=True) for k in range(4)]
    found = fit(
        running(small_city),
        cases,
        today=105,
        effort=Effort(draws=100, keep=10),
    )
    come = found.replicates.people[:, -4:]
    first, last = small_city.residents_of(area)
    assert ((come >= first) & (come < last)).all()
    onset_hours = 24 * (np.array([98, 99, 100, 101]) - found.observed.first_day)
    assert (found.replicates.hours[:, -4:] < onset_hours).all()


def test_delays_come_from_the_list_where_it_knows_them(small_city):
    cases = [Listed(reported=104, onset=100, isolated=105) for _ in range(8)]
    found = fit(
        running(small_city),
        cases,
        today=110,
        effort=Effort(draws=60, keep=5),
    )
    seeking, _, hospital = found.sim.interventions[:3]
    assert seeking.delay_days == (4.5,) * 5
    assert hospital.isolation_hours == 24.0


def test_a_plain_table_becomes_a_line_list():
    rows = [{"reported": "2022-01-09", "onset": date(2022, 1, 6), "area": "410702", "in_quarantine": ""}]
    case = listed(rows)[0]
    assert (case.reported - case.onset, case.area, case.in_quarantine) == (3, "410702", None)


@pytest.mark.parametrize(("rows", "sentence"), [
    ([{"onset": "2022-01-06"}], "Row 1 of the line list has no day of report."),
    ([{"reported": "9.1."}], "Row 1 of the line list: 9.1. is not a day"),
])  # fmt: skip
def test_a_table_without_days_is_refused(rows, sentence):
    with pytest.raises(Refused, match=sentence):
        listed(rows)


def test_bad_figures_are_refused(small_city):
    with pytest.raises(Refused, match="no case up to this day"):
        fit(running(small_city), [Listed(reported=10)], today=9)
    with pytest.raises(Refused, match="keep is 90; it must lie between 5 and 50 replicates"):
        fit(
            running(small_city),
            [Listed(reported=9)],
            today=9,
            effort=Effort(draws=100, keep=90),
        )
    with pytest.raises(Refused, match=r"transmission\[1\] is 0.2; it must lie between 0.5"):
        Prior(transmission=(0.5, 0.2))


def running(city):
    return Sim(city=city, pathogen=DELTA, interventions=usual_response())


def scores(city, *, count, draws, keep, first):
    found, setting, seed = [], Setting(city), first
    while len(found) < count:
        known = truth(setting, seed=seed)
        if known is not None:
            found.append(score(setting, known, effort=Effort(draws=draws, keep=keep, seed=seed)))
        seed += 1
    return found


def test_the_truth_is_mostly_inside_the_bands(small_city):
    """Ten outbreaks: at 90 % coverage fewer than six inside is as good as impossible (1 in 7,000); the 500 are below."""
    found = scores(small_city, count=10, draws=400, keep=40, first=5_000)
    for n in range(len(MEASURED)):
        assert sum(s.bands[n].covers for s in found) >= 6, MEASURED[n]


@pytest.mark.parametrize(("values", "true", "covers", "inside"), [
    (range(1, 20), 10, True, 1.0),      # in the middle, one of its kind
    (range(1, 20), 40, False, 0.0),     # above all
    ([7] * 19, 7, True, 0.9),           # every room is taken in all: the band cannot miss, the rank can
    ([0] * 18 + [9], 0, True, 18 / 19), # ties at the lower end
])  # fmt: skip
def test_ties_are_split(values, true, covers, inside):
    found = calibration._band(np.array(list(values)), true)
    assert (found.covers, found.inside) == (covers, pytest.approx(inside, abs=0.02))


@pytest.mark.slow
def test_five_hundred_outbreaks(small_city):
    """The 90 % bands of cases and of rooms needed cover 85-95 %, ties split; the Brier score of P(end) lies at least a quarter below climatology."""
    found = scores(small_city, count=500, draws=6_000, keep=60, first=10_000)
    ended = np.array([s.ended for s in found], float)
    chance = np.array([s.chance for s in found])
    brier, climatology = ((chance - ended) ** 2).mean(), ended.mean() * (1 - ended.mean())
    for n in (0, 1):
        assert 0.85 <= np.mean([s.bands[n].inside for s in found]) <= 0.95, MEASURED[n]
    assert brier <= 0.75 * climatology
