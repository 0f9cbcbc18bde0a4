"""A person asks about themselves by the interface; staff hand over codes and decide corrections there."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from ringfence.faces import clock
from ringfence.faces.api.models import GivenAnswer
from ringfence.registry.citizens.keys import new_code
from tests.api.world import World, build
from tests.city import NOON
from tests.stories.telling import approved, close_contact, open_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build(clock.real_now())


def own(method: str, path: str, token: str = "", body: Any = None) -> Any:
    headers = {"Accept-Language": "en"} | ({"Authorization": f"Bearer {token}"} if token else {})
    return Client().generic(
        method, f"/api/v1/my{path}", json.dumps(body or {}), content_type="application/json", headers=headers
    )


def visit(world: World, person_id: Any) -> str:
    given = world.post(
        f"people/{person_id}/codes", {"to": "PERSON"}, role="SITE_NURSE", **{"Idempotency-Key": "k"}
    )
    assert given.status_code == 201
    opened = own("POST", "/visits", body={"code": given.json()["code"]})
    assert opened.status_code == 201
    return str(opened.json()["token"])


def test_a_person_reads_appeals_asks_and_leaves(world: World) -> None:
    order = approved(world.city, close_contact(world.city, open_case(world.city), "Wang"))
    token = visit(world, order.person_id)
    page = own("GET", "", token).json()
    assert page["status"]["measure"] == "FACILITY_QUARANTINE" and page["status"]["is_restricted"]
    assert page["notice"]["proposed_by"] == "Hongqi CDC" and page["notice"]["approved_by"] == "City CDC"
    assert page["record"][0]["who"] == "You yourself" and page["facts"]["name"] == "Wang"
    assert own("POST", "/appeals", token, {"text": "I was elsewhere."}).json()["decided_at"] is None
    asked = own("POST", "/corrections", token, {"field": "PHONE", "right": "13900000000"})
    assert asked.status_code == 201
    taken_back = own("POST", f"/corrections/{asked.json()['id']}/withdraw", token)
    assert taken_back.json()["state"] == "WITHDRAWN"
    assert own("DELETE", "/visit", token).json() == {"changed": 1}
    assert own("GET", "", token).status_code == 401


def test_the_code_is_kept_nowhere_also_with_an_idempotency_key(world: World) -> None:
    visit(world, world.city.person("Zhao").id)
    assert not GivenAnswer.objects.exists()
    codes = world.get(f"people/{world.city.person('Sun').id}/codes", role="SITE_NURSE")
    assert codes.status_code == 200 and codes.json()["items"] == []


def test_a_stranger_gets_the_same_answer_until_the_lock(world: World) -> None:
    answers = [own("POST", "/visits", body={"code": new_code()}).json()["detail"] for _ in range(11)]
    assert len(set(answers[:10])) == 1 and "too many wrong tries" in answers[10]


@pytest.mark.parametrize("token", ["", "rfv_nobody", "rf_nobody"])
def test_without_a_visit_there_is_nothing(token: str, world: World) -> None:
    for method, path in [("GET", ""), ("POST", "/appeals"), ("POST", "/corrections"), ("DELETE", "/visit")]:
        assert own(method, path, token, {"text": "x", "field": "NAME", "right": "x"}).status_code == 401


def test_neither_kind_of_key_opens_the_others_door(world: World) -> None:
    token = visit(world, world.city.person("Zhao").id)
    staff = Client().get("/api/v1/outbreaks", headers={"Authorization": f"Bearer {token}"})
    assert staff.status_code == 401
    assert own("GET", "", world.keys["EVERYBODY"]).status_code == 401


def test_two_hands_correct_a_name_by_the_interface(world: World) -> None:
    person = world.city.person("Zhou")
    token = visit(world, person.id)
    asked = own("POST", "/corrections", token, {"field": "NAME", "right": "Zhu"}).json()
    where = f"corrections/{asked['id']}"
    assert world.get(where, role="DATA_OFFICER").json()["stands_now"] == "Zhou"
    assert world.post(f"{where}/accept", {"answer": "Done."}, role="DATA_OFFICER").status_code == 422
    assert world.post(f"{where}/check", {"why": "Card."}, role="DATA_OFFICER").status_code == 200
    assert world.post(f"{where}/accept", {"answer": "Done."}, role="DATA_OFFICER").status_code == 422
    done = world.post(f"{where}/accept", {"answer": "Done."}, role="INVESTIGATOR").json()
    assert (done["before"], done["after"], done["state"]) == ("Zhou", "Zhu", "ACCEPTED")
    assert own("GET", "", token).json()["corrections"][0]["after"] == "Zhu"
    assert world.get("corrections", role="SITE_NURSE").status_code == 403
    assert NOON.isoformat()[:10] in done["decided_at"]
