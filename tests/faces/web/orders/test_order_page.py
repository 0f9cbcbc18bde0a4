"""One order: its stages drawn, test days with results, history, appeal, lift, withdraw; and its papers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import get, in_room, post, set_clock, status
from tests.stories.telling import approved, close_contact, open_case

from ringfence.field.testing.actions import ResultFacts
from ringfence.field.testing.models import Sample
from ringfence.response import clock, positive_sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return build()


@pytest.fixture
def case(city: City) -> Any:
    set_clock(city, NOON + hours(4))
    return open_case(city)


def test_the_page_tells_the_whole_order(city: City, case: Any) -> None:
    order, _stay = in_room(city, case, "王芳")
    page = get(city.investigator, f"orders/{order.id}/")
    for shown in ("王芳", "In force", "Facility quarantine", "Home health monitoring", "noodle shop", "Epidemiologist",
                  "City CDC", "Approved: in force", "The stay began", "Demo site 101", "until 29 Jan 2022"):  # fmt: skip
        assert shown in page, shown


def test_a_result_is_drawn_on_its_test_day(city: City, case: Any) -> None:
    order, _stay = in_room(city, case, "王芳")
    sample = Sample.objects.filter(person_id=order.person_id, test_day=1, surface="").get()
    result = ResultFacts(result="NEGATIVE", result_at=NOON + hours(3), taken_at=NOON)
    positive_sample.receive_result(
        sample_id=sample.id, result=result, by=city.laboratory, now=NOON + hours(3)
    )
    page = get(city.investigator, f"orders/{order.id}/")
    assert page.count('class="sign"') == page.count('class="point"') > 4
    assert '<g class="tone-ok">' in page and "Negative" in page


def test_a_line_of_one_day_and_of_isolation_can_be_drawn(city: City, case: Any) -> None:
    assert "until discharge" in get(city.investigator, f"orders/{case.orders.get().id}/")


def test_a_draft_shows_everybody_why_it_can_or_cannot_be_approved(city: City, case: Any) -> None:
    order = close_contact(city, case, "王芳")
    assert "Your role does not include this step (order.approve)" in get(
        city.investigator, f"orders/{order.id}/"
    )
    assert f"/orders/{order.id}/approve/" in get(city.epidemiologist, f"orders/{order.id}/")
    assert "Nobody is placed before the order is approved." in get(city.investigator, f"orders/{order.id}/")


def test_oversight_reads_the_order_but_not_the_name(city: City, case: Any) -> None:
    order = approved(city, close_contact(city, case, "王小芳"))
    page = get(city.oversight, f"orders/{order.id}/")
    assert order.number in page and "王**" in page
    assert "王小芳" not in page


def test_another_county_does_not_see_it(city: City, case: Any) -> None:
    order = close_contact(city, case, "王芳")
    assert status(city.outsider, f"orders/{order.id}/") == 404
    assert order.number not in get(city.outsider, "orders/")


def test_lifting_needs_a_reason_and_frees_room_and_samples(city: City, case: Any) -> None:
    order, stay = in_room(city, case, "王芳")
    assert post(city.epidemiologist, f"orders/{order.id}/lift/", why="").status_code == 422
    assert post(city.investigator, f"orders/{order.id}/lift/", why="x").status_code == 403
    page = post(
        city.epidemiologist, f"orders/{order.id}/lift/", why="shown to have been elsewhere"
    ).content.decode()
    assert "Lifted: shown to have been elsewhere" in page
    stay.refresh_from_db()
    assert stay.state == "ENDED" and order.transfers.filter(kind="HOME").exists()
    assert not Sample.objects.filter(person_id=order.person_id, taken_at=None, cancelled_at=None).exists()


def test_a_draft_is_withdrawn_with_a_reason(city: City, case: Any) -> None:
    order = close_contact(city, case, "王芳")
    assert post(city.investigator, f"orders/{order.id}/withdraw/", why="").status_code == 422
    assert (
        "Withdrawn: named by mistake"
        in post(city.investigator, f"orders/{order.id}/withdraw/", why="named by mistake").content.decode()
    )


def test_an_appeal_in_the_persons_words_is_always_possible(city: City, case: Any) -> None:
    order = approved(city, close_contact(city, case, "王芳"))
    assert post(city.nurse, f"orders/{order.id}/appeal/", text="").status_code == 422
    post(city.nurse, f"orders/{order.id}/appeal/", text="第一句")
    post(city.nurse, f"orders/{order.id}/appeal/", text="第二句")
    assert order.appeals.get().text == "第一句\n\n第二句"


@pytest.mark.parametrize(("language", "sentences"), [
    ("en", ["Notice of an order", "How to appeal", "within 24 hours", "By which rule", "You get medical care", "Close contact"]),
    ("zh-hans", ["告知书", "如何申诉", "24 小时", "依据", "密切接触者"]),
])  # fmt: skip
def test_the_notice_is_printed_in_the_persons_language(
    city: City, case: Any, language: str, sentences: list[str]
) -> None:
    order = approved(city, close_contact(city, case, "王芳"))
    page = get(city.investigator, f"orders/{order.id}/notice/?in={language}")
    for sentence in sentences:
        assert sentence in page, sentence


def test_the_notice_does_not_name_the_case(city: City, case: Any) -> None:
    order = approved(city, close_contact(city, case, "王芳"))
    page = get(city.investigator, f"orders/{order.id}/notice/")
    assert "Chen" not in page and case.number not in page


def test_the_notice_of_a_draft_says_that_it_restricts_nobody(city: City, case: Any) -> None:
    order = close_contact(city, case, "王芳")
    assert "restricts nobody" in get(city.investigator, f"orders/{order.id}/notice/")


def everything_negative(city: City, person_id: Any) -> None:
    for sample in Sample.objects.filter(person_id=person_id, result="PENDING", cancelled_at=None).order_by(
        "due_on"
    ):
        at = datetime(sample.due_on.year, sample.due_on.month, sample.due_on.day, tzinfo=UTC)
        result = ResultFacts(
            result="NEGATIVE", taken_at=at - hours(6), result_at=at, reagent=f"kit {sample.swab}"
        )
        positive_sample.receive_result(sample_id=sample.id, result=result, by=city.laboratory, now=at)


def test_release_happens_on_the_day_by_the_clock_and_its_document_is_printed(city: City, case: Any) -> None:
    order, stay = in_room(city, case, "王芳")
    assert status(city.investigator, f"orders/{order.id}/release/") == 302  # nothing has ended yet
    everything_negative(city, order.person_id)
    last_day = datetime(2022, 1, 22, 4, 0, tzinfo=UTC)  # noon; last exposure on the 8th and 14 days
    early = clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=last_day - timedelta(minutes=1))
    assert early["released"] == 0
    assert clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=last_day)["released"] == 1
    stay.refresh_from_db()
    assert stay.state == "ENDED" and stay.ended_at == last_day
    set_clock(city, last_day)
    page = get(city.investigator, f"orders/{order.id}/release/")
    assert "The following measure is over" in page and "What still follows" in page and "Negative" in page
    clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=last_day + timedelta(days=7))
    assert "under no restriction" in get(city.investigator, f"orders/{order.id}/release/")


@pytest.mark.parametrize(("role", "expected"), [
    ("investigator", 200), ("epidemiologist", 200), ("command", 200), ("manager", 200), ("nurse", 200), ("oversight", 200),
    ("laboratory", 403), ("driver", 403),
])  # fmt: skip
def test_who_reads_orders(city: City, role: str, expected: int) -> None:
    assert status(getattr(city, role), "orders/") == expected
