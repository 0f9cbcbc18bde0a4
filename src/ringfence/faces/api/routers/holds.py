"""Held batches of restrictions: too many for the cases behind them; opened or broken off by an independent reviewer."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.ground.access import Permission
from ringfence.measures.orders import hold_queries as holds
from ringfence.response import batches

from ..inside import Call
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import Given, Instant, Paragraph, sentences
from .orders import Order
from .orders import shown as order_shown

operations = Operations("holds")
ONE = f"{INSIDE}/orders/held/{{hold_id}}"
HoldState = Literal["HELD", "OPENED", "BROKEN"]


class Hold(Schema):
    """Restrictions that wait together. `most` would have passed with so many `cases` behind them."""

    id: UUID
    state: HoldState
    cause: Literal["NO_CASE", "PROPOSER", "ORGANISATION", "AREA", "OUTBREAK"]
    step: Literal["DRAFT", "APPROVAL"]
    area_code: str
    orders: int
    counted: int
    most: int
    cases: int
    ruleset_id: str
    reasons: list[str]
    asked_by_name: str
    held_at: Instant
    last_at: Instant
    decided_at: Instant | None
    decided_by_name: str
    why: str


class HoldShown(Hold):
    """How a batch lies over places (townships), cases and time; no person is named."""

    by_place: dict[str, int]
    by_case: dict[str, int]
    by_state: dict[str, int]
    first_drafted_at: Instant | None
    last_drafted_at: Instant | None


class WantedHolds(Cursor):
    state: HoldState | None = None


class Review(Given):
    """`open` lets the drafts go on to their second signature; otherwise they are withdrawn."""

    open: bool
    why: Paragraph = Field(min_length=1)


def shown(hold: holds.Hold) -> dict[str, Any]:
    beside = ("area_code", "orders", "reasons")
    told = {name: getattr(hold, name) for name in Hold.__annotations__ if name not in beside}
    return {**told, "area_code": hold.area_id, "orders": hold.size, "reasons": sentences(hold.reasons)}  # type: ignore[attr-defined]


@operations.read(f"{INSIDE}/orders/held", Listed[Hold], needs=Permission.ORDER_READ)
def list_some(request: Call, wanted: Query[WantedHolds]) -> object:
    """Held batches in my areas, the newest first."""
    found = holds.visible_to(by=request.user, outbreak_id=request.outbreak.id, state=wanted.state or "")
    return listed(found, at=wanted, order=("-held_at", "-id"), shown=shown)


@operations.read(ONE, HoldShown, needs=Permission.ORDER_READ)
def show(request: Call, hold_id: UUID) -> object:
    """One batch and how it lies over places, cases and time."""
    return _full(request, hold_id)


@operations.read(f"{ONE}/orders", Listed[Order], needs=Permission.ORDER_READ)
def orders(request: Call, hold_id: UUID, at: Query[Cursor]) -> object:
    """The restrictions of a batch that I may see."""
    holds.hold(hold_id=hold_id, by=request.user, outbreak_id=request.outbreak.id)
    found = holds.orders_of(hold_id=hold_id, by=request.user)
    return listed(found, at=at, order=("drafted_at", "id"), shown=lambda one: order_shown(one, request))


@operations.write(f"{ONE}/review", HoldShown, needs=Permission.HOLD_REVIEW)
def review(request: Call, hold_id: UUID, told: Review) -> object:
    """Open a held batch or break it off. Refused for whoever had a part in it, and for their organisations."""
    holds.hold(hold_id=hold_id, by=request.user, outbreak_id=request.outbreak.id)
    batches.review(hold_id=hold_id, opened=told.open, why=told.why, by=request.user, now=request.outbreak_now)
    return _full(request, hold_id)


def _full(request: Call, hold_id: UUID) -> dict[str, Any]:
    hold = holds.hold(hold_id=hold_id, by=request.user, outbreak_id=request.outbreak.id)
    spread = holds.spread(hold_id=hold.id)
    at = spread.drafted_at
    return {
        **shown(hold), "by_place": dict(spread.by_place), "by_case": dict(spread.by_case), "by_state": spread.by_state,
        "first_drafted_at": at[0] if at else None, "last_drafted_at": at[-1] if at else None,
    }  # fmt: skip
