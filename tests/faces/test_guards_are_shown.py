"""Held batches and alarms: on pages in both languages, over the interface, from the command line, in the inbox."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from ringfence.faces import clock
from ringfence.faces.jobs.command_line import run_command
from ringfence.faces.web.orders.spread import drawn
from ringfence.ground.access import actions as access
from ringfence.ground.alarms.models import Alarm
from ringfence.ground.audit.models import AuditEntry
from ringfence.measures.orders.models import Hold, Order
from ringfence.response import contact_list
from tests.city import NOON, TOWNSHIP, City, build, hours
from tests.faces.web.quarantined import get, post, set_clock, signed_in
from tests.stories.telling import close_contact, meal, open_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    city = build(rooms=0)
    set_clock(city, NOON)
    return city


def hold(city: City, count: int = 31) -> Hold:
    case = open_case(city)
    people = contact_list.people
    listed = [
        contact_list.Listed(person=people.PersonFacts(name=f"Guest {n}", area_code=TOWNSHIP), exposure=meal())
        for n in range(count)
    ]
    contact_list.name_list(case_id=case.id, listed=listed, accept=True, by=city.investigator, now=NOON)
    return Hold.objects.get()


def test_the_page_says_who_why_how_many_and_draws_the_spread(city: City) -> None:
    held = hold(city)
    page = get(city.reviewer, f"orders/held/{held.id}/")
    assert "31 held restrictions" in page
    assert "31 restrictions by one person in an hour; 1 case(s) explain at most 30" in page
    assert "<svg" in page
    assert "Open the batch" in page
    assert "Open the batch" not in get(city.oversight, f"orders/held/{held.id}/")
    chinese = get(city.reviewer, f"orders/held/{held.id}/", language="zh-hans")
    assert "一人一小时内作出31项限制" in chinese


def test_a_reviewer_finds_it_in_the_inbox_and_opens_it_on_the_page(city: City) -> None:
    held = hold(city)
    assert "Review 31 held restrictions" in get(city.reviewer, "tasks/")
    refused = post(city.reviewer, f"orders/held/{held.id}/", deed="open", why="")
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    said = post(city.reviewer, f"orders/held/{held.id}/", deed="open", why="A wedding.").content.decode()
    assert "Opened: the drafts go on" in said
    assert "A wedding." in said


def test_who_drafted_sees_why_it_is_held(city: City) -> None:
    order = hold(city).orders.first()
    assert order is not None
    page = get(city.epidemiologist, f"orders/{order.id}/")
    assert "This order is held until an independent reviewer has decided." in page
    said = post(city.epidemiologist, f"orders/{order.id}/approve/").content.decode()
    assert "held until an independent reviewer" in said


def test_the_selected_drafts_are_held_together(city: City) -> None:
    hold(city, 30 + 1)
    free = [one.id for one in Order.objects.filter(hold=None, state="DRAFT")]
    held = Order.objects.filter(hold__isnull=False).values_list("id", flat=True)[:2]
    page = post(city.epidemiologist, "orders/desk/approve/", order=[*free, *held]).content.decode()
    assert "Held for review" in page
    assert Order.objects.filter(state="IN_FORCE").count() == len(free)


def test_alarms_are_seen_answered_and_never_by_whose_deed_it_was(city: City) -> None:
    hold(city)
    page = get(city.oversight, "alarms/")
    assert "A batch of restrictions is held" in page
    assert "Oversight" in page[page.index("A batch of restrictions") :]
    alarm = Alarm.objects.get()
    assert [one.by_id for one in alarm.sightings.all()] == [city.oversight.id]
    said = post(city.command, f"alarms/{alarm.id}/answer/", answer="We look at it.").content.decode()
    assert "We look at it." in said
    assert Alarm.objects.get().answered_by_id == city.command.id
    assert AuditEntry.objects.filter(action="alarm.answer").count() == 1
    assert "告警" in get(city.oversight, "alarms/", language="zh-hans")


def test_whose_organisation_raised_it_does_not_answer_it(city: City) -> None:
    hold(city)
    city.colleague.roles_held.create(role="OVERSIGHT", area_code="4107")
    said = post(city.colleague, f"alarms/{Alarm.objects.get().id}/answer/", answer="All is well.")
    assert said.status_code == 422
    assert "of another organisation must answer it" in said.content.decode()


def test_a_program_reviews(city: City) -> None:
    held = hold(city)

    def ask(user: Any, path: str, body: Any = None) -> Any:
        key = access.make_token(by=user, name="test", days=1, now=clock.real_now())[1]
        said: Any = {"Authorization": f"Bearer {key}", "Accept-Language": "en"}
        address = f"/api/v1/outbreaks/xinxiang/{path}"
        if body is None:
            return Client().get(address, headers=said)
        return Client().post(address, body, content_type="application/json", headers=said)

    (listed,) = ask(city.oversight, "orders/held").json()["items"]
    assert (listed["orders"], listed["cause"], listed["state"]) == (31, "PROPOSER", "HELD")
    shown = ask(city.oversight, f"orders/held/{held.id}").json()
    assert shown["by_place"] == {TOWNSHIP: 31}
    assert len(ask(city.reviewer, f"orders/held/{held.id}/orders").json()["items"]) == 31
    assert (
        ask(city.oversight, f"orders/held/{held.id}/review", {"open": True, "why": "Yes."}).status_code == 403
    )
    done = ask(city.reviewer, f"orders/held/{held.id}/review", {"open": False, "why": "They met nobody."})
    assert done.json()["state"] == "BROKEN"
    (alarm, *_) = ask(city.oversight, "alarms?kind=BATCH_HELD").json()["items"]
    assert alarm["state"] == "ANSWERED"
    assert ask(city.oversight, "alarms?kind=NO_RIGHT").json()["items"]  # oversight itself tried to review


def test_the_command_line_lists_what_is_held(city: City, capsys: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://the-tests-own")
    assert run_command(["orders", "held", "--json"]) == 0
    capsys.readouterr()
    held = hold(city)
    assert run_command(["orders", "held", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["xinxiang"][0]["id"] == str(held.id)
    assert told["xinxiang"][0]["by_place"] == {TOWNSHIP: 31}


def test_a_deed_without_the_right_is_kept_although_it_was_refused(city: City) -> None:
    order = close_contact(city, open_case(city))
    answer = signed_in(city.command).post(f"/o/xinxiang/orders/{order.id}/approve/")
    assert answer.status_code == 403
    alarm = Alarm.objects.get()
    assert (alarm.kind, alarm.by_id, alarm.outbreak_id) == ("NO_RIGHT", city.command.id, city.outbreak.id)
    assert AuditEntry.objects.get(action="attempt.refused").subject_id == str(order.id)
    signed_in(city.command).get("/o/xinxiang/orders/desk/")
    assert Alarm.objects.count() == 1  # opening a page is no attempt


def test_the_same_attempt_within_an_hour_is_one_alarm(city: City) -> None:
    order = close_contact(city, open_case(city))
    for _ in range(3):
        signed_in(city.command).post(f"/o/xinxiang/orders/{order.id}/approve/")
    assert Alarm.objects.get().times == 3
    assert AuditEntry.objects.filter(action="attempt.refused").count() == 3


def test_a_batch_of_one_moment_is_one_bar() -> None:
    desk, phone = drawn([NOON] * 31)
    assert [bar.count for bar in desk.bars] == [31]
    assert phone.most == 31
    assert [bar.count for bar in drawn([NOON, NOON + hours(1)])[0].bars] == [1, 1]
    assert drawn([]) == []
