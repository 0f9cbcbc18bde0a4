"""A traveller registers on a phone without a script; a lead appears on an open page of its case by itself."""

from __future__ import annotations

from typing import Any

import pytest
from tests.city import HONGQI, NOON, City
from tests.stories import moving
from tests.stories.telling import open_case

from ringfence.field.arrivals import sealing
from ringfence.field.arrivals.models import Arrival
from ringfence.registry.people import actions as people

from .conftest import PHONE, Open

pytestmark = pytest.mark.browser
ALLOWED_SECONDS = (
    20  # what is aimed at is one second; a loaded machine and the page's own pause may take longer
)


@pytest.fixture
def city(city: City, tmp_path: Any, settings: Any) -> City:
    settings.MOVEMENT_HOME = tmp_path
    return city


def test_a_traveller_registers_on_a_phone(city: City, new_context: Any, live_server: Any) -> None:
    context = new_context(
        base_url=live_server.url,
        locale="zh-CN",
        viewport={"width": PHONE, "height": 844},
        java_script_enabled=False,
    )
    page = context.new_page()
    page.goto("/arrive/")
    page.get_by_role("link", name="红旗区").click()
    page.fill("[name=name]", "王晓明")
    page.fill("[name=phone]", "13800000002")
    page.select_option("[name=area_code]", "410702001001")
    page.fill("[name=arrives_on]", "2022-01-09")
    page.fill("[name=origin]", "郑州市金水区")
    page.get_by_role("button", name="提交报备").click()
    assert "报备成功" in page.content()
    arrival = Arrival.objects.get()
    assert sealing.opened(arrival_ids=[arrival.id])[arrival.id].name == "王晓明"
    assert page.url.endswith(f"/arrive/xinxiang/{HONGQI}/")


def test_a_lead_appears_on_the_open_page_of_its_case(city: City, browser_of: Open) -> None:
    chen = open_case(city, onset_date=NOON.date())
    people.correct(person_id=chen.person_id, changes={"phone": "13800000001"}, by=city.investigator, now=NOON)
    moving.two_days(city)
    moving.answered(city, chen)
    page = browser_of(city.investigator)
    page.goto(f"/o/xinxiang/cases/{chen.id}/")
    assert page.locator("#live-leads tr").count() == 0
    page.wait_for_timeout(1500)  # the stream of the page is open
    moving.bring_records(city, moving.line("13800000009", "Zhou", "noodles", ago=23.5, minutes=20))
    page.wait_for_selector("#live-leads tbody tr", timeout=ALLOWED_SECONDS * 1000)
    assert "胖东来面馆" in page.locator("#live-leads").inner_text()
