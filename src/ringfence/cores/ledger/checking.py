"""The check of a whole ledger, row by row: nothing is believed that can be computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from .hashing import CHAIN_START, chain_link, leaf_hash
from .heads import Head
from .merkle import Tree

MOST_TOLD = 100  # faults that a report spells out; all are counted


@dataclass(frozen=True, slots=True)
class SealedRow:
    """A place in the ledger and the row that stands there. `content`: its canonical bytes now, None if it is gone."""

    seq: int
    entry_id: int
    leaf: bytes
    chain: bytes
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was sealed. `seq` is a place in the ledger, `entry_id` a row of the record."""

    code: str
    seq: int | None = None
    entry_id: int | None = None


@dataclass(slots=True)
class Report:
    """What a check found. `faults` are the first hundred, `counted` is all of them by code."""

    size: int = 0
    root: bytes = b""
    chain: bytes = CHAIN_START
    heads: int = 0
    kept_head: int | None = None
    words: int = 0  # entries beside which somebody's words stand
    let_go: int = 0  # entries whose words were let go
    faults: list[Fault] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)

    @property
    def is_whole(self) -> bool:
        return not self.counted

    def add(self, code: str, *, seq: int | None = None, entry_id: int | None = None) -> None:
        self.counted[code] += 1
        if len(self.faults) < MOST_TOLD:
            self.faults.append(Fault(code, seq, entry_id))


def check(
    *, rows: Iterable[SealedRow], heads: Sequence[Head], trusted_keys: Collection[bytes], kept: Sequence[Head] = (),
) -> Report:  # fmt: skip
    """Check rows in the order of `seq` against the heads of the ledger and against heads that were kept elsewhere.

    `trusted_keys`: public keys whose signature counts. A kept head proves that nothing before it was changed since.
    """
    report = Report(heads=len(heads), kept_head=max((head.size for head in kept), default=None))
    _check_signatures([*heads, *kept], trusted_keys, report)
    expected: dict[int, list[tuple[str, Head]]] = {}
    for code, known in (("HEAD_DIFFERS", heads), ("KEPT_HEAD_DIFFERS", kept)):
        for head in known:
            expected.setdefault(head.size, []).append((code, head))
    tree, seen, last_seq = Tree(), set[int](), 0
    _compare(expected.pop(0, []), tree, report)
    for row in rows:
        _check_row(row, seen, report)
        if row.seq != last_seq + 1:
            report.add("PLACE_MISSING", seq=row.seq, entry_id=row.entry_id)
        if row.chain != chain_link(report.chain, row.leaf):
            report.add("CHAIN_BROKEN", seq=row.seq, entry_id=row.entry_id)
        tree.grow(row.leaf)
        report.size, report.chain, last_seq = report.size + 1, row.chain, row.seq
        if report.size in expected:
            _compare(expected.pop(report.size), tree, report)
    report.root = tree.root()
    for size, beyond in expected.items():  # heads of a ledger that was longer than this one
        for code, _head in beyond:
            report.add("ROWS_CUT_OFF" if code == "HEAD_DIFFERS" else "ROWS_CUT_OFF_SINCE_KEPT_HEAD", seq=size)
    if report.size and not any(head.size == report.size for head in heads):
        report.add("END_NOT_SIGNED", seq=report.size)
    return report


def _check_row(row: SealedRow, seen: set[int], report: Report) -> None:
    if row.entry_id in seen:
        report.add("ROW_TWICE", seq=row.seq, entry_id=row.entry_id)
    seen.add(row.entry_id)
    if row.content is None:
        report.add("ROW_REMOVED", seq=row.seq, entry_id=row.entry_id)
    elif leaf_hash(row.content) != row.leaf:
        report.add("ROW_CHANGED", seq=row.seq, entry_id=row.entry_id)


def _check_signatures(heads: Sequence[Head], trusted_keys: Collection[bytes], report: Report) -> None:
    for head in heads:
        if head.public_key not in trusted_keys:
            report.add("HEAD_BY_UNKNOWN_KEY", seq=head.size)
        elif not head.is_signed_by(head.public_key):
            report.add("HEAD_NOT_SIGNED", seq=head.size)


def _compare(known: Iterable[tuple[str, Head]], tree: Tree, report: Report) -> None:
    """The tree and the chain as they are now at this size, against what was signed then."""
    for code, head in known:
        if (head.root, head.chain) != (tree.root(), report.chain):
            report.add(code, seq=head.size)
