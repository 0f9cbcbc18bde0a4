"""The desks of contacts and people: found, judged, corrected; refusals stand at their fields."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.city import NOON, City, build, hours

from ringfence.registry.people import queries as people
from ringfence.response import positive_sample
from ringfence.tracing.contacts.actions import ExposureTold

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    """The outbreak's clock stands at noon, so that a page's deeds happen on that day."""
    city = build()
    city.outbreak.clock_set_to, city.outbreak.clock_runs = NOON, False
    city.outbreak.save()
    return city


@pytest.fixture
def contact(city: City):
    chen = city.person("陈强")
    case = positive_sample.receive_positive(
        sample_id=city.sample(chen).id,
        result=positive_sample.testing.ResultFacts(result="POSITIVE", result_at=NOON), by=city.laboratory, now=NOON,
    )  # fmt: skip
    wang = city.person("王芳", phone="13800000001")
    exposure = ExposureTold(
        first_at=NOON - timedelta(days=1),
        last_at=NOON - timedelta(days=1) + hours(1),
        setting="MEAL_ENTERTAINMENT",
    )
    return positive_sample.name_contact(
        case_id=case.id, person_id=wang.id, exposure=exposure, by=city.investigator, now=NOON
    )


def signed_in(user, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("text", ["王芳", "wangfang", "wf", "13800000001"])
def test_a_contact_is_found_by_name_pinyin_initials_and_phone(city: City, contact, text: str) -> None:
    page = signed_in(city.investigator).get("/o/xinxiang/contacts/", {"q": text})
    assert "王芳" in page.content.decode()


def test_a_filtered_list_comes_without_the_frame_that_stands_already(city: City, contact) -> None:
    """htmx takes the list alone; whoever loads the page, or goes back to it, gets all of it."""
    client, filtered = signed_in(city.investigator), {"HX-Request": "true", "HX-Target": "list"}
    part = client.get("/o/xinxiang/contacts/?q=王芳", headers=filtered)
    assert 'id="list"' in part.content.decode() and "王芳" in part.content.decode()
    assert 'class="rf-side"' not in part.content.decode() and 'class="rf-top"' not in part.content.decode()
    assert "HX-Request" in part["Vary"]
    for headers in ({}, filtered | {"HX-History-Restore-Request": "true"}):
        whole = client.get("/o/xinxiang/contacts/?q=王芳", headers=headers).content.decode()
        assert 'class="rf-side"' in whole and 'class="rf-top"' in whole and "王芳" in whole


def test_a_contact_is_not_shown_to_another_county(city: City, contact) -> None:
    assert "王芳" not in signed_in(city.outsider).get("/o/xinxiang/contacts/").content.decode()
    assert signed_in(city.outsider).get(f"/o/xinxiang/contacts/{contact.id}/").status_code == 404


def test_the_investigator_decides_and_an_order_waits(city: City, contact) -> None:
    answer = signed_in(city.investigator).post(
        f"/o/xinxiang/contacts/{contact.id}/decide/", {"kind": "CLOSE"}, follow=True
    )
    assert "waits for approval" in answer.content.decode()
    contact.refresh_from_db()
    assert contact.kind == "CLOSE"


def test_deciding_otherwise_without_a_reason_is_refused_at_the_field(city: City, contact) -> None:
    answer = signed_in(city.investigator, "zh-hans").post(
        f"/o/xinxiang/contacts/{contact.id}/decide/", {"kind": "NONE"}
    )
    assert answer.status_code == 422
    assert "请写一句话" in answer.content.decode()


def test_an_exposure_in_the_future_is_refused_and_what_was_typed_is_kept(city: City, contact) -> None:
    told = {
        "setting": "HOUSEHOLD",
        "first_at": "2030-01-01T10:00",
        "last_at": "2030-01-01T11:00",
        "basis": "TOLD",
        "place": "their kitchen",
    }
    answer = signed_in(city.investigator).post(f"/o/xinxiang/contacts/{contact.id}/exposure/", told)
    assert answer.status_code == 422
    assert "their kitchen" in answer.content.decode()


def test_the_person_page_says_why_the_status_is_what_it_is(city: City, contact) -> None:
    positive_sample.classify_contact(
        contact_id=contact.id, kind="CLOSE", why="", by=city.investigator, now=NOON
    )
    page = signed_in(city.investigator).get(f"/o/xinxiang/people/{contact.person_id}/").content.decode()
    assert "Computed from evidence" in page
    assert "In quarantine" in page or "No restriction" in page


def test_a_correction_is_saved_and_a_person_without_a_name_is_refused(city: City, contact) -> None:
    client, address = signed_in(city.investigator), f"/o/xinxiang/people/{contact.person_id}/correct/"
    told = {"name": "王方", "sex": "F", "area_code": "410702001"}
    assert client.post(address, told).status_code == 302
    contact.person.identity.refresh_from_db()
    assert contact.person.identity.name == "王方"
    assert [one.id for one in people.search(text="wangfang", by=city.investigator, on=NOON.date())] == [
        contact.person_id
    ]
    assert client.post(address, told | {"name": ""}).status_code == 422
