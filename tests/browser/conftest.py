"""People at their browsers: whoever is signed in opens pages, and whatever the browser complains about fails the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page
from tests.city import NOON, City, build, hours

from ringfence.faces.live import views
from ringfence.registry.outbreaks.models import Outbreak

PHONE = 390
DESK = 1440
Open = Callable[..., Page]


@pytest.fixture(scope="session", autouse=True)
def quiet_end(django_db_setup: None) -> Iterator[None]:
    """The listener behind live pages lets go of the database before it is taken down."""
    yield
    views.listener.close()


@pytest.fixture
def city(transactional_db: None) -> City:
    """The small city, three hours after the dispatch meeting; its clock stands."""
    city = build()
    Outbreak.objects.filter(id=city.outbreak.id).update(clock_set_to=NOON + hours(3), clock_runs=False)
    return city


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """Scripts that fail, files that are missing or not allowed; a refused form (422) is no fault."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def browser_of(live_server: Any, new_context: Any, faults: list[str]) -> Open:
    """browser_of(user, language=, width=) is an open page of somebody who is signed in; addresses may be relative."""

    def open_for(user: Any, *, language: str = "en-GB", width: int = DESK) -> Page:
        context = new_context(
            base_url=live_server.url, locale=language, viewport={"width": width, "height": 900}
        )
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": _session(user), "url": live_server.url}]
        )
        page: Page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(f"{page.url}: {fault}"))
        page.on("console", lambda line: _complain(line, page, faults))
        return page

    return open_for


def _session(user: Any) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def _complain(line: Any, page: Page, faults: list[str]) -> None:
    if line.type == "error" and "status of 422" not in line.text:
        faults.append(f"{page.url}: {line.text}")
