"""A password of the city's own words is refused; who does not exist is answered as slowly as who does."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import hashers
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.city import City, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return build()


@pytest.mark.parametrize(
    "password",
    ["Xinxiang2022!", "xinxiang-fangkong", "新乡市疫情防控2022", "红旗区红旗区红旗区红旗", "Hongqi_CDC_2022", "ringfence2026", "CityCommand#1"],
)  # fmt: skip
def test_words_of_the_city_with_a_year_are_no_password(city: City, password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert "password_of_the_city" in {one.code for one in refused.value.error_list}


@pytest.mark.parametrize(
    "password", ["xinxiang lantern ostrich", "四只鸵鸟在一座石桥上唱歌", "a-long-first-password"]
)
def test_other_words_beside_them_are_enough(city: City, password: str) -> None:
    validate_password(password)


def test_an_unknown_name_costs_as_much_work_as_a_wrong_password(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work that takes the time is counted: times themselves depend on the machine."""
    count = 0
    hasher = hashers.get_hasher()
    encode = type(hasher).encode

    def counted(self: Any, *args: Any, **told: Any) -> Any:
        nonlocal count
        count += 1
        return encode(self, *args, **told)

    monkeypatch.setattr(type(hasher), "encode", counted)
    done = []
    for name in ("investigator", "nobody-of-this-name"):
        count = 0
        Client().post(reverse("account_login"), {"login": name, "password": "wrong"})
        done.append(count)
    assert done[0] == done[1] > 0
