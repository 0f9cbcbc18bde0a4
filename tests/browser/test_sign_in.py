"""The door, as a browser sees it: a demo person signs in and out, and nothing is refused by the page's own rules."""

import pytest
from playwright.sync_api import Page
from tests import city as cities

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def faults(page: Page) -> list[str]:
    """What the browser complains about: scripts that fail, files that are missing or not allowed."""
    found: list[str] = []
    page.on("pageerror", lambda fault: found.append(str(fault)))
    page.on("console", lambda line: found.append(line.text) if line.type == "error" else None)
    return found


def test_an_investigator_signs_in(page: Page, live_server, faults):
    cities.build(rooms=1)
    page.goto(f"{live_server.url}/accounts/login/")
    page.locator("[name=login]").fill("investigator")
    page.locator("[name=password]").fill("only-for-tests")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    assert faults == []


def test_a_wrong_password_keeps_what_was_typed(page: Page, live_server):
    cities.build(rooms=1)
    page.goto(f"{live_server.url}/accounts/login/")
    page.locator("[name=login]").fill("investigator")
    page.locator("[name=password]").fill("guessed")
    page.locator("[name=password]").press("Enter")
    page.wait_for_load_state()
    assert page.locator("[name=login]").input_value() == "investigator"
    assert "/accounts/login/" in page.url
