"""The case desk in the small city: Chen is a case since noon; it is one o'clock, and the clock stands there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.city import NOON, City, build, hours
from tests.stories.telling import meal, open_case

from ringfence.registry.outbreaks.models import Outbreak
from ringfence.response import positive_sample

BASE = "/o/xinxiang/cases/"
ONE_O_CLOCK = NOON + hours(1)


@pytest.fixture
def city(db: None) -> City:
    city = build()
    Outbreak.objects.filter(id=city.outbreak.id).update(clock_set_to=ONE_O_CLOCK, clock_runs=False)
    return city


@pytest.fixture
def case(city: City) -> Any:
    return open_case(city)


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    return signed_in


def signed_in(user: Any, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def desk(city: City) -> Client:
    """The investigator of Hongqi at the desk."""
    return signed_in(city.investigator)


def named(city: City, case: Any, name: str = "Li", **facts: Any) -> Any:
    """Somebody who ate with the case the day before, named and not yet classified."""
    person = city.person(name, **facts)
    return positive_sample.name_contact(
        case_id=case.id, person_id=person.id, exposure=meal(), by=city.investigator, now=NOON
    )


def text_of(answer: Any) -> str:
    return str(answer.content.decode())
