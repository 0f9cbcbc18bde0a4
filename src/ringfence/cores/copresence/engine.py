"""Runs a plan through the kernel, on as many threads as asked for. Each thread keeps its own lists from call to call."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from .kernels.forms import LEAD, MOST_DAYS, SUM
from .kernels.matching import match_cases
from .plan import Plan
from .prefetch import prefetch
from .stays import DAY_SECONDS
from .store import Snapshot

Leads = npt.NDArray[np.void]
FIRST_ROOM = 1 << 18  # rows of an answer before it is moved on
WORTH_THREADS = 500_000  # stays to read from which a second thread pays
EMPTY = np.zeros(0, np.uint64)
EMPTY.flags.writeable = False


@dataclass
class Worker:
    """Lists that are as wide as the population; making them anew for each call would cost more than a search."""

    slot_of: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    people: tuple[Any, ...] = ()
    lists: tuple[Any, ...] = ()

    def make_room(self, *, persons: int, rows: int, overlaps: int) -> None:
        if self.slot_of.size < persons:
            self.slot_of, self.people = np.full(persons, -1, np.int32), ()
        if not self.people or self.people[1].size < rows:
            self.people = (self.slot_of, np.empty(rows, SUM))
        if not self.lists or self.lists[0].size < overlaps:
            dtypes = (np.int64, np.int64, np.int64, np.int32, np.uint64, np.int64, np.uint64, np.int64)
            self.lists = tuple(np.empty(overlaps, dtype) for dtype in dtypes)


class Engine:
    """`match` answers with the leads of every case, by case and person."""

    def __init__(self, *, threads: int = 2) -> None:
        self._free = [Worker() for _ in range(max(1, threads))]
        self._turn = threading.Condition()

    def match(
        self, plan: Plan, *, snapshot: Snapshot, certainty: npt.NDArray[np.int64], least_seconds: int
    ) -> Leads:
        """Rows of `LEAD`. `least_seconds`: shorter togetherness is left out."""
        groups = _groups(plan, wanted=len(self._free))
        fetch(plan, snapshot)
        given = (plan, snapshot, certainty, least_seconds)
        if len(groups) == 1:
            return self._of_group(*given, *groups[0])
        with ThreadPoolExecutor(len(groups)) as pool:
            parts = list(pool.map(lambda group: self._of_group(*given, *group), groups))
        return _joined(parts)

    def _of_group(self, plan: Plan, snapshot: Snapshot, certainty: npt.NDArray[np.int64], least_seconds: int, first: int, last: int) -> Leads:  # fmt: skip
        worker = self._worker()
        try:
            return _match(worker, plan, snapshot, certainty, max(1, least_seconds), first, last)
        finally:
            with self._turn:
                self._free.append(worker)
                self._turn.notify()

    def _worker(self) -> Worker:
        with self._turn:
            self._turn.wait_for(lambda: bool(self._free))
            return self._free.pop()


def _match(worker: Worker, plan: Plan, snapshot: Snapshot, certainty: npt.NDArray[np.int64], least_seconds: int, first: int, last: int) -> Leads:  # fmt: skip
    lengths = np.concatenate(([0], np.cumsum(plan.lengths)))
    per_block = lengths[plan.blocks[1:]] - lengths[plan.blocks[:-1]]
    per_case = lengths[plan.blocks[plan.case_blocks[1:]]] - lengths[plan.blocks[plan.case_blocks[:-1]]]
    persons = snapshot.manifest.persons
    rows = min(persons, int(per_case[first:last].max(initial=1)))
    worker.make_room(persons=persons, rows=max(1, rows), overlaps=1 + int(per_block.max(initial=0)))
    given = _days(plan, snapshot)
    parts, room, case = [], FIRST_ROOM, first
    while case < last:
        out = np.empty(room, LEAD)
        case, written, wanting = match_cases(
            *given, plan.probes, plan.blocks, plan.case_blocks, plan.owns, certainty, least_seconds, worker.people,
            worker.lists, case, last, out,
        )  # fmt: skip
        parts.append(out[:written])
        room = max(room, 2 * wanting)
    return _joined(parts)


def _joined(parts: list[Leads]) -> Leads:
    return parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, LEAD), *parts])


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
    lengths = np.concatenate(([0], np.cumsum(plan.lengths)))
    ends = lengths[plan.blocks[plan.case_blocks[1:]]] if cases else np.zeros(0, np.int64)
    if wanted == 1 or cases < 2 or int(lengths[-1]) < WORTH_THREADS:
        return [(0, cases)]
    cuts = np.searchsorted(ends, lengths[-1] * np.arange(1, wanted) / wanted) + 1
    edges = sorted({0, *np.minimum(cuts, cases).tolist(), cases})
    return list(zip(edges[:-1], edges[1:], strict=True))
