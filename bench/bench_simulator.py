"""The simulator beside its peers, in CPU seconds.

    python bench/bench_simulator.py [--tree FILE] [--runs 300] [--quick] [--peers FOLDER]

Three questions: a contained outbreak (10 infected at the start, 60 days, tracing, rooms, laboratory, tracers, vehicles, rounds
and closed areas all on) at 100,000, 1 million and 6.25 million residents; a full epidemic; twelve strategies of 1,000 runs each.
`--peers FOLDER` makes a virtual environment there with Covasim 3.1.6 and NumPy below 2.3 (newer ones make its tracing four
times slower) and asks it the two questions it can answer. Not like for like: Covasim carries age, immunity and viral load for
everybody and has no limits of laboratory, tracers or rooms; its contained run holds fewer infections. Read the ratio as the
cost of the planning question. Compilation is not counted; it is printed apart.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
import venv
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from ringfence.cores.transmission import (
    AreaClosure,
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

TREE = Path(__file__).parents[1] / "src/ringfence/registry/places/data/xinxiang.csv"
PEER = """
import sys, time, json, resource
import covasim as cv
scenario, size = sys.argv[1], int(sys.argv[2])
pars = dict(pop_size=size, pop_type="hybrid", n_days=60, verbose=0, rand_seed=1, pop_infected=size // 1000)
if scenario == "contained":
    pars["pop_infected"] = 10
    pars["interventions"] = [cv.change_beta(days=0, changes=0.6), cv.test_prob(symp_prob=0.5, symp_quar_prob=0.9, asymp_quar_prob=0.3, test_delay=1),
        cv.contact_tracing(trace_probs=dict(h=1, s=0.8, w=0.8, c=0.3), trace_time=dict(h=0, s=1, w=1, c=2))]
start = time.process_time(); sim = cv.Sim(pars); sim.initialize(); ready = time.process_time(); sim.run(); done = time.process_time()
print(json.dumps(dict(init=ready - start, run=done - ready, infections=float(sim.results["cum_infections"][-1]), rss=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)))
"""


def contained(city, **tracing):
    response = [
        SymptomaticTesting(share=0.6), Laboratory(tubes_per_day=20_000), ContactTracing(tracers=200, **tracing), Hospital(),
        Quarantine(rooms=500, reserve_rooms=4_000, seats_per_day=1_500), MassTesting(level="township"), AreaClosure(), Distancing(factor=0.7),
    ]  # fmt: skip
    return Sim(city=city, pathogen=pathogen("ancestral"), interventions=response, days=60)


def timed(work):
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def bench_contained(name, city, runs):
    sim = contained(city)
    book = [sim.world().book]
    sim.ensemble(runs=5, books=book)
    seconds, many = timed(lambda: sim.ensemble(runs=runs, first_seed=100, books=book))
    print(
        f"contained, {name}: {1000 * seconds / runs:.3f} ms CPU a replicate ({runs / seconds:,.0f} a CPU-second), infections "
        f"{many.total('infections').mean():.0f}, held {many.total('contacts_held').mean():.0f} (means)"
    )
    return seconds / runs


def bench_full(name, city, seeds):
    sim = Sim(city=city, pathogen=pathogen("ancestral", r0=3.0), days=60, seeds=Seeds(count=seeds))
    book = [sim.world().book]
    seconds, many = timed(lambda: sim.ensemble(runs=1, books=book))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"full epidemic, {name}: {seconds:.2f} CPU-s, {many.total('infections')[0]:,} infections, peak memory of this process {memory:.0f} MB"
    )
    return seconds


def bench_meeting(city, runs):
    delays = [(h, 2 * h, 4 * h, 6 * h, 8 * h) for h in (1, 3, 6, 12)]
    sims = [
        contained(city, delay_hours=d).but(label=f"{d[-1]} h, {s}") for d in delays for s in ("a", "b", "c")
    ]
    wall = time.perf_counter()
    seconds, _ = timed(lambda: compare(sims, runs=runs, workers=max(1, len(os.sched_getaffinity(0)))))
    print(
        f"twelve strategies of {runs} runs at {city.population:,}: {seconds:.1f} CPU-s, {time.perf_counter() - wall:.1f} s on the clock"
    )


def bench_peer(folder, scenario, size):
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run(
            [python, "-m", "pip", "install", "-q", "covasim==3.1.6", "numpy<2.3", "setuptools<81"], check=True
        )
    done = subprocess.run(
        [python, "-c", PEER, scenario, str(size)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NUMBA_NUM_THREADS": "1"},
    )
    if done.returncode:
        print(
            f"Covasim, {scenario}, {size:,}: did not run: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}"
        )
        return None
    found = json.loads(done.stdout.strip().splitlines()[-1])
    print(
        f"Covasim 3.1.6, {scenario}, {size:,}: {found['run']:.1f} CPU-s (init {found['init']:.1f}), {found['infections']:.0f} infections, {found['rss']:.0f} MB"
    )
    return found["run"]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tree", type=Path, default=TREE)
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument(
        "--quick", action="store_true", help="leave out the full epidemic of the whole city and the meeting"
    )
    parser.add_argument("--peers", type=Path, help="folder for a throw-away environment with Covasim")
    options = parser.parse_args()
    seconds, _ = timed(lambda: contained(demo_city(residents=20_000)).ensemble(runs=2))
    print(f"compiling or loading the kernels and a first run: {seconds:.1f} CPU-s")
    million, whole = demo_city(residents=1_000_000), read_city(options.tree)
    small = bench_contained("100,000", demo_city(residents=100_000), options.runs)
    middle = bench_contained("1 million", million, options.runs)
    large = bench_contained(f"{whole.population:,}", whole, options.runs)
    print(f"cost at {whole.population:,} over cost at 100,000: {large / small:.2f}")
    full = bench_full("1 million", million, 1_000)
    if not options.quick:
        bench_full(f"{whole.population:,}", whole, 6_250)
        bench_meeting(whole, 1_000)
    if options.peers:
        for scenario, mine in (("contained", middle), ("full", full)):
            peer = bench_peer(options.peers, scenario, 1_000_000)
            if peer:
                print(f"ratio of CPU seconds, {scenario}, 1 million: {peer / mine:,.0f}")


if __name__ == "__main__":
    main()
