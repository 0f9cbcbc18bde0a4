"""Where a case was before it fell ill, and how many others were there: what a search for the source needs.

Only numbers leave: of the others how many, never who. Every case has its own authorisation for FIND_SOURCE.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from ringfence.kernel import Expected, Refused, reason

from .authorisation import AuthorisedCase, Call, Purpose, Record, may_search
from .places import Kind
from .plan import Visits, refuse_unknown, visits_of
from .stays import IDS, day_of
from .store import DayView, MovementStore, Snapshot

ID_MASK, ID_SHIFT = np.uint64(IDS - 1), np.uint64(4)


@dataclass(frozen=True)
class VisitedPlace:
    """A case at a place on a day. `visitors`: how many people were recorded there that day, the case among them;
    `recorded`: how many anywhere; `city_stays`: stays of everybody that day."""

    case_id: str
    place: str
    place_name: str
    kind: str
    day: date
    minutes: float
    visitors: int
    recorded: int
    city_stays: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Visited:
    """The answer, with the version of the store and the SHA-256 of its rows."""

    cases: tuple[AuthorisedCase, ...]
    places: tuple[VisitedPlace, ...]
    store_version: int
    digest: str


def find_visited(
    cases: Sequence[AuthorisedCase], *, store: MovementStore, record: Record, now: datetime
) -> Visited:
    """The places of each case in its window, homes included. Raises `Refused`: another purpose, no approval, no store's number."""
    told: dict[str, Any] = {"at": now, "question": "VISITED", "cases": tuple(cases), "parameters": {}}
    try:
        may_search(cases, now=now).or_refuse()
        for case in cases:
            if case.purpose != Purpose.FIND_SOURCE:
                raise Refused(reason("Case {case}: this search was not approved for finding the source.", case=case.case_id))  # fmt: skip
        snapshot = store.snapshot()
        refuse_unknown(cases, snapshot)
        places = _visited(cases, snapshot)
    except Expected as refusal:
        record(Call(**told, allowed=False, reasons=refusal.reasons))
        raise
    digest = hashlib.sha256("\n".join(map(str, places)).encode()).hexdigest()
    version = snapshot.manifest.version
    record(Call(**told, allowed=True, reasons=(), store_version=version, leads=0, digest=digest))
    return Visited(tuple(cases), places, version, digest)


def _visited(cases: Sequence[AuthorisedCase], snapshot: Snapshot) -> tuple[VisitedPlace, ...]:
    visits = visits_of(cases, snapshot=snapshot)
    city = {day: (_recorded(view), _stays(view)) for day, view in snapshot.days.items() if day in visits.day}
    found = []
    crowds: dict[tuple[int, int], int] = {}
    for (case, day, place), seconds in _summed(visits).items():
        if (day, place) not in crowds:
            crowds[day, place] = _visitors(snapshot.days[day], place)
        row = int(snapshot.places.rows_of([place])[0])
        found.append(VisitedPlace(
            cases[case].case_id, snapshot.places.codes[row], snapshot.places.names[row] or snapshot.places.codes[row],
            Kind(int(snapshot.places.table["kind"][row])).name, day_of(day), seconds / 60, crowds[day, place], *city[day],
        ))  # fmt: skip
    return tuple(found)


def _summed(visits: Visits) -> dict[tuple[int, int, int], int]:
    """Seconds at each place and day, the union of stays that overlap (two sources of one stay)."""
    found: dict[tuple[int, int, int], int] = {}
    until: dict[tuple[int, int, int], int] = {}
    columns = (visits.case, visits.day, visits.place, visits.from_s, visits.to_s)
    for case, day, place, from_s, to_s in zip(*(one.tolist() for one in columns), strict=True):
        key = (case, day, place)
        begins = max(from_s, until.get(key, from_s))
        found[key] = found.get(key, 0) + max(0, to_s - begins)
        until[key] = max(to_s, until.get(key, to_s))
    return dict(sorted(found.items()))


def _visitors(view: DayView, place: int) -> int:
    parts = []
    for one in (view.base.by_place, view.late.by_place):
        (first,), (behind,) = one.runs([place])
        parts.append((one.words[first:behind] >> ID_SHIFT) & ID_MASK)
    return int(np.unique(np.concatenate(parts)).size)


def _recorded(view: DayView) -> int:
    """How many people have any record on that day."""
    both = [_has_rows(one.offsets) for one in (view.base.by_person, view.late.by_person)]
    longer, shorter = sorted(both, key=lambda one: -one.size)
    longer[: shorter.size] |= shorter
    return int(longer.sum())


def _has_rows(offsets: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    return np.asarray(offsets[1:] > offsets[:-1], np.bool_)


def _stays(view: DayView) -> int:
    return int(view.base.by_place.words.size + view.late.by_place.words.size)
