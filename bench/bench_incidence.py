"""Does an epidemic here run as in Covasim? Weekly infections beside its ensemble, reproduction number and generation interval matched.

    python -m bench.bench_incidence --peers FOLDER [--runs 40] [--ours 400] [--measuring-runs 6] [--keep FILE] [--json]
    python -m bench.bench_incidence --measured tests/cores/transmission/covasim_incidence.json

Four scenarios of `cores/transmission/matched.py`, 20,000 residents, 20 infected at the start, 12 weeks. Covasim runs in its own
environment (`peers.py` says how it is made; `FOLDER` is the folder of all peers) and is asked first for the reproduction number
and the generation interval of those infected at the start; our simulation gets these two and Covasim's overdispersion. Then the
median of our ensemble is held against the band in which nine of ten of Covasim's replicates lie, week by week. `--keep` writes
what Covasim said, which the tests read; `--measured` takes it from there instead of running Covasim.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from ringfence.cores.transmission.matched import (
    RESIDENTS,
    SCENARIOS,
    SEEDS,
    WEEKS,
    Measured,
    matched,
    weekly,
    weeks_inside,
)

from .harness import Report, say
from .peers import ask


def main() -> None:
    wish = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, size in (("runs", 40), ("ours", 400), ("measuring-runs", 6)):
        wish.add_argument(f"--{name}", type=int, default=size)
    wish.add_argument("--peers", type=Path, help="folder of the peers' environments")
    wish.add_argument("--measured", type=Path, help="what Covasim said, written by --keep")
    wish.add_argument("--keep", type=Path, help="write what Covasim says to this file")
    wish.add_argument("--json", action="store_true", help="one line of JSON instead of a table")
    options = wish.parse_args()
    if not (options.peers or options.measured):
        wish.error("give --peers FOLDER (Covasim runs) or --measured FILE (it ran before)")
    told = json.loads(options.measured.read_text()) if options.measured else _asked(options)
    if options.keep:
        options.keep.write_text(json.dumps(told, indent=1) + "\n")
    _report(told, runs=options.ours).print(as_json=options.json)


def _asked(options: argparse.Namespace) -> dict[str, Any]:
    """Covasim's answer for every scenario that it ran; those of one kind of population are asked together."""
    found: dict[str, Any] = {}
    for layers in (False, True):
        say(f"Covasim: {'homes, schools, work' if layers else 'evenly mixed'}")
        found |= ask(options.peers, "covasim", "covasim_incidence", json.dumps(_wish(layers, options))) or {}
    return found


def _wish(layers: bool, options: argparse.Namespace) -> dict[str, Any]:
    return {
        "pop_type": "hybrid" if layers else "random", "redrawn": {"c": 1} if layers else {"a": 1},
        "residents": RESIDENTS, "seeds": SEEDS, "days": 7 * WEEKS, "runs": options.runs, "measuring_runs": options.measuring_runs,
        "scenarios": {
            name: {"reduced_from": one.reduced_from, "kept": one.kept, "reduced_layers": ["s", "w", "c"] if layers else ["a"]}
            for name, one in SCENARIOS.items() if one.layers is layers
        },
    }  # fmt: skip


def _report(told: dict[str, Any], *, runs: int) -> Report:
    report, whole = Report("Weekly infections beside Covasim's ensemble, same R0 and generation interval"), 0
    for name, answer in told.items():
        measured = Measured.read(answer)
        ours = weekly(matched(SCENARIOS[name], measured), runs=runs)
        inside = weeks_inside(ours, measured)
        whole += inside == WEEKS
        low, high = measured.band()
        report.add(
            f"weeks inside the band: {name}", inside, unit=f"of {WEEKS}", r0=measured.r0, generation_mean=measured.generation_mean_days,
            generation_sd=measured.generation_sd_days, our_median=np.median(ours, axis=0).astype(int).tolist(),
            their_median=np.median(measured.weekly, axis=0).astype(int).tolist(), low=low.astype(int).tolist(), high=high.astype(int).tolist(),
            covasim=answer["version"],
        )  # fmt: skip
    report.add("scenarios with every week inside", whole, unit="", aim=2, at_least=True)
    return report


if __name__ == "__main__":
    main()
