"""Every page of the navigation, and what it leads to: whole, in one language, on a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Page
from tests.city import TOWNSHIP, City
from tests.stories import telling

from ringfence.faces.web.navigation import GROUPS
from ringfence.ground import access
from ringfence.ground.access import actions as users
from ringfence.measures.orders.models import Order
from ringfence.registry.places.models import Place
from ringfence.tracing.contacts.models import Contact

from .conftest import DESK, PHONE, Open

pytestmark = pytest.mark.browser
CHINESE = re.compile(r"[\u3400-\u9fff]+")
ENGLISH = re.compile(
    r"[A-Za-z][A-Za-z'’-]*(?:[ ,;]+[A-Za-z][A-Za-z'’-]*){3,}"
)  # four words and more are a sentence
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
NAMES = ("中文", "示例隔离点", "新乡", "豫")  # the switch of languages, a site, the outbreak, a plate


@pytest.fixture
def lived_in(city: City) -> City:
    """Chen is a case, Wang is in room 101, Li waits for a signature, Sun has not been classified."""
    case = telling.open_case(city)
    telling.arrived(city, telling.approved(city, telling.close_contact(city, case)))
    telling.close_contact(city, case, "Li")
    return city


def pages_of_the_navigation(city: City) -> Iterator[tuple[Any, str]]:
    """Each page with somebody who may open it: city command if it may, else whose work it is."""
    street = users.seed_organisation(name="Street", name_en="Street", kind="COMMUNITY", area_code=TOWNSHIP)
    grid = users.seed_user(username="grid", full_name="Grid", full_name_en="Grid", password=None, organisation=street,
                           roles=[("GRID_WORKER", TOWNSHIP)])  # fmt: skip
    staff = (
        city.command,
        city.epidemiologist,
        city.nurse,
        city.officer,
        city.laboratory,
        city.oversight,
        grid,
    )
    for entry in (entry for group in GROUPS for entry in group.entries):
        asked = entry.permission
        reader = next(one for one in staff if asked is None or access.visible_areas(one, asked))
        try:
            yield reader, reverse(entry.url_name, args=["xinxiang"])
        except NoReverseMatch:  # a desk that is not there has no entry in the navigation either
            continue


def pages_behind_them(city: City) -> Iterator[tuple[Any, str]]:
    contact, order = Contact.objects.earliest("created_at"), Order.objects.earliest("drafted_at")
    for name, subject in (
        ("cases:show", contact.case_id), ("cases:form", contact.case_id), ("cases:paste_contacts", contact.case_id),
        ("movement:case", contact.case_id), ("movement:narrative", contact.case_id), ("contacts:show", contact.id), ("people:show", contact.person_id), ("orders:show", order.id),
    ):  # fmt: skip
        yield city.investigator, reverse(name, args=["xinxiang", subject])
    yield city.laboratory, reverse("cases:new", args=["xinxiang"])


def faults_of(page: Page, path: str, leftovers: re.Pattern[str], names: list[str]) -> Iterator[str]:
    answer = page.goto(path)
    assert answer is not None
    if answer.status != 200:
        yield f"{path}: status {answer.status}"
    if (headings := page.locator("h1").count()) != 1:
        yield f"{path}: {headings} headings of the first order"
    if strange := leftovers.findall(text_of(page, names)):
        yield f"{path}: not translated: {strange}"
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        if not fits(page):
            yield f"{path}: too wide at {width} px"


def fits(page: Page) -> bool:
    """No scrolling to the side; charts are given a second to draw themselves again when the width has changed."""
    for _ in range(10):
        if page.evaluate(FITS):
            return True
        page.wait_for_timeout(100)
    return False


def text_of(page: Page, names: list[str]) -> str:
    """What stands on the page, without names of places and without sources, which are quoted as they are."""
    text: str = page.locator("body").inner_text()
    for quoted in page.locator("body [lang]").all_inner_texts():
        text = text.replace(quoted, "")
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    return text


@pytest.mark.parametrize(
    ("language", "leftovers"), [("zh-CN", ENGLISH), ("en-GB", CHINESE)], ids=["zh", "en"]
)
def test_every_page_is_whole(
    lived_in: City, browser_of: Open, faults: list[str], language: str, leftovers: re.Pattern[str]
) -> None:
    names = [*NAMES, *Place.objects.values_list("name", flat=True)]
    open_pages: dict[Any, Page] = {}
    for reader, path in [*pages_of_the_navigation(lived_in), *pages_behind_them(lived_in)]:
        page = open_pages.setdefault(reader.id, None) or browser_of(reader, language=language)
        open_pages[reader.id] = page
        faults.extend(faults_of(page, path, leftovers, names))
