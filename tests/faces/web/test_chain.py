"""The chain's drawing is kept while nothing changes, and follows every change at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.city import NOON, City, build
from tests.stories.telling import open_case

from ringfence.kernel import city_date
from ringfence.tracing.cases import actions as cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return build()


def drawn(user: Any) -> dict[str, Any]:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer: dict[str, Any] = client.get("/o/xinxiang/chain/data/").json()
    return answer


def test_a_link_and_its_grade_are_drawn_as_soon_as_they_are_named(city: City) -> None:
    today = city_date(NOON)
    chen = open_case(city, "Chen", onset_date=today - timedelta(days=6))
    li = open_case(city, "Li", onset_date=today - timedelta(days=1))
    assert drawn(city.investigator)["edges"] == []
    for grade in ("MENTION", "PROBABLE"):
        named = cases.SourceNamed(source_kind="CASE", source_case_id=chen.id, relation="FAMILY", grade=grade)
        cases.name_source(case_id=li.id, source=named, by=city.investigator, now=NOON)
        (edge,) = drawn(city.investigator)["edges"]
        assert (edge["from"], edge["to"], edge["grade"]) == (str(chen.id), str(li.id), grade)


def test_a_reader_sees_the_chain_of_the_own_area(city: City) -> None:
    open_case(city, "Chen")
    assert len(drawn(city.investigator)["nodes"]["id"]) == 1
    assert drawn(city.outsider)["nodes"]["id"] == []
