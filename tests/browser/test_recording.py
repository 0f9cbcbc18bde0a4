"""The laboratory finds a virus: one form, and the case stands with its clock running."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.city import City

from ringfence.registry.people.models import Person
from ringfence.tracing.cases.models import Case

from .conftest import Open

pytestmark = pytest.mark.browser


def open_form(page: Page) -> None:
    page.goto("/o/xinxiang/cases/new/")


def fill_sample(page: Page, *, result_at: str = "2022-01-09T12:30") -> None:
    page.locator("[name=code]").fill("T1")
    page.locator("[name=taken_at]").fill("2022-01-09T06:00")
    page.locator("[name=result_at]").fill(result_at)
    page.locator("[name=ct_n]").fill("21.5")


def expect_opened(page: Page, reader: Page) -> None:
    """The laboratory is told so and may go on; who investigates finds the case, its clock running."""
    expect(page.locator("#messages")).to_contain_text("Case XX-0001 is open; its clock runs.")
    reader.goto("/o/xinxiang/cases/")
    reader.get_by_role("link", name="XX-0001").click()
    expect(reader.locator("h1")).to_contain_text("XX-0001")
    expect(reader.get_by_role("table", name="Milestones").locator("[data-due-at]")).not_to_have_count(0)


def test_somebody_known_is_found_while_typing(city: City, browser_of: Open) -> None:
    chen = city.person("Chen")
    page = browser_of(city.laboratory)
    open_form(page)
    page.locator("[name=who]").press_sequentially("chen")
    page.locator(".rf-pick", has_text="Chen").locator("input").check()
    fill_sample(page)
    page.get_by_role("button", name="Open the case").click()
    expect_opened(page, browser_of(city.investigator))
    assert Case.objects.get().person_id == chen.id


def test_what_was_typed_is_kept_when_a_result_is_older_than_its_sample(city: City, browser_of: Open) -> None:
    page = browser_of(city.laboratory)
    open_form(page)
    page.locator("[name=name]").fill("Li Na")
    page.locator("[name=sex]").select_option("F")
    page.locator("[name=place]").press_sequentially("示例")
    page.locator("#places-found .rf-pick", has_text="示例社区").locator("input").check()
    fill_sample(page, result_at="2022-01-09T05:00")
    page.get_by_role("button", name="Open the case").click()
    expect(page.locator(".rf-error").first).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value("Li Na")
    expect(page.locator("[name=ct_n]")).to_have_value("21.5")
    assert not Person.objects.exists()
    page.locator("[name=result_at]").fill("2022-01-09T12:30")
    page.get_by_role("button", name="Open the case").click()
    expect_opened(page, browser_of(city.investigator))
