"""List the rule sets, show and compare them; check, propose and export the local version of a place."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from ..database import open_database, started
from ..inside import add_outbreak, enter, readable, writable
from ..printing import CannotRun, Printer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(
        dest="deed", metavar="deed", required=True, help="what to do; see `ringfence rulesets <deed> --help`"
    )
    part = _part(parts, "list", "list the editions that come with Ringfence")
    part.add_argument("--local", action="store_true", help="the published local versions, too")
    part = _part(parts, "show", "show one with every parameter and its source")
    part.add_argument("id", help="such as CN-9, or CN-9-4107-L1 for a local version")
    part = _part(
        parts, "diff", "show in what one differs from another, and whether that is stricter for people"
    )
    part.add_argument("id", help="the rule set")
    part.add_argument(
        "other", nargs="?", help="compared with this one (default: the one it changes or replaces)"
    )
    part = _part(
        parts, "check", "check the file of a local version and show what it changes; nothing is kept"
    )
    part.add_argument("file", type=Path, help="YAML or JSON; its form: docs/reference/local-rule-sets.md")
    part.add_argument("--day", type=date.fromisoformat, help="judge it as on this day (default: today)")
    part = _part(parts, "propose", "propose a local version; somebody of another organisation signs it")
    part.add_argument("file", type=Path, help="YAML or JSON; its form: docs/reference/local-rule-sets.md")
    add_outbreak(part)
    part = _part(parts, "export", "write a local version into a file that can be changed and proposed again")
    part.add_argument("id", help="such as CN-9-4107-L1")
    part.add_argument("--out", type=Path, required=True, help="where to; - is the screen")
    part.add_argument("--force", action="store_true", help="write over a file that is there")


def run(options: argparse.Namespace) -> None:
    DEEDS[options.deed](options, Printer(as_json=options.json))


def list_all(options: argparse.Namespace, say: Printer) -> None:
    from ringfence.ground.rulesets import queries as rulesets

    found = list(rulesets.all_rulesets())
    if options.local:
        with started(open_database()):
            found += rulesets.published()
    lines = [
        {
            "id": one.id,
            "name": one.name_en,
            "name_zh": one.name_zh,
            "jurisdiction": one.jurisdiction,
            "valid_from": one.valid_from,
            "valid_to": one.valid_to,
        }
        for one in found
    ]
    say.result(
        lines,
        sentences=[
            f"{one.id:<18} {one.valid_from} - {one.valid_to or '':<10}  {one.name_en}" for one in found
        ],
    )


def show(options: argparse.Namespace, say: Printer) -> None:
    from ringfence.ground.rulesets import queries as rulesets
    from ringfence.ground.rulesets.plain import as_plain

    with _within_reach(options.id):
        told = as_plain(rulesets.get(options.id))
    say.result(told, sentences=[json.dumps(told, ensure_ascii=False, indent=2)])


def diff(options: argparse.Namespace, say: Printer) -> None:
    from ringfence.ground.rulesets import queries as rulesets

    with _within_reach(options.id, options.other or ""):
        found = rulesets.get(options.id)
        other = rulesets.get(options.other or found.supersedes or found.id)
    _tell(rulesets.differences(other, found), f"{found.id}, compared with {other.id}", say)


def check(options: argparse.Namespace, say: Printer) -> None:
    from ringfence.faces import clock
    from ringfence.ground.rulesets import actions, document
    from ringfence.kernel import CITY_ZONE

    proposal = document.from_text(_text(options.file), file=options.file.name)
    now = datetime.combine(options.day, time(12), CITY_ZONE) if options.day else clock.real_now()
    with _told_by_part():
        found = actions.check(proposal=proposal, by=None, now=now)
    _tell(found, f"{options.file.name} can be proposed: {proposal.base_id} in {proposal.place_code}", say)


def propose(options: argparse.Namespace, say: Printer) -> None:
    from ringfence.ground.rulesets import document
    from ringfence.response import local_rules

    proposal = document.from_text(_text(options.file), file=options.file.name)
    with _told_by_part(), enter(options) as here:
        made = local_rules.propose(outbreak_id=here.outbreak.id, proposal=proposal, by=here.by, now=here.now)
    say.result({"id": made.id, "ruleset_id": made.code, "state": made.state},
               sentences=[f"{made.code} waits for a second signature, of another organisation."])  # fmt: skip


def export(options: argparse.Namespace, say: Printer) -> None:
    from ringfence.ground.rulesets import document
    from ringfence.ground.rulesets import queries as rulesets

    with _within_reach(options.id):
        version = rulesets.local_version_named(code=options.id)
        text = document.as_text(rulesets.proposal_of(version)) if version else ""
    if not text:
        raise CannotRun(
            f"There is no local version {options.id}. An edition is shown by `ringfence rulesets show`."
        )
    if str(options.out) == "-":
        sys.stdout.write(text)
        return
    file = writable(options.out, over=options.force)
    file.write_text(text, encoding="utf-8")
    say.result({"file": str(file)}, sentences=[f"Written: {file}"])


DEEDS: dict[str, Callable[[argparse.Namespace, Printer], None]] = {
    "list": list_all, "show": show, "diff": diff, "check": check, "propose": propose, "export": export,
}  # fmt: skip


def _part(parts: Any, deed: str, told: str) -> argparse.ArgumentParser:
    part: argparse.ArgumentParser = parts.add_parser(deed, help=told, description=told)
    part.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
    )
    return part


@contextmanager
def _within_reach(*ids: str) -> Iterator[None]:
    """The database, if one of these is a local version; the editions are files."""
    from ringfence.ground.rulesets.queries import LOCAL_CODE

    if not any(LOCAL_CODE.fullmatch(one) for one in ids):
        yield
        return
    with started(open_database()):
        yield


@contextmanager
def _told_by_part() -> Iterator[None]:
    """A refusal with what is said about each part of the file."""
    from ringfence.kernel import Expected

    try:
        yield
    except Expected as refusal:
        faults = [f"  {part}: {' '.join(map(str, reasons))}" for part, reasons in refusal.fields.items()]
        raise CannotRun("\n".join([str(refusal), *faults])) from refusal


def _text(file: Path) -> str:
    try:
        return readable(file).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CannotRun(f"{file} is not written in UTF-8. Save it again in UTF-8.") from None


def _tell(found: Sequence[Any], head: str, say: Printer) -> None:
    from ringfence.ground.rulesets.paths import text_of
    from ringfence.ground.rulesets.plain import as_plain

    told = [
        {"parameter": one.parameter, "before": as_plain(one.before), "after": as_plain(one.after), "effect": str(one.effect),
         "source": ", ".join(one.origin.sources) if one.origin else "", "reason": one.origin.note if one.origin else ""}
        for one in found
    ]  # fmt: skip
    lines = [
        f"  {one.parameter}: {text_of(one.before)} -> {text_of(one.after)} ({one.effect})" for one in found
    ]
    say.result(told, sentences=[f"{head}: {len(found)} differences.", *lines])
