"""Bulletins (--outbreak, --as): the list, one of them, or a text put through the detector (exit code 1 if it tells who)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any
from uuid import UUID

from ..inside import Inside, add_outbreak, enter, readable
from ..printing import CannotRun, Printer

Answer = tuple[Any, list[str], int]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=("list", "show", "check"), help="list: every version; show ID; check FILE"
    )
    parser.add_argument("which", nargs="?", help="show: the id of a version; check: a text file in UTF-8")
    add_outbreak(parser)


def run(options: argparse.Namespace) -> int:
    if options.what != "list" and not options.which:
        raise CannotRun(
            f"Say which: ringfence bulletins {options.what} {'FILE' if options.what == 'check' else 'ID'}"
        )
    told = _text(Path(options.which)) if options.what == "check" else ""
    with enter(options) as inside:
        answer, lines, code = {"list": _list, "show": _show, "check": _check}[options.what](
            inside, told or options.which
        )
    Printer(as_json=options.json).result(answer, sentences=lines)
    return code


def _text(file: Path) -> str:
    try:
        return readable(file).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise CannotRun(f"{file} is no text in UTF-8.") from None


def _list(inside: Inside, _: str) -> Answer:
    from ringfence.command.bulletins import queries
    from ringfence.faces import bulletins
    from ringfence.ground import access
    from ringfence.ground.access import Permission

    access.require(inside.by, Permission.BULLETIN_READ, area_code=inside.outbreak.area_id)
    rows = [
        bulletins.staff_told(one) for one in queries.visible_to(by=inside.by, outbreak_id=inside.outbreak.id)
    ]
    lines = [f"{one['number']}.{one['version']} {one['kind']} {one['state']} {one['id']}" for one in rows]
    return {"bulletins": rows}, lines or ["No bulletin yet."], 0


def _show(inside: Inside, which: str) -> Answer:
    from ringfence.command.bulletins import queries
    from ringfence.faces import bulletins

    try:
        version_id = UUID(which)
    except ValueError:
        raise CannotRun(f"{which} is no id; ringfence bulletins list shows them.") from None
    told = bulletins.staff_told(
        queries.version(version_id=version_id, outbreak_id=inside.outbreak.id, by=inside.by)
    )
    return told, [told["text_zh"], "", told["text_en"]], 0


def _check(inside: Inside, told: str) -> Answer:
    from ringfence.command.bulletins import actions
    from ringfence.faces import bulletins

    seen = actions.check(outbreak_id=inside.outbreak.id, told=told, by=inside.by, now=inside.now)
    rows = bulletins.findings_told(seen)
    lines = [f"Line {one['line']}, letter {one['column']}: {one['kind']}" for one in rows]
    return {"clean": not rows, "findings": rows}, lines or ["Nothing was found."], 1 if rows else 0
