"""What oversight reads of an outbreak (--outbreak, --as), or what everybody may know (public)."""

from __future__ import annotations

import argparse
from datetime import timedelta
from typing import Any

from ..database import open_database, started
from ..inside import add_outbreak, enter
from ..printing import CannotRun, Printer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", nargs="?", choices=("show", "public"), default="show",
        help="show: approvers, appeals, alarms of one outbreak; public: the counts that everybody may know",
    )  # fmt: skip
    add_outbreak(parser, required=False)


def run(options: argparse.Namespace) -> int:
    if options.what == "public":
        return _public(options)
    if not options.outbreak:
        raise CannotRun("Say which outbreak: ringfence oversight --outbreak NAME --as USER")
    return _show(options)


def _show(options: argparse.Namespace) -> int:
    """Exit code 1 if an active restriction has no valid evidence or the ledger does not verify."""
    with enter(options) as inside:
        from ringfence.command.oversight import actions as oversight
        from ringfence.faces import clock, overseeing

        oversight.note_reading(outbreak_id=inside.outbreak.id, area_code=inside.outbreak.area_id, what="command",
                               by=inside.by, now=inside.now)  # fmt: skip
        seen = overseeing.see(outbreak_id=inside.outbreak.id, now=inside.now, real_now=clock.real_now())
        told = overseeing.watch_told(seen)
    Printer(as_json=options.json).result(told, sentences=_sentences(told))
    return 1 if told["evidence_violations"] or told["ledger"]["verifies"] is False else 0


def _public(options: argparse.Namespace) -> int:
    with started(open_database()):
        from ringfence.faces import clock, overseeing

        told = overseeing.published(real_now=clock.real_now())
    lines = [f"{group}: " + ", ".join(f"{name} {_count(n)}" for name, n in told[group].items())
             for group in ("restrictions", "appeals", "alarms")]  # fmt: skip
    lines += [f"evidence violations: {told['evidence_violations']}", _ledger(told["ledger"])]
    Printer(as_json=options.json).result(told, sentences=lines)
    return 0


def _sentences(told: dict[str, Any]) -> list[str]:
    orders, appeals = told["orders"], told["appeals"]
    lines = [
        f"{orders['signed']:,} restrictions signed, {orders['in_force']:,} in force, {orders['rejected']:,} proposals rejected.",
        f"{told['evidence_violations']:,} without valid evidence.",
        f"{appeals['waiting']:,} appeals wait, {appeals['in_time']:,} of {appeals['opened']:,} were answered in time, "
        f"{appeals['upheld']:,} upheld, {appeals['lapsed']:,} never answered.",
    ]  # fmt: skip
    lines += [
        f"  {one['name']} ({one['organisation']}): {one['signed']:,} signed, median {_span(one['median_seconds'])}, "
        f"{one['quick']:,} within {told['quick_seconds']} s, {one['rejected']:,} rejected, at most {one['busiest']:,} in an hour."
        for one in told["approvers"]
    ]  # fmt: skip
    lines += [f"  {one['count']:,} × {one['kind']} {one['state']}" for one in told["alarms"]]
    return [*lines, _ledger(told["ledger"])]


def _ledger(told: dict[str, Any]) -> str:
    if told["head"] is None:
        return "Ledger: nothing is sealed yet."
    verdict = {True: "verifies", False: "DOES NOT VERIFY", None: "not checked as a whole yet"}[
        told["verifies"]
    ]
    return f"Ledger: {told['head']['size']:,} entries, signed {told['head']['at']}, root {told['head']['root']}; {verdict}."


def _count(count: int | None) -> str:
    return "not told" if count is None else f"{count:,}"


def _span(seconds: float | None) -> str:
    return "–" if seconds is None else str(timedelta(seconds=round(seconds)))
