"""The desks over the interface: tasks, a case's timeline, a pasted list of contacts, rooms by hand, closing a site."""

from __future__ import annotations

from typing import Any

import pytest

from ringfence.faces import clock
from tests.city import NOON, hours
from tests.stories.telling import approved, arrived, close_contact, open_case

from . import world

pytestmark = pytest.mark.django_db
PASTED = "Wang Fang 13800000002 colleague meal 1月8日 noodle shop\n孙七 13800000003\n"


@pytest.fixture
def city(db: None) -> world.World:
    return world.build(clock.real_now())


@pytest.fixture
def case(city: world.World) -> Any:
    return open_case(city.city)


def test_tasks_come_by_deadline_with_the_page_on_which_they_are_done(city: world.World, case: Any) -> None:
    told = city.get("tasks?scope=ALL", role="INVESTIGATOR").json()
    assert [one["due_at"] for one in told["items"]] == sorted(one["due_at"] for one in told["items"])
    first = next(one for one in told["items"] if one["kind"] == "MILESTONE")
    assert (first["page"], first["subject_id"]) == (f"/o/xinxiang/cases/{case.id}/#clock", str(case.id))
    assert first["person"]["name"] == "Chen"
    assert first["late"] is True  # two hours are over, it is three o'clock
    counted = {one["kind"]: one["open"] for one in told["counts"]}
    assert counted["MILESTONE"] == sum(one["kind"] == "MILESTONE" for one in told["items"])
    assert told["open"] == sum(counted.values())


def test_everybody_has_the_tasks_of_their_role(city: world.World, case: Any) -> None:
    approvals = city.get("tasks", role="EPIDEMIOLOGIST").json()["items"]
    assert [one["kind"] for one in approvals] == ["APPROVAL"]
    order_id = approvals[0]["subject_id"]
    assert city.post(f"orders/{order_id}/approve", role="EPIDEMIOLOGIST").status_code == 200
    assert city.get("tasks", role="EPIDEMIOLOGIST").json()["items"] == []
    assert city.get("tasks", role="DATA_OFFICER").json()["items"] == []
    assert city.get("tasks?kind=APPROVAL&scope=ALL", role="CITY_COMMAND").json()["items"] == []
    assert city.get("tasks?kind=TEA", role="DRIVER").status_code == 422


def test_the_timeline_of_a_case_tells_everything_from_the_sample_on(city: world.World, case: Any) -> None:
    close_contact(city.city, case, "Wang")
    told = city.get(f"cases/{case.id}/timeline", role="INVESTIGATOR").json()
    assert [one["at"] for one in told] == sorted((one["at"] for one in told), reverse=True)
    assert {one["topic"] for one in told} >= {"CASE", "CLOCK", "LABORATORY", "CONTACTS", "MEASURES"}
    sample = next(one for one in told if one["topic"] == "LABORATORY")
    assert (sample["subject_type"], sample["title"] != "") == ("sample", True)
    oldest = city.get(f"cases/{case.id}/timeline?topic=CONTACTS&order=oldest", role="INVESTIGATOR").json()
    assert {one["topic"] for one in oldest} == {"CONTACTS"}
    assert oldest[0]["people"][0]["name"] == "Wang"
    assert city.get(f"cases/{case.id}/timeline", role="OUTSIDER").status_code == 404
    chinese = city.get(f"cases/{case.id}/timeline", **{"Accept-Language": "zh-hans"}).json()
    assert chinese[0]["title"] != told[0]["title"]


def test_a_pasted_list_is_read_with_its_doubts_corrected_and_named_once(city: world.World, case: Any) -> None:
    read = city.post(f"cases/{case.id}/contacts/read", {"text": PASTED}, role="INVESTIGATOR").json()
    wang, sun = read["lines"]
    assert (read["well"], wang["errors"], wang["proposed_kind"]) == (1, {}, "CLOSE")
    assert (wang["contact"]["person"]["name"], wang["contact"]["relation"]) == ("Wang Fang", "COLLEAGUE")
    assert (sun["contact"], set(sun["errors"])) == (None, {"setting", "last_on"})
    assert city.get("contacts").json()["items"] == []  # reading names nobody
    corrected = wang["contact"] | {"person": wang["contact"]["person"] | {"id": None, "name": "孙七"}}
    listed = {"contacts": [wang["contact"], corrected], "accept": True}
    named = city.post(f"cases/{case.id}/contacts/list", listed, role="INVESTIGATOR")
    assert [one["kind"] for one in named.json()] == ["CLOSE", "CLOSE"], named.content
    assert len(city.get("orders?kind=FACILITY_QUARANTINE&state=DRAFT").json()["items"]) == 2


def test_somebody_who_is_known_is_chosen_when_a_list_is_read(city: world.World, case: Any) -> None:
    known = city.city.person("Wang Fang", phone="13800000002")
    read = city.post(f"cases/{case.id}/contacts/read", {"text": PASTED}, role="INVESTIGATOR").json()
    wang = read["lines"][0]
    assert (wang["known"][0]["person"]["id"], wang["known"][0]["sure"]) == (str(known.id), True)
    assert (wang["contact"]["person_id"], wang["contact"]["person"]) == (str(known.id), None)
    assert city.post(f"cases/{case.id}/contacts/read", {"text": ""}, role="OUTSIDER").status_code == 404


def test_a_room_is_given_by_hand_and_changed_while_the_person_is_on_the_way(
    city: world.World, case: Any
) -> None:
    order = approved(city.city, close_contact(city.city, case))
    stay = city.get("stays?state=RESERVED", role="SITE_MANAGER").json()["items"][0]
    offered = city.get(f"stays/{stay['id']}/rooms", role="SITE_MANAGER").json()
    other = next(one for one in offered if one["number"] != stay["room"])
    given = city.post(f"stays/{stay['id']}/room", {"room_id": other["id"]}, role="SITE_MANAGER")
    assert (given.status_code, given.json()["room"]) == (200, other["number"])
    assert given.json()["state"] == "RESERVED"
    assert order.transfers.filter(kind="TO_SITE", state="REQUESTED").count() == 1
    deeds = city.get(f"audit?subject_type=stay&subject_id={stay['id']}").json()["items"]
    assert (deeds[0]["action"], deeds[0]["after"]["room"]) == ("stay.reserve", other["number"])
    assert (
        city.post(f"stays/{stay['id']}/room", {"room_id": other["id"]}, role="SITE_NURSE").status_code == 403
    )


def test_a_room_that_somebody_has_is_refused_with_the_reason(city: world.World, case: Any) -> None:
    approved(city.city, close_contact(city.city, case, "Li"))
    approved(city.city, close_contact(city.city, case, "Wang"))
    first, second = city.get("stays?state=RESERVED", role="SITE_MANAGER").json()["items"]
    rooms = city.get(f"sites/{city.city.site.id}/rooms", role="SITE_MANAGER").json()
    taken = next(one["id"] for one in rooms if one["number"] == first["room"])
    refused = city.post(f"stays/{second['id']}/room", {"room_id": taken}, role="SITE_MANAGER")
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")
    assert refused.json()["detail"]


def test_a_site_says_who_keeps_it_open_and_closes_when_it_is_empty(city: world.World, case: Any) -> None:
    arrived(city.city, approved(city.city, close_contact(city.city, case, "Li")), at=NOON + hours(1))
    here = f"sites/{city.city.site.id}"
    asked = city.get(f"{here}/closing", role="SITE_MANAGER").json()
    assert (asked["allowed"], [one["person"]["name"] for one in asked["stays"]]) == (False, ["Li"])
    assert asked["reasons"] == ["1 people stay here or are on the way; a site closes when it is empty."]
    assert city.post(f"{here}/close", role="SITE_MANAGER").json()["detail"] == asked["reasons"][0]
    order = city.get("orders?kind=FACILITY_QUARANTINE").json()["items"][0]
    lifted = city.post(f"orders/{order['id']}/lift", {"why": "A mistake."}, role="EPIDEMIOLOGIST")
    assert lifted.status_code == 200, lifted.content
    assert city.get(f"{here}/closing", role="SITE_MANAGER").json() == {
        "allowed": True,
        "reasons": [],
        "stays": [],
    }
    assert city.post(f"{here}/close", role="SITE_MANAGER").json()["state"] == "CLOSED"
