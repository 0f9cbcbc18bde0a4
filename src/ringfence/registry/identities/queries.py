"""Opening data keys, many at once; what the vault holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from ringfence.cores import vault
from ringfence.cores.vault import DataKey as OpenKey
from ringfence.cores.vault import Index, NotGenuine

from . import keyfile
from .models import TABLES, DataKey, Owner, RecordKey, TravellerKey


def index() -> Index:
    """The keyed hashes by which people are found."""
    return keyfile.index()


def open_keys(*, person_ids: Iterable[UUID], of: Owner = Owner.PERSON) -> dict[UUID, OpenKey]:
    """The data keys of these people, in one query; whoever was forgotten has none. Raises NotGenuine, Refused."""
    rows = TABLES[of].objects.filter(person_id__in=list(person_ids))
    ring = keyfile.ring()
    return {
        person: vault.unwrap(bytes(wrapped), person_id=person, number=number, kek=kek, ring=ring)
        for person, number, kek, wrapped in rows.values_list("person_id", "number", "kek", "wrapped")
    }


def openable(
    *, person_ids: Iterable[UUID], of: Owner = Owner.PERSON
) -> tuple[dict[UUID, OpenKey], set[UUID]]:
    """As `open_keys`, one by one: and those whose key does not open."""
    found: dict[UUID, OpenKey] = {}
    wrong: set[UUID] = set()
    for row in TABLES[of].objects.filter(person_id__in=list(person_ids)):
        told: dict[str, Any] = {"person_id": row.person_id, "number": row.number, "kek": row.kek}
        try:
            found[row.person_id] = vault.unwrap(bytes(row.wrapped), ring=keyfile.ring(), **told)
        except NotGenuine:
            wrong.add(row.person_id)
    return found, wrong


def keys_of_nobody(*, known: QuerySet[Any, Any], of: Owner = Owner.PERSON) -> list[UUID]:
    """Whose keys belong to none of the known people."""
    return list(TABLES[of].objects.exclude(person_id__in=known).values_list("person_id", flat=True))


def keys_left(*, person_ids: Collection[UUID]) -> int:
    """How many of these people still have a key."""
    return DataKey.objects.filter(person_id__in=person_ids).count()


def numbers_left(*, numbers: Collection[UUID]) -> int:
    """How many of these keys are still there."""
    return DataKey.objects.filter(number__in=numbers).count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What the vault holds. No key, no name."""

    file: str
    active: str
    keys: dict[str, int]  # key-encryption key -> data keys that it wraps
    replaced_at: dict[str, datetime]
    index: str
    data_keys: int  # of people, of travellers, of words of the record
    travellers: int  # of these, how many are travellers'
    record: int  # and how many are those of words that people typed into the record

    @property
    def people(self) -> int:
        """People of the register who have a data key."""
        return self.data_keys - self.travellers - self.record

    @property
    def waiting(self) -> int:
        """Data keys that an earlier key still wraps."""
        return self.data_keys - self.keys.get(self.active, 0)


def status() -> Status:
    """Refused: no key file, or not the right one."""
    ring = keyfile.ring()
    counted: Counter[str] = Counter()
    for table in TABLES.values():
        counted.update(dict(table.objects.values_list("kek").annotate(n=Count("*"))))
    return Status(
        file=str(keyfile.path()), active=ring.active, index=ring.index_id, replaced_at=dict(ring.replaced_at),
        keys={one: counted[one] for one in {**ring.keys, **counted}}, data_keys=counted.total(),
        travellers=TravellerKey.objects.count(), record=RecordKey.objects.count(),
    )  # fmt: skip


__all__ = [
    "Index",
    "NotGenuine",
    "OpenKey",
    "Owner",
    "Status",
    "index",
    "keys_left",
    "keys_of_nobody",
    "numbers_left",
    "open_keys",
    "openable",
    "status",
]
