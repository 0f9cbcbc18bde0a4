"""The check of all restrictions: on the page, over the interface, from the command line, every hour, in the inbox."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ringfence.faces import clock
from ringfence.faces.jobs.command_line import run_command
from ringfence.faces.jobs.tasks import evidence as task
from ringfence.ground.access import actions as access
from ringfence.ground.audit.models import AuditEntry
from ringfence.tracing.contacts.models import Contact
from tests.city import NOON, City, build
from tests.faces.web.quarantined import get, post, set_clock
from tests.stories.telling import approved, close_contact, open_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    city = build()
    set_clock(city, NOON)
    approved(city, close_contact(city, open_case(city)))
    return city


def take_the_evidence_away() -> None:
    Contact.objects.update(kind="NONE")


def test_the_page_shows_none_and_then_the_one(city: City) -> None:
    assert "Every restriction rests on valid evidence" in get(city.epidemiologist, "orders/evidence/")
    take_the_evidence_away()
    page = get(city.epidemiologist, "orders/evidence/")
    assert "is not classified, or was ruled out" in page
    assert "没有有效依据的限制措施" in get(city.epidemiologist, "orders/evidence/", language="zh-hans")


def test_the_situation_shows_the_number(city: City) -> None:
    def number() -> str:
        page = get(city.command, "situation/")
        at = page.index("rf-tile-value", page.index("Without valid evidence"))
        return page[at : at + 20]

    assert ">0<" in number()
    take_the_evidence_away()
    assert ">1<" in number()


def test_who_may_lift_it_finds_it_in_the_inbox(city: City) -> None:
    assert "without valid evidence" not in get(city.epidemiologist, "tasks/")
    take_the_evidence_away()
    assert "restricts somebody without valid evidence" in get(city.epidemiologist, "tasks/")


def test_a_program_asks(city: City) -> None:
    _, key = access.make_token(by=city.epidemiologist, name="test", days=1, now=clock.real_now())
    from django.test import Client

    def told() -> Any:
        path = "/api/v1/outbreaks/xinxiang/orders/evidence"
        return Client().get(path, headers={"Authorization": f"Bearer {key}", "Accept-Language": "en"}).json()

    assert told() == {"active": 1, "violations": 0, "orders": []}
    take_the_evidence_away()
    assert [one["codes"] for one in told()["orders"]] == [["not_classified"]]


def test_the_command_says_so_with_its_exit_code(
    city: City, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://the-tests-own")
    assert run_command(["orders", "check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["xinxiang"]["active"] == 1
    take_the_evidence_away()
    assert run_command(["orders", "check"]) == 1
    assert "1 active restrictions, 1 without valid evidence." in capsys.readouterr().out


def test_the_check_is_on_record(city: City) -> None:
    assert task.check(0) == {"xinxiang": 0}
    take_the_evidence_away()
    post(city.command, "orders/evidence/check/")
    kept = AuditEntry.objects.filter(action="evidence.check").order_by("id")
    assert [(one.after["checked"], one.after["violations"]) for one in kept] == [(1, 0), (1, 1)]
    assert "1 / 1" in get(city.command, "orders/evidence/")
