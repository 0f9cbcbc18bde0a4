"""Read the movement of a case from the text of an investigation: stops with times, places, transport, companions."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

import ringfence
from ringfence.cores.narrative import Order, Stop, read_narrative

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
        "--city",
        type=Path,
        default=TREE,
        help="CSV with a column `name`: places that are known (default: Xinxiang)",
    )


def run(options: argparse.Namespace) -> None:
    try:
        text = (
            sys.stdin.read()
            if str(options.file) == "-"
            else readable(options.file).read_text(encoding="utf-8-sig")
        )
    except UnicodeDecodeError as fault:
        raise CannotRun(f"{options.file} is not in UTF-8. Save it as text in UTF-8.") from fault
    found = read_narrative(text, year=options.year, places=_names(options.city))
    sentences = [
        f"{len(found.stops)} stops; the text is about a {found.role.value.lower().replace('_', ' ')}. Check each against its characters."
    ]
    Printer(as_json=options.json).result(
        found.as_json(), sentences=[*sentences, *map(_sentence, found.stops)]
    )


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
