"""Lay out a transmission chain of 25,000 cases on a time axis, beside the plain way.

    python bench/bench_chain_layout.py [--cases 25000] [--naive-cases 25000] [--json]

The plain way puts every branch into the first row where it meets none of those placed before: two nested
loops. Its time grows with the square of the cases; give fewer to be done sooner.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from ringfence.cores import chains
from ringfence.cores.estimation import ORIGINAL_STRAIN

REPEATS = 3


def main() -> None:
    wish = argparse.ArgumentParser(description=__doc__)
    wish.add_argument("--cases", type=int, default=25_000)
    wish.add_argument("--naive-cases", type=int, default=25_000)
    wish.add_argument("--json", action="store_true")
    options = wish.parse_args()
    figures = measure(options.cases, options.naive_cases)
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:42} {value:>12,.3f}" if isinstance(value, float) else f"{name:42} {value:>12,}")


def measure(cases: int, naive_cases: int) -> dict[str, float | int]:
    large, small = chains.outbreak(cases=cases), chains.outbreak(cases=naive_cases)
    ours = best(lambda: chains.lay_out(forest=large.forest))
    ours_small = best(lambda: chains.lay_out(forest=small.forest))
    naive = best(lambda: first_free_row(small.forest), repeats=1)
    levels = chains.levels_of_detail(forest=large.forest)
    resolve = best(
        lambda: chains.resolve_links(cases=large.cases, links=large.links, serial_interval=ORIGINAL_STRAIN),
        repeats=1,
    )
    return {
        "cases": cases,
        "layout_seconds": ours,
        "levels_seconds": best(lambda: chains.levels_of_detail(forest=large.forest)),
        "resolve_links_seconds": resolve,
        "first_level_kilobytes": len(json.dumps(levels[0].as_json())) / 1024,
        "whole_level_kilobytes": len(json.dumps(levels[-1].as_json())) / 1024,
        "naive_cases": naive_cases,
        "layout_seconds_at_naive_cases": ours_small,
        "naive_seconds_at_naive_cases": naive,
        "ratio_naive_to_ours": naive / ours_small,
    }


def best(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Shortest of a few runs, in seconds."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def first_free_row(forest: chains.Forest) -> list[int]:
    """Each branch on the first row where it meets no other: every row is compared with every branch placed."""
    placed: list[tuple[int, int, int]] = []
    rows = [0] * len(forest.ids)
    for node in forest.order:
        parent = forest.parents[node]
        source = node if parent == chains.NOBODY else parent
        first, last = sorted((forest.days[source], forest.days[node]))
        taken = {row for row, start, end in placed if start <= last and first <= end}
        row = 0
        while row in taken:
            row += 1
        rows[node] = row
        placed.append((row, first, last))
    return rows


if __name__ == "__main__":
    main()
