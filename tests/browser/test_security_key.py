"""A security key in a real browser: registered at the first sign-in, asked for at the next, and no page without it."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import Page, expect
from tests.city import City

pytestmark = pytest.mark.browser
PASSWORD = "a-long-first-password"
KEY = {
    "protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
    "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def nurse(city: City, settings: Any) -> Any:
    settings.SECOND_FACTOR = True
    cache.clear()
    city.nurse.set_password(PASSWORD)
    city.nurse.save()
    return city.nurse


@pytest.fixture
def desk(live_server: Any, new_context: Any, faults: list[str]) -> Page:
    """An open browser with a key in its socket that is touched whenever it blinks."""
    page: Page = new_context(base_url=live_server.url, locale="en-GB").new_page()
    page.on("pageerror", lambda fault: faults.append(f"{page.url}: {fault}"))
    page.on(
        "console", lambda line: faults.append(f"{page.url}: {line.text}") if line.type == "error" else None
    )
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return page


def sign_in(page: Page, user: Any) -> None:
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def register(page: Page) -> None:
    page.goto("/accounts/2fa/webauthn/add/")
    page.locator("[name=password]").fill(PASSWORD)  # asked again before a factor is changed
    page.locator("[name=password]").press("Enter")
    page.locator("[name=name]").fill("my key")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/")


def test_a_key_is_registered_and_opens_the_door_the_next_time(city: City, nurse: Any, desk: Page) -> None:
    sign_in(desk, nurse)
    assert desk.url.endswith("/accounts/2fa/")  # no page before a second factor is there
    register(desk)
    assert {one.type for one in Authenticator.objects.filter(user=nurse)} == {"webauthn", "recovery_codes"}
    desk.goto("/o/xinxiang/tasks/")
    expect(desk.locator(".rf-nav").first).to_be_attached()
    desk.context.clear_cookies()
    sign_in(desk, nurse)
    assert "/accounts/2fa/authenticate/" in desk.url
    desk.get_by_role("button", name="Use a security key").click()
    desk.wait_for_url("**/o/xinxiang/**")


def test_without_the_key_the_password_opens_nothing(
    city: City, nurse: Any, desk: Page, new_context: Any, live_server: Any
) -> None:
    sign_in(desk, nurse)
    register(desk)
    stranger: Page = new_context(base_url=live_server.url, locale="zh-CN").new_page()
    sign_in(stranger, nurse)
    assert "/accounts/2fa/authenticate/" in stranger.url
    stranger.goto("/o/xinxiang/tasks/")
    assert "/accounts/2fa/authenticate/" in stranger.url and "身份验证器" in stranger.inner_text("main")
