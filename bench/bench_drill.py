"""The files of a drill: what they cost by the size of the outbreak, after the start of the simulator.

    python -m bench.bench_drill [--days 8 11 14] [--infected 30] [--json]

One city, one seed, one response; more days make a larger outbreak. Told is processor time for a hundred cases of the line
list, and for a thousand rows of all files; neither grows with the outbreak when the cost is linear. The plain way beside it
asks for the days of the same people one by one, as a page would that shows one of them.
"""

from __future__ import annotations

import argparse
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .harness import Report

AIM_FOR_100_CASES = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--days", type=int, nargs="+", default=[8, 11, 14])
    parser.add_argument("--infected", type=int, default=30)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    wish = parser.parse_args()
    report = Report("Files of a drill in a city of 6.25 million")
    written(wish, days=wish.days[0])  # the machine code is loaded
    for days in wish.days:
        measure(report, wish, days=days)
    report.print(as_json=wish.json)


def measure(report: Report, wish: Any, *, days: int) -> None:
    drill, counted, cpu = written(wish, days=days)
    cases, rows = counted["line-list.csv"], sum(counted.values())
    size = f"{cases:,} cases of {counted['truth.json']:,} infections, {rows:,} rows"
    plain = one_by_one(drill) * len(drill.days.row) if cases else None
    ours = cpu / max(cases, 1) * 100
    report.add(f"{size}: for 100 cases", ours, unit="CPU s", aim=AIM_FOR_100_CASES, naive=None if plain is None else plain / cases * 100)  # fmt: skip
    report.add(f"{size}: for 1,000 rows", cpu / rows * 1e6, unit="CPU ms")


def written(wish: Any, *, days: int) -> tuple[Any, dict[str, int], float]:
    """A drill whose outbreak is played, the rows of its files, and the processor time of making them."""
    drill = drill_of(wish, days=days)
    _ = drill.story
    with TemporaryDirectory() as folder:
        begins = time.process_time()
        counted = drill.write(Path(folder), until_day=days - 1)
        return drill, counted, time.process_time() - begins


def one_by_one(drill: Any, *, asked: int = 400) -> float:
    """Processor time of one person-day when each is asked for by itself."""
    from ringfence.cores.transmission.drill import Drill

    fresh = Drill(sim=drill.sim, seed=drill.seed, start=drill.start)
    _ = fresh.story
    wanted = list(drill.days.row)[:asked]
    fresh.movement(person=wanted[0][0], first_day=wanted[0][1], last_day=wanted[0][1])
    begins = time.process_time()
    for person, day in wanted[1:]:
        fresh.movement(person=person, first_day=day, last_day=day)
    return (time.process_time() - begins) / (len(wanted) - 1)


def drill_of(wish: Any, *, days: int) -> Any:
    from ringfence.cores.transmission import Distancing, Seeds, Sim, measures, pathogen, read_city
    from ringfence.cores.transmission.drill import Drill
    from ringfence.faces.jobs.commands.simulate import STRATEGIES, TREE

    plan = [*measures(STRATEGIES["tracing in 24 hours"]), Distancing(factor=0.45)]
    sim = Sim(
        city=read_city(TREE), pathogen=pathogen("delta"), days=days, interventions=plan, seeds=Seeds(count=wish.infected, area="410702")
    )  # fmt: skip
    return Drill(sim=sim, seed=wish.seed, start=date(2022, 1, 1))


if __name__ == "__main__":
    main()
