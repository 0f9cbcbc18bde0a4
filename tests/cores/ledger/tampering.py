"""Somebody who may change every table of the database, but has neither the key nor the heads that left the machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from ringfence.cores.ledger.checking import Report, SealedRow, check
from ringfence.cores.ledger.hashing import CHAIN_START, canonical, chain_link, leaf_hash
from ringfence.cores.ledger.heads import Head, Signer
from ringfence.cores.ledger.merkle import root_of

OWN = Signer(b"k" * 32)
THEIRS = Signer(b"t" * 32)
AT = "2022-01-09T04:00:00.000000Z"


@dataclass
class Copy:
    """A ledger in memory: its rows, the heads that lie beside them, and the head that left the machine."""

    rows: list[SealedRow]
    heads: list[Head]
    kept: list[Head]

    def check(self) -> Report:
        return check(rows=self.rows, heads=self.heads, kept=self.kept, trusted_keys={OWN.public_key})

    def renumber(self) -> None:
        self.rows = [replace(row, seq=place) for place, row in enumerate(self.rows, 1)]

    def hash_again(self) -> None:
        """What can be done without the key: leaves, chain and places fit the rows again."""
        chain, rows = CHAIN_START, []
        for place, row in enumerate(self.rows, 1):
            leaf = leaf_hash(row.content) if row.content is not None else row.leaf
            chain = chain_link(chain, leaf)
            rows.append(SealedRow(place, row.entry_id, leaf, chain, row.content))
        self.rows = rows

    def sign_again(self, signer: Signer) -> None:
        self.heads = [_head(self.rows, min(head.size, len(self.rows)), signer) for head in self.heads]


def _head(rows: list[SealedRow], size: int, signer: Signer) -> Head:
    root = root_of(row.leaf for row in rows[:size])
    return signer.sign(size=size, root=root, chain=rows[size - 1].chain if size else CHAIN_START, at=AT)


def entry(random: Random, number: int) -> dict[str, Any]:
    """A row with every column of the record."""
    return {
        "v": 1, "id": number, "kind": random.choice(["DEED", "LOOK"]), "at": AT, "recorded_at": AT,
        "by_id": f"{random.getrandbits(128):032x}", "by_name": random.choice(["王芳", "Chen Jing"]),
        "organisation_id": f"{random.getrandbits(128):032x}", "action": random.choice(["order.draft", "read.list"]),
        "subject_type": "order", "subject_id": str(random.random()), "outbreak_id": random.choice([None, "o"]),
        "persons": [f"{random.getrandbits(128):032x}" for _ in range(random.randrange(4))],
        "fields": ["name", "phone"][: random.randrange(3)], "purpose": "order.read", "page": "orders:list",
        "via": "session 12", "address": "10.0.0.7", "reasons": [{"text": "Case {number} tested positive."}],
        "before": {"state": "DRAFT"}, "after": {"state": "IN_FORCE", "days": random.randrange(30)},
    }  # fmt: skip


def ledger(random: Random, size: int = 24) -> Copy:
    """A sound ledger with some heads, the last of which left the machine."""
    rows = [SealedRow(0, number, b"", b"", canonical(entry(random, number))) for number in range(1, size + 1)]
    copy = Copy(rows, [], [])
    copy.hash_again()
    sizes = sorted({*random.sample(range(1, size), 3), size})
    copy.heads = [_head(copy.rows, each, OWN) for each in sizes]
    copy.kept = [copy.heads[-1]]
    return copy


def other(value: Any) -> Any:
    """Something else of the same kind."""
    if isinstance(value, str):
        return value[:-1] if value else "x"
    if isinstance(value, list):
        return value[:-1] if value else ["x"]
    if isinstance(value, dict):
        return value | {"x": 1}
    return 7 if value is None else value + 1


def change_a_column(copy: Copy, random: Random) -> None:
    at = random.randrange(len(copy.rows))
    told = json.loads(copy.rows[at].content or b"")
    name = random.choice(sorted(told))
    copy.rows[at] = replace(copy.rows[at], content=canonical(told | {name: other(told[name])}))


def remove_the_entry(copy: Copy, random: Random) -> None:
    at = random.randrange(len(copy.rows))
    copy.rows[at] = replace(copy.rows[at], content=None)


def remove_the_place_too(copy: Copy, random: Random) -> None:
    del copy.rows[random.randrange(len(copy.rows))]


def swap_two(copy: Copy, random: Random) -> None:
    a, b = random.sample(range(len(copy.rows)), 2)
    copy.rows[a], copy.rows[b] = copy.rows[b], copy.rows[a]


def swap_two_contents(copy: Copy, random: Random) -> None:
    a, b = random.sample(range(len(copy.rows)), 2)
    one, two = copy.rows[a], copy.rows[b]
    copy.rows[a], copy.rows[b] = replace(one, content=two.content), replace(two, content=one.content)


def reorder(copy: Copy, random: Random) -> None:
    before = [row.entry_id for row in copy.rows]
    while [row.entry_id for row in copy.rows] == before:
        random.shuffle(copy.rows)


def cut_off(copy: Copy, random: Random) -> None:
    size = random.randrange(len(copy.rows))
    copy.rows = copy.rows[:size]
    if random.random() < 0.5:  # and the heads that speak of the rest
        copy.heads = [head for head in copy.heads if head.size <= size]


def insert_one(copy: Copy, random: Random) -> None:
    at, number = random.randrange(len(copy.rows)), len(copy.rows) + 1
    content = canonical(entry(random, number))
    copy.rows.insert(at, SealedRow(at, number, leaf_hash(content), bytes(32), content))


def repeat_one(copy: Copy, random: Random) -> None:
    copy.rows.insert(random.randrange(len(copy.rows)), random.choice(copy.rows))


def change_a_hash(copy: Copy, random: Random) -> None:
    at, name = random.randrange(len(copy.rows)), random.choice(["leaf", "chain"])
    copy.rows[at] = replace(copy.rows[at], **{name: random.randbytes(32)})


def change_a_head(copy: Copy, random: Random) -> None:
    at = random.randrange(len(copy.heads))
    name = random.choice(["size", "root", "chain", "at", "signature"])
    value = getattr(copy.heads[at], name)
    changed = {"size": lambda: value - 1, "at": lambda: "2022-01-10T04:00:00.000000Z",
               "signature": lambda: random.randbytes(64)}.get(name, lambda: random.randbytes(32))()  # fmt: skip
    copy.heads[at] = replace(copy.heads[at], **{name: changed})


ON_ROWS: list[Callable[[Copy, Random], None]] = [
    change_a_column, remove_the_entry, remove_the_place_too, swap_two, swap_two_contents, reorder, cut_off, insert_one,
    repeat_one,
]  # fmt: skip
ON_HASHES: list[Callable[[Copy, Random], None]] = [change_a_hash, change_a_head]


def tamper(copy: Copy, random: Random) -> str:
    """Do one kind of harm and hide it as well as can be done; returns what was done."""
    harm = random.choice([*ON_ROWS, *ON_HASHES])
    harm(copy, random)
    hidden = ["nothing"] if harm in ON_HASHES else ["nothing", "places", "hashes", "heads"]
    how = random.choice(hidden)
    if how == "places":
        copy.renumber()
    if how in ("hashes", "heads"):
        copy.hash_again()
    if how == "heads":  # signed with a key that is not the ledger's, or that claims to be
        copy.sign_again(THEIRS)
        if random.random() < 0.5:
            copy.heads = [replace(head, public_key=OWN.public_key) for head in copy.heads]
    return f"{harm.__name__}, hidden: {how}"
