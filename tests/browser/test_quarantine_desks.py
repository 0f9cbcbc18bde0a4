"""The desks of quarantine in a real browser: the keys of the queue, and lines that are judged while they are pasted."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import WORLD, in_room, set_clock
from tests.stories.telling import open_case

from ringfence.care.quarantine.models import HealthCheck
from ringfence.field.testing.models import Sample
from ringfence.tracing.cases.models import Case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city() -> City:
    city = build(rooms=6)
    set_clock(city, NOON + hours(5))
    return city


def enter(page: Page, live_server: Any, user: Any, path: str) -> list[str]:
    """Open a page as this user; returns what the browser complains about."""
    found: list[str] = []
    page.on("pageerror", lambda fault: found.append(str(fault)))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([
        {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url},
        {"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": live_server.url},
    ])  # fmt: skip
    page.goto(f"{live_server.url}{WORLD}{path}")
    return found


def test_the_queue_is_worked_with_single_keys(page: Page, live_server: Any, city: City) -> None:
    case = open_case(city)
    stays = [in_room(city, case, name)[1] for name in ("Ann", "Bob", "Cid", "Dan", "Eve")]
    faults = enter(page, live_server, city.nurse, "checks/")
    expect(page.locator("[data-island=queue][data-ready]")).to_have_count(1)
    left = page.locator("[data-queue-status]")
    page.keyboard.press("1")
    expect(left).to_have_text("Ann: well · 4 left")
    page.keyboard.press("t")
    page.keyboard.type("38.2")
    page.keyboard.press("Enter")
    expect(page.locator("[data-queue-alerts]")).to_contain_text("Bob: Fever: 38.2 °C")
    page.keyboard.press("Escape")
    page.keyboard.press("2")  # asks first
    expect(page.locator(".rf-queue-item.is-asking")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.type("cough")
    page.keyboard.press("Enter")
    expect(page.locator("[data-queue-alerts]")).to_contain_text("Cid: Symptoms: cough.")
    page.keyboard.press("3")
    expect(left).to_contain_text("1 left")
    page.keyboard.press("z")
    expect(left).to_contain_text("2 left")
    found = {
        one.stay.person.identity.name: one.finding
        for one in HealthCheck.objects.select_related("stay__person__identity")
    }
    assert found == {"Ann": "WELL", "Bob": "SYMPTOMS", "Cid": "SYMPTOMS"} and len(stays) == 5
    assert faults == []


def test_an_answer_that_was_refused_comes_back_to_the_row(page: Page, live_server: Any, city: City) -> None:
    in_room(city, open_case(city), "Ann")
    enter(page, live_server, city.nurse, "checks/")
    expect(page.locator("[data-island=queue][data-ready]")).to_have_count(1)
    page.keyboard.press("t")
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(page.locator("[data-queue-status]")).to_contain_text("measure again")
    expect(page.locator(".rf-queue-item:not(.is-done)")).to_have_count(1)
    assert not HealthCheck.objects.exists()


def test_pasted_lines_are_judged_at_once_and_recorded_after_the_tick(
    page: Page, live_server: Any, city: City
) -> None:
    for code in ("T1", "T2"):
        city.sample(city.person(f"Person {code}"), code=code)
    enter(page, live_server, city.laboratory, "samples/results/")
    page.locator("textarea[name=lines]").fill("T1 n\nT2 +\nT9 n")
    expect(page.locator("#preview")).to_contain_text("Opens a case")
    expect(page.locator("#preview")).to_contain_text("No sample has this tube code.")
    page.locator("[name=looked]").check()
    page.get_by_role("button", name="Record 2 results").click()
    expect(page.locator("main")).to_contain_text("2 of 3 lines recorded")
    assert Case.objects.count() == 1 and Sample.objects.get(code="T1").result == "NEGATIVE"


def test_a_tube_is_scanned_and_its_result_typed_without_the_mouse(
    page: Page, live_server: Any, city: City
) -> None:
    city.sample(city.person("Ann"), code="T1")
    enter(page, live_server, city.laboratory, "samples/results/")
    page.keyboard.type("T1")
    page.keyboard.press("Enter")  # as a scanner does
    expect(page.locator("main")).to_contain_text("Ann")
    expect(page.locator("#id_result")).to_be_focused()
    page.keyboard.type("n")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("T1 Ann: negative.")
    expect(page.locator("#id_code")).to_be_focused()
