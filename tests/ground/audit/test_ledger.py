"""The ledger in the database: many write at once, one seals, and what is done behind its back is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from ringfence.cores.ledger.heads import Signer
from ringfence.cores.ledger.merkle import consistent, includes
from ringfence.ground import audit
from ringfence.ground.audit import ledger
from ringfence.ground.audit.models import AuditEntry, LedgerBlock, LedgerHead, LedgerLeaf, Unsealed
from ringfence.kernel import NotFound, Refused, reason
from tests.city import NOON

from .staff import Staff

pytestmark = pytest.mark.django_db
KEY = Signer(b"k" * 32)
WANG = Staff()


def deed(number: int = 1, **told: Any) -> AuditEntry:
    return audit.record(by=WANG, action="order.draft", subject=("order", f"order {number}"), now=NOON,
                        reasons=[reason("Case {number} tested positive.", number=number)], after={"days": number},
                        **told)  # fmt: skip


def sealed(count: int = 5) -> None:
    for number in range(count):
        deed(number)
    ledger.seal(signer=KEY, now=NOON)


def verify(**told: Any) -> Any:
    return ledger.verify(trusted_keys={KEY.public_key}, now=NOON, **told)


@contextmanager
def behind_its_back() -> Iterator[Any]:
    """With the triggers off, as somebody who owns the database could."""
    tables = ["audit_auditentry", "audit_ledgerleaf", "audit_ledgerhead", "audit_ledgerblock"]
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for table in tables:
            cursor.execute(f"alter table {table} disable trigger user")
        yield cursor
        for table in tables:
            cursor.execute(f"alter table {table} enable trigger user")


def test_what_is_sealed_is_whole_and_has_a_signed_head() -> None:
    sealed(5)
    deed(6)
    assert ledger.standing().waiting == 1
    head = ledger.seal(signer=KEY, now=NOON)
    assert head is not None
    assert head.is_signed_by(KEY.public_key)
    report = verify()
    assert (report.size, report.heads, report.faults) == (6, 2, [])
    assert (head.size, head.root) == (report.size, report.root)
    assert ledger.standing().waiting == 0
    assert ledger.seal(signer=KEY, now=NOON) is None


def test_a_deed_that_is_undone_is_not_in_the_ledger() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        deed()
        raise ZeroDivisionError
    sealed(2)
    assert verify().size == 2


CHANGES = {
    "kind": "'LOOK'", "at": "at + interval '1 microsecond'", "recorded_at": "recorded_at - interval '1 second'",
    "by_id": "gen_random_uuid()", "by_name": "by_name || '.'", "organisation_id": "gen_random_uuid()",
    "action": "'order.lift'", "subject_type": "'case'", "subject_id": "'order 9'", "outbreak_id": "gen_random_uuid()",
    "persons": "array[gen_random_uuid()]", "fields": "array['name']", "purpose": "'x'", "page": "'x'", "via": "'x'",
    "address": "'x'", "reasons": "'[]'::jsonb", "before": "'{\"days\": 1}'::jsonb", "after": "'{\"days\": 99}'::jsonb",
    "words": "repeat('0', 64)",
}  # fmt: skip


@pytest.mark.parametrize("column", CHANGES)
def test_a_change_of_any_column_is_found(column: str) -> None:
    sealed()
    entry = LedgerLeaf.objects.get(seq=3).entry_id
    with behind_its_back() as cursor:
        cursor.execute(f"update audit_auditentry set {column} = {CHANGES[column]} where id = %s", [entry])
    report = verify()
    found = [(fault.code, fault.entry_id) for fault in report.faults if fault.code != "WORDS_GONE"]
    assert found == [("ROW_CHANGED", entry)]


def test_every_column_is_in_the_leaf() -> None:
    columns = {field.column for field in AuditEntry._meta.concrete_fields}
    assert columns == set(CHANGES) | {"id"}


HARM: dict[str, tuple[str, set[str]]] = {
    "an entry is removed": ("delete from audit_auditentry where id = (select entry_id from audit_ledgerleaf where seq = 2)",
                            {"ROW_REMOVED"}),
    "an entry and its place are removed": (
        "with gone as (delete from audit_ledgerleaf where seq = 2 returning entry_id) "
        "delete from audit_auditentry where id in (select entry_id from gone)",
        {"PLACE_MISSING", "CHAIN_BROKEN", "HEAD_DIFFERS", "ROWS_CUT_OFF"}),
    "the last place is removed": ("delete from audit_ledgerleaf where seq = 5", {"ROWS_CUT_OFF", "ROW_NEVER_SEALED"}),
    "two places are exchanged": (
        "update audit_ledgerleaf a set entry_id = -b.entry_id, leaf = b.leaf from audit_ledgerleaf b "
        "where (a.seq, b.seq) in ((1, 2), (2, 1)); update audit_ledgerleaf set entry_id = abs(entry_id)",
        {"CHAIN_BROKEN", "HEAD_DIFFERS"}),
    "an entry is smuggled in": (
        "insert into audit_auditentry select (jsonb_populate_record(e, '{\"id\": 900000}')).* from audit_auditentry e limit 1",
        {"ROW_NEVER_SEALED"}),
    "a head is removed": ("delete from audit_ledgerhead", {"END_NOT_SIGNED"}),
    "a head is changed": ("update audit_ledgerhead set at = at + interval '1 day'", {"HEAD_NOT_SIGNED"}),
    "a head is signed by another": ("update audit_ledgerhead set public_key = leaf from audit_ledgerleaf where seq = 1",
                                    {"HEAD_BY_UNKNOWN_KEY"}),
    "a block is made up": ("insert into audit_ledgerblock values (0, 'x')", {"BLOCK_DIFFERS"}),
}  # fmt: skip


@pytest.mark.parametrize("what", HARM)
def test_what_is_done_behind_its_back_is_found(what: str) -> None:
    sealed()
    harm, expected = HARM[what]
    with behind_its_back() as cursor:
        cursor.execute(harm)
    assert set(verify().counted) >= expected - {"HEAD_DIFFERS", "ROWS_CUT_OFF"}
    assert set(verify().counted) & expected


def test_going_back_to_an_earlier_head_is_found_by_the_head_that_left() -> None:
    sealed(5)
    sealed(3)
    kept = ledger.head()
    with behind_its_back() as cursor:
        cursor.execute(
            "delete from audit_auditentry where id in (select entry_id from audit_ledgerleaf where seq > 5)"
        )
        cursor.execute(
            "delete from audit_ledgerleaf where seq > 5; delete from audit_ledgerhead where size > 5"
        )
    assert verify().is_whole  # the database alone shows a sound, shorter ledger
    assert set(verify(kept=[kept]).counted) == {"ROWS_CUT_OFF_SINCE_KEPT_HEAD"}


def test_an_entry_that_vanishes_while_it_waits_is_found() -> None:
    entry = deed()
    with behind_its_back() as cursor:
        cursor.execute("delete from audit_auditentry")
    assert ledger.seal(signer=KEY, now=NOON) is None
    assert [(fault.code, fault.entry_id) for fault in verify().faults] == [("ROW_GONE_BEFORE_SEAL", entry.id)]


def test_an_entry_that_waits_too_long_raises_an_alarm() -> None:
    deed()
    waits = ledger.standing()
    assert waits.waiting_since is not None
    later = waits.waiting_since + ledger.SEAL_LATE_AFTER + timedelta(seconds=1)
    assert not waits.is_late(now=waits.waiting_since)
    assert waits.is_late(now=later)
    assert set(ledger.verify(trusted_keys={KEY.public_key}, now=later).counted) == {"SEAL_LATE"}


def refused(deed_: Callable[[], Any]) -> None:
    with (
        pytest.raises((InternalError, ProgrammingError, IntegrityError), match="Cannot"),
        transaction.atomic(),
    ):
        deed_()


@pytest.mark.parametrize("table", [AuditEntry, LedgerLeaf, LedgerHead, LedgerBlock])
def test_the_database_refuses_to_change_remove_or_empty(table: Any) -> None:
    sealed(1)
    LedgerBlock.objects.create(index=7, root=b"")
    refused(lambda: table.objects.all().delete())
    name = table._meta.db_table
    column = next(field.column for field in table._meta.concrete_fields if not field.primary_key)
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute(f"update {name} set {column} = {column}"))
        cursor.execute(
            f"select tgname from pg_trigger where tgrelid = '{name}'::regclass and tgname like '%%emptied%%'"
        )
        (guard,) = cursor.fetchone()
        cursor.execute("set constraints all immediate")
        cursor.execute(f"alter table {name} enable trigger {guard}")
        refused(lambda: cursor.execute(f"truncate {name}"))


def test_every_entry_is_proved_and_every_older_ledger_is_the_beginning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("sealing", "proofs", "verifying"):
        monkeypatch.setattr(f"ringfence.ground.audit.ledger.{module}.BLOCK", 4)
    for count in (3, 6, 4):
        sealed(count)
    old = ledger.heads()
    for entry_id in LedgerLeaf.objects.values_list("entry_id", flat=True):
        proof = ledger.prove(entry_id=entry_id)
        assert includes(
            leaf=proof.leaf, index=proof.seq - 1, size=proof.head.size, path=proof.path, root=proof.head.root
        )
    for head in old:
        shown = ledger.consistency(old_size=head.size)
        assert consistent(old=head.size, old_root=head.root, new=13, new_root=shown.new.root, path=shown.path)
    assert LedgerBlock.objects.count() == 3
    assert verify().is_whole


def test_what_has_no_place_cannot_be_proved() -> None:
    entry = deed()
    with pytest.raises(NotFound, match="no place"):
        ledger.prove(entry_id=entry.id)
    with pytest.raises(Refused, match="has 0 entries"):
        ledger.consistency(old_size=1)


def test_a_bulk_deed_waits_for_the_seal_row_by_row() -> None:
    told = [("case", number) for number in range(2500)]
    audit.record_many(by=WANG, action="case.import", subjects=told, now=NOON)
    assert Unsealed.objects.count() == 2500
    ledger.seal(signer=KEY, now=NOON)
    assert LedgerBlock.objects.count() == 2
    assert verify().size == 2500
