"""Devices of people in home quarantine, by agreement: which there are, what they reported, what investigators are asked to look at."""

from __future__ import annotations

import argparse
from typing import Any

from ..inside import Inside, add_outbreak, enter
from ..printing import Printer

STATES = ("OPEN", "SETTLED", "ESCALATED")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(
        dest="deed",
        metavar="deed",
        required=True,
        help="what to do; see `ringfence home-watch <deed> --help`",
    )
    part = _part(parts, "watches", "devices in my areas, the newest agreement first")
    part.add_argument("--ended", action="store_true", help="also those whose agreement is over")
    part = _part(parts, "reports", "what devices in my areas reported, the newest first")
    part.add_argument(
        "--state", choices=STATES, help="only these: to call, settled, handed to the investigator"
    )
    part = _part(parts, "handed-over", "what the community handed to the investigators of my areas")
    part.add_argument("--looked", action="store_true", help="also what somebody has looked after")


def run(options: argparse.Namespace) -> int:
    say = Printer(as_json=options.json)
    with enter(options) as inside:
        DEEDS[options.deed](options, inside, say)
    return 0


def watches(options: argparse.Namespace, inside: Inside, say: Printer) -> None:
    from ringfence.care.home_watch import queries

    found = queries.watches(by=inside.by, outbreak_id=inside.outbreak.id)
    found = found if options.ended else found.filter(ended_at=None)
    rows = [_watch(one) for one in found.order_by("-agreed_at", "-id")]
    say.result(rows, sentences=[
        f"{one['id']} {one['name']} ({one['area']}): {one['device']}, agreed by {one['agreed_by']} {one['agreed_at']}"
        f"{', ended ' + one['ended_at'] if one['ended_at'] else ''}" for one in rows
    ] or ["Nobody has a device."])  # fmt: skip


def reports(options: argparse.Namespace, inside: Inside, say: Printer) -> None:
    from ringfence.care.home_watch import queries

    found = queries.reports(by=inside.by, outbreak_id=inside.outbreak.id)
    found = found.filter(state=options.state) if options.state else found
    _say_reports(found.order_by("-happened_at", "-id"), say, nothing="No device has reported anything.")


def handed_over(options: argparse.Namespace, inside: Inside, say: Printer) -> None:
    from ringfence.care.home_watch import queries

    found = queries.handed_to_investigators(by=inside.by, outbreak_id=inside.outbreak.id)
    found = found if options.looked else found.filter(looked_at=None)
    _say_reports(found.order_by("-escalated_at", "-id"), say, nothing="Nothing waits for an investigator.")


def _say_reports(found: Any, say: Printer, *, nothing: str) -> None:
    rows = [_report(one) for one in found]
    say.result(rows, sentences=[_sentence(one) for one in rows] or [nothing])


def _watch(one: Any) -> dict[str, Any]:
    return {
        "id": str(one.id), "name": one.stay.person.identity.name, "area": one.area_id, "device": one.device,
        "agreed_by": one.agreed_by, "agreed_at": one.agreed_at.isoformat(), "grace_minutes": one.grace_minutes,
        "ended_at": _moment(one.ended_at),
    }  # fmt: skip


def _report(one: Any) -> dict[str, Any]:
    calls = [{"at": each.at.isoformat(), "heard": each.heard, "by": each.by_name} for each in one.calls.all()]
    return {
        "id": str(one.id), "watch": str(one.watch_id), "name": one.watch.stay.person.identity.name, "area": one.watch.area_id,
        "device": one.watch.device, "cause": one.cause, "happened_at": one.happened_at.isoformat(), "state": one.state,
        "call_from": _moment(one.due_at), "settled_by": one.settled_by, "calls": calls, "escalated_why": one.escalated_why,
        "looked_at": _moment(one.looked_at), "looked_note": one.looked_note,
    }  # fmt: skip


def _moment(at: Any) -> str | None:
    return at.isoformat() if at else None


def _sentence(one: dict[str, Any]) -> str:
    more = [one["settled_by"], one["escalated_why"], one["looked_note"]]
    return f"{one['happened_at']} {one['name']} ({one['area']}): {one['cause']}, {one['state']}. {' '.join(filter(None, more))}".strip()


def _part(parts: Any, name: str, told: str) -> argparse.ArgumentParser:
    part: argparse.ArgumentParser = parts.add_parser(name, help=told, description=told)
    add_outbreak(part)
    part.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON document")
    return part


DEEDS = {"watches": watches, "reports": reports, "handed-over": handed_over}
