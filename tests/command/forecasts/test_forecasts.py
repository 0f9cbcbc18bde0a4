"""A forecast from question to answer: read without names, played by the worker, kept, on record."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.city import NOON, City, build, hours
from tests.stories.telling import open_case

from ringfence.command.forecasts import actions, queries, rules
from ringfence.faces.jobs.tasks.forecasts import play_now
from ringfence.ground.audit import queries as record
from ringfence.kernel import NotFound, NotPermitted, Refused

LATER = NOON + hours(30)
SMALL = {"runs": 50, "horizon_days": 21, "within_days": 14}


@pytest.fixture
def city(db: None) -> City:
    return build()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few outbreaks in a made-up small city: the machinery is what is tested here."""
    from ringfence.command.forecasts import playing
    from ringfence.cores.transmission import demo_city

    monkeypatch.setattr(rules, "DRAWS_FOR_A_RUN", 4)
    monkeypatch.setattr(playing, "city_of", lambda _: demo_city(residents=20_000))


def question(city: City, **change: Any) -> rules.Question:
    begun = queries.presets(outbreak=city.outbreak)
    return rules.Question(strategies=begun["strategies"][:2], **SMALL | change)


def asked(city: City, **change: Any) -> queries.Forecast:
    return actions.ask(
        outbreak_id=city.outbreak.id, question=question(city, **change), by=city.command, now=LATER
    )


def test_from_the_question_to_the_answer(city: City, quick: None) -> None:
    open_case(city, onset_date=NOON.date(), found_by="FEVER_CLINIC")
    found = asked(city)
    play_now(forecast_id=found.id, user_id=city.command.id)
    done = queries.forecast(forecast_id=found.id, by=city.command)
    assert (done.state, done.percent) == ("DONE", 100)
    assert [one["label"] for one in done.result["strategies"]] == [
        one.label for one in question(city).strategies
    ]
    assert len(done.result["seeds"]) == SMALL["runs"]
    assert all(len(one["series"]["confirmed"][0]) == 21 for one in done.result["strategies"])
    assert done.engine_version
    assert any("50" in str(one["values"].values()) for one in done.assumptions)
    deeds = [one.action for one in record.of_outbreak(outbreak_id=city.outbreak.id)]
    assert {"forecast.ask", "forecast.read_line_list", "forecast.answer"} <= set(deeds)


def test_an_answer_holds_nobodys_name_or_case(city: City, quick: None) -> None:
    case = open_case(city)
    found = asked(city)
    play_now(forecast_id=found.id, user_id=city.command.id)
    done = queries.forecast(forecast_id=found.id, by=city.command)
    kept = json.dumps([done.result, done.strategies, done.assumptions], ensure_ascii=False, default=str)
    for secret in ("Chen", case.number, str(case.id), str(case.person_id)):
        assert secret not in kept


def test_told_twice_the_answer_is_the_same(city: City, quick: None) -> None:
    open_case(city)
    answers = []
    for _ in range(2):
        found = asked(city)
        play_now(forecast_id=found.id, user_id=city.command.id)
        result = queries.forecast(forecast_id=found.id, by=city.command).result
        answers.append({key: value for key, value in result.items() if key != "cpu_seconds"})
    assert answers[0] == answers[1]


def test_without_a_case_there_is_nothing_to_forecast(city: City) -> None:
    with pytest.raises(Refused, match="no case yet"):
        asked(city)


def test_who_may_not_ask_is_told_so(city: City) -> None:
    open_case(city)
    for who in (city.nurse, city.investigator, city.tianjin):
        with pytest.raises(NotPermitted):
            actions.ask(outbreak_id=city.outbreak.id, question=question(city), by=who, now=LATER)


def test_another_citys_command_does_not_see_it(city: City) -> None:
    open_case(city)
    found = asked(city)
    with pytest.raises(NotFound):
        queries.forecast(forecast_id=found.id, by=city.tianjin)
    assert not queries.visible_to(by=city.tianjin, outbreak_id=city.outbreak.id)


def test_a_cancelled_forecast_is_not_played_and_cannot_be_cancelled_twice(city: City, quick: None) -> None:
    open_case(city)
    found = asked(city)
    actions.cancel(forecast_id=found.id, by=city.command, now=LATER)
    play_now(forecast_id=found.id, user_id=city.command.id)
    assert queries.forecast(forecast_id=found.id, by=city.command).state == "CANCELLED"
    with pytest.raises(Refused, match="nothing to cancel"):
        actions.cancel(forecast_id=found.id, by=city.command, now=LATER)


def test_one_cancelled_while_it_is_played_stops(
    city: City, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_case(city)
    found = asked(city)
    noted = actions.note_progress

    def cancelled_now(**told: Any) -> bool:
        if noted(**told):
            actions.cancel(forecast_id=told["forecast_id"], by=told["by"], now=told["now"])
        return noted(**told)

    monkeypatch.setattr(actions, "note_progress", cancelled_now)
    play_now(forecast_id=found.id, user_id=city.command.id)
    stopped = queries.forecast(forecast_id=found.id, by=city.command)
    assert (stopped.state, stopped.result) == ("CANCELLED", {})


def test_cases_of_today_count_only_when_somebody_was_reported_today(city: City) -> None:
    open_case(city)
    assert asked(city).as_of == NOON.date()
    same_day = actions.ask(
        outbreak_id=city.outbreak.id, question=question(city), by=city.command, now=NOON + hours(3)
    )
    assert same_day.as_of == NOON.date()


def test_presets_follow_the_rule_set(city: City) -> None:
    begun = queries.presets(outbreak=city.outbreak)
    city.outbreak.ruleset_id = "CN-20"
    later = queries.presets(outbreak=city.outbreak)
    assert begun["strategies"][0].quarantine_days > later["strategies"][0].quarantine_days
    assert later["strategies"][0].secondary_days == 0
    assert begun["strategies"][0].rooms == 2


def test_bounds_hold_whoever_asks(city: City) -> None:
    open_case(city)
    with pytest.raises(Refused, match="runs is 10"):
        asked(city, runs=10)
    wrong = replace(question(city), strategies=(replace(question(city).strategies[0], pool=99.0),))
    with pytest.raises(Refused, match="pool is 99"):
        actions.ask(outbreak_id=city.outbreak.id, question=wrong, by=city.command, now=LATER)
