"""Staff write sentences about Wang into the record. When Wang is forgotten, so are they, and the ledger still holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from ringfence.faces import clock as real
from ringfence.faces import sealing
from ringfence.ground import acting
from ringfence.ground.alarms import actions as alarms
from ringfence.ground.alarms.models import Alarm
from ringfence.ground.audit.models import AuditEntry, Words
from ringfence.ground.retention import actions as retention
from ringfence.ground.retention.models import LegalHold
from ringfence.measures.orders.models import Hold, Notice, Order
from ringfence.registry.emergencies import actions as emergencies
from ringfence.registry.emergencies.models import Opening
from ringfence.registry.identities.models import RecordKey
from ringfence.response import (
    batches,
    clock,
    declaring_over,
    emergency,
    forgetting,
    positive_sample,
    retaining,
)
from tests.city import NOON, City, build
from tests.stories.telling import approved, arrived, close_contact, open_case
from tests.stories.test_forgetting import LAST_DAY, RELEASED, sweep
from tests.stories.test_the_breaker import guests

pytestmark = pytest.mark.django_db
ROOF, DOOR = "his aunt Sun saw him on the roof", "the bell of flat 12 was broken"
AFTER = LAST_DAY + timedelta(days=1)


@pytest.fixture
def city() -> City:
    return build()


@pytest.fixture
def wang(city: City) -> Any:
    """A close contact whose quarantine was lifted with a sentence."""
    order = approved(city, close_contact(city, open_case(city), "Wang"))
    arrived(city, order)
    positive_sample.lift_order(order_id=order.id, why=ROOF, by=city.epidemiologist, now=RELEASED)
    clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=RELEASED)
    return order.person


def check(city: City) -> Any:
    sealing.seal(now=real.real_now())
    return sealing.check(by=city.oversight, now=real.real_now())


def anywhere(*sought: str) -> set[str]:
    """The tables in any column of which one of these sentences stands, as a dump would write it."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "select oid::regclass::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"select t::text from {table} t")
            text = "\n".join(row for (row,) in cursor.fetchall())
            if any(one in text or one.encode().hex() in text for one in sought):
                found.add(table)
    return found


def lifted(person: Any) -> AuditEntry:
    order = Order.objects.get(person=person)
    return AuditEntry.objects.filter(subject_id=str(order.id), action="order.released").latest("id")


def test_the_sentence_is_read_until_then_and_afterwards_it_is_nowhere(city: City, wang: Any) -> None:
    with acting.block(acting.as_user(city.oversight.id)):  # who may read no person reads why one was freed
        assert lifted(wang).reasons[0]["values"] == {"why": ROOF}
    assert anywhere(ROOF) == {
        "orders_order",
        "orders_notice",
        "quarantine_stay",
        "transfers_transfer",
    } & anywhere(ROOF)
    sweep(city, AFTER)
    assert anywhere(ROOF) == set()
    assert lifted(wang).reasons[0] == {"text": "Lifted: {why}", "values": {"why": "***"}}
    order = Order.objects.get(person=wang)
    assert order.closing_reasons == lifted(wang).reasons == Notice.objects.filter(order=order).last().reasons


def test_the_ledger_holds_as_before_and_says_how_many_words_were_let_go(city: City, wang: Any) -> None:
    before = check(city)
    (certificate,) = sweep(city, AFTER)
    after = check(city)
    gone = certificate.content["words"]["let_go"]
    assert before.is_whole and after.is_whole and gone > 0
    assert (after.let_go, after.words) == (gone, before.words - gone)
    proven = retaining.prove(certificate_id=certificate.id, outbreak_id=city.outbreak.id, by=city.oversight)
    assert proven.is_whole and not Words.objects.filter(person_id=wang.id).exists()
    assert RecordKey.objects.count() == Words.objects.count()


def test_a_word_that_no_certificate_tells_of_is_missed(city: City, wang: Any) -> None:
    sweep(city, AFTER)
    with connection.cursor() as cursor:
        cursor.execute("alter table audit_words disable trigger user")
        cursor.execute("delete from audit_words where id = (select id from audit_words limit 1)")
        assert cursor.rowcount == 1
        cursor.execute("alter table audit_words enable trigger user")
    assert set(check(city).counted) == {"WORDS_GONE"}


def test_a_legal_hold_keeps_the_words(city: City, wang: Any) -> None:
    retention.place_hold(
        outbreak_id=city.outbreak.id, area_code="4107", person_id=wang.id, why="a court asked for the file",
        paper="Letter 12/2022", ends_on=date(2022, 6, 1), by=city.command, now=NOON + timedelta(days=60),
    )  # fmt: skip
    assert sweep(city, AFTER) == []
    assert lifted(wang).reasons[0]["values"] == {"why": ROOF}


def test_why_somebody_was_held_goes_with_them_and_the_paper_stays(city: City, wang: Any) -> None:
    hold = retention.place_hold(
        outbreak_id=city.outbreak.id, area_code="4107", person_id=wang.id, why=ROOF, paper="Letter 12/2022",
        ends_on=date(2022, 6, 1), by=city.command, now=NOON,
    )  # fmt: skip
    retention.lift_hold(
        hold_id=hold.id,
        outbreak_id=city.outbreak.id,
        area_code="4107",
        why=DOOR,
        by=city.command,
        now=RELEASED,
    )
    assert "retention_legalhold" in anywhere(ROOF) & anywhere(DOOR)
    (certificate,) = sweep(city, AFTER)
    hold.refresh_from_db()
    assert (hold.why, hold.lifted_why, hold.paper) == ("***", "***", "Letter 12/2022")
    assert certificate.content["rows"]["retention.LegalHold"] == 1
    assert anywhere(ROOF, DOOR) == set() and forgetting.left(person_ids=[wang.id]) == {}


def test_what_is_written_about_somebody_afterwards_goes_the_next_night(city: City, wang: Any) -> None:
    from ringfence.ground import audit

    sweep(city, AFTER)
    audit.record(
        by=city.epidemiologist, action="x", subject=("person", wang.id), now=AFTER, after={"note": DOOR}
    )
    (certificate,) = sweep(city, AFTER + timedelta(days=1))
    assert (certificate.people, certificate.content["words"]) == (0, {"let_go": 1})
    assert anywhere(DOOR) == set() and check(city).is_whole


def test_why_somebody_was_read_in_an_emergency_goes_with_them(city: City, wang: Any) -> None:
    at = real.real_now()
    case = open_case(city, "Zhao")
    opening = emergency.begin(
        number=case.number, why=ROOF, outbreak_id=city.outbreak.id, by=city.outsider, now=at
    )
    emergencies.end(opening_id=opening.id, outbreak_id=city.outbreak.id, by=city.outsider, now=at)
    alarm = Alarm.objects.get(kind="EMERGENCY")
    alarms.answer(alarm_id=alarm.id, text=DOOR, by=city.oversight, now=at)
    clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=RELEASED)
    declaring_over.declare(outbreak_id=city.outbreak.id, by=city.command, now=RELEASED)
    sweep(city, RELEASED + timedelta(days=61))
    alarm.refresh_from_db()
    assert (Opening.objects.get().why, alarm.answer) == ("***", "***")
    assert alarm.what[0]["values"]["why"] == "***" and alarm.what[0]["values"]["name"] == "Outsider"
    assert anywhere(ROOF, DOOR) == set() and check(city).is_whole


def test_words_about_nobody_go_when_the_response_is_long_over(city: City, wang: Any) -> None:
    alarm = alarms.tell_raised(
        kind="CODES", what=[], by=city.investigator, now=NOON, outbreak_id=city.outbreak.id, area_code="4107"
    )
    alarms.answer(alarm_id=alarm.id, text=DOOR, by=city.oversight, now=NOON)
    for_all = retention.place_hold(
        outbreak_id=city.outbreak.id, area_code="4107", person_id=None, why=ROOF, paper="Letter 12/2022",
        ends_on=date(2022, 1, 20), by=city.command, now=NOON,
    )  # fmt: skip
    batch = broken_off(city, why=DOOR)
    declaring_over.declare(outbreak_id=city.outbreak.id, by=city.command, now=RELEASED)
    sweep(city, RELEASED + timedelta(days=60))
    assert {"alarms_alarm", "orders_hold", "retention_legalhold"} <= anywhere(DOOR, ROOF)
    sweep(city, RELEASED + timedelta(days=61))
    batch.refresh_from_db()
    for_all.refresh_from_db()
    assert (batch.why, batch.state, batch.decided_by_name) == ("***", "BROKEN", str(city.reviewer))
    assert (for_all.why, for_all.paper) == ("***", "Letter 12/2022")
    assert anywhere(DOOR, ROOF) == set() and check(city).is_whole
    assert forgetting.left(person_ids=[wang.id]) == {}


def broken_off(city: City, *, why: str) -> Hold:
    """A batch that no case explains, and whose reviewer says so."""
    guests(city, open_case(city, "Qian"), 60)
    return batches.review(hold_id=Hold.objects.get().id, opened=False, why=why, by=city.reviewer, now=NOON)


def test_nobody_masks_an_alarm_or_an_opening_while_it_counts(city: City, wang: Any) -> None:
    from django.db import IntegrityError, transaction

    case = open_case(city, "Zhao")
    emergency.begin(
        number=case.number, why=ROOF, outbreak_id=city.outbreak.id, by=city.outsider, now=real.real_now()
    )
    broken_off(city, why=DOOR)
    retention.place_hold(
        outbreak_id=city.outbreak.id, area_code="4107", person_id=wang.id, why=ROOF, paper="Letter 12/2022",
        ends_on=date(2022, 1, 20), by=city.command, now=NOON,
    )  # fmt: skip
    for change in (
        lambda: Opening.objects.update(why="***"),
        lambda: Alarm.objects.update(what=[]),
        lambda: Alarm.objects.update(person_id=None),
        lambda: Hold.objects.update(why="***"),
        lambda: LegalHold.objects.update(why="***"),
        lambda: LegalHold.objects.update(paper="Letter 13/2022"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_whom_it_is_about_may_read_it_and_a_stranger_may_not(city: City, wang: Any) -> None:
    with acting.block(acting.as_person(wang.id)):
        assert lifted(wang).reasons[0]["values"] == {"why": ROOF}
    with acting.block(acting.as_user(city.tianjin.id)):
        assert not Words.objects.filter(person_id=wang.id).exists()
        with connection.cursor() as cursor:
            cursor.execute(
                "select count(*) from identities_recordkey k join audit_words w on w.id = k.words_id"
            )
            assert cursor.fetchone() == (0,)
