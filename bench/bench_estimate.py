"""Reproduction numbers of every township over a year, beside plain loops.

    python bench/bench_estimate.py [--areas 3000] [--naive-areas 20] [--days 365] [--json]

The plain way follows the formula: for every area, window, day and lag, one multiplication. It is timed on
fewer areas and compared per area; both results are checked to be equal.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
from scipy.stats import gamma

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from ringfence.cores.estimation import ORIGINAL_STRAIN, Prior, posterior, rolling

WINDOW_DAYS = 7
LOWER, UPPER = 0.025, 0.975
INTERVAL = ORIGINAL_STRAIN


def main() -> None:
    wish = argparse.ArgumentParser(description=__doc__)
    wish.add_argument("--areas", type=int, default=3_000)
    wish.add_argument("--naive-areas", type=int, default=20)
    wish.add_argument("--days", type=int, default=365)
    wish.add_argument("--json", action="store_true")
    options = wish.parse_args()
    figures = measure(options.areas, options.naive_areas, options.days)
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:36} {value:>14,.6f}" if isinstance(value, float) else f"{name:36} {value:>14,}")


def measure(areas: int, naive_areas: int, days: int) -> dict[str, float | int]:
    cases = np.random.default_rng(1).poisson(2.0, size=(areas, days))
    start = time.perf_counter()
    mean, lower, upper = together(cases)
    ours = time.perf_counter() - start
    start = time.perf_counter()
    plain = [one_by_one([int(n) for n in series]) for series in cases[:naive_areas]]
    naive = time.perf_counter() - start
    difference = float(np.abs(np.array(plain) - np.stack([mean, lower, upper], axis=-1)[:naive_areas]).max())
    return {
        "areas": areas,
        "days": days,
        "ours_seconds": ours,
        "ours_milliseconds_per_area": 1000 * ours / areas,
        "naive_areas": naive_areas,
        "naive_milliseconds_per_area": 1000 * naive / naive_areas,
        "ratio_naive_to_ours": (naive / naive_areas) / (ours / areas),
        "largest_difference": difference,
    }


def together(cases: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean and 95 % band of every area and window at once."""
    windows = rolling(days=cases.shape[1], window_days=WINDOW_DAYS)
    found = posterior(local=cases, imported=np.zeros_like(cases), serial_interval=INTERVAL, windows=windows)
    return found.mean, found.quantile(LOWER), found.quantile(UPPER)


def one_by_one(cases: list[int]) -> list[tuple[float, float, float]]:
    """Cori's formula as it is written down."""
    prior, share = Prior(), INTERVAL.probabilities
    found = []
    for first in range(1, len(cases) - WINDOW_DAYS + 1):
        seen, pressure = 0, 0.0
        for day in range(first, first + WINDOW_DAYS):
            seen += cases[day]
            for lag in range(1, min(day, len(share) - 1) + 1):
                pressure += share[lag] * cases[day - lag]
        shape, scale = prior.shape + seen, 1 / (1 / prior.scale + pressure)
        lower, upper = gamma.ppf((LOWER, UPPER), shape, scale=scale)
        found.append((shape * scale, float(lower), float(upper)))
    return found


if __name__ == "__main__":
    main()
