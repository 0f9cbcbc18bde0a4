"""Are the forecasts honest? Outbreaks of the engine itself, forecast from their line list alone, scored against what followed.

    python -m bench.bench_calibration [--outbreaks 500] [--draws 6000] [--keep 60] [--residents 100000] [--checkpoint FILE] [--json]

Parameters from the prior, Delta, tracing and rooms limited, 3 to 400 cases 2 to 14 days after the first report, 28 days ahead
(`cores/transmission/calibration.py`). Every outbreak is one line of the checkpoint (default: in the folder for temporary files);
a run that was stopped goes on where it was, and refuses a checkpoint of another engine or other sizes. Two to four
CPU-seconds an outbreak on a busy machine.

*edges in*: share of outbreaks whose truth lies in the 90 % band. *ties split*: the same, where replicates that equal the truth count
by their ranks; that is the figure to judge, for with no case at all, or every room taken, a band with its edges cannot miss.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np

from ringfence.cores.transmission import Effort, demo_city
from ringfence.cores.transmission.calibration import MEASURED, Band, Score, Setting, score, truth
from ringfence.cores.transmission.compiled import VERSION

from .harness import Report, say

FIRST = 10_000
EVERY = 25


def main() -> None:
    wish = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, size in (("outbreaks", 500), ("draws", 6_000), ("keep", 60), ("residents", 100_000)):
        wish.add_argument(f"--{name}", type=int, default=size)
    wish.add_argument("--checkpoint", type=Path, help="one line of JSON an outbreak; a run goes on from it")
    wish.add_argument("--json", action="store_true", help="one line of JSON instead of a table")
    options = wish.parse_args()
    about = {"engine": VERSION, "draws": options.draws, "keep": options.keep, "residents": options.residents}
    file = options.checkpoint or Path(tempfile.gettempdir()) / f"ringfence-calibration-{VERSION}.jsonl"
    scores = _all(options, file=file, about=about)
    report(scores, title=f"Calibration of forecasts, {len(scores)} outbreaks, engine {VERSION}").print(
        as_json=options.json
    )


def _all(options: argparse.Namespace, *, file: Path, about: dict[str, object]) -> list[Score]:
    setting = Setting(demo_city(residents=options.residents))
    scores, seed = _resumed(file, about)
    with file.open("a", encoding="utf-8") as kept:
        if not file.stat().st_size:
            kept.write(json.dumps(about) + "\n")
        while len(scores) < options.outbreaks:
            known, started = truth(setting, seed=seed), time.process_time()
            if known is not None:
                effort = Effort(draws=options.draws, keep=options.keep, seed=seed)
                scores.append(score(setting, known, effort=effort))
                line = asdict(scores[-1]) | {"seed": seed, "cpu": round(time.process_time() - started, 2)}
                kept.write(json.dumps(line) + "\n")
                kept.flush()
                if len(scores) % EVERY == 0:
                    say(f"{len(scores)} outbreaks: " + "; ".join(_short(report(scores, title=""))))
            seed += 1
    return scores[: options.outbreaks]


def _resumed(file: Path, about: dict[str, object]) -> tuple[list[Score], int]:
    """What an earlier run found, and the number of the next outbreak to draw."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    if not lines:
        return [], FIRST
    if json.loads(lines[0]) != about:
        raise SystemExit(
            f"{file} is of another engine or other sizes: {lines[0]}. Name another with --checkpoint."
        )
    found = [json.loads(line) for line in lines[1:]]
    scores = [_read(one) for one in found]
    say(f"{len(scores)} outbreaks are in {file}")
    return scores, max((one["seed"] for one in found), default=FIRST - 1) + 1


def _read(one: dict[str, object]) -> Score:
    bands = tuple(Band(**band) for band in one["bands"])  # type: ignore[attr-defined]
    return Score(bands=bands, **{name: one[name] for name in ("chance", "ended", "cases", "distance")})  # type: ignore[arg-type]


def report(scores: list[Score], *, title: str) -> Report:
    """Coverage of every measure, and the odds of the end against climatology, each with its standard error in points."""
    told, count = Report(title), len(scores)
    for n, name in enumerate(MEASURED):
        bands = [one.bands[n] for one in scores]
        inside = np.array([band.inside for band in bands])
        told.add(
            f"90 % band of {name}, ties split", 100 * inside.mean(), unit="%", standard_error=100 * inside.std() / count**0.5,
            edges_in=100 * float(np.mean([band.covers for band in bands])), too_low=100 * _outside(bands, low=True), too_high=100 * _outside(bands, low=False),
            mostly_ties=100 * float(np.mean([2 * band.equal > band.runs for band in bands])),
        )  # fmt: skip
    ended = np.array([one.ended for one in scores], float)
    brier = float(((np.array([one.chance for one in scores]) - ended) ** 2).mean())
    climatology = float(ended.mean() * (1 - ended.mean()))
    below = 100 * (1 - brier / climatology) if climatology else 0.0
    told.add("Brier score of the end, below climatology", below, unit="%", aim=25, at_least=True,
             brier=brier, climatology=climatology, ended=100 * ended.mean())  # fmt: skip
    return told


def _outside(bands: list[Band], *, low: bool) -> float:
    """Share of outbreaks that lie below (or above) the band."""
    return float(np.mean([band.truth < band.low if low else band.truth > band.high for band in bands]))


def _short(found: Report) -> list[str]:
    return [f"{line['what']} {line['ours']:.1f}" for line in found.lines]


if __name__ == "__main__":
    main()
