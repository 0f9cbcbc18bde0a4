"""What people type into the record stands beside it: read in its place, bound to its entry, never changed, and gone when it may go."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from ringfence.cores.ledger.heads import Signer
from ringfence.ground import audit
from ringfence.ground.audit import ledger, letting_go
from ringfence.ground.audit.models import AuditEntry, Words
from ringfence.kernel import new_id, reason
from ringfence.registry.identities.models import RecordKey
from tests.city import NOON

from .staff import Staff

pytestmark = pytest.mark.django_db
KEY, WANG, LI = Signer(b"k" * 32), Staff(), new_id()
WHY = "his aunt saw him on the roof"


def deed(why: str = WHY, person: UUID = LI, **told: Any) -> AuditEntry:
    return audit.record(by=WANG, action="order.lift", subject=("person", person), now=NOON, after={"why": why, "days": 3},
                        reasons=[reason("Lifted: {why}", why=why)], **told)  # fmt: skip


def verify() -> Any:
    ledger.seal(signer=KEY, now=NOON)
    return ledger.verify(trusted_keys={KEY.public_key}, now=NOON)


def raw(entry: AuditEntry) -> str:
    """The row as it stands, past every door."""
    with connection.cursor() as cursor:
        cursor.execute("select e::text from audit_auditentry e where id = %s", [entry.id])
        return str(cursor.fetchone()[0])


@contextmanager
def behind_its_back() -> Iterator[Any]:
    tables = ("audit_words", "identities_recordkey")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"alter table {table} disable trigger user")
        yield cursor
        for table in tables:
            cursor.execute(f"alter table {table} enable trigger user")


def test_a_reader_finds_the_words_in_their_place_and_the_row_does_not_hold_them() -> None:
    entry = deed()
    read = AuditEntry.objects.get(id=entry.id)
    assert (read.after, str(read.reasons[0]["values"]["why"])) == ({"why": WHY, "days": 3}, WHY)
    assert WHY not in raw(entry) and '"why": "***"' in raw(entry).replace('""', '"')
    assert [one.after["why"] for one in AuditEntry.objects.iterator()] == [WHY]


def test_the_commitment_is_sha_256_over_the_random_bytes_and_the_words() -> None:
    deed()
    ledger.seal(signer=KEY, now=NOON)
    proof = ledger.prove(entry_id=AuditEntry.objects.get().id).as_json()
    beside, content = proof["beside"], proof["content"]
    words = '[[["reasons",0,"values","why"],"his aunt saw him on the roof"],[["after","why"],"his aunt saw him on the roof"]]'
    assert json.loads(words) == beside["words"] and len(beside["random"]) == 32
    assert (
        sha256(bytes.fromhex(beside["random"]) + f'{{"words":{words}}}'.encode()).hexdigest()
        == content["words"]
    )
    assert content["v"] == 2 and content["after"]["why"] == "***"


def test_an_entry_without_words_is_written_as_before() -> None:
    entry = audit.record(by=WANG, action="x", subject=("person", LI), now=NOON, after={"days": 1, "why": ""})
    ledger.seal(signer=KEY, now=NOON)
    content = json.loads(ledger.prove(entry_id=entry.id).content)
    assert content["v"] == 1 and "words" not in content and not Words.objects.exists()


def test_the_same_words_twice_have_commitments_that_tell_nothing() -> None:
    assert deed().words != deed().words


def test_each_entry_of_a_bulk_deed_has_words_of_its_own() -> None:
    people = [new_id(), new_id(), new_id()]
    audit.record_many(
        by=WANG, action="x", subjects=[("person", one) for one in people], now=NOON, after={"note": WHY}
    )
    assert [one.after["note"] for one in AuditEntry.objects.all()] == [WHY] * 3
    assert set(Words.objects.values_list("person_id", flat=True)) == set(people)
    assert RecordKey.objects.count() == 3 and verify().faults == []


def test_words_are_found_by_their_name_by_their_mark_and_inside_tables() -> None:
    audit.record(by=WANG, action="x", subject=("place", 1), now=NOON, before={"extra": {"Column B": "a cousin", "n": 4}},
                 after={"to": audit.said("her flat"), "from": "the site"})  # fmt: skip
    entry = AuditEntry.objects.get()
    assert (entry.before, entry.after) == (
        {"extra": {"Column B": "a cousin", "n": 4}},
        {"to": "her flat", "from": "the site"},
    )
    assert "a cousin" not in raw(entry) and "her flat" not in raw(entry) and "the site" in raw(entry)


TAMPERINGS = {
    "the words are exchanged": ("update audit_words w set sealed = o.sealed from audit_words o where o.id <> w.id", "WORDS_CHANGED", 2),
    "a bit is changed": ("update audit_words set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)", "WORDS_CHANGED", 2),
    "words are taken away": ("delete from audit_words where person_id is not null", "WORDS_GONE", 1),
    "their keys are destroyed": ("delete from identities_recordkey", "WORDS_CLOSED", 2),
    "words of nobody are put in": (
        "insert into audit_words select gen_random_uuid(), repeat('0', 64), person_id, outbreak_id, sealed from audit_words limit 1",
        "WORDS_OF_NO_ENTRY", 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", TAMPERINGS)
def test_whoever_meddles_with_the_words_is_found_out(how: str) -> None:
    statement, code, times = TAMPERINGS[how]
    deed(), deed("he has a cough", new_id())
    assert verify().faults == []
    with behind_its_back() as cursor:
        cursor.execute(statement)
    assert dict(verify().counted) == {code: times}


def test_another_key_s_words_do_not_pass_for_these() -> None:
    """Even whoever holds the key file cannot write other words beside an entry."""
    from ringfence.ground.audit import words
    from ringfence.registry.identities.record import KeysOfTheRecord

    kept = deed().words
    row = Words.objects.get()
    forged = words.Taken(b"r" * 16, [[["after", "why"], "nothing was wrong"]], LI, None)
    sealed = KeysOfTheRecord().found([row.id])[row.id].seal(f"{words.FIELD} {kept}", forged.as_text())
    with behind_its_back() as cursor:
        cursor.execute("update audit_words set sealed = %s", [sealed])
    assert dict(verify().counted) == {"WORDS_CHANGED": 1}
    assert (
        AuditEntry.objects.get().after["why"] == "***"
    )  # a reader is shown no words that are not the entry's


@pytest.mark.parametrize(
    "statement",
    ["update audit_words set person_id = null", "delete from audit_words", "delete from identities_recordkey"],
)  # fmt: skip
def test_the_database_lets_nobody_change_them_or_take_them_away_before_their_time(statement: str) -> None:
    deed()
    refused = pytest.raises((InternalError, IntegrityError, ProgrammingError))
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.get().after["why"] == WHY


def test_they_are_never_emptied() -> None:
    with connection.cursor() as cursor:  # off in tests alone (conftest), on here
        cursor.execute(
            "select tgname from pg_trigger where tgrelid = 'audit_words'::regclass and tgname like '%emptied%'"
        )
        cursor.execute(f"alter table audit_words enable trigger {cursor.fetchone()[0]}")
        with pytest.raises(ProgrammingError, match="Cannot empty"), transaction.atomic():
            cursor.execute("truncate audit_words")


def test_words_about_somebody_who_is_not_forgotten_are_not_let_go() -> None:
    deed()
    with pytest.raises(IntegrityError, match="only with whom they are about"), transaction.atomic():
        letting_go.let_go(numbers=letting_go.about(person_ids=[LI]))
