"""The identity vault (--as): what it holds, a new key, earlier keys taken out, everything in it looked through."""

from __future__ import annotations

import argparse
from typing import Any

from ..database import open_database, started
from ..inside import actor, add_user
from ..printing import Printer

WHAT = ("status", "rotate", "resume", "retire", "verify")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=WHAT,
        help="status; rotate: a new key wraps everything (while Ringfence runs); resume: go on with a rotation that was "
             "broken off; retire: take out earlier keys that wrap nothing, an hour after; verify: open everything once "
             "(exit code 1 if anything is wrong)",
    )  # fmt: skip
    add_user(parser)


def run(options: argparse.Namespace) -> int:
    with started(open_database()):
        told, lines, code = {
            "status": _status, "rotate": _rotate, "resume": _resume, "retire": _retire, "verify": _verify,
        }[options.what](options)  # fmt: skip
    Printer(as_json=options.json).result(told, sentences=lines)
    return code


Answer = tuple[dict[str, Any], list[str], int]


def _status(options: argparse.Namespace) -> Answer:
    from ringfence.faces import vault

    held = vault.status(by=actor(options))
    told = {"file": held.file, "active": held.active, "keys": held.keys, "replaced_at": held.replaced_at,
            "index": held.index, "data_keys": held.data_keys, "people": held.people, "travellers": held.travellers, "record": held.record,
            "waiting": held.waiting}  # fmt: skip
    lines = [
        f"{held.people:,} people and {held.travellers:,} travellers have a data key, and {held.record:,} entries of the record with somebody's words. Key file: {held.file} (index {held.index})."
    ]
    lines += [
        f"  key {one}: wraps {count:,}{', active' if one == held.active else ''}"
        for one, count in held.keys.items()
    ]
    if held.waiting:
        lines.append(f"{held.waiting:,} wait for the active key: ringfence vault resume")
    return told, lines, 0


def _rotate(options: argparse.Namespace) -> Answer:
    from ringfence.faces import clock, vault

    made, count = vault.rotate(by=actor(options), now=clock.real_now())
    lines = [
        f"Key {made} is active and wraps {count:,} data keys.",
        "Keep a copy of the key file apart from the backups now. The earlier key leaves the file with: ringfence vault retire",
    ]
    return {"active": made, "wrapped": count}, lines, 0


def _resume(options: argparse.Namespace) -> Answer:
    from ringfence.faces import clock, vault

    count = vault.resume(by=actor(options), now=clock.real_now())
    return {"wrapped": count}, [f"{count:,} data keys were wrapped anew."], 0


def _retire(options: argparse.Namespace) -> Answer:
    from ringfence.faces import clock, vault

    gone = vault.retire(by=actor(options), now=clock.real_now())
    lines = [f"Taken out: {', '.join(gone)}. What they wrapped in earlier copies does not open any more."]
    return {"retired": gone}, lines if gone else ["No key could be taken out."], 0


def _verify(options: argparse.Namespace) -> Answer:
    from ringfence.faces import clock, vault

    found = vault.check(by=actor(options), now=clock.real_now())
    told = {"whole": found.is_whole, "people": found.people, "travellers": found.travellers, "words": found.words, "counted": dict(found.counted),
            "faults": [{"code": code, "person_id": who, "field": of} for code, who, of in found.faults]}  # fmt: skip
    lines = [f"{found.people:,} people, {found.travellers:,} travellers, {found.words:,} words opened."]
    lines += [f"{vault.FAULTS[code]} ({who}{', ' + of if of else ''})" for code, who, of in found.faults]
    lines.append(
        "Everything opens, and everybody is found by their card."
        if found.is_whole
        else f"{sum(found.counted.values()):,} faults."
    )
    return told, lines, 0 if found.is_whole else 1
