"""Giving out data keys, destroying them, and wrapping them anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction

from ringfence.cores import vault
from ringfence.cores.vault import DataKey as OpenKey
from ringfence.ground import audit, many_rows
from ringfence.ground.access import Actor

from . import keyfile
from .models import TABLES, Owner

ANEW_AT_ONCE = 5_000  # data keys in one transaction: about a tenth of a second
REST = timedelta(hours=1)  # no transaction that took up an earlier key lasts so long
LOCK = "select pg_advisory_xact_lock(hashtext('ringfence.identities'))"


def tell_keys(*, person_ids: Sequence[UUID], of: Owner = Owner.PERSON) -> dict[UUID, OpenKey]:
    """New data keys for people (or travellers) who are being registered, in the caller's transaction."""
    ring, table = keyfile.ring(), TABLES[of]
    made = {one: OpenKey.new(person_id=one, number=uuid4()) for one in person_ids}
    rows = []
    for person_id, key in made.items():
        kek, wrapped = vault.wrap(key, ring=ring)
        rows.append(table(person_id=person_id, number=key.number, kek=kek, wrapped=wrapped))
    if len(rows) == 1:
        rows[0].save(force_insert=True)
    else:
        many_rows.insert(rows=rows)
    return made


def destroy(
    *, person_ids: Collection[UUID], by: audit.actions.Actor, now: datetime, of: Owner = Owner.PERSON
) -> dict[UUID, UUID]:
    """Destroy these people's data keys, in the caller's transaction; returns the numbers of those that are gone.

    The certificate of deletion, which the caller writes, keeps the numbers: it is the record of this deed.
    """
    keys = TABLES[of].objects
    found = keys.select_for_update().filter(person_id__in=person_ids).order_by("person_id")
    gone = dict(found.values_list("person_id", "number"))
    keys.filter(person_id__in=gone).delete()
    return gone


@transaction.atomic
def change_key(*, by: Actor, now: datetime) -> str:
    """A new key-encryption key beside the earlier ones; from now on it wraps what is new. Returns its id."""
    _one_at_a_time()
    ring = keyfile.ring().with_new(now=now)
    vault.write(keyfile.path(), ring)
    audit.record(
        by=by, action="vault.new_key", subject=("vault", ring.active), after={"key": ring.active}, now=now
    )
    return ring.active


def wrap_anew(*, by: Actor, now: datetime, at_once: int = ANEW_AT_ONCE) -> int:
    """Wrap with the active key what an earlier one wraps, a part in each transaction; returns how many.

    Broken off at any moment, it goes on where it stood. People are read and registered meanwhile: both keys open.
    """
    done = 0
    for of in Owner:
        while count := _some_anew(at_once, of):
            done += count
    if done:
        active = keyfile.ring().active
        audit.record(
            by=by, action="vault.wrap_anew", subject=("vault", active), after={"data_keys": done}, now=now
        )
    return done


@transaction.atomic
def _some_anew(at_once: int, of: Owner = Owner.PERSON) -> int:
    ring = keyfile.ring()
    rows = list(TABLES[of].objects.select_for_update(skip_locked=True).exclude(kek=ring.active)[:at_once])
    for row in rows:
        told = {"person_id": row.person_id, "number": row.number}
        key = vault.unwrap(bytes(row.wrapped), kek=row.kek, ring=ring, **told)
        row.kek, row.wrapped = vault.wrap(key, ring=ring)
    return many_rows.update(rows=rows, fields=["kek", "wrapped"])


@transaction.atomic
def retire(*, by: Actor, now: datetime) -> list[str]:
    """Take out of the key file the earlier keys that wrap nothing any more; copies of what they wrapped are then unreadable.

    A key that was replaced within the last hour stays: somebody may be writing with it. Returns the ids.
    """
    _one_at_a_time()
    ring = keyfile.ring()
    busy = {
        kek
        for table in TABLES.values()
        for kek in table.objects.values_list("kek", flat=True).distinct().order_by()
    }
    rested = {one for one, at in ring.replaced_at.items() if now - at >= REST}
    gone = rested - busy - {ring.active}
    if gone:
        for one in sorted(gone):
            audit.record(
                by=by, action="vault.retire_key", subject=("vault", one), after={"key": one}, now=now
            )
        vault.write(keyfile.path(), ring.without(gone))
    return sorted(gone)


def _one_at_a_time() -> None:
    """Two who change the key file wait for one another."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
