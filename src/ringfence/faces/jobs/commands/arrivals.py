"""Who comes: the list of registered arrivals, a file of many brought in, and who of them was in a declared area."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from ..inside import Inside, add_outbreak, enter, readable
from ..printing import Printer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(
        dest="deed", metavar="deed", required=True, help="what to do; see `ringfence arrivals <deed> --help`"
    )
    part = _part(parts, "list", "who comes to my areas, by day")
    part.add_argument("--from", dest="first", type=date.fromisoformat, help="first day of arrival")
    part.add_argument("--to", dest="last", type=date.fromisoformat, help="last day of arrival")
    part = _part(parts, "file", "register the rows of a CSV or Excel file; rows in = kept + merged + refused")
    part.add_argument("file", type=Path, help="the file; its columns: docs/reference/fence.md")
    part.add_argument("--look", action="store_true", help="only say what would become of every row")
    _part(parts, "areas", "the declared areas with their periods")
    part = _part(parts, "from", "who of the registered arrivals was in a declared area, and why")
    part.add_argument("area", type=UUID, help="id of the declared area")
    part = _part(
        parts,
        "count",
        "how many visitors the movement records show in a declared area: tens, or fewer than ten",
    )
    part.add_argument("area", type=UUID, help="id of the declared area")
    part.add_argument("first", type=date.fromisoformat, help="first day")
    part.add_argument("last", type=date.fromisoformat, help="last day, inside")


def run(options: argparse.Namespace) -> int:
    say = Printer(as_json=options.json)
    with enter(options) as inside:
        return DEEDS[options.deed](options, inside, say)


def listed(options: argparse.Namespace, inside: Inside, say: Printer) -> int:
    from ringfence.field.arrivals import queries

    found = queries.expected(
        by=inside.by, outbreak_id=inside.outbreak.id, from_on=options.first, to_on=options.last
    )
    rows = [_told(one) for one in queries.travellers(arrivals=list(found), by=inside.by)]
    say.result(rows, sentences=[_sentence(one) for one in rows] or ["Nobody is registered for these days."])
    return 0


def file(options: argparse.Namespace, inside: Inside, say: Printer) -> int:
    from ringfence.field.arrivals import actions

    path = readable(options.file)
    account = actions.register_file(
        outbreak_id=inside.outbreak.id, content=path.read_bytes(), file_name=path.name, by=inside.by, now=inside.now,
        only_look=options.look,
    )  # fmt: skip
    told: dict[str, Any] = {name: getattr(account, name) for name in ("rows_in", "kept", "merged", "refused")}
    told["refusals"] = [{"line": one.line, "why": [str(why) for why in one.why]} for one in account.refusals]
    say.result(told, sentences=[
        f"{account.rows_in} rows: {account.kept} registered, {account.merged} known already, {account.refused} refused.",
        *(f"  line {one['line']}: {' '.join(one['why'])}" for one in told["refusals"]),
    ])  # fmt: skip
    return int(bool(account.refused))


def areas(options: argparse.Namespace, inside: Inside, say: Printer) -> int:
    from ringfence.ground import access
    from ringfence.ground.access import Permission
    from ringfence.measures.areas import queries

    access.require(inside.by, Permission.ARRIVAL_READ)
    rows = [
        {"id": str(one.id), "name": one.name, "place_code": one.place_code, "level": one.level, "source": one.source,
         "from_at": one.from_at.isoformat(), "to_at": one.to_at.isoformat() if one.to_at else None}
        for one in queries.declared(outbreak_id=inside.outbreak.id)
    ]  # fmt: skip
    say.result(rows, sentences=[
        f"{one['id']} {one['name']} ({one['place_code']}) {one['from_at']} to {one['to_at'] or 'now'}: {one['source']}" for one in rows
    ] or ["There is no declared area."])  # fmt: skip
    return 0


def came_from(options: argparse.Namespace, inside: Inside, say: Printer) -> int:
    from ringfence.field.arrivals import queries as arrivals
    from ringfence.measures.areas import queries

    area = queries.one(area_id=options.area, outbreak_id=inside.outbreak.id)
    found = queries.among_arrivals(area=area, by=inside.by)
    seen = arrivals.travellers(arrivals=[one.arrival for one in found], by=inside.by)
    rows = [
        _told(who) | {"sure": one.sure.name, "why": [str(each.why) for each in one.matches]}
        for one, who in zip(found, seen, strict=True)
    ]  # fmt: skip
    say.result(rows, sentences=[f"{_sentence(one)} {' '.join(one['why'])}" for one in rows]
               or ["Nobody said that they were there."])  # fmt: skip
    return 0


def count(options: argparse.Namespace, inside: Inside, say: Printer) -> int:
    from ringfence.measures.areas import actions

    found = actions.count(area_id=options.area, outbreak_id=inside.outbreak.id, from_on=options.first, to_on=options.last,
                          by=inside.by, now=inside.now)  # fmt: skip
    people = "fewer than 10" if found.people is None else f"{found.people} or some more"
    say.result(
        {"people": found.people, "from_on": str(found.from_on), "to_on": str(found.to_on)},
        sentences=[f"Visitors: {people}."],
    )
    return 0


def _told(seen: Any) -> dict[str, Any]:
    arrival, who = seen.arrival, seen.traveller
    return {
        "id": str(arrival.id), "arrives_on": str(arrival.arrives_on), "area": arrival.area_id, "state": arrival.state,
        "name": who.name if who else None, "phone": who.phone if who else None,
        "stops": [f"{one.place_name} {one.from_on}..{one.to_on}" for one in arrival.stops.all()],
    }  # fmt: skip


def _sentence(one: dict[str, Any]) -> str:
    return f"{one['arrives_on']} {one['area']} {one['name'] or '(named to the township only)'}: {', '.join(one['stops'])}."


def _part(parts: Any, name: str, told: str) -> argparse.ArgumentParser:
    part: argparse.ArgumentParser = parts.add_parser(name, help=told, description=told)
    add_outbreak(part)
    part.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON document")
    return part


DEEDS = {"list": listed, "file": file, "areas": areas, "from": came_from, "count": count}
