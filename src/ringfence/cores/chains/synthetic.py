"""An invented outbreak of any size, the same for the same seed: for benchmarks and tests, never for conclusions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from .evidence import ChainCase, Link, LinkGrade
from .forest import NOBODY, Forest, make_forest

FIRST_DAY = date(2022, 1, 1)
MEAN_INTERVAL_DAYS, SD_INTERVAL_DAYS = 4.7, 2.9  # as ringfence.cores.estimation.ORIGINAL_STRAIN
R_AT_FIRST, R_AT_LAST, K = 2.2, 0.7, 0.4  # reproduction falls from one to the other over `DAYS`
DAYS = 90
IMPORT_SHARE = 0.04
MEDIAN_REPORT_DELAY_DAYS, SIGMA_REPORT_DELAY = 3.0, 0.5  # log-normal
ONSET_MISSING_SHARE = 0.06
LINK_RECALL, WRONG_LINKS_PER_CASE = 0.7, 0.6


@dataclass(frozen=True, slots=True)
class SyntheticOutbreak:
    """The truth (`forest`) and what the investigation sees of it."""

    forest: Forest
    cases: tuple[ChainCase, ...]
    links: tuple[Link, ...]


def outbreak(*, cases: int = 25_000, seed: int = 1) -> SyntheticOutbreak:
    """Exactly this many cases: branching chains, new imports whenever a chain dies out or by chance."""
    rng = np.random.default_rng(seed)
    days, parents = _infect(cases, rng)
    ids = [f"S{n:05d}" for n in range(cases)]
    forest = make_forest(
        ids=ids,
        days=days,
        parents=parents,
        kinds=["IMPORT" if parent == NOBODY else "CASE" for parent in parents],
        starts_on=FIRST_DAY,
    )
    return SyntheticOutbreak(forest, _cases(forest, rng), _links(forest, rng))


def _infect(wanted: int, rng: np.random.Generator) -> tuple[list[int], list[int]]:
    days, parents, infector = [0], [NOBODY], 0
    shape, scale = (MEAN_INTERVAL_DAYS / SD_INTERVAL_DAYS) ** 2, SD_INTERVAL_DAYS**2 / MEAN_INTERVAL_DAYS
    while len(days) < wanted:
        if infector == len(days) or rng.random() < IMPORT_SHARE:
            days.append(int(rng.integers(0, DAYS)))
            parents.append(NOBODY)
            continue
        day = days[infector]
        mean = R_AT_FIRST + (R_AT_LAST - R_AT_FIRST) * min(day / DAYS, 1.0)
        for gap in rng.gamma(shape, scale, size=rng.negative_binomial(K, K / (K + mean))):
            days.append(day + max(1, round(float(gap))))
            parents.append(infector)
        infector += 1
    return days[:wanted], parents[:wanted]


def _cases(forest: Forest, rng: np.random.Generator) -> tuple[ChainCase, ...]:
    count = len(forest.ids)
    delay = rng.lognormal(np.log(MEDIAN_REPORT_DELAY_DAYS), SIGMA_REPORT_DELAY, size=count)
    unseen = rng.random(count) < ONSET_MISSING_SHARE
    seen = []
    for node, case_id in enumerate(forest.ids):
        onset = FIRST_DAY + timedelta(days=forest.days[node])
        report = onset + timedelta(days=round(float(delay[node])))
        imported = forest.parents[node] == NOBODY
        seen.append(ChainCase(case_id, None if unseen[node] else onset, report, imported))
    return tuple(seen)


def _links(forest: Forest, rng: np.random.Generator) -> tuple[Link, ...]:
    """Most true links, told by either side, and wrong ones between people who fell ill within a few days."""
    count = len(forest.ids)
    told = [n for n in range(count) if forest.parents[n] != NOBODY and rng.random() < LINK_RECALL]
    pairs = [(n, forest.parents[n]) if rng.random() < 0.7 else (forest.parents[n], n) for n in told]
    by_day = sorted(range(count), key=lambda n: forest.days[n])
    for first, step in zip(
        rng.integers(0, count, size=int(WRONG_LINKS_PER_CASE * count)),
        rng.integers(1, max(2, count // 20), size=int(WRONG_LINKS_PER_CASE * count)),
        strict=True,
    ):
        pairs.append((by_day[first], by_day[(first + step) % count]))
    grades = rng.choice([LinkGrade.MENTION, LinkGrade.POSSIBLE], size=len(pairs), p=[0.6, 0.4])
    return tuple(
        Link(forest.ids[one], forest.ids[other], LinkGrade(str(grade)), evidence_id=f"E{i}")
        for i, ((one, other), grade) in enumerate(zip(pairs, grades, strict=True))
    )
