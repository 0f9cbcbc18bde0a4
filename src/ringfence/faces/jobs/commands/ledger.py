"""The ledger of everything that was done and looked at: seal it, take its signed head, check it, prove an entry."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from ..database import open_database, started
from ..inside import add_user, readable, writable
from ..printing import CannotRun, Printer

if TYPE_CHECKING:
    from ringfence.cores.ledger.heads import Head
    from ringfence.ground.access import Actor

WHAT = ("verify", "head", "prove", "seal")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=WHAT, help="verify (exit code 1 if anything is wrong), head, prove or seal"
    )
    parser.add_argument(
        "row", nargs="?", type=int, help="prove: the number of the entry, as the audit shows it"
    )
    parser.add_argument("--head", action="append", type=Path, default=[], metavar="FILE",
                        help="verify: against a head that was kept elsewhere; may be repeated")  # fmt: skip
    parser.add_argument("--key", action="append", default=[],
                        help="verify: a further public key whose signature counts, 64 hex digits")  # fmt: skip
    parser.add_argument("--out", type=Path, help="head, prove: write it into this file, to be kept elsewhere")
    add_user(parser)


def run(options: argparse.Namespace) -> int:
    from ringfence.ground import acting

    with started(open_database()), acting.block(acting.as_job("ledger.check")):
        return {"verify": _verify, "head": _head, "prove": _prove, "seal": _seal}[options.what](options)


def _verify(options: argparse.Namespace) -> int:
    from ringfence.cores.ledger.heads import fingerprint
    from ringfence.faces import clock, sealing

    kept = [sealing.head_from(readable(file).read_bytes()) for file in options.head]
    keys = [_key(text) for text in options.key]
    sealing.seal(now=clock.real_now())
    report = sealing.check(by=_actor(options), now=clock.real_now(), kept=kept, keys=keys)
    told = {"whole": report.is_whole, "size": report.size, "root": report.root.hex(), "heads": report.heads,
            "kept_head": report.kept_head, "words": report.words, "words_let_go": report.let_go, "counted": dict(report.counted),
            "faults": [{"code": one.code, "place": one.seq, "entry": one.entry_id} for one in report.faults]}  # fmt: skip
    against = (
        f", of them {report.kept_head:,} under a head that was kept elsewhere" if report.kept_head else ""
    )
    lines = [f"{report.size:,} entries checked{against}. Root: {fingerprint(report.root)}"]
    lines.append(
        f"{report.words:,} entries stand with somebody's words; those of {report.let_go:,} were let go, as certificates say."
    )
    lines += [f"{sealing.FAULTS[one.code]} (place {one.seq}, entry {one.entry_id})" for one in report.faults]
    lines.append("Nothing was removed, changed or reordered." if report.is_whole
                 else f"{sum(report.counted.values()):,} faults.")  # fmt: skip
    Printer(as_json=options.json).result(told, sentences=lines)
    return 0 if report.is_whole else 1


def _head(options: argparse.Namespace) -> int:
    from ringfence.faces import clock, sealing

    file = writable(options.out) if options.out else None
    head = sealing.take_head(by=_actor(options), now=clock.real_now(), how="FILE")
    if file:
        file.write_text(sealing.head_text(head))
    Printer(as_json=options.json).result(head.as_json(), sentences=_sentences(head, file))
    return 0


def _prove(options: argparse.Namespace) -> int:
    from ringfence.cores.ledger.hashing import leaf_hash
    from ringfence.cores.ledger.merkle import includes
    from ringfence.faces import clock, sealing
    from ringfence.ground.audit import ledger

    if options.row is None:
        raise CannotRun("Say which entry: ringfence ledger prove 123")
    file = writable(options.out) if options.out else None
    sealing.seal(now=clock.real_now())
    proof = ledger.prove(entry_id=options.row)
    holds = leaf_hash(proof.content) == proof.leaf and includes(
        leaf=proof.leaf, index=proof.seq - 1, size=proof.head.size, path=proof.path, root=proof.head.root
    )
    told = proof.as_json() | {"holds": holds}
    if file:
        file.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    verdict = "stands unchanged" if holds else "is NOT as it was sealed"
    lines = [f"Entry {options.row} {verdict} at place {proof.seq:,} of {proof.head.size:,}.", proof.content.decode(),
             *[f"  {step.hex()}" for step in proof.path], *_sentences(proof.head, None)]  # fmt: skip
    Printer(as_json=options.json).result(told, sentences=lines)
    return 0 if holds else 1


def _seal(options: argparse.Namespace) -> int:
    from ringfence.faces import clock, sealing

    head = sealing.seal(now=clock.real_now())
    say = Printer(as_json=options.json)
    say.result(
        {"head": head.as_json() if head else None},
        sentences=_sentences(head, None) if head else ["Nothing waited."],
    )
    return 0


def _sentences(head: Head, file: Path | None) -> list[str]:
    from ringfence.cores.ledger.heads import fingerprint

    lines = [f"Head of {head.size:,} entries, signed {head.at}", f"root {fingerprint(head.root)}",
             f"key  {fingerprint(head.public_key)}"]  # fmt: skip
    return (
        [*lines, f"Written: {file}. Keep it where nobody of this machine can change it."] if file else lines
    )


def _key(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise CannotRun("A public key has 64 hex digits.")
    return key


def _actor(options: argparse.Namespace) -> Actor:
    from ringfence.ground.access import queries as access

    return access.user_named(username=options.user) if options.user else access.system_user()
