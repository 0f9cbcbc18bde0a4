"""What the tests of the desks of orders, rooms, transfers, checks and samples share: reader, clock, people in rooms."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.test import Client
from tests.city import NOON, City
from tests.stories.telling import approved, arrived, close_contact

from ringfence.registry.outbreaks.models import Outbreak

WORLD = "/o/xinxiang/"


def signed_in(user: Any, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def set_clock(city: City, to: datetime) -> None:
    """The outbreak stands at this instant, so that pages do not depend on when the test runs."""
    Outbreak.objects.filter(id=city.outbreak.id).update(clock_set_to=to, clock_runs=False)


def in_room(city: City, case: Any, name: str, at: datetime = NOON) -> tuple[Any, Any]:
    """A close contact, approved, fetched and received; returns order and stay."""
    order = approved(city, close_contact(city, case, name))
    return order, arrived(city, order, at=at)


def get(user: Any, path: str, language: str = "en") -> str:
    """The text of a page that this user may see."""
    answer = signed_in(user, language).get(WORLD + path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def status(user: Any, path: str) -> int:
    return signed_in(user).get(WORLD + path).status_code


def post(user: Any, path: str, follow: bool = True, **told: Any) -> Any:
    """Send a form as this user and follow where it leads."""
    return signed_in(user).post(WORLD + path, told, follow=follow)
