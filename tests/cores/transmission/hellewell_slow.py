"""Hellewell et al. 2020 once more, in plain NumPy, generation by generation as the published code goes (with its own
delay for every case). Run as a module it writes the frozen reference: 36 cells with 20,000 outbreaks each (minutes)."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np

REFERENCE = Path(__file__).with_name("hellewell_reference.csv")
DELAYS = {"short": (1.651524, 4.287786), "long": (2.305172, 9.483875)}
R0S, TRACED = (1.5, 2.5, 3.5), (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def incubation(rng, n):
    return 6.492272 * rng.weibull(2.322737, n)


def isolation_delay(rng, n, delay):
    shape, scale = DELAYS[delay]
    return scale * rng.weibull(shape, n)


def around_onset(rng, n, alpha=1.95):
    """Skew-normal with scale 2 (Azzalini's construction)."""
    delta = alpha / (1 + alpha**2) ** 0.5
    return 2.0 * (delta * np.abs(rng.standard_normal(n)) + (1 - delta**2) ** 0.5 * rng.standard_normal(n))


def controlled_share(*, r0, traced, delay, runs, seed, seeds=20, cap=5_000):
    rng = np.random.default_rng(seed)
    run = np.repeat(np.arange(runs), seeds)
    onset = incubation(rng, run.size)
    isolated = onset + isolation_delay(rng, run.size, delay)
    total, late = np.full(runs, seeds), np.zeros(runs, bool)
    np.logical_or.at(late, run[(onset >= 84) & (onset < 119)], True)
    while run.size:
        children = np.where(total[run] < cap, rng.negative_binomial(0.16, 0.16 / (0.16 + r0), run.size), 0)
        parent = np.repeat(np.arange(run.size), children)
        moment = np.maximum(1.0, onset[parent] + around_onset(rng, parent.size))
        parent = parent[keep] if (keep := moment < isolated[parent]).any() else parent[:0]
        moment = moment[keep]
        own = moment + incubation(rng, moment.size)
        alone = own + isolation_delay(rng, moment.size, delay)
        found = rng.random(moment.size) < traced
        isolated = np.where(found, np.minimum(alone, np.maximum(own, isolated[parent])), alone)
        run, onset = run[parent], own
        np.add.at(total, run, 1)
        np.logical_or.at(late, run[(onset >= 84) & (onset < 119)], True)
        going = (onset < 119) & (total[run] < cap)
        run, onset, isolated = run[going], onset[going], isolated[going]
    return float((~late & (total < cap)).mean())


def main(runs: int = 20_000) -> None:
    with REFERENCE.open("w", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["delay", "r0", "traced", "controlled", "runs"])
        for n, (delay, r0, traced) in enumerate((d, r, t) for d in DELAYS for r in R0S for t in TRACED):
            shares = [
                controlled_share(r0=r0, traced=traced, delay=delay, runs=runs // 10, seed=1000 * n + part)
                for part in range(10)
            ]
            writer.writerow([delay, r0, traced, round(float(np.mean(shares)), 6), runs])
            opened.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
