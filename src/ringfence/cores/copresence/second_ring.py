"""Who was together with those who were most exposed to a case: the second ring, and only behind a narrow first one.

A second ring by raw overlap of places is 98 % of a city (MOVEMENT 2). So the first ring is the household and the first
few by dose, each above a least dose; the second ring needs that dose, too, and an answer that is too long is refused.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

import numpy as np

from ringfence.kernel import Expected, Refused, reason

from .authorisation import AuthorisedCase, Call, Purpose, Record, may_search
from .engine import Leads
from .explain import DOSE_UNIT, Lead, explain
from .places import Kind
from .reach import SamePlace
from .search import USUAL, USUAL_LEAST_MINUTES, days_without_records, match
from .stays import instant_of
from .store import MovementStore, Snapshot
from .weights import Weights

MOST_FIRST = 20  # [D] beyond the household: a tracer's day; more is no first ring
LEAST_DOSE = 1.0  # [D] minutes at full weight: below it "the first by dose" are anybody
MOST_SECOND = 1_000  # [D] of a case; more is no list for a tracer


@dataclass(frozen=True)
class FirstRing:
    """How narrow the first ring is. Raises `Refused` for one that would be raw overlap of places."""

    top: int = 10
    least_dose: float = 15.0

    def __post_init__(self) -> None:
        if not 1 <= self.top <= MOST_FIRST:
            raise Refused(reason("A second ring stands on the household and the first 1 to {most} by dose.", most=MOST_FIRST))  # fmt: skip
        if not self.least_dose >= LEAST_DOSE:
            raise Refused(reason("A second ring stands on people above a least dose of {least} minutes or more; sharing a place alone is refused.", least=LEAST_DOSE))  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Through:
    """A lead of the second ring and the person of the first ring through whom it is one."""

    lead: Lead
    person: int
    since: datetime  # when that person first met the case


@dataclass(frozen=True)
class SecondRing:
    """`first`: numbers of the people of the first ring. `leads` by dose; each person once, through the greatest dose."""

    case: AuthorisedCase
    first: tuple[int, ...]
    leads: tuple[Through, ...]
    snapshot: Snapshot
    digest: str

    @property
    def days_without_records(self) -> list[date]:
        return days_without_records([self.case], self.snapshot)


def find_second_ring(  # noqa: PLR0913 - everything of a search is named by its caller
    case: AuthorisedCase, *, ring: FirstRing, store: MovementStore, record: Record, now: datetime,
    least_minutes: int = USUAL_LEAST_MINUTES, weights: Weights = USUAL, most_leads: int = MOST_SECOND,
) -> SecondRing:  # fmt: skip
    """The second ring of this case. Raises `Refused`: no approval, no first ring, too many leads."""
    told: dict[str, Any] = {"at": now, "question": "SECOND_RING", "cases": (case,)}
    told["parameters"] = ring.as_json() | {"least_minutes": least_minutes}
    try:
        may_search([case], now=now).or_refuse()
        if case.purpose != Purpose.FIND_CONTACTS:
            raise Refused(reason("A second ring is looked for only to find contacts."))
        snapshot = store.snapshot()
        asked: dict[str, Any] = {"rule": SamePlace(), "snapshot": snapshot, "least_seconds": 60 * least_minutes, "weights": weights}  # fmt: skip
        first = _chosen(match([case], **asked), ring, snapshot)
        papers = [_behind(case, row, nth) for nth, row in enumerate(first, 1)]
        rows = _best(match(papers, **asked) if papers else first[:0], case, first, ring)
        if rows.size > min(most_leads, MOST_SECOND):
            raise Refused(reason("The second ring would have {count} people, more than {most}. Raise the least dose or take fewer of the first ring.", count=int(rows.size), most=min(most_leads, MOST_SECOND)))  # fmt: skip
    except Expected as refusal:
        record(Call(**told, allowed=False, reasons=refusal.reasons))
        raise
    digest = hashlib.sha256(first.tobytes() + rows.tobytes()).hexdigest()
    record(
        Call(
            **told,
            allowed=True,
            reasons=(),
            store_version=snapshot.manifest.version,
            leads=int(rows.size),
            digest=digest,
        )
    )
    leads = tuple(
        Through(explain(row, case=case, places=snapshot.places), papers[row["case"]].person, papers[row["case"]].from_at)
        for row in rows
    )  # fmt: skip
    return SecondRing(case, tuple(int(one) for one in first["person"]), leads, snapshot, digest)


def _chosen(rows: Leads, ring: FirstRing, snapshot: Snapshot) -> Leads:
    """The household and the first by dose, all of them above the least dose; the greatest first."""
    enough = rows[rows["dose"] >= ring.least_dose * DOSE_UNIT]
    enough = enough[np.lexsort((enough["person"], -enough["dose"]))]
    kinds = snapshot.places.table["kind"][snapshot.places.rows_of(enough["place"])]
    at_home = kinds == Kind.HOME
    nth_elsewhere = np.cumsum(~at_home)
    chosen: Leads = enough[at_home | (nth_elsewhere <= ring.top)]
    return chosen


def _behind(case: AuthorisedCase, row: np.void, nth: int) -> AuthorisedCase:
    """The paper for one person of the first ring: the case's own, from their first moment with the case on."""
    since = instant_of(int(row["first_s"]))
    return replace(case, case_id=f"{case.case_id}/{nth}", person=int(row["person"]), from_at=max(case.from_at, since), onset_date=None)  # fmt: skip


def _best(rows: Leads, case: AuthorisedCase, first: Leads, ring: FirstRing) -> Leads:
    """Each person once, through whom the dose is greatest; nobody of the first ring, nor the case."""
    inside = np.append(first["person"], case.person)
    rows = rows[~np.isin(rows["person"], inside) & (rows["dose"] >= ring.least_dose * DOSE_UNIT)]
    rows = rows[np.lexsort((rows["case"], -rows["dose"], rows["person"]))]
    rows = rows[np.unique(rows["person"], return_index=True)[1]]
    return rows[np.lexsort((rows["person"], -rows["dose"]))]
