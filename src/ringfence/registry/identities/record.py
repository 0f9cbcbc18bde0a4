"""Keys of the words that people typed into the record: one for each entry that has some (ground/audit/words)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from ringfence.cores.vault import DataKey as OpenKey

from . import actions, queries
from .models import Owner, RecordKey


class KeysOfTheRecord:
    """What `ground.audit.words.Vault` asks for."""

    def new(self, ids: Sequence[UUID]) -> Mapping[UUID, OpenKey]:
        return actions.tell_keys(person_ids=ids, of=Owner.RECORD)

    def found(self, ids: Collection[UUID]) -> Mapping[UUID, OpenKey]:
        """Those that are there and open. Refused: no key file, or not the right one."""
        return queries.openable(person_ids=ids, of=Owner.RECORD)[0]

    def destroy(self, ids: Collection[UUID]) -> int:
        return int(RecordKey.objects.filter(person_id__in=ids).delete()[0])
