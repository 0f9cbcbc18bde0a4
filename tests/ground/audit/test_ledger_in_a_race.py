"""Many transactions record at once, some long, some undone, while several sealers run: nothing is lost, nothing twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from ringfence.cores.ledger.heads import Signer
from ringfence.cores.ledger.merkle import consistent
from ringfence.ground import audit
from ringfence.ground.audit import ledger
from ringfence.ground.audit.models import AuditEntry, LedgerLeaf
from tests.city import NOON

from .staff import Staff

pytestmark = pytest.mark.django_db(transaction=True)
KEY = Signer(b"k" * 32)
WRITERS, ROUNDS, SEALERS = 8, 25, 3
EVERY_FIFTH_IS_UNDONE = 5


class Undone(Exception):
    """The deed did not happen."""


def writer(number: int) -> None:
    by = Staff()
    for turn in range(ROUNDS):
        try:
            with transaction.atomic():
                for step in range(3):
                    audit.record(by=by, action="deed", subject=("deed", f"{number}-{turn}-{step}"), now=NOON)
                time.sleep(0.002 * (turn % 4))  # a transaction that stays open while others overtake it
                if turn % EVERY_FIFTH_IS_UNDONE == 4:
                    raise Undone
        except Undone:
            pass


def sealer(stop: threading.Event) -> None:
    while not stop.is_set():
        ledger.seal(signer=KEY, now=NOON)


def in_threads(*deeds: Callable[[], None]) -> list[threading.Thread]:
    def own_connection(deed: Callable[[], None]) -> None:
        try:
            deed()
        finally:
            connection.close()

    threads = [threading.Thread(target=own_connection, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    return threads


def test_nothing_is_lost_and_nothing_twice() -> None:
    stop = threading.Event()
    sealers = in_threads(*[lambda: sealer(stop)] * SEALERS)
    writers = in_threads(*[lambda number=number: writer(number) for number in range(WRITERS)])
    for thread in writers:
        thread.join()
    stop.set()
    for thread in sealers:
        thread.join()
    ledger.seal(signer=KEY, now=NOON)
    expected = WRITERS * ROUNDS * 3 * (EVERY_FIFTH_IS_UNDONE - 1) // EVERY_FIFTH_IS_UNDONE
    assert AuditEntry.objects.count() == expected
    assert list(LedgerLeaf.objects.values_list("seq", flat=True)) == list(range(1, expected + 1))
    report = ledger.verify(trusted_keys={KEY.public_key}, now=NOON)
    assert (report.size, report.faults) == (expected, [])
    heads = ledger.heads()
    assert len(heads) > 1
    newest = heads[-1]
    for head in heads:
        path = ledger.consistency(old_size=head.size).path
        assert consistent(old=head.size, old_root=head.root, new=newest.size, new_root=newest.root, path=path)


def test_a_writer_does_not_wait_for_the_sealer() -> None:
    """A sealer that hangs in the middle holds nobody up: entries are only added, never locked."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [ledger.sealing.TURN])
        cursor.execute("select * from audit_unsealed for update")
        (thread,) = in_threads(lambda: writer(1))
        thread.join(timeout=20)
        assert not thread.is_alive()


def test_a_long_transaction_does_not_hold_up_the_seal_of_others() -> None:
    """What is committed gets its place; what is still open gets a later one, though its number is lower."""
    opened, go_on = threading.Event(), threading.Event()

    def long_one() -> None:
        by = Staff()
        with transaction.atomic():
            audit.record(by=by, action="deed", subject=("deed", "long"), now=NOON)
            opened.set()
            go_on.wait(20)

    (thread,) = in_threads(long_one)
    opened.wait(20)
    writer_of_one = Staff()
    short = audit.record(by=writer_of_one, action="deed", subject=("deed", "short"), now=NOON)
    ledger.seal(signer=KEY, now=NOON)
    assert LedgerLeaf.objects.get().entry_id == short.id
    go_on.set()
    thread.join()
    ledger.seal(signer=KEY, now=NOON)
    assert LedgerLeaf.objects.get(seq=2).entry_id < short.id
    assert ledger.verify(trusted_keys={KEY.public_key}, now=NOON).is_whole
