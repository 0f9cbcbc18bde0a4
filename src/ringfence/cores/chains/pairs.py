"""From links to candidate sources: one link a pair, its direction, and how well its interval fits."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import NormalDist, pstdev

from ringfence.cores.estimation import SerialInterval

from .evidence import Basis, ChainCase, Link, LinkGrade, Weights

STRENGTH = {grade: rank for rank, grade in enumerate(LinkGrade)}  # 0 is the strongest
FEWEST_DELAYS = 10  # below, the spread of report delays is taken to be that of the serial interval


@dataclass(frozen=True, slots=True)
class Pair:
    """Everything known about two people; `one` < `other` as text. `source_id` only if evidence gives a direction."""

    one: str
    other: str
    grade: LinkGrade
    relation: str
    evidence_ids: tuple[str, ...]
    source_id: str | None


@dataclass(frozen=True, slots=True)
class Arrow:
    source_id: str
    case_id: str
    basis: Basis
    days: int | None


@dataclass(frozen=True, slots=True)
class IntervalFit:
    """How much likelier an interval is between an infector and his case than between unrelated cases."""

    serial_interval: SerialInterval
    weights: Weights
    report_delay_sd_days: float
    _report: NormalDist = field(init=False)

    def __post_init__(self) -> None:
        spread = math.hypot(self.serial_interval.sd_days, math.sqrt(2) * self.report_delay_sd_days)
        object.__setattr__(self, "_report", NormalDist(self.serial_interval.mean_days, spread or 1.0))

    def ratio(self, *, days: int, basis: Basis) -> float:
        """1 says nothing, above 1 speaks for the link; never below the share of wrong dates."""
        shares = self.serial_interval.probabilities
        if basis is Basis.REPORT:
            density = self._report.pdf(days)
        else:
            density = shares[days] if 0 <= days < len(shares) else 0.0
        wrong = self.weights.misdated
        return (1 - wrong) * density * self.weights.chance_days + wrong


def report_delay_sd(*, cases: Iterable[ChainCase], serial_interval: SerialInterval) -> float:
    """Spread of onset to report in this outbreak."""
    known = [(c.report_date - c.onset_date).days for c in cases if c.report_date and c.onset_date]
    return pstdev(known) if len(known) >= FEWEST_DELAYS else serial_interval.sd_days


def merged(*, links: Iterable[Link]) -> dict[tuple[str, str], Pair]:
    """One pair for all links between two people: the strongest grade, all evidence. Links to oneself are dropped."""
    between: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        if link.case_id != link.other_id:
            between[min(link.case_id, link.other_id), max(link.case_id, link.other_id)].append(link)
    return {key: _joined(key, together) for key, together in between.items()}


def direction(*, pair: Pair, cases: Mapping[str, ChainCase]) -> Arrow | None:
    """From the earlier to the later: by evidence, else by both onsets, else by both report days. None: open."""
    one, other = cases[pair.one], cases[pair.other]
    if pair.source_id is not None:
        case = pair.other if pair.source_id == pair.one else pair.one
        return Arrow(pair.source_id, case, Basis.EVIDENCE, _days(cases[pair.source_id], cases[case])[1])
    basis, days = _days(one, other)
    if not days:  # the same day, or nothing to compare
        return None
    return Arrow(pair.one, pair.other, basis, days) if days > 0 else Arrow(pair.other, pair.one, basis, -days)


def same_day(*, pair: Pair, cases: Mapping[str, ChainCase]) -> bool:
    return _days(cases[pair.one], cases[pair.other])[1] == 0


def _days(one: ChainCase, other: ChainCase) -> tuple[Basis, int | None]:
    if one.onset_date and other.onset_date:
        return Basis.ONSET, _between(one.onset_date, other.onset_date)
    if one.report_date and other.report_date:
        return Basis.REPORT, _between(one.report_date, other.report_date)
    return Basis.ONSET, None


def _between(earlier: date, later: date) -> int:
    return later.toordinal() - earlier.toordinal()


def _joined(key: tuple[str, str], links: list[Link]) -> Pair:
    """The grade and the relation of the strongest link; relations of equal strength by name, UNKNOWN last."""
    best = min(links, key=lambda link: (STRENGTH[link.grade], link.relation == "UNKNOWN", link.relation))
    evidence = tuple(sorted({link.evidence_id for link in links if link.evidence_id}))
    return Pair(*key, best.grade, best.relation, evidence, _agreed(key, links))


def _agreed(key: tuple[str, str], links: list[Link]) -> str | None:
    """The direction given by the strongest evidence; if that contradicts itself, none."""
    directed = [link for link in links if link.source_id in key]
    if not directed:
        return None
    strongest = min(STRENGTH[link.grade] for link in directed)
    named = {link.source_id for link in directed if STRENGTH[link.grade] == strongest}
    return named.pop() if len(named) == 1 else None
