"""Many write about people who are being forgotten, while the ledger is sealed and checked: every check finds it whole."""

from __future__ import annotations

import threading
from uuid import UUID

import pytest
from django.db import transaction

from ringfence.cores.ledger.heads import Signer
from ringfence.ground import audit
from ringfence.ground.audit import ledger, letting_go
from ringfence.ground.audit.models import AuditEntry, Words
from ringfence.ground.retention import actions as retention
from ringfence.ground.retention import schedule
from ringfence.kernel import new_id
from ringfence.registry.identities.models import RecordKey
from tests.city import NOON

from .staff import Staff
from .test_ledger_in_a_race import in_threads

pytestmark = pytest.mark.django_db(transaction=True)
KEY, BY, OUTBREAK = Signer(b"k" * 32), Staff(), new_id()
PEOPLE = [new_id() for _ in range(12)]
WRITERS, ROUNDS = 3, 40


def writer(number: int) -> None:
    for turn in range(ROUNDS):
        with transaction.atomic():
            about = PEOPLE[(turn * 7 + number) % len(PEOPLE)]
            audit.record(
                by=BY, action="deed", subject=("person", about), now=NOON, after={"why": f"{number} {turn}"}
            )


def forgotten(people: list[UUID], also: list[UUID]) -> int:
    """As the nightly job does: the certificate, then the words."""
    with transaction.atomic():
        words = letting_go.about(person_ids=[*people, *also])
        retention.certify(
            outbreak_id=OUTBREAK, outbreak="x", people=dict.fromkeys(people, "CONTACT"), tables={}, keys={}, on=NOON.date(),
            kept=schedule.current(), by=BY, now=NOON, words=len(words),
        )  # fmt: skip
        return letting_go.let_go(numbers=words)


def checker(stop: threading.Event, faults: list[object]) -> None:
    while not stop.is_set():
        ledger.seal(signer=KEY, now=NOON)
        faults += ledger.verify(trusted_keys={KEY.public_key}, now=NOON).faults


def test_every_check_finds_the_ledger_whole() -> None:
    stop, faults = threading.Event(), []
    checkers = in_threads(lambda: checker(stop, faults))
    writers = in_threads(*[lambda number=number: writer(number) for number in range(WRITERS)])
    gone = sum(forgotten([one], []) for one in PEOPLE)
    for thread in writers:
        thread.join()
    gone += forgotten([], PEOPLE)
    stop.set()
    for thread in checkers:
        thread.join()
    ledger.seal(signer=KEY, now=NOON)
    report = ledger.verify(trusted_keys={KEY.public_key}, now=NOON)
    assert faults == report.faults == []
    assert report.let_go == gone == WRITERS * ROUNDS
    assert Words.objects.count() == RecordKey.objects.count() == 0
    assert {one.after["why"] for one in AuditEntry.objects.filter(action="deed")} == {"***"}
