"""Source finding on simulated truth: which place and day, who infected whom, how far weights can be trusted, how fast.

python -m bench.bench_sources [--clusters 200] [--chains 20] [--people 20000] [--json]

Beside "among the first three" stands the ceiling: in how many clusters at least two members told of the place and day at all. With
60 % of visits told and a tenth of those wrong, six members leave one visit or none in one cluster of fourteen.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from bench import harness
from bench.movement_city import build
from bench.source_chains import chain
from bench.source_city import Cluster, Records, one_off_cluster, reliability
from ringfence.cores.sources import Member, VenueDay, rank_infectors, rank_venues, timing_of
from ringfence.cores.sources.venues import SMALLEST_CLUSTER

DELTA = timing_of("delta")
CASES, VENUES = 500, 20_000  # OPERATIONS 5, aim: 5 seconds


def main() -> None:
    options = harness.arguments(__doc__, clusters=200, chains=20, people=20_000)
    report = harness.Report("Source finding on simulated truth (OPERATIONS 5)")
    records = Records(build(people=options.people, seed=3))
    for size in (6, 8):
        clusters(report, f"one-off places, cluster of {size}", options.clusters,
                 lambda seed, size=size: one_off_cluster(size=size, incubation=DELTA.incubation, seed=seed, evenly=True))  # fmt: skip
    for size, unrelated in ((6, 2), (12, 4)):
        clusters(report, f"made-up city, {size} and {unrelated} unrelated", options.clusters,
                 lambda seed, size=size, unrelated=unrelated: records.cluster(infected=size, unrelated=unrelated, incubation=DELTA.incubation, seed=seed))  # fmt: skip
    for recall in (0.3, 0.6, 0.8):
        chains(report, options.chains, recall)
    speed(report)
    report.print(as_json=options.json)


def clusters(report: harness.Report, what: str, count: int, world: Callable[[int], Cluster]) -> None:
    first = three = place = raw = told_by_two = 0
    told: list[tuple[float, bool]] = []
    for seed in range(count):
        one = world(seed)
        found = rank_venues(members=one.members, venues=one.venues, visits=one.visits, timing=DELTA)
        keys = [(each.venue.place, each.venue.day) for each in found.suspects]
        first += keys[:1] == [one.truth]
        three += one.truth in keys[:3]
        place += bool(keys) and keys[0][0] == one.truth[0]
        most = one.venues[int(one.counts.argmax())]
        raw += (most.place, most.day) == one.truth
        told_by_two += _told_by(one) >= SMALLEST_CLUSTER
        told += [(each.weight, key == one.truth) for each, key in zip(found.suspects[:5], keys, strict=False)]
        told.append((found.unknown, one.truth not in keys))
    report.add(
        f"{what}: place and day first",
        100 * first / count,
        unit="%",
        aim=90,
        at_least=True,
        naive=100 * raw / count,
    )
    report.add(
        f"{what}: among the first three",
        100 * three / count,
        unit="%",
        aim=97,
        at_least=True,
        ceiling=100 * told_by_two / count,
    )
    report.add(f"{what}: place first, any day", 100 * place / count, unit="%")
    report.add(f"{what}: calibration error", reliability(told), unit="", aim=0.05)


def _told_by(one: Cluster) -> int:
    """How many members told of the true place and day."""
    keys = [(venue.place, venue.day) for venue in one.venues]
    return int(one.counts[keys.index(one.truth)]) if one.truth in keys else 0


def chains(report: harness.Report, count: int, recall: float) -> None:
    right, told = [], []
    for seed in range(count):
        known = chain(timing=DELTA, seed=seed, recall=recall)
        for case_id, found in rank_infectors(
            cases=known.cases, pairs=known.pairs, timing=DELTA, recall=recall
        ).items():
            right.append(found[0].case_id == known.infector[case_id])
            told += [(one.weight, one.case_id == known.infector[case_id]) for one in found[:5]]
    aim = {"aim": 60, "at_least": True} if recall == 0.8 else {}
    report.add(f"infector first, contact recall {recall}", 100 * sum(right) / len(right), unit="%", **aim)
    report.add(f"infectors, contact recall {recall}: calibration error", reliability(told), unit="", aim=0.05)


def speed(report: harness.Report) -> None:
    rng = np.random.default_rng(1)
    members = [Member(f"C{at}", int(onset), int(onset) - 14, int(onset) - 1) for at, onset in enumerate(rng.integers(20, 40, CASES))]  # fmt: skip
    venues = [
        VenueDay(f"v{at // 20}", 8 + at % 20, int(rng.integers(5, 3_000)), 100_000, 900_000)
        for at in range(VENUES)
    ]
    visits = sorted({(int(rng.integers(CASES)), int(rng.integers(VENUES))) for _ in range(60_000)})
    began = time.process_time()
    rank_venues(members=members, venues=venues, visits=visits, timing=DELTA)
    report.add(
        f"{CASES} cases x {VENUES:,} places and days, processor", time.process_time() - began, unit="s", aim=5
    )


if __name__ == "__main__":
    main()
