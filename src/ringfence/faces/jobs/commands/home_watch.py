"""Devices of people in home quarantine, by agreement: hand one over, take it back, reports, calls, what investigators look at."""

from __future__ import annotations

import argparse
from typing import Any
from uuid import UUID

from ..inside import Inside, add_outbreak, enter
from ..printing import Printer

STATES = ("OPEN", "SETTLED", "ESCALATED")
# the words of care/home_watch; a test holds these lists against them
DEVICES = ("PHONE", "DOOR")
AGREED_BY = ("PERSON", "GUARDIAN")
HEARD = ("AT_HOME", "ALLOWED", "AWAY", "NOT_REACHED")


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
    _part(parts, "without", "people in home quarantine in my areas who have no device; nobody needs one")
    _add_deeds(parts)


def _add_deeds(parts: Any) -> None:
    part = _part(
        parts, "begin", "record that somebody agreed, and hand a device over; its key is shown only now"
    )
    part.add_argument("stay", type=UUID, help="number of the stay at home (see `without`)")
    part.add_argument("--device", choices=DEVICES, required=True)
    part.add_argument(
        "--agreed-by", choices=AGREED_BY, required=True, help="who said yes; without it nothing begins"
    )
    part.add_argument(
        "--grace", type=int, metavar="MINUTES", help="after how long somebody calls (default: 15)"
    )
    part = _part(parts, "revoke", "the person no longer agrees: take the device back")
    part.add_argument("watch", type=UUID, help="number of the agreement (see `watches`)")
    part = _part(
        parts, "call", "keep what was heard on the telephone; at home, or out with leave, settles the report"
    )
    part.add_argument("report", type=UUID, help="number of the report (see `reports`)")
    part.add_argument("--heard", choices=HEARD, required=True)
    part.add_argument("--note", default="", help="one line")
    part = _part(
        parts,
        "escalate",
        "say that the investigator should look; only after a call, never for a flat battery",
    )
    part.add_argument("report", type=UUID, help="number of the report")
    part.add_argument("--why", required=True, help="one line")
    part = _part(parts, "looked", "note what came of looking after somebody; nothing follows from it here")
    part.add_argument("report", type=UUID, help="number of the report (see `handed-over`)")
    part.add_argument("--note", required=True, help="one line")


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


def without(options: argparse.Namespace, inside: Inside, say: Printer) -> None:
    from ringfence.care.home_watch import queries

    found = queries.without_watch(by=inside.by, outbreak_id=inside.outbreak.id).select_related(
        "person__identity"
    )
    rows = [{"stay": str(one.id), "name": one.person.identity.name, "area": one.area_id} for one in found]
    say.result(
        rows, sentences=[f"{one['stay']} {one['name']} ({one['area']})" for one in rows] or ["Nobody."]
    )


def begin(options: argparse.Namespace, inside: Inside, say: Printer) -> None:
    from ringfence.care.home_watch import actions, rules

    grace = rules.GRACE_MINUTES if options.grace is None else options.grace
    begun = actions.begin(stay_id=options.stay, device=options.device, agreed=True, agreed_by=options.agreed_by,
                          grace_minutes=grace, by=inside.by, now=inside.now)  # fmt: skip
    say.result({"id": str(begun.watch.id), "key": begun.key},
               sentences=[f"The agreement {begun.watch.id} is recorded.", f"Key of the device, shown only now: {begun.key}"])  # fmt: skip


def revoke(options: argparse.Namespace, inside: Inside, say: Printer) -> None:
    from ringfence.care.home_watch import actions, queries

    queries.watch(watch_id=options.watch, by=inside.by, outbreak_id=inside.outbreak.id)
    ended = actions.revoke(watch_id=options.watch, by=inside.by, now=inside.now)
    say.result({"id": str(ended.id), "ended_at": _moment(ended.ended_at)},
               sentences=["The agreement is taken back; nothing more is taken from the device."])  # fmt: skip


def call(options: argparse.Namespace, inside: Inside, say: Printer) -> None:
    from ringfence.care.home_watch import actions, queries

    which: dict[str, Any] = {"report_id": options.report, "by": inside.by}
    queries.report(**which, outbreak_id=inside.outbreak.id)
    actions.call(**which, heard=options.heard, note=options.note, now=inside.now)
    _say_report(queries.report(**which, outbreak_id=inside.outbreak.id), say)


def escalate(options: argparse.Namespace, inside: Inside, say: Printer) -> None:
    from ringfence.care.home_watch import actions, queries

    which: dict[str, Any] = {"report_id": options.report, "by": inside.by}
    queries.report(**which, outbreak_id=inside.outbreak.id)
    actions.escalate(**which, why=options.why, now=inside.now)
    _say_report(queries.report(**which, outbreak_id=inside.outbreak.id), say)


def looked(options: argparse.Namespace, inside: Inside, say: Printer) -> None:
    from ringfence.care.home_watch import actions, queries

    which: dict[str, Any] = {"report_id": options.report, "by": inside.by}
    queries.handed_over(**which, outbreak_id=inside.outbreak.id)
    actions.note_looked(**which, note=options.note, now=inside.now)
    _say_report(queries.handed_over(**which, outbreak_id=inside.outbreak.id), say)


def _say_report(found: Any, say: Printer) -> None:
    told = _report(found)
    say.result(told, sentences=[_sentence(told)])


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
    return f"{one['id']} {one['happened_at']} {one['name']} ({one['area']}): {one['cause']}, {one['state']}. {' '.join(filter(None, more))}".strip()


def _part(parts: Any, name: str, told: str) -> argparse.ArgumentParser:
    part: argparse.ArgumentParser = parts.add_parser(name, help=told, description=told)
    add_outbreak(part)
    part.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON document")
    return part


DEEDS = {
    "watches": watches, "reports": reports, "handed-over": handed_over, "without": without, "begin": begin, "revoke": revoke,
    "call": call, "escalate": escalate, "looked": looked,
}  # fmt: skip
