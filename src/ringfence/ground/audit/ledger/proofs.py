"""Short proofs: that one entry stands in the ledger, that a later ledger begins with an earlier one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

from ringfence.cores.ledger.heads import Head
from ringfence.cores.ledger.merkle import Tree, consistency_path, inclusion_path
from ringfence.kernel import NotFound, Refused, reason

from .. import words
from ..models import LedgerBlock, LedgerLeaf, Words
from . import rows
from .sealing import BLOCK, head


@dataclass(frozen=True, slots=True)
class Proof:
    """`content` stands at place `seq` (from 1) of the ledger with this head; `path` leads from its leaf to the root."""

    entry_id: int
    seq: int
    content: bytes
    leaf: bytes
    path: list[bytes]
    head: Head
    beside: words.Opened | None = None  # what somebody typed, if it is still there

    def as_json(self) -> dict[str, Any]:
        said = self.beside and {"random": self.beside.random.hex(), "words": self.beside.words}
        return {"format": "ringfence-ledger-proof", "v": 1, "entry_id": self.entry_id, "seq": self.seq,
                "content": json.loads(self.content), "leaf": self.leaf.hex(), "path": [one.hex() for one in self.path],
                "head": self.head.as_json()} | ({"beside": said} if said else {})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Consistency:
    """The ledger with head `new` begins with the ledger of `old_size` leaves."""

    old_size: int
    path: list[bytes]
    new: Head

    def as_json(self) -> dict[str, Any]:
        return {"format": "ringfence-ledger-consistency", "v": 1, "old_size": self.old_size,
                "path": [one.hex() for one in self.path], "head": self.new.as_json()}  # fmt: skip


def prove(*, entry_id: int) -> Proof:
    """That this entry stands in the ledger. Raises NotFound if it has no place (yet)."""
    place = LedgerLeaf.objects.filter(entry_id=entry_id).first()
    newest = head()
    if place is None or newest is None or place.seq > newest.size:
        raise NotFound(reason("Entry {number} has no place in the ledger yet.", number=entry_id))
    with connection.cursor() as cursor:
        cursor.execute(f"select {rows.COLUMNS} from audit_auditentry e where e.id = %s", [entry_id])
        found = cursor.fetchone()
    if found is None:
        raise NotFound(reason("Entry {number} was in the ledger, but it is gone.", number=entry_id))
    path = inclusion_path(place.seq - 1, newest.size, subtree)
    content = rows.content(found)
    return Proof(entry_id, place.seq, content, bytes(place.leaf), path, newest, _beside(content))


def _beside(content: bytes) -> words.Opened | None:
    kept = json.loads(content).get("words")
    row = Words.objects.filter(commitment=kept).first() if kept else None
    found = next(words.opened([(row.id, row.commitment, bytes(row.sealed))])) if row else None
    return found if found and found.words else None


def consistency(*, old_size: int) -> Consistency:
    """That the ledger of today begins with the one of `old_size` leaves. Refused: a size that it never had."""
    newest = head()
    if newest is None or not 0 < old_size <= newest.size:
        raise Refused(reason("The ledger has {size} entries.", size=newest.size if newest else 0))
    return Consistency(old_size, consistency_path(old_size, newest.size, subtree), newest)


def subtree(first: int, behind: int) -> bytes:
    """The root over the leaves `[first, behind)` from 0, as the splits of the tree ask for it."""
    tree = Tree()
    if behind - first >= BLOCK:
        full = LedgerBlock.objects.filter(index__gte=first // BLOCK, index__lt=behind // BLOCK)
        for root in full.values_list("root", flat=True):
            tree.grow(bytes(root), BLOCK)
        first = behind // BLOCK * BLOCK
    for leaf in LedgerLeaf.objects.filter(seq__gt=first, seq__lte=behind).values_list("leaf", flat=True):
        tree.grow(bytes(leaf))
    return tree.root()
