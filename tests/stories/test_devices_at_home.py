"""A device reports an exit: a grace period, then a call, then maybe a person's word. A flat battery is no escape."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from ringfence.care.home_watch import actions as home_watch
from ringfence.care.home_watch import queries, rules
from ringfence.care.home_watch.models import Call, Report, Watch
from ringfence.care.quarantine.models import Stay
from ringfence.command.inbox import queries as inbox
from ringfence.command.inbox.items import Asked, Kind
from ringfence.faces.clock import real_now
from ringfence.ground.access import actions as access
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import NotFound, NotPermitted, Refused
from ringfence.measures.orders.models import Order
from ringfence.registry.citizens.queries import Stranger
from ringfence.response import clock, drafting
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import get, post, set_clock
from tests.stories import arriving
from tests.stories.telling import approved, close_contact, open_case

DEVICE = Stranger("192.0.2.9")
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(("cause", "minutes"), [
    ("DOOR_OPENED", 15), ("PHONE_LEFT", 15), ("PHONE_OFF", 60), ("BATTERY_FLAT", 60), ("SIGNAL_LOST", 60), ("BACK", None),
])  # fmt: skip
def test_from_when_on_somebody_calls(cause, minutes):
    due = rules.call_from(cause=cause, happened_at=NOON, grace_minutes=15)
    assert due == (None if minutes is None else NOON + minutes * MINUTE)


@pytest.mark.parametrize(("cause", "heard", "why", "allowed"), [
    ("DOOR_OPENED", [], "went shopping", False),  # a call comes first
    ("DOOR_OPENED", ["NOT_REACHED"], "nobody answers for an hour", True),
    ("PHONE_LEFT", ["NOT_REACHED", "AWAY"], "says to be in Zhengzhou", True),
    ("PHONE_LEFT", ["AWAY", "AT_HOME"], "says to be back", False),
    ("DOOR_OPENED", ["AWAY"], " ", False),  # a person says why
    ("BATTERY_FLAT", ["NOT_REACHED"], "nobody answers for an hour", False),
    ("PHONE_OFF", ["AWAY"], "says to be away", False),
])  # fmt: skip
def test_what_may_be_handed_to_the_investigator(cause, heard, why, allowed):
    assert rules.may_escalate(cause=cause, heard=heard, why=why).allowed is allowed


@pytest.mark.parametrize(
    ("ago", "allowed"), [(-6, False), (-5, True), (0, True), (24 * 60, True), (24 * 60 + 1, False)]
)
def test_which_times_a_device_may_tell(ago, allowed):
    assert rules.may_report(happened_at=NOON - ago * MINUTE, now=NOON).allowed is allowed


pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    city = build()
    set_clock(city, NOON)
    return city


@pytest.fixture
def grid(city: City) -> Any:
    return arriving.grid_worker()


@pytest.fixture
def stay(city: City) -> Any:
    """Wang is in quarantine at home."""
    draft = close_contact(city, open_case(city), "Wang")
    order = drafting.draft_again(
        order_id=draft.id, why="a child at home", kind="HOME_QUARANTINE", by=city.investigator, now=NOON
    )
    approved(city, order)
    return Stay.objects.get(order=order)


def begun(stay: Any, grid: Any, **told: Any) -> Any:
    usual = {"device": "DOOR", "agreed": True, "agreed_by": "PERSON"}
    return home_watch.begin(stay_id=stay.id, **(usual | told), by=grid, now=NOON)


def tell(key: str, cause: str = "DOOR_OPENED", at: Any = NOON, told_id: str = "1", now: Any = None) -> Any:
    return home_watch.report(
        key=key, told_id=told_id, cause=cause, happened_at=at, by=DEVICE, now=now or NOON
    )


def work(city: City, who: Any, now: Any) -> list[Any]:
    asked = Asked(
        by=who, outbreak_id=city.outbreak.id, now=now, ruleset=rulesets.get(city.outbreak.ruleset_id)
    )
    return [
        (one.kind, one.person)
        for one in inbox.work(asked=asked)
        if one.kind in (Kind.DEVICE_CALL, Kind.DEVICE_LOOK)
    ]


def test_without_agreement_there_is_no_device_and_it_can_be_taken_back(city, grid, stay):
    with pytest.raises(Refused, match="agreement"):
        begun(stay, grid, agreed=False)
    with pytest.raises(NotPermitted):
        begun(stay, city.investigator)
    told = begun(stay, grid)
    assert told.key not in str(list(Watch.objects.values()))
    tell(told.key)
    home_watch.revoke_by_device(key=told.key, by=DEVICE, now=NOON)
    assert (Report.objects.get().state, Report.objects.get().settled_by) == ("SETTLED", "ENDED")
    with pytest.raises(NotFound, match="taken back"):
        tell(told.key, told_id="2")
    assert Watch.objects.get().retention_until == NOON.date() + timedelta(days=14)


def test_after_the_grace_period_there_is_one_call_and_a_good_answer_settles_it(city, grid, stay):
    told = begun(stay, grid)
    report = tell(told.key)
    assert tell(told.key) == report  # told twice, it is one
    assert work(city, grid, NOON + 14 * MINUTE) == []
    assert work(city, grid, NOON + 15 * MINUTE) == [(Kind.DEVICE_CALL, stay.person)]
    home_watch.call(
        report_id=report.id, heard="ALLOWED", note="to the clinic", by=grid, now=NOON + 20 * MINUTE
    )
    assert work(city, grid, NOON + hours(2)) == []
    with pytest.raises(Refused, match="settled"):
        home_watch.escalate(report_id=report.id, why="all the same", by=grid, now=NOON)


@pytest.mark.parametrize(("back_after", "state"), [(14, "SETTLED"), (15, "OPEN"), (40, "OPEN")])
@pytest.mark.parametrize("return_comes_first", [False, True])
def test_who_is_back_in_time_is_not_called_in_whichever_order_it_is_told(
    city, grid, stay, back_after, state, return_comes_first
):
    key, later = begun(stay, grid).key, NOON + hours(1)
    set_clock(city, later)
    told = [("DOOR_OPENED", NOON, "1"), ("BACK", NOON + back_after * MINUTE, "2")]
    for cause, at, told_id in reversed(told) if return_comes_first else told:
        tell(key, cause, at, told_id)
    assert Report.objects.get(cause="DOOR_OPENED").state == state


def test_only_a_person_hands_it_over_after_a_call_and_no_order_changes(city, grid, stay):
    before = list(Order.objects.values())
    report = tell(begun(stay, grid).key)
    with pytest.raises(Refused, match="Call first"):
        home_watch.escalate(report_id=report.id, why="nobody answers", by=grid, now=NOON)
    home_watch.call(report_id=report.id, heard="AWAY", note="in Zhengzhou", by=grid, now=NOON)
    assert work(city, city.investigator, NOON) == []
    home_watch.escalate(report_id=report.id, why="says to be in Zhengzhou", by=grid, now=NOON)
    assert work(city, city.investigator, NOON) == [(Kind.DEVICE_LOOK, stay.person)]
    assert work(city, city.outsider, NOON) == []
    home_watch.note_looked(
        report_id=report.id, note="visited the mother in hospital", by=city.investigator, now=NOON
    )
    assert work(city, city.investigator, NOON) == []
    assert list(Order.objects.values()) == before


def test_a_flat_battery_is_no_escape_by_rule_and_by_the_database(city, grid, stay):
    report = tell(begun(stay, grid).key, "BATTERY_FLAT")
    home_watch.call(report_id=report.id, heard="NOT_REACHED", note="", by=grid, now=NOON)
    with pytest.raises(Refused, match="no escape"):
        home_watch.escalate(report_id=report.id, why="nobody answers", by=grid, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(id=report.id).update(
            state="ESCALATED", escalated_at=NOON, escalated_by_name="x", escalated_why="x"
        )


def test_the_clock_ends_watches_of_stays_that_are_over_and_deletes_them_after_fourteen_days(city, grid, stay):
    key = begun(stay, grid).key
    report = tell(key)
    home_watch.call(report_id=report.id, heard="NOT_REACHED", note="", by=grid, now=NOON)
    Stay.objects.filter(id=stay.id).update(state="ENDED", ended_at=NOON, ended_why="over")
    with pytest.raises(NotFound):
        tell(key, told_id="2")
    assert clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=NOON)["watches_ended"] == 1
    home_watch.forget_due(outbreak_id=city.outbreak.id, by=city.system, now=NOON + timedelta(days=14))
    assert Watch.objects.exists()
    home_watch.forget_due(outbreak_id=city.outbreak.id, by=city.system, now=NOON + timedelta(days=15))
    assert not (Watch.objects.exists() or Report.objects.exists() or Call.objects.exists())


def test_only_home_quarantine_can_have_a_device(city, grid, stay):
    stay.order.stages.filter(ended_at=None, position=stay.order.stage_position).update(
        kind="HOME_HEALTH_MONITORING"
    )
    with pytest.raises(Refused, match="stay at home"):
        begun(stay, grid)


def test_the_device_reports_by_the_interface_with_its_key_and_the_team_works_on_its_page(city, grid, stay):
    page = post(
        grid,
        f"home_watch/stays/{stay.id}/begin/",
        device="PHONE",
        agreed_by="PERSON",
        grace_minutes=15,
        agreed="on",
    )
    key = page.content.decode().split('class="rf-code">rfw_')[1].split("<")[0]
    body = {
        "key": f"rfw_{key}",
        "id": "1",
        "cause": "PHONE_LEFT",
        "happened_at": (NOON - hours(1)).isoformat(),
    }
    answer = Client().post("/api/v1/home-watch/reports", body, content_type="application/json")
    assert (answer.status_code, answer.json()["state"]) == (201, "OPEN")
    wrong = Client().post(
        "/api/v1/home-watch/reports", body | {"key": "rfw_x"}, content_type="application/json"
    )
    assert wrong.status_code == 404
    page = get(grid, "home_watch/")
    assert "Wang" in page and "Telephone left home" in page and "Ask the investigator" not in page
    report = queries.reports(by=grid, outbreak_id=city.outbreak.id).get()
    post(grid, f"home_watch/reports/{report.id}/call/", heard="NOT_REACHED")
    assert "Ask the investigator" in get(grid, "home_watch/")
    post(grid, f"home_watch/reports/{report.id}/escalate/", why="nobody answers for an hour")
    assert "nobody answers for an hour" in get(city.investigator, "home_watch/")
    assert "撤回同意" in get(grid, "home_watch/", "zh-hans")
    watch = Watch.objects.get()
    post(grid, f"home_watch/{watch.id}/revoke/")
    assert (
        Client()
        .post("/api/v1/home-watch/reports", body | {"id": "2"}, content_type="application/json")
        .status_code
        == 404
    )


def asked_by_program(who: Any, path: str, body: Any = None) -> Any:
    _, key = access.make_token(by=who, name="t", days=1, now=real_now())
    return Client().generic("GET" if body is None else "POST", f"/api/v1/outbreaks/xinxiang/home-watch{path}",
                            json.dumps(body or {}), content_type="application/json", headers={"Authorization": f"Bearer {key}"})  # fmt: skip


def handed_over(city: City, grid: Any, stay: Any) -> Any:
    report = tell(begun(stay, grid).key)
    home_watch.call(report_id=report.id, heard="AWAY", note="", by=grid, now=NOON)
    return home_watch.escalate(report_id=report.id, why="says to be in Zhengzhou", by=grid, now=NOON)


def test_the_investigator_notes_by_the_interface_what_came_of_it(city, grid, stay):
    report = handed_over(city, grid, stay)
    assert [one["device"] for one in asked_by_program(grid, "").json()["items"]] == ["DOOR"]
    (waiting,) = asked_by_program(city.investigator, "/handed-over").json()["items"]
    assert waiting["escalated_why"] == "says to be in Zhengzhou" and waiting["looked_at"] is None
    path = f"/reports/{report.id}/looked-after"
    assert asked_by_program(grid, path, {"note": "x"}).status_code == 403
    assert asked_by_program(city.investigator, path, {"note": " "}).status_code == 422
    told = asked_by_program(city.investigator, path, {"note": "at the mother's bedside"}).json()
    assert (told["looked_note"], told["looked_by_name"]) == (
        "at the mother's bedside",
        str(city.investigator),
    )
    assert asked_by_program(city.investigator, "/handed-over").json()["items"] == []
    again = asked_by_program(city.investigator, path, {"note": "something else"}).json()
    assert again["looked_note"] == "at the mother's bedside"  # the first note stands
    listed = asked_by_program(city.investigator, "/handed-over?open=false").json()["items"]
    assert [one["id"] for one in listed] == [str(report.id)]
    assert asked_by_program(city.outsider, "/handed-over?open=false").json()["items"] == []
