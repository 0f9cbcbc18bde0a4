"""The desks of quarantine speak one language at a time: nothing English is left on a Chinese page, nothing Chinese on an English one."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import get, in_room, post, set_clock
from tests.stories.telling import approved, close_contact, open_case

from ringfence.measures.orders import actions as orders

pytestmark = pytest.mark.django_db

# What people, places and rule sets are called is the same in both languages.
NAMES = re.compile(
    r"Ringfence|CN-8-HN-2022-01|noodle shop|Demo site|Hongqi CDC|City CDC|Investigator|Epidemiologist|Manager|Nurse|Driver|Laboratory|"
    r"Oversight|Command|[A-Z]\w+'s flat|Ct ORF1ab|Ct N|XX-\S+|tube Chen|T123 n|T\d|I was elsewhere|示例隔离点|西街街道|红旗区|新乡|长垣市|示例街道|中文|EN|English|order\.approve|豫G\d+"
)
ENGLISH = re.compile(r"[A-Za-z]{3,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Text(HTMLParser):
    """What a reader sees or hears: text, titles, names for screen readers, placeholders."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style", "kbd")
        self.found += [
            value
            for name, value in attrs
            if name in ("title", "aria-label", "placeholder", "data-label") and value
        ]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style", "kbd")

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.found.append(data.strip())


def foreign(page: str, letters: re.Pattern[str]) -> list[str]:
    reader = Text()
    reader.feed(
        '<main class="rf-main' + page.split('<main class="rf-main')[1]
        if '<main class="rf-main' in page
        else page
    )
    return [text for text in reader.found if letters.search(NAMES.sub("", text))]


@pytest.fixture
def city() -> City:
    city = build(rooms=3)
    set_clock(city, NOON + hours(4))
    return city


@pytest.fixture
def pages(city: City) -> list[tuple[Any, str]]:
    """Every page of the desks, with something on it."""
    case = open_case(city)
    order, stay = in_room(city, case, "Ann")
    on_the_way = approved(city, close_contact(city, case, "Bob"))
    late = [approved(city, close_contact(city, case, name)) for name in ("Cid", "Dan")]
    draft = close_contact(city, case, "Eve")
    orders.open_appeal(order_id=on_the_way.id, text="I was elsewhere", by=city.nurse, now=NOON + hours(1))
    post(city.nurse, f"checks/{stay.id}/keep/", finding="NOT_REACHED")
    waiting = next(one for one in late if one.stays.get().state == "WAITING")
    transfer = on_the_way.transfers.get()
    return [
        *((city.epidemiologist, path) for path in (
            "orders/desk/", "orders/", f"orders/{draft.id}/", f"orders/{order.id}/", f"orders/{on_the_way.id}/",
            f"orders/{draft.id}/reject/", f"orders/{order.id}/lift/", f"orders/{order.id}/appeal/", f"orders/{order.id}/notice/",
            f"orders/appeals/{on_the_way.appeals.get().id}/",
        )),
        *((city.investigator, path) for path in (f"orders/{draft.id}/withdraw/", f"orders/{draft.id}/milder/", f"orders/{draft.id}/")),
        *((city.manager, path) for path in (
            "rooms/", "rooms/list/", "rooms/waiting/", f"rooms/waiting/{waiting.stays.get().id}/", "rooms/sites/new/",
            f"rooms/sites/{city.site.id}/", f"rooms/sites/{city.site.id}/sheet/", f"rooms/sites/{city.site.id}/doors/",
            f"rooms/{stay.room_id}/", "transfers/", "transfers/all/", f"transfers/{transfer.id}/", "transfers/manifest/",
        )),
        (city.driver, "transfers/trips/"),
        *((city.nurse, path) for path in (
            "checks/", "checks/kept/", "checks/missed/", "checks/sheet/", f"checks/{stay.id}/sheet/", "samples/", "samples/?tab=all",
        )),
        *((city.laboratory, path) for path in ("samples/results/", "samples/new/?q=Ann", f"samples/new/{stay.person_id}/", "samples/new/somebody/")),
    ]  # fmt: skip


@pytest.mark.parametrize(("language", "letters"), [("zh-hans", ENGLISH), ("en", CHINESE)])
def test_a_page_speaks_one_language(
    pages: list[tuple[Any, str]], language: str, letters: re.Pattern[str]
) -> None:
    names = {
        "Ann",
        "Bob",
        "Cid",
        "Dan",
        "Eve",
        "Chen",
        "Wang",
        "Li",
        "PCR",
        "ORF",
        "Site",
        "Lab",
        "Transport",
    }
    found = {
        path: texts
        for user, path in pages
        if (
            texts := [
                text
                for text in foreign(get(user, path, language), letters)
                if not set(ENGLISH.findall(NAMES.sub("", text))) <= names or letters is CHINESE
            ]
        )
    }
    assert found == {}
