"""Sealing: committed entries get their places in the ledger, and a head is signed over all of it.

Whoever records does not wait: entries are added freely in their transactions. One sealer at a time takes what is
committed. See docs/decisions/0030-the-ledger-is-sealed-behind-the-writers.md for what that proves and what it cannot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from ringfence.cores.ledger.hashing import CHAIN_START, chain_link, instant, leaf_hash
from ringfence.cores.ledger.heads import Head, Signer
from ringfence.cores.ledger.merkle import Tree, root_of

from ..models import LedgerBlock, LedgerHead, LedgerLeaf, Unsealed
from . import rows

BATCH = 5_000
BLOCK = 1_024  # leaves whose common root is kept; a power of two
TURN = 0x52464C47  # the advisory lock of the one who seals
SEAL_LATE_AFTER = timedelta(
    minutes=10
)  # house decision: ten rounds of the sealer; beyond that there is an alarm


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the ledger stands: its newest head, how many entries wait for a place, and since when the first does."""

    head: Head | None
    waiting: int
    waiting_since: datetime | None

    def is_late(self, *, now: datetime) -> bool:
        """Does an entry wait for its place longer than it should?"""
        return self.waiting_since is not None and now - self.waiting_since > SEAL_LATE_AFTER


def seal(*, signer: Signer, now: datetime) -> Head | None:
    """Give every committed entry its place and sign the new head; returns it, or None if nothing waited.

    `now` is real time. Safe to call from several processes: they take turns.
    """
    signed = None
    while (newer := _seal_batch(signer, now)) is not None:
        signed = newer
    return signed


@transaction.atomic
def _seal_batch(signer: Signer, now: datetime) -> Head | None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [TURN])
        cursor.execute(
            f"select {rows.COLUMNS} from audit_unsealed u join audit_auditentry e on e.id = u.entry_id "
            "order by u.entry_id limit %s",
            [BATCH],
        )
        waiting = cursor.fetchall()
        if not waiting:
            return None
        entries = [row[0] for row in waiting]
        signed = _append(entries, [leaf_hash(rows.content(row)) for row in waiting], signer, now)
        cursor.execute("delete from audit_unsealed where entry_id = any(%s)", [entries])
    return signed


def _append(entries: Sequence[int], leaves: Sequence[bytes], signer: Signer, now: datetime) -> Head:
    tree, chain = _end_of_ledger()
    size, links = tree.size, []
    for leaf in leaves:
        tree.grow(leaf)
        chain = chain_link(chain, leaf)
        links.append(chain)
    _keep_leaves(size, entries, leaves, links)
    _keep_blocks(size, tree.size)
    signed = signer.sign(size=tree.size, root=tree.root(), chain=chain, at=instant(now))
    LedgerHead.objects.create(size=signed.size, root=signed.root, chain=signed.chain, at=now,
                              public_key=signed.public_key, signature=signed.signature)  # fmt: skip
    return signed


def _end_of_ledger() -> tuple[Tree, bytes]:
    """The tree and the chain as far as they go."""
    tree = Tree()
    for root in LedgerBlock.objects.values_list("root", flat=True):
        tree.grow(bytes(root), BLOCK)
    chain = CHAIN_START
    for leaf, link in LedgerLeaf.objects.filter(seq__gt=tree.size).values_list("leaf", "chain"):
        tree.grow(bytes(leaf))
        chain = bytes(link)
    if chain == CHAIN_START and tree.size:
        chain = bytes(LedgerLeaf.objects.get(seq=tree.size).chain)
    return tree, chain


def _keep_leaves(size: int, entries: Sequence[int], leaves: Sequence[bytes], links: Sequence[bytes]) -> None:
    places = list(range(size + 1, size + 1 + len(entries)))
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_ledgerleaf (seq, entry_id, leaf, chain) "
            "select * from unnest(%s::bigint[], %s::bigint[], %s::bytea[], %s::bytea[])",
            [places, list(entries), list(leaves), list(links)],
        )


def _keep_blocks(before: int, after: int) -> None:
    """The roots of the blocks that became full."""
    for index in range(before // BLOCK, after // BLOCK):
        first = index * BLOCK
        leaves = LedgerLeaf.objects.filter(seq__gt=first, seq__lte=first + BLOCK).values_list(
            "leaf", flat=True
        )
        LedgerBlock.objects.create(index=index, root=root_of(bytes(leaf) for leaf in leaves))


def heads() -> list[Head]:
    """Every head, the smallest first."""
    return [_as_head(row) for row in LedgerHead.objects.order_by("size")]


def head(*, size: int | None = None) -> Head | None:
    """The newest head, or the one of this size."""
    found = LedgerHead.objects.order_by("-size")
    row = (found.filter(size=size) if size is not None else found).first()
    return _as_head(row) if row else None


def begun_at() -> datetime | None:
    """When the first head was signed; None before that."""
    first = LedgerHead.objects.order_by("size").first()
    return first.at if first else None


def standing() -> Standing:
    """Where the ledger stands now."""
    first = Unsealed.objects.order_by("since").first()
    return Standing(
        head=head(), waiting=Unsealed.objects.count(), waiting_since=first.since if first else None
    )


def _as_head(row: Any) -> Head:
    return Head(size=row.size, root=bytes(row.root), chain=bytes(row.chain), at=instant(row.at),
                public_key=bytes(row.public_key), signature=bytes(row.signature))  # fmt: skip
