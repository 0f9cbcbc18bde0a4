"""Live matching: new stays against the open exposure windows of cases, the moment they come.

    windows = open_windows(cases, rule=SamePlace(), store=store, record=journal.record, now=now)
    store.add(...)                                              # first the store: what is not kept is not matched
    found = windows.match(stays, record=journal.record, now=now)    # who was there in a window: moments
    leads = windows.leads(found, snapshot=store.snapshot(), least_minutes=10)

`leads` are the rows that `find_exposures` would give now for these pairs of case and person, to the byte: their other
stays are read from the store, so short stays add up and nothing is remembered here that a crash could lose. Windows are
what the store knew of the cases when they were opened: open them anew when a case is added, or a case's own record comes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from ringfence.kernel import Expected

from .authorisation import AuthorisedCase, Call, Record, may_search
from .engine import Leads
from .explain import Lead, explain
from .kernels.forms import LEAD, MOMENT, WINDOW
from .kernels.streaming import fill_slots, match_stays, sum_moments
from .plan import spread_visits
from .reach import Rule
from .search import USUAL, USUAL_LEAST_MINUTES
from .stays import DAY_SECONDS, Stays, joined, pack, renumbered, unpack
from .store import MovementStore, Snapshot
from .weights import Weights

Moments = npt.NDArray[np.void]
FIRST_ROOM = 4096  # moments of a batch before it is moved on
LEAST_SLOTS_BITS = 4


@dataclass(frozen=True)
class Found:
    """Rows of `MOMENT` by stay: `event` is its number among the stays that were given. `digest` is on record."""

    moments: Moments
    digest: str

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Case (its number among the open ones) and person, each pair once."""
        return sorted(set(zip(self.moments["case"].tolist(), self.moments["person"].tolist(), strict=True)))


@dataclass(frozen=True)
class OpenWindows:
    """Where and when the cases were: `windows` lie by place and start, an index of places beside them."""

    cases: tuple[AuthorisedCase, ...]
    rule: Rule
    weights: Weights
    windows: npt.NDArray[np.void]
    firsts: npt.NDArray[np.int64]
    reached: npt.NDArray[np.int64]
    slots: npt.NDArray[np.int64]
    store_version: int

    @property
    def places(self) -> frozenset[int]:
        """Numbers of the places that have a window."""
        return frozenset(self.windows["place"].tolist())

    def match(self, stays: Stays, *, record: Record, now: datetime) -> Found:
        """Every moment that these stays share with a window. Cases whose approval has expired match nothing any more.

        What was found goes on record before it is returned; a batch that meets no window leaves no line.
        """
        moments = self._moments(stays, now)
        digest = hashlib.sha256(moments.tobytes()).hexdigest()
        if moments.size:
            met = tuple(self.cases[number] for number in np.unique(moments["case"]))
            told: dict[str, Any] = self.rule.as_json() | {"stays": stays.rows}
            record(Call(now, "LIVE", True, (), met, told, self.store_version, int(moments.size), digest))
        return Found(moments, digest)

    def leads(self, found: Found, *, snapshot: Snapshot, least_minutes: int = USUAL_LEAST_MINUTES) -> Leads:
        """Rows of `LEAD` of the pairs that were found, over all their time together that the store knows; by case and person."""
        pairs = found.pairs
        if not pairs:
            return np.zeros(0, LEAD)
        days = sorted({int(one) // DAY_SECONDS for one in self.windows["from_s"]} & set(snapshot.days))
        stays = joined(
            stays_of_people(sorted({person for _, person in pairs}), day=day, snapshot=snapshot)
            for day in days
        )
        moments = self._moments(stays, None)
        key = moments["case"].astype(np.int64) << 32 | moments["person"]
        moments = moments[np.isin(key, [case << 32 | person for case, person in pairs])]
        rows = self._summed(moments)
        return rows[rows["seconds"] >= max(1, 60 * least_minutes)]

    def explained(self, rows: Leads, *, snapshot: Snapshot) -> list[Lead]:
        """Leads in words, in the order given."""
        return [explain(row, case=self.cases[row["case"]], places=snapshot.places) for row in rows]

    def _moments(self, stays: Stays, now: datetime | None) -> Moments:
        still_open = np.array([now is None or case.expires_at > now for case in self.cases], np.bool_)
        words = pack(
            start=stays.start, end=stays.end, number=stays.person, source=stays.source, imputed=stays.imputed
        )
        shift = np.uint64(64 - (self.slots.shape[0].bit_length() - 1))
        parts, event, room = [np.zeros(0, MOMENT)], 0, FIRST_ROOM
        while event < stays.rows:
            out = np.empty(room, MOMENT)
            event, written = match_stays(
                stays.person, stays.place, stays.day, stays.start, stays.end, words, self.windows, self.firsts,
                self.reached, self.slots, shift, still_open, event, out,
            )  # fmt: skip
            parts.append(out[:written])
            room *= 2
        return np.concatenate(parts)

    def _summed(self, moments: Moments) -> Leads:
        order = np.lexsort(
            [moments[name] for name in ("visit_word", "to_s", "word", "place", "from_s", "person", "case")]
        )
        moments, leads = moments[order], np.zeros(moments.size, LEAD)
        words = renumbered(moments["word"], moments["window"])
        many = sum_moments(moments, words, self.windows, self.weights.certainty_of_pairs(), leads)
        return leads[:many]


def open_windows(
    cases: Sequence[AuthorisedCase], *, rule: Rule, store: MovementStore, record: Record, now: datetime, weights: Weights = USUAL,
) -> OpenWindows:  # fmt: skip
    """Open the windows of cases for live matching. Raises `Refused` like a search, and like one it goes on record."""
    told: dict[str, Any] = {
        "at": now,
        "question": "OPEN_WINDOWS",
        "cases": tuple(cases),
        "parameters": rule.as_json(),
    }
    try:
        may_search(cases, now=now).or_refuse()
        snapshot = store.snapshot()
        opened = windows_of(cases, rule=rule, snapshot=snapshot, weights=weights)
    except Expected as refusal:
        record(Call(**told, allowed=False, reasons=refusal.reasons))
        raise
    record(Call(**told, allowed=True, reasons=(), store_version=opened.store_version))
    return opened


def windows_of(
    cases: Sequence[AuthorisedCase], *, rule: Rule, snapshot: Snapshot, weights: Weights
) -> OpenWindows:
    """The windows themselves. For `open_windows` and for the comparison with the search; it authorises nothing."""
    spread = spread_visits(cases, snapshot=snapshot, rule=rule, weights=weights)
    windows = np.zeros(spread.probes.size, WINDOW)
    for name in (
        "place",
        "metres",
        "from_s",
        "to_s",
        "low",
        "infectious",
        "crowd",
        "air",
        "visit_word",
        "midnight",
    ):
        windows[name] = spread.probes[name]
    windows["case"] = spread.visits.case[spread.of_visit]
    windows["own"] = (
        np.array([case.person for case in cases], np.int64)[windows["case"]] if windows.size else 0
    )
    windows = windows[np.lexsort((windows["case"], windows["to_s"], windows["from_s"], windows["place"]))]
    places, firsts = np.unique(windows["place"], return_index=True)
    firsts = np.append(firsts, windows.size).astype(np.int64)
    slots = np.full((1 << max(LEAST_SLOTS_BITS, (2 * places.size).bit_length()), 2), -1, np.int64)
    fill_slots(places, slots, np.uint64(64 - (slots.shape[0].bit_length() - 1)))
    return OpenWindows(
        tuple(cases),
        rule,
        weights,
        windows,
        firsts,
        _reached(windows, firsts),
        slots,
        snapshot.manifest.version,
    )


def _reached(windows: npt.NDArray[np.void], firsts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The latest end among the windows of a place up to each."""
    far = np.int64(1) << 42  # past any time, so that each place begins anew
    nth = np.repeat(np.arange(firsts.size - 1, dtype=np.int64), np.diff(firsts)) * far
    return np.maximum.accumulate(windows["to_s"] + nth) - nth if windows.size else np.zeros(0, np.int64)


def stays_of_people(people: Sequence[int], *, day: int, snapshot: Snapshot) -> Stays:
    """Everything that the store knows of these people on a day, late records, too."""
    parts = []
    for order in (snapshot.days[day].base.by_person, snapshot.days[day].late.by_person):
        words, nth = order.gathered(people)
        told = unpack(words)
        days = np.full(words.size, day, np.int32)
        parts.append(
            Stays(
                np.asarray(people, np.int32)[nth],
                told.number,
                days,
                told.start,
                told.end,
                told.source,
                told.imputed,
            )
        )
    return joined(parts)
