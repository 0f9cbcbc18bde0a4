"""Make a drill from a seed: line list, contacts, places and movement as files to import, and the truth for the examiner."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ringfence.cores.transmission import Distancing, Seeds, Sim, measures, pathogen, read_city
from ringfence.cores.transmission.drill import Drill
from ringfence.cores.transmission.pathogens import names
from ringfence.kernel import Refused, reason

from ..printing import CannotRun, Printer
from .simulate import STRATEGIES, TREE

NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", type=Path, help="a new folder for the files; their form: docs/reference/drill-files.md"
    )
    parser.add_argument(
        "--seed", type=int, required=True, help="number of the drill: the same number is the same drill"
    )
    parser.add_argument("--start", type=date.fromisoformat, default=date(2022, 1, 1), help="day of hour 0, when the first are infected (default: 2022-01-01)")  # fmt: skip
    parser.add_argument("--until", type=int, default=20, metavar="DAY", help="the files tell what is known at the end of this day (default: 20)")  # fmt: skip
    parser.add_argument(
        "--city", type=Path, default=TREE, help="tree of places with residents (default: Xinxiang)"
    )
    parser.add_argument("--area", default="", help="code of the area in which the first infected live")
    parser.add_argument(
        "--infected", type=int, default=3, help="residents infected at the start (default: 3)"
    )
    parser.add_argument(
        "--pathogen", choices=names(), default="delta", help="which pathogen of the data file"
    )
    parser.add_argument(
        "--response", type=Path, help="YAML file: measure -> figures (default: tracing in 24 hours)"
    )
    parser.add_argument("--contacts", type=float, default=0.45, help="share of transmission outside the home that remains after the alarm")  # fmt: skip


def run(options: argparse.Namespace) -> int:
    say = Printer(as_json=options.json)
    if options.folder.exists() and (not options.folder.is_dir() or any(options.folder.iterdir())):
        raise CannotRun(
            f"{options.folder} is there and not empty. Nothing was written over; choose another name."
        )
    if not options.folder.absolute().parent.is_dir():
        raise CannotRun(f"There is no folder {options.folder.absolute().parent}.")
    drill = Drill(sim=_sim(options), seed=options.seed, start=options.start)
    rows = drill.write(options.folder, until_day=options.until)
    told = {
        "folder": str(options.folder), "seed": options.seed, "start": str(options.start), "until": str(drill.day(options.until)),
        "residents": drill.sim.city.population, "files": rows,
    }  # fmt: skip
    say.result(told, sentences=_sentences(told, rows))
    return 0


def _sim(options: argparse.Namespace) -> Sim:
    plan: Any = STRATEGIES["tracing in 24 hours"]
    if options.response:
        plan = yaml.safe_load(options.response.read_text(encoding="utf-8"))
        if not isinstance(plan, dict):
            raise Refused(reason("A file of a response holds measures and figures below them."))
    return Sim(
        city=read_city(options.city), pathogen=pathogen(options.pathogen), days=options.until + 1,
        seeds=Seeds(count=options.infected, area=options.area), interventions=[*measures(plan), Distancing(factor=options.contacts)],
    )  # fmt: skip


def _sentences(told: dict[str, Any], rows: dict[str, int]) -> list[str]:
    return [
        f"The drill of seed {told['seed']} stands in {told['folder']}: {rows['truth.json']} infections, {rows['line-list.csv']} of them known on {told['until']}.",
        *(f"  {name}: {count:,} rows" for name, count in rows.items() if name != "truth.json"),
        "truth.json and events.csv are the examiner's: whoever plays must not see them.",
    ]  # fmt: skip
