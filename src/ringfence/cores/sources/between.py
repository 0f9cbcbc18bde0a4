"""Which test would separate the two likeliest explanations: for each possible one, what it may bring and how much it tells.

A trial's worth is its expected information in bits about "the first or the second": 0 tells nothing, 1 decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import special

from .infectors import RECALL, Infector
from .several import Sources
from .timing import Floats
from .venues import Belief, Suspect

MUTATIONS_A_DAY = (
    0.08  # [M] about 1e-3 substitutions a site and year on 29,903 sites (Duchene et al. 2020), confirm
)
LEAST_BRANCH_DAYS = (
    8  # [D] two cases that did not infect each other lie at least two serial intervals of 4 days apart
)
PREVALENCE = 1e-4  # [D] positive without this source, where an outbreak is young: one in ten thousand
LARGEST_ATTACK = 0.5
MOST_TESTED = 2_000  # more people are no longer a test between two explanations


class TrialKind(StrEnum):
    """What may be done."""

    ASK_MEMBERS = "ASK_MEMBERS"  # ask the cases without a record there whether they were there
    TEST_VISITORS = "TEST_VISITORS"  # offer a test to the others who were there
    SEQUENCE = "SEQUENCE"  # compare genomes
    ASK_CASE = "ASK_CASE"  # ask the case again about a meeting


@dataclass(frozen=True)
class Trial:
    """`at`: the place or the case that it looks at. `if_first`, `if_second`: expected positive answers of `people`."""

    kind: TrialKind
    at: str
    day: int | None
    people: int
    if_first: float
    if_second: float
    bits: float


def trials_between(
    first: Suspect, second: Suspect | None, *, members: int, belief: Belief | None = None
) -> tuple[Trial, ...]:
    """Trials between two venue-days (`None`: unknown), the most telling first."""
    given = belief or Belief()
    pair = (first.weight, second.weight if second else max(1e-9, 1 - first.weight))
    found = _of_venue(first, members, pair, given, first_is_true=True)
    if second is not None and second.venue.place != first.venue.place:
        found += _of_venue(second, members, pair, given, first_is_true=False)
    return _by_worth(found)


def trials_between_infectors(first: Infector, second: Infector, *, recall: float) -> tuple[Trial, ...]:
    """Trials between two candidates of a case, one of whom may be unknown."""
    pair = (first.weight, second.weight)
    apart = abs((first.days_apart or 0) - (second.days_apart or 0)) if first.known and second.known else 0
    alike = float(np.exp(-MUTATIONS_A_DAY * max(apart, LEAST_BRANCH_DAYS)))
    named = first if first.known else second
    sequence = _trial(TrialKind.SEQUENCE, named.case_id, None, 3 if first.known and second.known else 2, 1,
                      (1.0, alike) if first.known else (alike, 1.0), pair)  # fmt: skip
    found = [sequence]
    for one, true_first in ((first, True), (second, False)):
        if one.known and not one.meetings:
            yes = (recall, 1 - recall) if true_first else (1 - recall, recall)
            found.append(_trial(TrialKind.ASK_CASE, one.case_id, None, 1, 1, yes, pair))
    return _by_worth(found)


def trials_of(result: Sources, *, members: int) -> tuple[Trial, ...]:
    """Trials between the likeliest place and the next other place, or unknown where that is likelier."""
    ranked = result.ranking.suspects
    if not ranked:
        return ()
    other = next((one for one in ranked[1:] if one.venue.place != ranked[0].venue.place), None)
    second = other if other is not None and other.weight >= result.ranking.unknown else None
    return trials_between(ranked[0], second, members=members)


def trials_of_infectors(
    ranked: Mapping[str, Sequence[Infector]], *, recall: float = RECALL
) -> dict[str, Trial]:
    """For each case the trial that tells most between its first two candidates."""
    return {
        case_id: trials_between_infectors(found[0], found[1], recall=recall)[0]
        for case_id, found in ranked.items()
        if len(found) > 1
    }


def _by_worth(found: Sequence[Trial]) -> tuple[Trial, ...]:
    """The most telling first; among those that tell the same to a tenth of a bit, the fewest people."""
    some = [one for one in found if one.people]
    return tuple(sorted(some, key=lambda one: (-round(one.bits, 1), one.people, one.kind, one.at)))


def _of_venue(suspect: Suspect, members: int, pair: tuple[float, float], belief: Belief, *, first_is_true: bool) -> list[Trial]:  # fmt: skip
    venue = suspect.venue
    silent = members - len(suspect.visited)
    usual = max(suspect.by_chance / max(1, members), 1e-6)
    missed = suspect.share * (1 - belief.recall)
    there = missed / (missed + 1 - suspect.share + 1e-9)
    asked = _ordered((min(0.99, there + (1 - there) * usual), usual), first_is_true)
    others = min(max(0, venue.visitors - len(suspect.visited)), MOST_TESTED)
    attack = min(LARGEST_ATTACK, (len(suspect.visited) + 0.5) / (venue.visitors + 1))
    tested = _ordered((attack, PREVALENCE), first_is_true)
    return [
        _trial(TrialKind.ASK_MEMBERS, venue.place, venue.day, silent, silent, asked, pair),
        _trial(TrialKind.TEST_VISITORS, venue.place, venue.day, others, others, tested, pair),
    ]


def _ordered(yes: tuple[float, float], first_is_true: bool) -> tuple[float, float]:
    return yes if first_is_true else (yes[1], yes[0])


def _trial(kind: TrialKind, at: str, day: int | None, people: int, answers: int, yes: Sequence[float], pair: tuple[float, float]) -> Trial:  # fmt: skip
    """`answers` of a yes or no each, with the probability of a yes under the first and the second."""
    outcomes = np.array([_binomial(answers, one) for one in yes])
    prior = np.array(pair) / sum(pair)
    told = _entropy(prior @ outcomes) - float(prior @ [_entropy(one) for one in outcomes])
    return Trial(kind, at, day, people, answers * yes[0], answers * yes[1], max(0.0, told))


def _binomial(answers: int, yes: float) -> Floats:
    """How likely each number of positive answers is."""
    of = np.arange(answers + 1)
    ways = special.gammaln(answers + 1) - special.gammaln(of + 1) - special.gammaln(answers - of + 1)
    return np.asarray(np.exp(ways + special.xlogy(of, yes) + special.xlog1py(answers - of, -yes)), float)


def _entropy(shares: Floats) -> float:
    some = shares[shares > 0]
    return float(-(some * np.log2(some)).sum())
