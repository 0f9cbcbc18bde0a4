"""The forecast desk: asked on a page, refused figures stay, progress, the answer side by side, in both languages."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from tests.city import NOON, City, build, hours
from tests.stories.telling import open_case

from ringfence.command.forecasts import actions, queries, rules
from ringfence.faces.jobs.tasks.forecasts import play_now
from ringfence.faces.web.forecasts.words import strategy_name
from ringfence.registry.outbreaks.models import Outbreak
from ringfence.registry.places.models import Place

BASE = "/o/xinxiang/forecasts/"


@pytest.fixture
def city(db: None) -> City:
    city = build()
    Outbreak.objects.filter(id=city.outbreak.id).update(clock_set_to=NOON + hours(30), clock_runs=False)
    open_case(city, onset_date=NOON.date())
    return city


def signed_in(user: Any, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def filled(client: Client, **changed: Any) -> dict[str, Any]:
    """The form as the page begins it, with some fields changed."""
    form = client.get(f"{BASE}new/").context["form"]
    begun = {bound.name: bound.value() for bound in form}
    return {name: "" if value is None else value for name, value in begun.items()} | changed


@pytest.fixture
def answered(city: City, monkeypatch: pytest.MonkeyPatch) -> queries.Forecast:
    from ringfence.command.forecasts import playing
    from ringfence.cores.transmission import demo_city

    monkeypatch.setattr(rules, "DRAWS_FOR_A_RUN", 4)
    monkeypatch.setattr(playing, "city_of", lambda _: demo_city(residents=20_000))
    strategies = queries.presets(outbreak=city.outbreak)["strategies"]
    found = actions.ask(outbreak_id=city.outbreak.id, by=city.command, now=NOON + hours(30),
                        question=rules.Question(strategies=strategies, runs=50, horizon_days=21))  # fmt: skip
    play_now(forecast_id=found.id, user_id=city.command.id)
    return queries.forecast(forecast_id=found.id, by=city.command)


def test_an_empty_desk_says_what_to_do(city: City) -> None:
    page = signed_in(city.command).get(BASE)
    assert b"No forecast yet" in page.content
    assert f"{BASE}new/".encode() in page.content


def test_a_question_is_begun_with_the_rule_set_and_queued(city: City) -> None:
    client = signed_in(city.command)
    told = filled(client, runs="60", s1_label="Six hours", s3_label="")
    assert told["s0_quarantine_days"] == "14"
    answer = client.post(f"{BASE}new/", told)
    assert answer.status_code == 302
    found = queries.visible_to(by=city.command, outbreak_id=city.outbreak.id).get()
    assert [one["label"] for one in found.strategies] == [
        "As now",
        "Six hours",
        "And the counties tested three times",
    ]
    assert (found.state, found.runs) == ("QUEUED", 60)
    waiting = client.get(answer.headers["Location"])
    assert b"Waiting to run" in waiting.content
    assert b'data-live="forecasts"' in waiting.content


@pytest.mark.parametrize(("language", "sentence"), [
    ("en", "Tracers is -5; it must lie between 0 and 1000000 persons."),
    ("zh-hans", "流调人员 为 -5；应在 0 与 1000000 之间，单位：人。"),
])  # fmt: skip
def test_a_refused_figure_names_its_unit_and_what_was_typed_stays(
    city: City, language: str, sentence: str
) -> None:
    client = signed_in(city.command, language)
    page = client.post(
        f"{BASE}new/", filled(client, s1_tracers="-5", s2_rooms="1234", title="Meeting of the ninth")
    )
    assert page.status_code == 422
    text = page.content.decode()
    assert sentence.replace("-5;", "-5.0;").replace("-5；", "-5.0；") in text
    assert 'value="1234"' in text
    assert "Meeting of the ninth" in text
    assert not queries.visible_to(by=city.command, outbreak_id=city.outbreak.id)


def test_what_is_no_number_is_refused_at_its_field(city: City) -> None:
    client = signed_in(city.command)
    page = client.post(f"{BASE}new/", filled(client, s0_rooms="many"))
    assert page.status_code == 422
    assert page.context["form"]["s0_rooms"].errors


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_answer_compares_side_by_side(city: City, answered: queries.Forecast, language: str) -> None:
    page = signed_in(city.command, language).get(f"{BASE}{answered.id}/")
    assert page.status_code == 200
    text = page.content.decode()
    for one in answered.strategies:
        with override(language):
            assert strategy_name(one["label"]) in text
    assert answered.engine_version in text
    assert ("Person-days of restriction" if language == "en" else "限制人日") in text
    assert ("Nothing about real outbreaks was tested" if language == "en" else "未用真实疫情检验") in text


def test_every_day_of_every_series_as_csv(city: City, answered: queries.Forecast) -> None:
    answer = signed_in(city.command).get(f"{BASE}{answered.id}/days.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 4 * 13 * 21
    assert {row["series"] for row in rows} >= {"confirmed", "rooms_in_use", "tubes"}
    assert all(float(row["q05"]) <= float(row["q50"]) <= float(row["q95"]) for row in rows)


def test_it_can_be_stopped(city: City) -> None:
    client = signed_in(city.command)
    client.post(f"{BASE}new/", filled(client))
    found = queries.visible_to(by=city.command, outbreak_id=city.outbreak.id).get()
    client.post(f"{BASE}{found.id}/cancel/")
    assert b"Cancelled" in client.get(f"{BASE}{found.id}/").content


def test_who_may_look_and_who_may_ask(city: City, answered: queries.Forecast) -> None:
    looking = signed_in(city.investigator)
    assert looking.get(f"{BASE}{answered.id}/").status_code in (200, 404)
    assert looking.get(f"{BASE}new/").status_code == 403
    assert signed_in(city.driver).get(BASE).status_code == 403
    assert b"New forecast" not in signed_in(city.oversight).get(BASE).content


@pytest.mark.parametrize(("language", "name"), [("en", "As now"), ("zh-hans", "维持现状")])
def test_a_preset_is_named_in_the_readers_language(
    city: City, answered: queries.Forecast, language: str, name: str
) -> None:
    page = signed_in(city.command, language).get(f"{BASE}{answered.id}/").content.decode()
    assert name in page
    assert ("As now" in page) == (language == "en")


@pytest.mark.parametrize(
    ("language", "shown", "other"), [("en", "Hongqi", "红旗区"), ("zh-hans", "红旗区", "Hongqi")]
)
def test_areas_are_named_in_the_readers_language(city: City, language: str, shown: str, other: str) -> None:
    Place.objects.filter(code="410702").update(name_en="Hongqi District")
    page = signed_in(city.command, language).get(f"{BASE}new/").content.decode()
    choice = page.split('<option value="410702"')[1].split("</option>")[0]
    assert shown in choice and other not in choice
