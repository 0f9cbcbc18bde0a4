"""Local versions over the interface: proposed once, signed by another organisation, followed by the outbreak."""

from __future__ import annotations

from typing import Any

import pytest

from ringfence.faces import clock

from . import world

pytestmark = pytest.mark.django_db
SEVEN = {
    "base_id": "CN-8-HN-2022-01", "place_code": "4107", "name_en": "Xinxiang, seven days", "name_zh": "新乡市七天版",
    "valid_from": "2022-01-09", "valid_to": "2022-01-30", "why": "The variant is faster.",
    "changes": [{"parameter": "measures.close_contact[0].days", "value": 7, "source": "City order 3", "reason": "Enough."}],
}  # fmt: skip


@pytest.fixture
def city(db: None) -> world.World:
    return world.build(clock.real_now())


def proposed(city: world.World, **headers: str) -> Any:
    return city.post("local-rulesets", SEVEN, role="EPIDEMIOLOGIST", **headers)


def test_from_the_proposal_to_the_outbreak_that_follows_it(city: world.World) -> None:
    checked = city.post("local-rulesets/check", SEVEN, role="EPIDEMIOLOGIST")
    assert [(one["before"], one["after"], one["effect"]) for one in checked.json()] == [(14, 7, "MILDER")]
    made = proposed(city)
    assert made.status_code == 201, made.content
    at, code = f"local-rulesets/{made.json()['id']}", made.json()["ruleset_id"]
    assert not made.json()["may_be_followed"]
    assert city.post(f"{at}/approve", role="CITY_COMMAND").json()["state"] == "APPROVED"
    shown = city.post(f"{at}/publish", {"where": "Xinxiang Daily"}, role="CITY_COMMAND").json()
    assert shown["may_be_followed"] and shown["proposal"]["changes"][0]["value"] == 7
    wanted = {"to_ruleset_id": code, "why": "City order 3"}
    assert city.post("ruleset-changes", wanted, role="CITY_COMMAND").status_code == 201
    parameters = city.get(f"/api/v1/rulesets/{code}").json()["parameters"]
    assert parameters["measures"]["close_contact"][0]["days"] == 7
    differences = city.get(f"/api/v1/rulesets/{code}/differences").json()
    assert [one["source"] for one in differences] == ["City order 3"]
    assert code in [one["id"] for one in city.get("/api/v1/rulesets").json()]
    assert (
        city.post(f"{at}/withdraw", {"why": "another variant"}, role="CITY_COMMAND").json()["state"]
        == "WITHDRAWN"
    )
    past = city.get("ruleset-changes").json()[0]
    assert (past["to_ruleset_id"], past["why"]) == (
        "CN-8-HN-2022-01", "The local version no longer holds; its edition applies again."
    )  # fmt: skip


def test_sent_twice_it_is_proposed_once(city: world.World) -> None:
    once, again = (proposed(city, **{"Idempotency-Key": "local-1"}) for _ in range(2))
    assert once.json()["id"] == again.json()["id"]
    assert len(city.get("local-rulesets").json()["items"]) == 1


def test_who_proposed_it_and_who_may_not_change_rules_are_refused(city: world.World) -> None:
    at = f"local-rulesets/{proposed(city).json()['id']}/approve"
    own = city.post(at, role="EPIDEMIOLOGIST")
    assert own.status_code == 422 and own["Content-Type"] == "application/problem+json"
    assert "Who proposed a local version does not decide about it." in own.json()["detail"]
    assert city.post(at, role="INVESTIGATOR").status_code == 403
    assert city.post("local-rulesets", SEVEN, role="LABORATORY").status_code == 403


def test_a_fault_is_told_by_its_input(city: world.World) -> None:
    stricter = {**SEVEN, "base_id": "CN-9", "changes": [{**SEVEN["changes"][0], "value": 10}]}
    told = city.post("local-rulesets", stricter, role="EPIDEMIOLOGIST")
    assert told.status_code == 422
    assert "10 is stricter than 7" in told.json()["errors"]["changes.0.value"][0]
    nothing = city.post("local-rulesets", {**SEVEN, "changes": [{"parameter": "cluster.cases", "value": True, "source": "s", "reason": "r"}]}, role="EPIDEMIOLOGIST")  # fmt: skip
    assert "whole number" in nothing.json()["errors"]["changes.0.value"][0]
    assert city.get("local-rulesets/00000000-0000-7000-8000-000000000000").status_code == 404
