"""The simulator beside its peers, in CPU seconds.

    python -m bench.bench_simulator [--tree FILE] [--runs 300] [--quick] [--peers FOLDER] [--json]

Three questions: a contained outbreak (10 infected at the start, 60 days, tracing, rooms, laboratory, tracers, vehicles, rounds
and closed areas all on) at 100,000, 1 million and 6.25 million residents; a full epidemic; twelve strategies of 1,000 runs each.
`--peers FOLDER` asks Covasim and Starsim the two questions that they can answer, each in an environment of its own in that folder
(`peers.py`). Not like for like: Covasim carries age, immunity and viral load for everybody and has no limits of laboratory,
tracers or rooms; Starsim's run is a plain SIR on four networks without any course of disease or measure, so a lower bound; the
contained runs of both hold fewer infections than ours. Read a ratio as the cost of the planning question. Compilation is not
counted; it is told apart.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from ringfence.cores.transmission import (
    AreaClosure,
    City,
    ContactTracing,
    Distancing,
    Hospital,
    Laboratory,
    MassTesting,
    Quarantine,
    Seeds,
    Sim,
    SymptomaticTesting,
    compare,
    demo_city,
    pathogen,
    read_city,
)

from .harness import Report
from .peers import ask

TREE = Path(__file__).parents[1] / "src/ringfence/registry/places/data/xinxiang.csv"
T = TypeVar("T")
MILLION = 1_000_000
AIM_TIMES_COVASIM = {"contained": 25_000.0, "full": 30.0}
PEERS = {"covasim": "covasim_timing", "starsim": "starsim_timing"}


def main() -> None:
    options = _options()
    report = Report("Outbreak simulator, CPU seconds")
    warm, _ = _timed(lambda: contained(demo_city(residents=20_000)).ensemble(runs=2))
    report.add("compiling or loading the kernels, and a first run", warm, unit="CPU-s")
    million, whole = demo_city(residents=MILLION), read_city(options.tree)
    cities = {"100,000": demo_city(residents=100_000), "1 million": million, f"{whole.population:,}": whole}
    costs = [_contained(report, name, city, options.runs) for name, city in cities.items()]
    report.add(f"cost at {whole.population:,} over cost at 100,000", costs[2] / costs[0], unit="times", aim=3)
    full = _full(report, million, seeds=1_000, aim=0.8)
    if not options.quick:
        _full(report, whole, seeds=6_250, aim=6.0)
        _meeting(report, whole, runs=1_000)
    if options.peers:
        for peer in PEERS:
            for scenario, ours in (("contained", costs[1]), ("full", full)):
                _beside(report, options.peers, peer, scenario, ours)
    report.print(as_json=options.json)


def _options() -> argparse.Namespace:
    wish = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wish.add_argument("--tree", type=Path, default=TREE)
    wish.add_argument("--runs", type=int, default=300)
    wish.add_argument(
        "--quick", action="store_true", help="leave out the full epidemic of the whole city and the meeting"
    )
    wish.add_argument(
        "--peers", type=Path, help="folder for throw-away environments with Covasim and Starsim"
    )
    wish.add_argument("--json", action="store_true", help="one line of JSON instead of a table")
    return wish.parse_args()


def contained(city: City, **tracing: Any) -> Sim:
    """An outbreak of some 150 infections, with every queue on."""
    response = [
        SymptomaticTesting(share=0.6), Laboratory(tubes_per_day=20_000), ContactTracing(tracers=200, **tracing), Hospital(),
        Quarantine(rooms=500, reserve_rooms=4_000, seats_per_day=1_500), MassTesting(level="township"), AreaClosure(), Distancing(factor=0.7),
    ]  # fmt: skip
    return Sim(city=city, pathogen=pathogen("ancestral"), interventions=response, days=60)


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def _contained(report: Report, name: str, city: City, runs: int) -> float:
    sim = contained(city)
    book = [sim.world().book]
    sim.ensemble(runs=5, books=book)
    seconds, many = _timed(lambda: sim.ensemble(runs=runs, first_seed=100, books=book))
    whole = {"aim": 1_000.0, "at_least": True} if city.population > MILLION else {}
    report.add(
        f"contained, {name}: replicates", runs / seconds, unit="/CPU-s", **whole, milliseconds=1000 * seconds / runs,
        infections=float(many.total("infections").mean()), held=float(many.total("contacts_held").mean()),
    )  # fmt: skip
    return seconds / runs


def _full(report: Report, city: City, *, seeds: int, aim: float) -> float:
    sim = Sim(city=city, pathogen=pathogen("ancestral", r0=3.0), days=60, seeds=Seeds(count=seeds))
    book = [sim.world().book]
    seconds, many = _timed(lambda: sim.ensemble(runs=1, books=book))
    name = f"full epidemic, {city.population:,}"
    report.add(name, seconds, unit="CPU-s", aim=aim, infections=int(many.total("infections")[0]))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    whole = {"aim": 600.0} if city.population > MILLION else {}
    report.add(f"{name}: peak memory of the process so far", megabytes, unit="MB", **whole)
    return seconds


def _meeting(report: Report, city: City, *, runs: int) -> None:
    delays = [(h, 2 * h, 4 * h, 6 * h, 8 * h) for h in (1, 3, 6, 12)]
    sims = [
        contained(city, delay_hours=d).but(label=f"{d[-1]} h, {s}") for d in delays for s in ("a", "b", "c")
    ]
    wall, workers = time.perf_counter(), max(1, len(os.sched_getaffinity(0)))
    seconds, _ = _timed(lambda: compare(sims, runs=runs, workers=workers))
    name = f"twelve strategies of {runs:,} runs at {city.population:,}, on the clock"
    report.add(name, time.perf_counter() - wall, unit="s", aim=30, cpu_seconds=seconds, workers=workers)


def _beside(report: Report, folder: Path, peer: str, scenario: str, ours: float) -> None:
    told = ask(folder, peer, PEERS[peer], scenario, str(MILLION))
    if told is None:
        return
    aim = AIM_TIMES_COVASIM[scenario] if peer == "covasim" else None
    report.add(
        f"{peer} {told['version']}, {scenario}, 1 million: times ours", told["run"] / ours, unit="times", aim=aim, at_least=True,
        cpu_seconds=told["run"], init_seconds=told["init"], infections=told["infections"], megabytes=told["megabytes"],
    )  # fmt: skip


if __name__ == "__main__":
    main()
