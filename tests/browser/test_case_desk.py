"""The case desk in a browser: a form that saves itself, two people at one part of it, rows chosen, keys alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.city import City
from tests.stories import telling

from ringfence.tracing.cases.models import Case
from ringfence.tracing.investigations.models import FormBlock

from .conftest import PHONE, Open

pytestmark = pytest.mark.browser
SAVED = "data-state"


def form_of(page: Page, case: Any) -> Page:
    page.goto(f"/o/xinxiang/cases/{case.id}/form/")
    expect(page.locator("#ONSET[data-ready]")).to_be_attached()
    return page


def first_symptom(page: Page, text: str, state: str = "saved") -> None:
    """Type it and wait until the part says what became of it."""
    page.locator("#id_ONSET-first_symptom").fill(text)
    page.locator("#id_ONSET-first_symptom").blur()
    expect(page.locator("#ONSET .rf-save")).to_have_attribute(SAVED, state)


def kept() -> str:
    newest = FormBlock.objects.filter(block="ONSET").order_by("-version").first()
    return newest.content.get("first_symptom", "") if newest else ""


def test_a_part_saves_itself_on_a_phone_and_stays_after_a_reload(city: City, browser_of: Open) -> None:
    case = telling.open_case(city)
    page = form_of(browser_of(city.investigator, width=PHONE), case)
    first_symptom(page, "a dry cough")
    assert kept() == "a dry cough"
    page.reload()
    expect(page.locator("#id_ONSET-first_symptom")).to_have_value("a dry cough")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_two_people_at_one_part_see_both_texts_and_one_decides(
    city: City, browser_of: Open, faults: list[str]
) -> None:
    case = telling.open_case(city)
    one, other = (form_of(browser_of(city.investigator), case) for _ in range(2))
    first_symptom(one, "a dry cough")
    first_symptom(other, "fever", state="conflict")
    box = other.locator("#ONSET [data-conflict]")
    expect(box).to_contain_text("a dry cough")
    expect(box).to_contain_text("fever")
    assert kept() == "a dry cough"
    box.get_by_role("button", name="Save my text").click()
    expect(other.locator("#ONSET .rf-save")).to_have_attribute(SAVED, "saved")
    assert kept() == "fever"
    assert FormBlock.objects.filter(block="ONSET").count() == 2
    faults[:] = [one for one in faults if "status of 409" not in one]


def test_another_row_is_added_and_kept(city: City, browser_of: Open) -> None:
    case = telling.open_case(city)
    page = form_of(browser_of(city.investigator), case)
    doses = page.locator("#CLINICAL .rf-field", has_text="Vaccinations")
    before = doses.locator("tbody tr").count()
    doses.get_by_role("button", name="Another row").click()
    expect(doses.locator("tbody tr")).to_have_count(before + 1)
    doses.locator("tbody tr").last.locator("input").nth(2).fill("Sinovac")
    doses.locator("tbody tr").last.locator("input").nth(2).blur()
    expect(page.locator("#CLINICAL .rf-save")).to_have_attribute(SAVED, "saved")
    assert FormBlock.objects.get(block="CLINICAL").content == {"doses": [{"product": "Sinovac"}]}


def test_all_rows_are_chosen_with_one_box_and_classified_together(city: City, browser_of: Open) -> None:
    for name in ("Chen", "Sun", "Qian"):
        telling.open_case(city, name)
    page = browser_of(city.investigator)
    page.goto("/o/xinxiang/cases/")
    expect(page.get_by_role("button", name="Classify")).to_be_disabled()
    page.locator("[data-pick-all]").check()
    expect(page.locator("[data-pick-count]")).to_have_text("3")
    page.locator(".rf-bulk select").select_option("CONFIRMED")
    page.get_by_role("button", name="Classify").click()
    expect(page.locator("#messages")).to_contain_text("3 of 3 chosen cases changed.")
    assert set(Case.objects.values_list("classification", flat=True)) == {"CONFIRMED"}


def test_a_contact_is_decided_in_its_row_without_leaving_the_page(city: City, browser_of: Open) -> None:
    case = telling.open_case(city)
    telling.positive_sample.name_contact(
        case_id=case.id,
        person_id=city.person("Li").id,
        exposure=telling.meal(),
        by=city.investigator,
        now=telling.NOON,
    )
    page = browser_of(city.investigator)
    page.goto(f"/o/xinxiang/cases/{case.id}/")
    page.locator("#contacts tbody tr").get_by_role("button", name="Close contact").click()
    expect(page.locator("#contacts tbody tr")).to_contain_text("Waiting for approval")
    assert page.url.endswith(f"/cases/{case.id}/")


def test_the_inbox_is_walked_with_the_keys(city: City, browser_of: Open) -> None:
    case = telling.open_case(city)
    page = browser_of(city.investigator)
    page.goto("/o/xinxiang/tasks/")
    expect(page.locator("#inbox tbody tr")).to_have_count(case.investigation.milestones.count())
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#inbox tbody tr").nth(1)).to_have_class("is-current")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{case.id}/#clock")


def test_a_positive_is_recorded_with_suggestions_while_typing(city: City, browser_of: Open) -> None:
    city.person("王芳", phone="13800000001")
    page = browser_of(city.investigator)
    page.goto("/o/xinxiang/cases/new/")
    page.locator("#id_who").press_sequentially("wangf")
    page.get_by_label("王芳").check()
    expect(page.locator("#id_name")).to_be_hidden()
    page.locator("#id_code").fill("T77")
    page.locator("#id_taken_at").fill("2022-01-09T08:00")
    page.get_by_role("button", name="Open the case").click()
    page.wait_for_url("**/cases/*/")
    assert Case.objects.get().person.identity.name == "王芳"
