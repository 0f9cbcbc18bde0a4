"""From authorised cases to probes: the visits of each case in its window, and the runs of stays to compare them with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ringfence.kernel import Refused, reason

from .authorisation import AuthorisedCase
from .kernels.forms import PROBE
from .ordered import Ordered
from .reach import Pairs, Rule
from .stays import DAY_SECONDS, city_seconds, day_number, unpack
from .store import Snapshot
from .weights import Weights

MOST_PROBES = (
    5_000_000  # half a gigabyte of plan; a search this wide is no search for the exposures of a case
)
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Visits:
    """Stays of the cases, cut to their windows: case number, day, place, [from_s, to_s), the stay's own word."""

    case: Numbers
    day: Numbers
    place: Numbers
    from_s: Numbers
    to_s: Numbers
    word: npt.NDArray[np.uint64]

    def take(self, which: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> Visits:
        return Visits(
            *(getattr(self, name)[which] for name in ("case", "day", "place", "from_s", "to_s", "word"))
        )


@dataclass(frozen=True)
class Plan:
    """`probes` of block b are `blocks[b]:blocks[b + 1]`; blocks of case c are `case_blocks[c]:case_blocks[c + 1]`."""

    days: tuple[int, ...]
    probes: npt.NDArray[np.void]
    blocks: Numbers
    case_blocks: Numbers
    owns: Numbers

    @cached_property
    def read_before(self) -> Numbers:
        """Stays that the probes up to each may read; one number more than there are probes."""
        of_each = (self.probes["behind"] - self.probes["first"]) + (
            self.probes["late_behind"] - self.probes["late_first"]
        )
        return np.concatenate((np.zeros(1, np.int64), np.cumsum(of_each)))


@dataclass(frozen=True)
class Spread:
    """Each visit of the cases at each place that it reaches: probes without their runs, and the visit of each."""

    visits: Visits
    probes: npt.NDArray[np.void]
    of_visit: Numbers


def plan_search(cases: Sequence[AuthorisedCase], *, snapshot: Snapshot, rule: Rule, weights: Weights) -> Plan:
    """What to read. Raises `Refused` for an unknown person, a forgotten window, or a search without bounds."""
    spread = spread_visits(cases, snapshot=snapshot, rule=rule, weights=weights)
    visits, probes, of_visit = spread.visits, spread.probes, spread.of_visit
    days = tuple(int(day) for day in np.unique(visits.day))
    block = blocks_of(visits)
    _look_up(probes, visits.day[of_visit], days, snapshot)
    lasting = (probes["first"] < probes["behind"]) | (probes["late_first"] < probes["late_behind"])
    probes, of_visit = probes[lasting], of_visit[lasting]
    count = int(block[-1]) + 1 if block.size else 0
    case_of_block = visits.case[np.searchsorted(block, np.arange(count))]
    return Plan(
        days=days, probes=probes,
        blocks=np.searchsorted(block[of_visit], np.arange(count + 1)).astype(np.int64),
        case_blocks=np.searchsorted(case_of_block, np.arange(len(cases) + 1)).astype(np.int64),
        owns=np.array([case.person for case in cases], np.int64),
    )  # fmt: skip


def spread_visits(
    cases: Sequence[AuthorisedCase], *, snapshot: Snapshot, rule: Rule, weights: Weights
) -> Spread:
    """Where and when others count as together with a case, and what a moment weighs there."""
    refuse_unknown(cases, snapshot)
    visits = visits_of(cases, snapshot=snapshot)
    pairs = rule.pairs(snapshot.places, np.unique(visits.place))
    first, behind = (
        np.searchsorted(pairs.of, visits.place),
        np.searchsorted(pairs.of, visits.place, side="right"),
    )
    if int((behind - first).sum()) > MOST_PROBES:
        raise Refused(reason("This search is too wide: fewer cases, a shorter window or a shorter distance."))
    probes, of_visit = _probes(visits, pairs, first, behind - first)
    _weigh(probes, cases, visits, of_visit, snapshot, weights)
    return Spread(visits, probes, of_visit)


def visits_of(cases: Sequence[AuthorisedCase], *, snapshot: Snapshot) -> Visits:
    """Every stay of each case that overlaps its window, cut to it; by case, start, end, place."""
    windows = np.array(
        [(city_seconds(case.from_at), city_seconds(case.to_at)) for case in cases], np.int64
    ).reshape(-1, 2)
    owns = np.array([case.person for case in cases], np.int64)
    parts = []
    for day, view in sorted(snapshot.days.items()):
        midnight = day * DAY_SECONDS
        here = np.flatnonzero((windows[:, 0] < midnight + DAY_SECONDS) & (windows[:, 1] > midnight))
        if here.size:
            orders = [one for one in (view.base.by_person, view.late.by_person) if one.words.size]
            parts += [_of_day(day, one, here, owns, windows) for one in orders]
    names = ("case", "day", "place", "from_s", "to_s")
    columns = [
        np.concatenate([np.zeros(0, np.int64), *(getattr(part, name) for part in parts)]) for name in names
    ]
    words = np.concatenate([np.zeros(0, np.uint64), *(part.word for part in parts)])
    case, day_, place, from_s, to_s = columns
    found = Visits(case, day_, place, from_s, to_s, words)
    return found.take(_in_order(found))


def _in_order(visits: Visits) -> npt.NDArray[np.intp]:
    """By case, start, end, place, word. Few visits of a case begin in the same second: the others need one comparison."""
    begins = visits.case << 42 | visits.from_s
    order = np.argsort(begins, kind="stable")
    begins = begins[order]
    if (begins[1:] != begins[:-1]).all():
        return order
    return np.lexsort((visits.word, visits.place, visits.to_s, visits.from_s, visits.case))


def blocks_of(visits: Visits) -> Numbers:
    """A number for each stretch of a case's visits that overlap one another. Touching visits do not overlap."""
    if not visits.case.size:
        return np.zeros(0, np.int64)
    far = np.int64(1) << 42  # past any time, so that each case begins anew
    reached = np.maximum.accumulate(visits.to_s + visits.case * far)
    begins = np.ones(visits.case.size, bool)
    begins[1:] = visits.from_s[1:] + visits.case[1:] * far >= reached[:-1]
    return np.cumsum(begins) - 1


def _of_day(
    day: int, by_person: Ordered, here: npt.NDArray[np.intp], owns: Numbers, windows: Numbers
) -> Visits:
    words, nth = by_person.gathered(owns[here])
    which = here[nth].astype(np.int64)
    told = unpack(words)
    midnight = day * DAY_SECONDS
    from_s = np.maximum(told.start.astype(np.int64) + midnight, windows[which, 0])
    to_s = np.minimum(told.end.astype(np.int64) + midnight, windows[which, 1])
    found = Visits(
        which, np.full(which.size, day, np.int64), told.number.astype(np.int64), from_s, to_s, words
    )
    return found.take(from_s < to_s)


def _probes(
    visits: Visits, pairs: Pairs, first: Numbers, counts: Numbers
) -> tuple[npt.NDArray[np.void], Numbers]:
    of_visit = np.repeat(np.arange(counts.size), counts)
    at = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
    probes = np.zeros(of_visit.size, PROBE)
    probes["place"], probes["metres"] = pairs.to[at], pairs.metres[at]
    probes["from_s"], probes["to_s"] = visits.from_s[of_visit], visits.to_s[of_visit]
    probes["visit_word"], probes["midnight"] = visits.word[of_visit], DAY_SECONDS * visits.day[of_visit]
    return probes, of_visit


def _look_up(
    probes: npt.NDArray[np.void], day_of_probe: Numbers, days: tuple[int, ...], snapshot: Snapshot
) -> None:
    for slot, day in enumerate(days):
        here = np.flatnonzero(day_of_probe == day)
        view, places = snapshot.days[day], probes["place"][here]
        probes["day"][here] = slot
        probes["first"][here], probes["behind"][here] = view.base.by_place.runs(places)
        probes["late_first"][here], probes["late_behind"][here] = view.late.by_place.runs(places)


def _weigh(probes: npt.NDArray[np.void], cases: Sequence[AuthorisedCase], visits: Visits, of_visit: Numbers, snapshot: Snapshot, weights: Weights) -> None:  # fmt: skip
    per_visit = _infectious(cases, visits, weights)
    probes["infectious"] = per_visit[of_visit] if per_visit.size else 0
    probes["low"] = (visits.word & np.uint64(15))[of_visit]
    numbers, back = np.unique(probes["place"], return_inverse=True)
    table = snapshot.places.table[snapshot.places.rows_of(numbers)]
    crowd = weights.crowds(table["kind"], table["crowd"])
    air = weights.airs(table["air"])
    probes["crowd"], probes["air"] = (crowd[back], air[back]) if numbers.size else (0, 0)


def _infectious(cases: Sequence[AuthorisedCase], visits: Visits, weights: Weights) -> Numbers:
    """The weight of the day of each visit; every case and day is asked for once."""
    pair = visits.case << 32 | visits.day
    pairs, back = np.unique(pair, return_inverse=True)
    onsets = [None if case.onset_date is None else day_number(case.onset_date) for case in cases]
    found = [
        weights.on_day(None if (onset := onsets[one >> 32]) is None else (one & 0xFFFFFFFF) - onset)
        for one in pairs.tolist()
    ]
    return np.array(found, np.int64)[back]


def refuse_unknown(cases: Sequence[AuthorisedCase], snapshot: Snapshot) -> None:
    for case in cases:
        if case.person >= snapshot.manifest.persons:
            raise Refused(
                reason("Case {case}: the person has no number in the movement store.", case=case.case_id)
            )
        if city_seconds(case.to_at) <= snapshot.manifest.forgotten_before * DAY_SECONDS:
            raise Refused(
                reason("Case {case}: the records of this window were forgotten.", case=case.case_id)
            )
