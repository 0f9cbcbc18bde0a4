"""Oversight: who restricts whom how fast, without who is restricted; each reading is on record."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.command.oversight import actions as oversight
from ringfence.faces import overseeing
from ringfence.ground.access import Permission
from ringfence.ground.audit import looks
from ringfence.measures.orders import watching

from ..inside import Call
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import Instant
from .ledger import Head

operations = Operations("oversight")
Mark = Literal[
    "signed", "draft", "in_force", "ended", "rejected", "not_signed", "quick", "lifted", "appealed", "upheld"
]
AppealMark = Literal["waiting", "late", "in_time", "answered_late", "upheld", "lapsed"]


class Proposals(Schema):
    """How many of an approver's signatures stand under proposals of one organisation."""

    id: UUID
    name: str
    orders: int


class Approver(Schema):
    """`bins` counts signatures by the time since the proposal, between the `bin_bounds_seconds`; `busiest`: in one hour."""

    id: UUID
    name: str
    organisation: str
    signed: int
    in_force: int
    quick: int
    lifted: int
    appealed: int
    upheld: int
    rejected: int
    refused_share: float | None
    median_seconds: float | None
    fastest_seconds: float | None
    busiest: int
    last_at: Instant | None
    proposals_of: list[Proposals]
    bins: list[int]


class AppealCounts(Schema):
    """`lapsed`: nobody answered within 24 hours, the restriction fell."""

    opened: int
    waiting: int
    late: int
    in_time: int
    answered_late: int
    upheld: int
    lapsed: int
    next_due_at: Instant | None


class AlarmCount(Schema):
    kind: str
    state: str
    count: int


class LedgerSeen(Schema):
    """`verifies`: signature right and last whole check without fault; null where nothing was checked yet."""

    head: Head | None
    signature_valid: bool
    late: bool
    verifies: bool | None
    checked_at: Instant | None
    faults: int | None


class Watch(Schema):
    """Numbers of one outbreak; `orders` by mark, as the list takes it."""

    orders: dict[str, int]
    approvers: list[Approver]
    bin_bounds_seconds: list[int]
    quick_seconds: int
    appeals: AppealCounts
    alarms: list[AlarmCount]
    held_batches: dict[str, int]
    evidence_violations: int
    ledger: LedgerSeen


class Restriction(Schema):
    """One order, without who is restricted by it."""

    id: UUID
    number: str
    kind: str
    state: str
    area_code: str
    drafted_at: Instant
    drafted_by_name: str
    drafted_organisation_id: UUID
    approved_at: Instant | None
    approved_by_id: UUID | None
    approved_by_name: str
    approved_organisation_id: UUID | None
    ends_at: Instant | None
    closed_at: Instant | None


class AppealClock(Schema):
    """One appeal and its clock; what the person wrote is not here."""

    id: UUID
    order_id: UUID
    order_number: str
    opened_at: Instant
    due_at: Instant
    decided_at: Instant | None
    decided_by_name: str
    upheld: bool | None


class WantedRestrictions(Cursor):
    """`took` is the place among the `bin_bounds_seconds`: 0 below the first, then between two, last above all."""

    mark: Mark | None = None
    approver: UUID | None = None
    proposer: UUID | None = Field(None, description="Organisation of the proposal.")
    took: int | None = Field(None, ge=0, le=len(watching.BOUNDS))


class WantedAppeals(Cursor):
    mark: AppealMark | None = None


@operations.read(f"{INSIDE}/oversight", Watch, needs=Permission.OVERSIGHT_READ)
def show(request: Call) -> object:
    """Everything oversight sees at once: approvers, appeals, alarms, held batches, evidence, ledger."""
    _let_in(request, "api overview")
    seen = overseeing.see(
        outbreak_id=request.outbreak.id, now=request.outbreak_now, real_now=request.received_at
    )
    return overseeing.watch_told(seen)


@operations.read(f"{INSIDE}/oversight/restrictions", Listed[Restriction], needs=Permission.OVERSIGHT_READ)
def restrictions(request: Call, wanted: Query[WantedRestrictions]) -> object:
    """The restrictions behind a number, the newest proposal first."""
    asked = {
        "mark": wanted.mark or "",
        "approver": wanted.approver,
        "proposer": wanted.proposer,
        "took": wanted.took,
    }
    _let_in(request, "api restrictions", asked)
    found = watching.restrictions(outbreak_id=request.outbreak.id, **asked)  # type: ignore[arg-type]
    return listed(found, at=wanted, order=("-drafted_at", "-id"), shown=_restriction)


@operations.read(f"{INSIDE}/oversight/appeals", Listed[AppealClock], needs=Permission.OVERSIGHT_READ)
def appeals(request: Call, wanted: Query[WantedAppeals]) -> object:
    """Appeals with their 24-hour clock, the one that is due last on top."""
    _let_in(request, "api appeals", {"mark": wanted.mark})
    found = watching.appeals(
        outbreak_id=request.outbreak.id, mark=wanted.mark or "", now=request.outbreak_now
    )
    return listed(found, at=wanted, order=("-due_at", "-id"), shown=_appeal)


def _let_in(request: Call, what: str, wanted: dict[str, Any] | None = None) -> None:
    told = {
        name: value if isinstance(value, int) else str(value)
        for name, value in (wanted or {}).items()
        if value is not None
    }
    oversight.note_reading(outbreak_id=request.outbreak.id, area_code=request.outbreak.area_id, what=what,
                           by=request.user, now=request.outbreak_now, wanted=told)  # fmt: skip


def _restriction(order: Any) -> dict[str, Any]:
    looks.note(order.person_id)
    return {name: getattr(order, name) for name in Restriction.__annotations__ if name != "area_code"} | {
        "area_code": order.area_id
    }


def _appeal(appeal: Any) -> dict[str, Any]:
    looks.note(appeal.order.person_id)
    told = {name: getattr(appeal, name) for name in AppealClock.__annotations__ if name != "order_number"}
    return told | {"order_number": appeal.order.number}
