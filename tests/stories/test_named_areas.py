"""A commander closes two areas by name and tests a county twice: on the page, through the interface, on the command line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from ringfence.command.forecasts import actions, queries, rules
from ringfence.faces.jobs.command_line import run_command
from ringfence.faces.jobs.tasks.forecasts import play_now
from ringfence.kernel import Refused
from ringfence.registry.outbreaks.models import Outbreak
from ringfence.registry.places.models import Place
from tests.city import HONGQI, NOON, TOWNSHIP, City, build, hours
from tests.stories.telling import open_case

BASE = "/o/xinxiang/forecasts/"
QUESTION = {"horizon_days": 21, "runs": 50}


@pytest.fixture
def city(db: None, monkeypatch: pytest.MonkeyPatch) -> City:
    city = build()
    Place.objects.create(
        code="410783001001",
        name="长垣社区",
        name_en="Changyuan Community",
        kind="VILLAGE",
        parent_id="410783001",
    )
    Place.objects.create(code="410783002", name="空镇", kind="TOWNSHIP", parent_id="410783")
    Place.objects.filter(kind="VILLAGE").update(population=12_800)
    Outbreak.objects.filter(id=city.outbreak.id).update(clock_set_to=NOON + hours(30), clock_runs=False)
    open_case(city, onset_date=NOON.date())
    monkeypatch.setattr(rules, "DRAWS_FOR_A_RUN", 4)
    return city


def strategies(**named: Any) -> tuple[rules.Strategy, ...]:
    return rules.Strategy("As now"), rules.Strategy("Named", **named)


def asked(city: City, **named: Any) -> queries.Forecast:
    question = rules.Question(strategies=strategies(**named), **QUESTION)
    return actions.ask(outbreak_id=city.outbreak.id, question=question, by=city.command, now=NOON + hours(30))


def signed_in(user: Any, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_closed_county_costs_its_residents_days_and_a_tested_one_its_tests(city: City) -> None:
    found = asked(city, close_areas=("红旗区",), close_days=7.0, test_areas=("410783",), test_rounds=2.0)
    assert found.strategies[1]["close_areas"] == [HONGQI]
    play_now(forecast_id=found.id, user_id=city.command.id)
    result = queries.forecast(forecast_id=found.id, by=city.command).result
    plain, named = result["strategies"]
    assert max(plain["series"]["residents_in_closed_areas"][2]) == 0
    closed = named["series"]["residents_in_closed_areas"][2]
    assert max(closed) == 12_800
    assert sum(day > 0 for day in closed) in (7, 8)
    assert sum(named["series"]["tests"][2]) - sum(plain["series"]["tests"][2]) == pytest.approx(
        2 * 0.95 * 12_800, rel=0.1
    )


@pytest.mark.parametrize(("named", "field", "sentence"), [
    ({"close_areas": ("亚特兰蒂斯",)}, "strategies.1.close_areas", "There is no area 亚特兰蒂斯 in this outbreak's area"),
    ({"test_areas": ("120101",)}, "strategies.1.test_areas", "There is no area 120101"),
    ({"close_areas": ("空镇",)}, "strategies.1.close_areas", "The register knows no residents of 空镇"),
    ({"close_areas": ("4107",)}, "strategies.1.close_areas", "There is no area 4107"),
    ({"close_areas": (HONGQI,) * 61}, "strategies.1.close_areas", "close_areas is 61; it must lie between 0 and 60 areas"),
])  # fmt: skip
def test_a_wrong_area_is_refused_at_its_field(
    city: City, named: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refusal:
        asked(city, **named)
    assert list(refusal.value.fields) == [field]


def test_two_areas_of_one_name_are_told_apart_by_code(city: City) -> None:
    Place.objects.create(code="410702009", name="示例街道", kind="TOWNSHIP", parent_id=HONGQI)
    with pytest.raises(Refused, match="示例街道 is the name of several areas: 410702009, 410783001"):
        asked(city, close_areas=("示例街道",))
    assert asked(city, close_areas=("410783001",)).strategies[1]["close_areas"] == ["410783001"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_areas_are_chosen_from_the_tree_and_named_in_the_answer(city: City, language: str) -> None:
    client = signed_in(city.command, language)
    form = client.get(f"{BASE}new/").context["form"]
    told = {bound.name: bound.value() for bound in form if bound.value() is not None} | QUESTION
    told |= {"s1_close_areas": [TOWNSHIP, "410783"], "s1_test_areas": [HONGQI], "s1_test_rounds": "2"}
    answer = client.post(f"{BASE}new/", told)
    assert answer.status_code == 302
    found = queries.visible_to(by=city.command, outbreak_id=city.outbreak.id).get()
    assert found.strategies[1]["close_areas"] == [TOWNSHIP, "410783"]
    assert found.strategies[0]["close_areas"] == []
    play_now(forecast_id=found.id, user_id=city.command.id)
    page = client.get(answer.headers["Location"]).content.decode()
    closed = (
        "自第一天起封闭 西街街道, 长垣市"
        if language != "en"
        else "closed from the first day on are 西街街道, 长垣市"
    )
    assert closed in page


def test_what_is_not_in_the_tree_is_refused_on_the_page_and_the_choice_stays(city: City) -> None:
    client = signed_in(city.command)
    form = client.get(f"{BASE}new/").context["form"]
    told = {bound.name: bound.value() for bound in form if bound.value() is not None}
    page = client.post(f"{BASE}new/", told | {"s0_close_areas": [HONGQI], "s1_close_areas": ["120101"]})
    assert page.status_code == 422
    assert page.context["form"]["s1_close_areas"].errors
    assert f'<option value="{HONGQI}" selected>' in page.content.decode()


def test_the_command_closes_and_tests_by_name_and_keeps_the_answer(city: City, capsys: Any) -> None:
    here = [
        "simulate",
        "--outbreak",
        "xinxiang",
        "--as",
        city.command.username,
        "--runs",
        "50",
        "--days",
        "21",
    ]
    assert run_command([*here, "--close", "红旗区", "--test", "410783", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [max(one["series"]["residents_in_closed_areas"][2]) >= 12_800 for one in told["strategies"]] == [
        True
    ] * 4
    kept = queries.forecast(forecast_id=told["forecast"], by=city.command)
    assert {tuple(one["close_areas"]) for one in kept.strategies} == {(HONGQI,)}
    assert {one["test_rounds"] for one in kept.strategies} == {2.0, 3.0}
    assert kept.state == "DONE"
    assert told["engine_version"]


def test_the_command_plays_strategies_of_a_file_on_the_outbreak(
    city: City, capsys: Any, tmp_path: Any
) -> None:
    file = tmp_path / "plans.yaml"
    file.write_text("quick: {tracing_hours: 6}\nclosed: {close_areas: ['410783'], close_days: 10}\n")
    here = [
        "simulate",
        "--outbreak",
        "xinxiang",
        "--as",
        city.command.username,
        "--runs",
        "50",
        "--days",
        "21",
    ]
    assert run_command([*here, "--strategies", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["label"] for one in told["strategies"]] == ["quick", "closed"]
    assert told["as_of"] == str(NOON.date())
    assert run_command(here[:5] + ["--runs", "50", "--days", "21", "--strategies", str(file)]) == 0
    assert "closed: ends within 14 days in" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "sentence"), [
    (["--close", "Atlantis"], "There is no area Atlantis in this outbreak's area"), (["--days", "3"], "The forecast must look at least 7 days beyond the incubation period of 14 days"),
    (["--runs", "1"], "runs is 1; it must lie between 50 and 2000 replicates"),
])  # fmt: skip
def test_the_command_says_what_is_wrong(city: City, capsys: Any, arguments: list[str], sentence: str) -> None:
    here = ["simulate", "--outbreak", "xinxiang", "--as", city.command.username, *arguments]
    assert run_command([*here, "--json"]) == 1
    assert sentence in capsys.readouterr().err
    assert not queries.visible_to(by=city.command, outbreak_id=city.outbreak.id)


def test_the_command_refuses_whoever_may_not_ask(city: City, capsys: Any) -> None:
    assert run_command(["simulate", "--outbreak", "xinxiang", "--as", city.nurse.username]) == 1
    assert run_command(["simulate", "--outbreak", "nowhere", "--as", city.command.username]) == 1
    assert run_command(["simulate", "--outbreak", "xinxiang"]) == 1
    assert "--as NAME" in capsys.readouterr().err
