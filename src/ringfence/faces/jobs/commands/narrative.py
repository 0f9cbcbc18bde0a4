"""Read the movement of a case from the text of an investigation: stops with times, places, transport, companions."""

from __future__ import annotations

import argparse
import csv
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import ringfence
from ringfence.cores.narrative import Narrative, Order, Stop, came_between, read_narrative
from ringfence.kernel import CITY_ZONE
from ringfence.tracing.movement import together

from ..inside import readable
from ..printing import CannotRun, Printer

NEEDS_DJANGO = False
TREE = Path(ringfence.__file__).parent / "registry" / "places" / "data" / "xinxiang.csv"
SAID = {
    Order.TOLD: "",
    Order.SAME_TIME: "same time as told before",
    Order.AFTER: "after that",
    Order.OPEN: "time not told",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="text in UTF-8; - reads what is piped in")
    parser.add_argument("--year", type=int, required=True, help="year of dates that name none")
    parser.add_argument(
        "--compare",
        type=Path,
        metavar="FILE",
        help="a second text: where were the two people together, definitely or possibly?",
    )
    parser.add_argument(
        "--city",
        type=Path,
        default=TREE,
        help="CSV with a column `name`: places that are known (default: Xinxiang)",
    )


def run(options: argparse.Namespace) -> None:
    names = _names(options.city)
    found = read_narrative(_text(options.file), year=options.year, places=names)
    if options.compare:
        other = read_narrative(_text(options.compare), year=options.year, places=names)
        return _compare(found, other, Printer(as_json=options.json))
    sentences = [
        f"{len(found.stops)} stops; the text is about a {found.role.value.lower().replace('_', ' ')}. Check each against its characters."
    ]
    return Printer(as_json=options.json).result(
        found.as_json(), sentences=[*sentences, *map(_sentence, found.stops)]
    )


def _text(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else readable(file).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise CannotRun(f"{file} is not in UTF-8. Save it as text in UTF-8.") from fault


def _compare(one: Narrative, other: Narrative, say: Printer) -> None:
    """Where the two people may have been together; it never says who infected whom."""
    found = together.met(_told(one, "first"), _told(other, "second"))
    told = [
        {
            "place": each.place, "overlap": "DEFINITE" if each.certain else "POSSIBLE", "least_minutes": each.least_minutes,
            "most_minutes": each.most_minutes, "stop": each.own.number, "other_stop": each.other.number,
        }
        for each in found
    ]  # fmt: skip
    sentences = [f"{len(found)} meetings are possible or definite. Check each stop against its characters."]
    sentences += [
        f"  {each['place']}: {str(each['overlap']).lower()}, {each['least_minutes']} to {each['most_minutes']} minutes (stops {each['stop']} and {each['other_stop']})"
        for each in told
    ]
    say.result({"meetings": told}, sentences=sentences)


@dataclass(frozen=True)
class _Told:
    """A stop as the comparison takes it; of a stop without a day nothing can be said."""

    investigation_id: str
    number: int
    place: str
    from_at: datetime
    from_latest: datetime | None
    to_at: datetime | None
    to_latest: datetime | None = None


def _told(narrative: Narrative, whose: str) -> list[_Told]:
    found = []
    for nth, stop in enumerate(narrative.stops):
        came = came_between(narrative.stops, nth)
        if came is None:
            continue
        first, last = (at.replace(tzinfo=CITY_ZONE) for at in came)
        day = stop.to_date or stop.from_date
        left = datetime.combine(day, stop.to_time, CITY_ZONE) if day and stop.to_time else None
        left = left if left and left >= first else None
        found.append(_Told(whose, nth + 1, stop.place.text, first, last if last != first else None, left))
    return sorted(found, key=lambda one: one.from_at)


def _names(file: Path) -> list[str]:
    with readable(file).open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        if "name" not in (rows.fieldnames or ()):
            raise CannotRun(f"{file} has no column `name`.")
        return [row["name"] for row in rows]


def _sentence(stop: Stop) -> str:
    days = (
        " to ".join(dict.fromkeys(str(day) for day in (stop.from_date, stop.to_date) if day))
        or "day not told"
    )
    times = (
        " to ".join(f"{clock:%H:%M}" for clock in (stop.from_time, stop.to_time) if clock) or stop.part_of_day
    )
    more = [
        ", ".join(span.text for span in stop.transport),
        " with " + ", ".join(span.text for span in stop.companions) if stop.companions else "",
    ]
    said = "; ".join(part.strip() for part in (times, SAID[stop.order], *more) if part.strip())
    return f"  [{stop.place.start}:{stop.place.end}] {stop.place.text}: {days}{'; ' + said if said else ''}"
