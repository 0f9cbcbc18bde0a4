"""What is the same for every address: methods it does not take, addresses that are none, keys that grow old."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django import app

from ringfence.faces import clock
from ringfence.faces.api.models import GivenAnswer
from ringfence.faces.jobs.tasks import answers

from . import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> world.World:
    return world.build(clock.real_now())


@pytest.mark.parametrize(
    ("method", "path", "takes"),
    [
        ("DELETE", "cases", {"GET"}),
        ("PUT", "people", {"GET", "POST"}),
        ("GET", "positives", {"POST"}),
        ("POST", "/api/v1/openapi.json", {"GET", "HEAD"}),
    ],
)
def test_a_method_that_an_address_does_not_take_is_a_problem_that_names_those_it_takes(
    city: world.World, method: str, path: str, takes: set[str]
) -> None:
    answer = city.call(method, path)
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert set(answer["Allow"].split(", ")) == takes
    assert all(one in answer.json()["detail"] for one in takes)
    chinese = city.call(method, path, **{"Accept-Language": "zh-hans"}).json()
    assert chinese["title"] != answer.json()["title"]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH"])
def test_an_address_that_is_none_is_a_problem_whatever_the_method(city: world.World, method: str) -> None:
    for path in ("tea", "/api/v1/tea", "/api/v1/outbreaks/nowhere/cases/"):
        answer = city.call(method, path)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json"), path


def test_a_key_is_forgotten_when_its_day_is_over(city: world.World) -> None:
    made = {"Idempotency-Key": "old"}, {"Idempotency-Key": "new"}
    for key in made:
        assert city.post("/api/v1/me/tokens", {"name": "nightly"}, **key).status_code == 201
    a_day_ago = clock.real_now() - timedelta(days=1, minutes=1)
    GivenAnswer.objects.filter(key="old").update(created_at=a_day_ago)
    assert answers.forget(timestamp=0) == 1
    assert list(GivenAnswer.objects.values_list("key", flat=True)) == ["new"]
    again = city.post("/api/v1/me/tokens", {"name": "nightly"}, **made[1])
    assert again["Idempotent-Replay"] == "true"


def test_forgetting_is_on_the_workers_timetable() -> None:
    timetable: Any = app.periodic_registry.periodic_tasks
    assert [one.cron for (name, _), one in timetable.items() if name == "answers.forget"] == ["41 * * * *"]
    assert Client().get("/api/v1/openapi.json").status_code == 200
