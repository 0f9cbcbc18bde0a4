"""The check of the whole ledger in the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.db import connection, transaction

from ringfence.cores.ledger.checking import Report, SealedRow, check
from ringfence.cores.ledger.heads import Head
from ringfence.cores.ledger.merkle import Tree

from ..models import LedgerBlock
from . import beside, rows
from .sealing import BLOCK, SEAL_LATE_AFTER, heads

AT_ONCE = 5_000


def verify(*, trusted_keys: Collection[bytes], now: datetime, kept: Sequence[Head] = ()) -> Report:
    """Compute the whole ledger anew from the entries as they are now, and compare. `now` is real time.

    `kept` are heads that were kept outside this database: they show what the database alone could hide.
    """
    inside = connection.in_atomic_block
    with transaction.atomic():
        if not inside:  # one view of everything, while others go on writing
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read, read only")
        blocks = _Blocks()
        report = check(rows=blocks.watched(_sealed()), heads=heads(), trusted_keys=trusted_keys, kept=kept)
        blocks.compare(report)
        _beside_the_ledger(report, now)
        beside.check(report)
    return report


def _sealed() -> Iterator[SealedRow]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"select l.seq, l.entry_id, l.leaf, l.chain, {rows.COLUMNS} from audit_ledgerleaf l "
            "left join audit_auditentry e on e.id = l.entry_id order by l.seq"
        )
        while some := cursor.fetchmany(AT_ONCE):
            for seq, entry_id, leaf, chain, *entry in some:
                content = None if entry[0] is None else rows.content(tuple(entry))
                yield SealedRow(seq, entry_id, bytes(leaf), bytes(chain), content)


class _Blocks:
    """The roots of the blocks, computed while the leaves pass by."""

    def __init__(self) -> None:
        self._roots: list[bytes] = []
        self._tree = Tree()

    def watched(self, sealed: Iterator[SealedRow]) -> Iterator[SealedRow]:
        for row in sealed:
            yield row
            self._tree.grow(row.leaf)
            if self._tree.size == BLOCK:
                self._roots.append(self._tree.root())
                self._tree = Tree()

    def compare(self, report: Report) -> None:
        kept = {index: bytes(root) for index, root in LedgerBlock.objects.values_list("index", "root")}
        for index in sorted(kept.keys() | set(range(len(self._roots)))):
            own = self._roots[index] if 0 <= index < len(self._roots) else None
            if kept.get(index) != own:
                report.add("BLOCK_DIFFERS", seq=index * BLOCK + 1)


_BESIDE = {
    "ROW_NEVER_SEALED": "select e.id from audit_auditentry e "
    "where not exists (select from audit_ledgerleaf l where l.entry_id = e.id) "
    "and not exists (select from audit_unsealed u where u.entry_id = e.id) order by e.id",
    "ROW_GONE_BEFORE_SEAL": "select u.entry_id from audit_unsealed u "
    "where not exists (select from audit_auditentry e where e.id = u.entry_id) order by 1",
    "SEAL_LATE": "select u.entry_id from audit_unsealed u where u.since < %s order by 1",
}


def _beside_the_ledger(report: Report, now: datetime) -> None:
    """Entries that have no place and do not wait for one, that vanished while they waited, that wait too long."""
    with connection.cursor() as cursor:
        for code, text in _BESIDE.items():
            cursor.execute(text, [now - SEAL_LATE_AFTER] if "%s" in text else [])
            for (entry_id,) in cursor.fetchall():
                report.add(code, entry_id=entry_id)
