"""What may be asked of a forecast: bounds with field and unit, presets from the rule set, figures that become measures."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from ringfence.command.forecasts import rules
from ringfence.cores import transmission as engine
from ringfence.cores.transmission.interventions import LEVELS
from ringfence.cores.transmission.pathogens import names
from ringfence.kernel import Refused

CN8 = rules.RuleFigures(
    lookback_days=4,
    quarantine_days=14,
    secondary_days=7,
    test_days=(1, 4, 7, 14),
    close_days=14,
    control_days=14,
)
PRESETS = rules.presets(CN8, rooms=300, residents=6_250_000)
ASKED = rules.Question(strategies=PRESETS)


def test_the_presets_may_be_asked_as_they_are():
    rules.check_question(ASKED)
    assert PRESETS[0].reserve_rooms == 12_500
    assert {one.quarantine_days for one in PRESETS} == {14}


@pytest.mark.parametrize(("change", "field", "sentence"), [
    ({"tracing_hours": 0}, "strategies.1.tracing_hours", "tracing_hours is 0; it must lie between 1 and 240 hours"),
    ({"meetings_kept": 1.5}, "strategies.1.meetings_kept", "it must lie between 0 and 1 share of today's meetings"),
    ({"rooms": float("nan")}, "strategies.1.rooms", "rooms is nan"),
    ({"close_level": "street"}, "strategies.1.close_level", "There is no level street"),
    ({"label": "As now"}, "strategies.1.label", "a name of its own"),
])  # fmt: skip
def test_a_bad_figure_of_a_strategy_is_refused_at_its_field(change, field, sentence):
    wrong = replace(ASKED, strategies=(PRESETS[0], replace(PRESETS[1], **change)))
    with pytest.raises(Refused, match=sentence) as refusal:
        rules.check_question(wrong)
    assert list(refusal.value.fields) == [field]


@pytest.mark.parametrize(("change", "field"), [
    ({"runs": 10}, "runs"), ({"horizon_days": 15}, "horizon_days"), ({"strategies": ()}, "strategies"),
    ({"strategies": PRESETS * 2}, "strategies"), ({"pathogen": "flu"}, "pathogen"), ({"within_days": 0}, "within_days"),
])  # fmt: skip
def test_a_bad_question_is_refused_at_its_field(change, field):
    with pytest.raises(Refused) as refusal:
        rules.check_question(replace(ASKED, **change))
    assert field in refusal.value.fields


def test_words_are_those_of_the_engine():
    assert sorted(rules.PATHOGENS) == names()
    assert set(rules.LEVELS) == {"none", *LEVELS}


def test_every_figure_has_its_bound_or_its_list():
    told = {one.name for one in fields(rules.Strategy)} - {"label", "test_level", "close_level"}
    assert told == {*rules.BOUNDS, *rules.AREAS}


def test_a_strategy_becomes_measures_of_the_engine():
    full = replace(PRESETS[3], meetings_kept=0.5, test_rounds=2)
    plan = rules.measures_of(full, CN8)
    assert {"ContactTracing", "Quarantine", "MassTesting", "AreaClosure", "Distancing"} <= plan.keys()
    assert plan["ContactTracing"]["delay_hours"] == [0.5, 1.0, 2.0, 4.0, 6.0]
    assert plan["ContactTracing"]["lookback_days"] == 4
    assert plan["Quarantine"]["test_days"] == [1, 4, 7, 14]
    city = engine.demo_city(residents=4_000, villages=2)
    assert engine.Sim(
        city=city, pathogen=engine.pathogen("delta"), interventions=engine.measures(plan)
    ).policy
    assert "ContactTracing" not in rules.measures_of(replace(full, tracers=0), CN8)


def test_a_strategy_comes_back_from_json_and_unknown_figures_are_named():
    assert rules.strategy_from(rules.as_json(PRESETS[2])) == PRESETS[2]
    with pytest.raises(Refused, match="A strategy has no figure beds"):
        rules.strategy_from({"label": "x", "beds": 3})
