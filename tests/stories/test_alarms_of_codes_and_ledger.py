"""Codes that are guessed or given out by the hundred, a ledger that is not whole: each raises one alarm that is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ringfence.faces import clock, sealing
from ringfence.faces.jobs.tasks import clock as task
from ringfence.ground.alarms import actions as alarms
from ringfence.ground.alarms.models import Alarm
from ringfence.ground.audit.models import LedgerHead, Unsealed
from ringfence.registry.citizens import actions as citizens
from ringfence.registry.citizens.actor import Stranger
from ringfence.registry.citizens.keys import new_code
from ringfence.registry.citizens.limits import limits
from tests.city import City, build
from tests.faces.web.quarantined import get
from tests.ground.audit.test_ledger import behind_its_back
from tests.stories.telling import open_case

pytestmark = pytest.mark.django_db
NOW = clock.real_now()


@pytest.fixture
def city() -> City:
    city = build()
    open_case(city)
    return city


def raised(kind: str) -> list[Alarm]:
    return list(Alarm.objects.filter(kind=kind).order_by("raised_at"))


def give_codes(city: City, count: int, by: Any = None, at: Any = NOW) -> None:
    person = city.person("Wang")
    for n in range(count):
        citizens.issue(person_id=person.id, outbreak_id=city.outbreak.id, by=by or city.investigator,
                       now=at + timedelta(seconds=n))  # fmt: skip


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """Twenty codes an hour are many, so that the test is short."""
    monkeypatch.setattr(citizens, "limits", lambda: replace(limits(), alarm_issued=20))
    return 20


def test_one_organisation_that_gives_out_codes_by_the_hundred_is_seen(city: City, few: int) -> None:
    give_codes(city, few - 1)
    assert raised("CODES") == []
    give_codes(city, 3, by=city.colleague)  # of the same organisation
    (alarm,) = raised("CODES")
    assert (alarm.subject_type, alarm.subject_id) == ("organisation", str(city.investigator.organisation_id))
    assert f"{few} entry codes were given out by one organisation" in get(city.oversight, "alarms/")


def test_others_and_an_hour_later_are_not_counted_with_it(city: City, few: int) -> None:
    give_codes(city, few - 1)
    give_codes(city, 1, by=city.nurse)
    give_codes(city, 1, at=NOW + timedelta(hours=2))
    assert raised("CODES") == []


def test_an_answered_alarm_rings_again_when_it_goes_on(city: City, few: int) -> None:
    give_codes(city, few)
    (alarm,) = raised("CODES")
    alarms.answer(alarm_id=alarm.id, text="They moved into the new site.", by=city.oversight, now=NOW)
    give_codes(city, 1, at=NOW + timedelta(seconds=few))
    assert len(raised("CODES")) == 2


def test_a_stranger_who_guesses_codes_rings_before_oversight(city: City) -> None:
    for _ in range(limits().tries_of_an_address):
        citizens.use(typed=new_code(), by=Stranger("198.51.100.7"), now=NOW)
    (alarm,) = raised("CODES")
    assert alarm.subject_type == "address"
    assert "198.51" not in str(alarm.what) + alarm.subject_id
    assert "一次性查询码被猜测或发放异常频繁" in get(city.oversight, "alarms/", language="zh-hans")


def test_a_fault_in_the_ledger_rings_once_until_it_is_answered(city: City) -> None:
    sealing.seal(now=NOW)
    sealing.check(by=city.oversight, now=NOW)
    assert raised("LEDGER") == []
    with behind_its_back() as cursor:
        cursor.execute(
            "update audit_auditentry set by_name = 'x' where id = (select min(id) from audit_auditentry)"
        )
    sealing.check(by=city.oversight, now=NOW)
    sealing.check(by=city.system, now=NOW + timedelta(days=1))
    (alarm,) = raised("LEDGER")
    page = get(city.oversight, "alarms/")
    assert "A check of the ledger found 1 fault(s)." in page
    assert "An entry was changed." in page
    alarms.answer(alarm_id=alarm.id, text="Restored from the backup.", by=city.oversight, now=NOW)
    sealing.check(by=city.system, now=NOW + timedelta(days=2))
    assert len(raised("LEDGER")) == 2


def test_a_sealer_that_stands_still_is_told_by_the_clock(city: City) -> None:
    task.tick(0)
    assert raised("LEDGER") == []
    Unsealed.objects.update(since=NOW - timedelta(hours=1))
    task.tick(0)
    task.tick(0)
    assert len(raised("LEDGER")) == 1
    assert "nothing is sealed" in get(city.oversight, "alarms/")


def test_a_head_that_somebody_else_signed_rings(city: City) -> None:
    sealing.seal(now=NOW)
    assert sealing.watch(now=NOW)
    with behind_its_back() as cursor:
        cursor.execute(f"update {LedgerHead._meta.db_table} set public_key = decode(repeat('ab', 32), 'hex')")
    assert not sealing.watch(now=NOW)
    assert [one.subject_id for one in raised("LEDGER")] == ["head"]


def test_command_may_answer_what_the_platform_itself_raised(city: City) -> None:
    Unsealed.objects.update(since=NOW - timedelta(hours=1))
    sealing.watch(now=NOW)
    (alarm,) = raised("LEDGER")
    assert alarms.answer(alarm_id=alarm.id, text="Restarted.", by=city.command, now=NOW).state == "ANSWERED"


def test_a_head_that_never_leaves_the_machine_rings_once_a_week(city: City) -> None:
    day = timedelta(days=1)
    assert sealing.watch_kept(now=NOW)  # nothing is signed yet
    sealing.seal(now=NOW)
    assert sealing.watch_kept(now=NOW + 7 * day)
    assert not sealing.watch_kept(now=NOW + 8 * day)
    assert not sealing.watch_kept(now=NOW + 9 * day)
    (alarm,) = raised("LEDGER")
    assert alarm.subject_id == "kept"
    alarms.answer(alarm_id=alarm.id, text="The share was full.", by=city.oversight, now=NOW + 9 * day)
    assert not sealing.watch_kept(now=NOW + 10 * day)
    assert len(raised("LEDGER")) == 1  # not every minute again
    sealing.take_head(by=city.oversight, now=NOW + 11 * day, how="FILE")
    assert sealing.watch_kept(now=NOW + 12 * day)
