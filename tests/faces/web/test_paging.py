"""Lists by cursor: forwards and back again, nothing twice, nothing left out."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import RequestFactory
from tests.city import NOON, City, build, hours

from ringfence.faces.web.names import Names
from ringfence.faces.web.paging import count_of, count_up_to, list_page
from ringfence.field.testing.models import Sample

pytestmark = pytest.mark.django_db

BY = ("-taken_at", "id")


@pytest.fixture
def city() -> City:
    return build()


@pytest.fixture
def samples(city: City) -> list[Sample]:
    """Seven samples, two and two taken at the same instant."""
    chen = city.person("Chen")
    return [city.sample(chen, code=f"T{n}", taken_at=NOON - hours(9 + n // 2)) for n in range(7)]


def page(address: str = "/list/?state=x"):
    return list_page(RequestFactory().get(address), Sample.objects.all(), by=BY, size=3)


def test_following_next_shows_every_row_once_and_keeps_the_filter(samples: list[Sample]) -> None:
    seen, address = [], "/list/?state=x"
    while address:
        assert parse_qs(urlsplit(address).query)["state"] == ["x"]
        one = page(address)
        seen += [row.code for row in one.rows]
        address = one.next_url
    assert seen == [one.code for one in Sample.objects.order_by(*BY)]


def test_going_back_shows_the_page_before(samples: list[Sample]) -> None:
    first = page()
    second = page(first.next_url)
    third = page(second.next_url)
    assert first.previous_url == "" and third.next_url == ""
    assert page(third.previous_url).rows == second.rows
    assert page(second.previous_url).rows == first.rows


@pytest.mark.parametrize("cursor", ["nonsense", "WyIyIl0", "WyJ4IiwieSJd", "%00", "eyJhIjoxfQ"])
def test_a_cursor_that_nobody_gave_out_is_the_first_page(samples: list[Sample], cursor: str) -> None:
    assert page(f"/list/?cursor={cursor}").rows == page().rows


@pytest.mark.parametrize(("bound", "text"), [(10, "7"), (7, "7"), (6, "6+")])
def test_a_count_stops_at_its_bound(samples: list[Sample], bound: int, text: str) -> None:
    assert count_up_to(Sample.objects.all(), bound=bound) == text


def test_a_list_on_one_page_is_not_counted_again(
    samples: list[Sample], django_assert_num_queries: Any
) -> None:
    every, address = Sample.objects.all(), RequestFactory().get("/list/")
    whole, first = (list_page(address, every, by=BY, size=size) for size in (7, 3))
    with django_assert_num_queries(0):
        assert count_of(whole, every) == "7"
    with django_assert_num_queries(1):
        assert count_of(first, every) == "7"


def test_a_name_is_read_in_full_only_where_persons_may_be_read(city: City) -> None:
    chen = city.person("陈小明")
    assert Names(city.investigator).of(chen) == "陈小明"
    assert Names(city.driver).of(chen) == "陈**"
    assert Names(city.outsider).of(chen) == "陈**"
