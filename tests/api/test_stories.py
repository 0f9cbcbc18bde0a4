"""The straight line, told over the interface: from a positive sample to an arrival, with everything that may go wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ringfence.faces import clock
from tests.city import NOON, TOWNSHIP, hours

from . import world

pytestmark = pytest.mark.django_db
CHEN = {"name": "Chen", "area_code": TOWNSHIP, "sex": "M", "phone": "13800000001"}


@pytest.fixture
def city(db: None) -> world.World:
    return world.build(clock.real_now())


def positive(**more: Any) -> dict[str, Any]:
    return {
        "person": CHEN,
        "code": "T1",
        "taken_at": (NOON - hours(6)).isoformat(),
        "result_at": NOON.isoformat(),
    } | more


def wang(**more: Any) -> dict[str, Any]:
    met = {"first_at": (NOON - hours(24)).isoformat(), "last_at": (NOON - hours(23)).isoformat(),
           "setting": "MEAL_ENTERTAINMENT", "place": "noodle shop"}  # fmt: skip
    return {"person": {"name": "Wang", "area_code": TOWNSHIP}, "exposure": met, "relation": "FRIEND"} | more


def opened(city: world.World) -> str:
    answer = city.post("positives", positive(), role="LABORATORY")
    assert answer.status_code == 201, answer.content
    return str(answer.json()["case_id"])


def test_a_positive_sample_opens_a_case_whose_clock_runs(city: world.World) -> None:
    case_id = opened(city)
    shown = city.get(f"cases/{case_id}", role="INVESTIGATOR").json()
    assert (shown["number"], shown["person"]["name"], shown["classification"]) == (
        "XX-0001",
        "Chen",
        "PRESUMPTIVE",
    )
    clock_of_case = city.get(f"cases/{case_id}/investigation", role="INVESTIGATOR").json()
    assert {one["code"] for one in clock_of_case["milestones"]} >= {
        "DIRECT_REPORT",
        "CORE_REPORT",
        "FULL_REPORT",
    }
    drafts = city.get("orders/waiting", role="EPIDEMIOLOGIST").json()["items"]
    assert [one["kind"] for one in drafts] == ["ISOLATION"]


def test_the_same_key_does_it_once_and_answers_alike(city: world.World) -> None:
    key = {"Idempotency-Key": "abc-1"}
    first = city.post("positives", positive(), role="LABORATORY", **key)
    again = city.post("positives", positive(), role="LABORATORY", **key)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert again["Idempotent-Replay"] == "true"
    assert "Idempotent-Replay" not in first
    assert len(city.get("cases").json()["items"]) == 1


def test_a_key_belongs_to_one_request_and_one_caller(city: world.World) -> None:
    key = {"Idempotency-Key": "abc-1"}
    city.post("positives", positive(), role="LABORATORY", **key)
    other = city.post("positives", positive(code="T2"), role="LABORATORY", **key)
    assert other.status_code == 409
    assert "fresh key" in other.json()["detail"]
    mine = positive(code="T3", person=CHEN | {"name": "Zhou"})
    assert city.post("positives", mine, role="EVERYBODY", **key).status_code == 201


def test_a_refused_request_may_be_corrected_under_the_same_key(city: world.World) -> None:
    key = {"Idempotency-Key": "abc-1"}
    late = positive(result_at=(NOON + timedelta(days=9)).isoformat())
    assert city.post("positives", late, role="LABORATORY", **key).status_code == 422
    assert city.post("positives", positive(), role="LABORATORY", **key).status_code == 201


def test_a_key_is_looked_at_only_after_the_caller(city: world.World) -> None:
    answer = city.call(
        "POST", "positives", positive(), Authorization="Bearer rf_wrong", **{"Idempotency-Key": "k"}
    )
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_list_of_contacts_is_named_classified_approved_and_placed(city: world.World) -> None:
    case_id = opened(city)
    zhou = wang(person={"name": "Zhou", "area_code": TOWNSHIP})
    named = city.post(f"cases/{case_id}/contacts/list", {"contacts": [wang(), zhou]}, role="INVESTIGATOR")
    assert [one["proposed_kind"] for one in named.json()] == ["CLOSE", "CLOSE"], named.content
    accepted = city.post(f"cases/{case_id}/contacts/accept-proposals", role="INVESTIGATOR").json()
    assert accepted == {"classified": 2, "drafted": 2}
    order = city.get("orders?kind=FACILITY_QUARANTINE", role="EPIDEMIOLOGIST").json()["items"][0]
    in_force = city.post(f"orders/{order['id']}/approve", role="EPIDEMIOLOGIST").json()
    assert (in_force["state"], len(in_force["stages"])) == ("IN_FORCE", 2)
    assert city.get("transfers?state=REQUESTED", role="DRIVER").json()["items"] == []
    (open_way,) = city.get("transfers/waiting", role="DRIVER").json()
    assert (open_way["from_name"], open_way["to_name"], open_way["count"]) == ("西街街道", "Demo site", 1)
    way = city.post("transfers/take", {"way": open_way["way"]}, role="DRIVER").json()
    assert way["passenger"]["name"] in ("Wang", "Zhou")
    taken = {"vehicle": "豫G00001", "given_by_name": "Li"}
    assert city.post(f"transfers/{way['id']}/pick-up", taken, role="DRIVER").json()["state"] == "PICKED_UP"
    assert city.post(f"transfers/{way['id']}/deliver", role="SITE_MANAGER").json()["state"] == "DELIVERED"
    assert city.get("stays?state=STARTED", role="SITE_NURSE").json()["items"][0]["site"] == "示例隔离点"


def test_whoever_drafted_an_order_cannot_approve_it(city: world.World) -> None:
    case_id = opened(city)
    contact = city.post(f"cases/{case_id}/contacts", wang()).json()
    drafted = city.post(f"contacts/{contact['id']}/kind", {"kind": "CLOSE"}).json()
    refused = city.post(f"orders/{drafted['order_id']}/approve")
    assert refused.status_code == 422
    assert refused["Content-Type"] == "application/problem+json"
    assert city.get(f"orders/{drafted['order_id']}").json()["state"] == "DRAFT"


def test_a_wrong_line_of_a_list_is_named_and_nobody_is(city: world.World) -> None:
    case_id = opened(city)
    backwards = wang(exposure=wang()["exposure"] | {"last_at": (NOON - hours(90)).isoformat()})
    answer = city.post(
        f"cases/{case_id}/contacts/list", {"contacts": [wang(), backwards]}, role="INVESTIGATOR"
    )
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["contacts.1"]
    assert city.get("contacts").json()["items"] == []


@pytest.mark.parametrize(("language", "words"), [("en", "This is required."), ("zh-hans", "必填")])
def test_what_is_missing_is_said_in_the_callers_language(
    city: world.World, language: str, words: str
) -> None:
    answer = city.post("positives", {"code": "T1"}, role="LABORATORY", **{"Accept-Language": language})
    assert answer.status_code == 422
    assert words in answer.json()["errors"]["taken_at"][0]


def test_what_lies_elsewhere_is_not_there(city: world.World) -> None:
    case_id = opened(city)
    assert city.get(f"cases/{case_id}", role="OUTSIDER").status_code == 404
    there = "/api/v1/outbreaks/elsewhere"
    made = {
        "slug": "elsewhere",
        "name": "Elsewhere",
        "area_code": "4107",
        "ruleset_id": "CN-8",
        "case_prefix": "EL",
    }
    assert city.post("/api/v1/outbreaks", made, role="CITY_COMMAND").status_code == 201
    assert city.get(f"{there}/cases/{case_id}").status_code == 404
    assert city.get("/api/v1/outbreaks/nowhere/cases").status_code == 404
    assert city.get("/api/v1/nothing").json()["title"] == "Not found."


def test_a_role_without_the_step_is_not_permitted(city: world.World) -> None:
    answer = city.post("positives", positive(), role="DRIVER")
    assert answer.status_code == 403
    assert "sample.record" in answer.json()["detail"]


def test_a_batch_keeps_what_it_can_and_says_why_not(city: world.World) -> None:
    person = city.post("people", CHEN, role="LABORATORY").json()
    taken = {"person_id": person["id"], "code": "T7", "taken_at": (NOON - hours(5)).isoformat()}
    city.post("samples", taken, role="LABORATORY")
    told = {"result": "POSITIVE", "result_at": NOON.isoformat()}
    answer = city.post(
        "results", {"results": [{"code": "T7", **told}, {"code": "T8", **told}]}, role="LABORATORY"
    ).json()
    assert (answer["kept"], answer["refused"]) == (1, 1)
    assert answer["results"][0]["case_id"]
    assert "T8" in answer["results"][1]["why_not"]


def test_pages_lead_through_a_list_and_back(city: world.World) -> None:
    for number in range(5):
        city.post("positives", positive(code=f"T{number}", person=CHEN | {"name": f"Chen {number}"}))
    first = city.get("cases?limit=2").json()
    second = city.get(f"cases?limit=2&cursor={first['next']}").json()
    numbers = [one["number"] for one in first["items"] + second["items"]]
    assert len(set(numbers)) == 4
    assert city.get(f"cases?limit=2&cursor={second['previous']}").json()["items"] == first["items"]
    assert city.get("cases?cursor=rubbish").status_code == 422


def test_the_drills_clock_releases_on_its_way(city: world.World) -> None:
    opened(city)
    moved = city.post(
        "clock", {"to": (NOON + hours(30)).isoformat(), "runs": False}, role="CITY_COMMAND"
    ).json()
    assert moved["now"].startswith("2022-01-10T10:00")
    assert moved["happened"]["breached"] > 0


def test_a_person_may_not_take_anothers_identity_number(city: world.World) -> None:
    number = {"id_number": "11010519491231002X"}  # the example of GB 11643-1999
    assert city.post("people", CHEN | number | {"name": "Li"}).status_code == 201
    chen = city.post("people", CHEN).json()
    taken = city.call("PATCH", f"people/{chen['id']}", number)
    assert taken.status_code == 422
    assert list(taken.json()["errors"]) == ["id_number"]


def test_a_case_that_is_none_is_ruled_out_with_a_look_before(city: world.World) -> None:
    case_id = opened(city)
    before = city.get(f"cases/{case_id}/rule-out", role="INVESTIGATOR").json()
    assert before["isolation_id"] and before["affected"] == []
    refused = city.call("PATCH", f"cases/{case_id}", {"classification": "RULED_OUT"}, role="INVESTIGATOR")
    assert refused.status_code == 422 and "rule out each of these on its own page" in refused.json()["detail"]
    done = city.post(f"cases/{case_id}/rule-out", {"why": "mixed-up tubes"}, role="INVESTIGATOR")
    assert done.status_code == 200
    assert city.get(f"cases/{case_id}", role="INVESTIGATOR").json()["classification"] == "RULED_OUT"


def test_a_result_against_its_ct_is_told_back_until_the_laboratory_was_asked(city: world.World) -> None:
    sample = city.city.sample(city.city.person("Ct"), code="CT1")
    told = {"result": "NEGATIVE", "result_at": NOON.isoformat(), "ct_n": 24}
    refused = city.post(f"samples/{sample.id}/result", told, role="LABORATORY")
    assert refused.status_code == 422 and "does not go with a negative result" in refused.json()["detail"]
    batch = city.post("results", {"results": [{**told, "code": "CT1"}]}, role="LABORATORY").json()
    assert batch["refused"] == 1 and "ask the laboratory" in batch["results"][0]["why_not"]
    kept = city.post(f"samples/{sample.id}/result", {**told, "asked_laboratory": True}, role="LABORATORY")
    assert kept.json()["result"] == "NEGATIVE"
