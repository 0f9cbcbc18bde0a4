"""How long people's data stay (--outbreak, --as): what is due, forget it, holds, certificates and their proof."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any
from uuid import UUID

from ..inside import Inside, add_outbreak, enter, writable
from ..printing import CannotRun, Printer

WHAT = ("due", "run", "holds", "certificates", "verify")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=WHAT,
        help="due: dry run; run: forget now what is due; holds; certificates; verify: look at one again (exit code 1 if wrong)",
    )  # fmt: skip
    parser.add_argument("certificate", nargs="?", type=UUID, help="verify: the number of the certificate")
    parser.add_argument("--out", type=Path, help="verify: write the certificate into this file")
    add_outbreak(parser)


def run(options: argparse.Namespace) -> int:
    with enter(options) as inside:
        from ringfence.ground import access
        from ringfence.ground.access import Permission

        wanted = Permission.OUTBREAK_MANAGE if options.what == "run" else Permission.AUDIT_READ
        access.require(inside.by, wanted, area_code=inside.outbreak.area_id)
        told, lines, code = {
            "due": _due, "run": _run, "holds": _holds, "certificates": _certificates, "verify": _verify,
        }[options.what](inside, options)  # fmt: skip
    Printer(as_json=options.json).result(told, sentences=lines)
    return code


Answer = tuple[dict[str, Any], list[str], int]


def _due(inside: Inside, options: argparse.Namespace) -> Answer:
    from ringfence.faces import clock
    from ringfence.response import forgetting

    due = forgetting.due(outbreak_id=inside.outbreak.id, now=inside.now, real_now=clock.real_now())
    told = {
        "on": due.on, "due": len(due.people), "held": len(due.held), "kept": due.kept, "files": due.files,
        "kinds": due.count_by_kind(),
        "people": [{"person_id": one, "until": until.day, "kind": until.kind, "held": one in due.held}
                   for one, until in sorted(due.people.items(), key=lambda pair: (str(pair[1].day), pair[0]))],
    }  # fmt: skip
    lines = [
        f"{len(due.people):,} people are due, {len(due.held):,} of them held; {due.kept:,} are still needed. {due.files:,} files are due.",
        "Nothing was changed.",
    ]
    return told, lines, 0


def _run(inside: Inside, options: argparse.Namespace) -> Answer:
    from ringfence.faces import clock
    from ringfence.response import forgetting

    made = forgetting.forget_due(
        outbreak_id=inside.outbreak.id, by=inside.by, now=inside.now, real_now=clock.real_now()
    )
    lines = [f"{sum(one.people for one in made):,} people are forgotten."]
    lines += [f"  certificate {one.id}: {one.people:,} people, digest {one.digest}" for one in made]
    return {"certificates": [one.content | {"digest": one.digest} for one in made]}, lines, 0


def _holds(inside: Inside, options: argparse.Namespace) -> Answer:
    from ringfence.ground.retention import queries as register

    found = list(register.holds(outbreak_id=inside.outbreak.id)[:1_000])
    names = ("id", "person_id", "why", "paper", "by_name", "placed_at", "ends_on", "lifted_at", "lifted_why")
    lines = [
        f"{one.paper}: {one.why} (until {one.ends_on}{', lifted' if one.lifted_at else ''})" for one in found
    ]
    return (
        {"holds": [{name: getattr(one, name) for name in names} for one in found]},
        lines or ["No hold."],
        0,
    )


def _certificates(inside: Inside, options: argparse.Namespace) -> Answer:
    from ringfence.ground.retention import queries as register

    found = list(register.certificates(outbreak_id=inside.outbreak.id)[:1_000])
    lines = [
        f"{one.id}: {_of(one.content)} on {one.content['on']}, ledger entry {one.entry_id}" for one in found
    ]
    told = [one.content | {"digest": one.digest, "entry": one.entry_id} for one in found]
    return {"certificates": told}, lines or ["No certificate."], 0


def _verify(inside: Inside, options: argparse.Namespace) -> Answer:
    import json
    from dataclasses import asdict

    from ringfence.faces import clock, sealing
    from ringfence.ground.retention import queries as register
    from ringfence.response import retaining

    if options.certificate is None:
        raise CannotRun("Say which certificate: ringfence retention verify NUMBER --outbreak NAME --as USER")
    file = writable(options.out) if options.out else None
    sealing.seal(now=clock.real_now())
    which = {"certificate_id": options.certificate, "outbreak_id": inside.outbreak.id}
    found, proven = register.certificate(**which), retaining.prove(**which, by=inside.by)
    told = {"certificate": found.content, "digest": found.digest, "entry": found.entry_id,
            "whole": proven.is_whole} | asdict(proven)  # fmt: skip
    if file:
        file.write_text(json.dumps(told, ensure_ascii=False, indent=2, default=str) + "\n")
    lines = [
        f"{_of(found.content)} were forgotten on {found.content['on']}; entry {found.entry_id} at place {proven.place} of the ledger.",
        "The certificate holds: nothing is left."
        if proven.is_whole
        else f"The certificate does NOT hold: {asdict(proven)}",
    ]
    return told, lines, 0 if proven.is_whole else 1


def _of(content: dict[str, Any]) -> str:
    """What a certificate tells of."""
    days = content.get("movement_days")
    return f"{len(days)} days of movement records" if days else f"{content['people']:,} people"
