"""Runs a plan through the kernel, on as many threads as asked for. Each thread keeps its own lists from call to call."""

from __future__ import annotations

import ctypes
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from .kernels.forms import LEAD, MOST_DAYS
from .kernels.matching import match_cases
from .kernels.meeting import LEAST_BITS
from .kernels.merging import DIGIT
from .plan import Plan
from .prefetch import prefetch
from .stays import DAY_SECONDS
from .store import Snapshot

Leads = npt.NDArray[np.void]
MORE_ROOM = 1 << 14  # rows at least that an answer begins with, and goes on with
STAYS_FOR_A_LEAD = 24  # stays that are read for a lead, seldom fewer
WORTH_THREADS = 150_000  # stays to read from which a second thread pays
EMPTY = np.zeros(0, np.uint64)
EMPTY.flags.writeable = False


@dataclass
class Worker:
    """Lists to work with, as long as the longest search so far; making them anew for each call would cost more than a search."""

    people: tuple[Any, ...] = field(default_factory=lambda: _people(0))
    told: tuple[Any, ...] = field(default_factory=lambda: _told(0))
    lists: tuple[Any, ...] = field(default_factory=lambda: _lists(0))

    def make_room(self, *, people: int, moments: int, overlaps: int) -> None:
        """For the people and the moments of any case, and for the overlaps of any block."""
        if self.people[1].size < people:
            self.people = _people(people)
        if self.told[0].size < moments:
            self.told = _told(moments)
        if self.lists[0].size < overlaps:
            self.lists = _lists(overlaps)


def _people(most: int) -> tuple[Any, ...]:
    """The table of slots; of each slot its person, tally and first word; whoever is wanted, and two lists to sort them by."""
    places = 1 << max(LEAST_BITS, (2 * most).bit_length())
    sizes = (most + 1, most + 1, most + 1, most + 1, DIGIT + 1)
    return (
        np.empty(places, np.int64),
        np.empty(most + 1, np.int32),
        *(np.empty(size, np.int64) for size in sizes),
    )


def _told(moments: int) -> tuple[Any, ...]:
    """Words of moments, their slots; the words again, person by person."""
    return np.empty(moments, np.uint64), np.empty(moments, np.int32), np.empty(moments, np.uint64)


def _lists(overlaps: int) -> tuple[Any, ...]:
    dtypes = (np.int64, np.int64, np.int64, np.int32, np.uint64, np.int64, np.uint64, np.int64)
    return tuple(np.empty(overlaps, dtype) for dtype in dtypes)


class Engine:
    """`match` answers with the leads of every case, by case and person."""

    def __init__(self, *, threads: int = 2) -> None:
        self._free = [Worker() for _ in range(max(1, threads))]
        self._turn = threading.Condition()

    def match(
        self, plan: Plan, *, snapshot: Snapshot, certainty: npt.NDArray[np.int64], least_seconds: int
    ) -> Leads:
        """Rows of `LEAD`. `certainty` is `Weights.certainty_of_pairs`. `least_seconds`: shorter togetherness is left out."""
        groups = _groups(plan, wanted=len(self._free))
        fetch(plan, snapshot)
        rooms = [_likely_rows(plan, first, last) for first, last in groups]
        out, begins = np.empty(sum(rooms), LEAD), np.cumsum([0, *rooms])
        parts = [out[begin:end] for begin, end in itertools.pairwise(begins)]
        given = (plan, snapshot, certainty, max(1, least_seconds))
        if len(groups) == 1:
            return _moved_together(out, [self._of_group(*given, groups[0], parts[0])])
        with ThreadPoolExecutor(len(groups)) as pool:
            found = pool.map(lambda group, part: self._of_group(*given, group, part), groups, parts)
            return _moved_together(out, list(found))

    def _of_group(self, plan: Plan, snapshot: Snapshot, certainty: npt.NDArray[np.int64], least_seconds: int, group: tuple[int, int], out: Leads) -> list[Leads]:  # fmt: skip
        worker = self._worker()
        try:
            return _match(worker, plan, snapshot, certainty, least_seconds, group, out)
        finally:
            with self._turn:
                self._free.append(worker)
                self._turn.notify()

    def _worker(self) -> Worker:
        with self._turn:
            self._turn.wait_for(lambda: bool(self._free))
            return self._free.pop()


def _match(worker: Worker, plan: Plan, snapshot: Snapshot, certainty: npt.NDArray[np.int64], least_seconds: int, group: tuple[int, int], out: Leads) -> list[Leads]:  # fmt: skip
    """The leads of a group of cases: a part of `out`, and what found no room in it."""
    first, last = group
    lengths = plan.read_before
    per_block = lengths[plan.blocks[1:]] - lengths[plan.blocks[:-1]]
    per_case = lengths[plan.blocks[plan.case_blocks[1:]]] - lengths[plan.blocks[plan.case_blocks[:-1]]]
    moments = int(per_case[first:last].max(initial=0))
    people = min(moments, snapshot.manifest.persons)
    worker.make_room(people=people, moments=moments, overlaps=1 + int(per_block.max(initial=0)))
    given = _days(plan, snapshot)
    parts, case = [], first
    while True:
        case, written, wanting = match_cases(
            *given, plan.probes, plan.blocks, plan.case_blocks, plan.owns, certainty, least_seconds, worker.people,
            worker.told, worker.lists, case, last, out,
        )  # fmt: skip
        parts.append(out[:written])
        if case == last:
            return parts
        out = np.empty(max(MORE_ROOM, 2 * wanting), LEAD)


def _likely_rows(plan: Plan, first: int, last: int) -> int:
    """Room for the leads of a group of cases. It costs nothing until it is written to."""
    begin, end = plan.read_before[plan.blocks[plan.case_blocks[[first, last]]]]
    return MORE_ROOM + int(end - begin) // STAYS_FOR_A_LEAD


def _moved_together(out: Leads, groups: list[list[Leads]]) -> Leads:
    """The parts of all groups, one after the other; in their own memory, unless some found no room there."""
    parts = [part for group in groups for part in group]
    if len(parts) > len(groups):
        return np.concatenate(parts)
    at = 0
    for part in parts:
        ctypes.memmove(out[at:].ctypes.data, part.ctypes.data, part.nbytes)
        at += part.size
    return out[:at]


def _days(plan: Plan, snapshot: Snapshot) -> tuple[Any, ...]:
    """Words of every day of the plan, filled up to the number of days that the kernel takes; and their midnights."""
    missing = MOST_DAYS - len(plan.days)
    base = [snapshot.days[day].base.by_place.words for day in plan.days] + [EMPTY] * missing
    late = [snapshot.days[day].late.by_place.words for day in plan.days] + [EMPTY] * missing
    return tuple(base), tuple(late), np.array([*plan.days, *[0] * missing], np.int64) * DAY_SECONDS


def fetch(plan: Plan, snapshot: Snapshot) -> None:
    """Tell the system which stretches of the hot files will be read."""
    for slot, day in enumerate(plan.days):
        order = snapshot.days[day].base.by_place
        if order.mapped is not None:
            mine = plan.probes[plan.probes["day"] == slot]
            prefetch(order.mapped, mine["first"], mine["behind"], item_bytes=order.words.itemsize)


def _groups(plan: Plan, *, wanted: int) -> list[tuple[int, int]]:
    """Stretches of cases with about the same number of stays to read."""
    cases = plan.owns.size
    lengths = plan.read_before
    ends = lengths[plan.blocks[plan.case_blocks[1:]]] if cases else np.zeros(0, np.int64)
    if wanted == 1 or cases < 2 or int(lengths[-1]) < WORTH_THREADS:
        return [(0, cases)]
    cuts = np.searchsorted(ends, lengths[-1] * np.arange(1, wanted) / wanted) + 1
    edges = sorted({0, *np.minimum(cuts, cases).tolist(), cases})
    return list(zip(edges[:-1], edges[1:], strict=True))
