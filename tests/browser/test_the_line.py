"""From a pasted list to the first daily check, each by the person whose work it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.city import City
from tests.stories import telling

from ringfence.care.quarantine.models import HealthCheck
from ringfence.measures.orders.models import Order
from ringfence.tracing.contacts.models import Contact

from .conftest import PHONE, Open

pytestmark = pytest.mark.browser
LIST = """李娜 13812345678 妻子 同住 1月8日
Wang Wei, 138 1234 5679, colleague, ate together, 8 Jan, Hongqi Road 12"""


def states() -> list[str]:
    return sorted(Order.objects.filter(basis_contact__isnull=False).values_list("state", flat=True))


def test_a_list_is_pasted_named_once_and_its_proposals_accepted(city: City, browser_of: Open) -> None:
    case = telling.open_case(city)
    page = browser_of(city.investigator)
    page.goto(f"/o/xinxiang/cases/{case.id}/contacts/paste/")
    page.locator("#lines").fill(LIST)
    page.get_by_role("button", name="Read the lines").click()
    page.get_by_role("button", name="Name 2 contacts").click()
    expect(page.locator("#contacts tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Accept all 2 proposals").click()
    expect(page.get_by_role("button", name="Accept all")).to_have_count(0)
    assert set(Contact.objects.values_list("kind", flat=True)) == {"CLOSE"}
    assert states() == ["DRAFT", "DRAFT"]


def test_neither_who_drafted_nor_their_colleague_can_sign(city: City, browser_of: Open) -> None:
    order = telling.close_contact(city, telling.open_case(city))
    drafter = browser_of(city.investigator)
    drafter.goto(f"/o/xinxiang/orders/{order.id}/")
    expect(drafter.get_by_role("button", name="Approve")).to_be_disabled()
    colleague = browser_of(city.colleague)
    colleague.goto("/o/xinxiang/orders/desk/")
    row = colleague.locator("tbody tr", has_text="Wang")
    expect(row.get_by_role("button", name="Approve")).to_be_disabled()
    expect(row.locator(".rf-why")).to_contain_text("organisation")
    assert states() == ["DRAFT"]


def test_another_organisation_signs_on_the_desk(city: City, browser_of: Open) -> None:
    telling.close_contact(city, telling.open_case(city))
    other = browser_of(city.epidemiologist)
    other.goto("/o/xinxiang/orders/desk/")
    other.locator("tbody tr", has_text="Wang").get_by_role("button", name="Approve").click()
    expect(other.locator("tbody tr", has_text="Wang")).to_have_count(0)
    assert states() == ["IN_FORCE"]


def test_the_driver_fetches_and_the_site_receives_on_their_phones(city: City, browser_of: Open) -> None:
    order = telling.approved(city, telling.close_contact(city, telling.open_case(city)))
    driver = browser_of(city.driver, width=PHONE)
    driver.goto("/o/xinxiang/transfers/trips/")
    expect(driver.get_by_text("Wang")).to_have_count(0)
    driver.get_by_role("button", name="Take this trip").click()
    driver.get_by_text("Pick up", exact=True).click()
    driver.get_by_label("Vehicle (plate)").fill("豫G00001")
    driver.get_by_label("Handed over by").fill("Li")
    driver.get_by_role("button", name="The person is in the vehicle").click()
    expect(driver.get_by_role("button", name="Has arrived")).to_be_disabled()
    manager = browser_of(city.manager, width=PHONE)
    manager.goto("/o/xinxiang/transfers/")
    manager.get_by_role("button", name="Has arrived at the site").click()
    expect(manager.get_by_role("button", name="Has arrived at the site")).to_have_count(0)
    assert order.stays.get().state == "STARTED"


def test_the_nurse_checks_with_one_key_and_takes_it_back(city: City, browser_of: Open) -> None:
    telling.arrived(city, telling.approved(city, telling.close_contact(city, telling.open_case(city))))
    page = browser_of(city.nurse)
    page.goto("/o/xinxiang/checks/")
    expect(page.locator("[data-queue-status]")).to_contain_text("1")
    page.wait_for_function("document.querySelector('[data-island=queue]').contains(document.activeElement)"
                           " || document.querySelector('[data-queue-item].is-current, [data-queue-item][aria-current]')")  # fmt: skip
    with page.expect_response(lambda answer: answer.url.endswith("/keep/")):
        page.keyboard.press("1")
    assert HealthCheck.objects.get().finding == "WELL"
    with page.expect_response(lambda answer: "/undo/" in answer.url):
        page.keyboard.press("z")
    expect(page.locator("[data-queue-item]")).to_have_count(1)
