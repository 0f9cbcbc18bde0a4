"""Orders: drafted by one, approved by another, followed, ended; and appeals against them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.ground.access import Permission
from ringfence.kernel import NotFound, reason
from ringfence.measures.orders import actions as order_actions
from ringfence.measures.orders import evidence
from ringfence.measures.orders import queries as orders
from ringfence.response import facts, positive_sample

from ..inside import Call, ours
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import NO_NUL, Day, Given, Instant, Paragraph, PersonBrief, Sentence, brief, sentences
from ..words import Measure, OrderState
from .cases import Decided
from .contacts import our_contact

operations = Operations("orders")
ONE = f"{INSIDE}/orders/{{order_id}}"
MOST_UNFOUNDED = 200


class Order(Schema):
    """One decision about one person; it restricts nobody before a second person approved it."""

    id: UUID
    number: str
    person: PersonBrief
    area_code: str
    kind: Measure
    state: OrderState
    ruleset_id: str
    case_id: UUID | None = Field(description="The case that it rests on, or whose contact the person is.")
    contact_id: UUID | None
    contact_kind: str
    last_exposure_at: Instant | None
    ends_at: Instant | None
    expires_at: Instant = Field(description="A draft that nobody approved until then lapses.")
    reasons: list[str]
    drafted_at: Instant
    drafted_by_name: str
    approved_at: Instant | None
    approved_by_name: str
    closed_at: Instant | None
    closing_reasons: list[str]


class TestDay(Schema):
    """A day on which samples are due."""

    day: int
    due_on: Day
    samples: int


class Stage(Schema):
    """One stage of an order, such as days in a site, then days at home. `ends_on` is its last day in the city."""

    position: int
    kind: Measure
    days: int
    starts_at: Instant
    ends_at: Instant
    ends_on: Day
    ended_at: Instant | None
    tests: list[TestDay]


class Appeal(Schema):
    """What the person says against the order; answered in time, or the order lapses."""

    id: UUID
    order_id: UUID
    text: str
    opened_at: Instant
    opened_by_name: str
    due_at: Instant
    decided_at: Instant | None
    decided_by_name: str
    upheld: bool | None
    answer: str


class OrderShown(Order):
    """An order with its stages and appeals."""

    stages: list[Stage]
    appeals: list[Appeal]


class Unfounded(Schema):
    """An order in force without valid evidence, and what is wrong with it."""

    order: Order
    codes: list[str]
    reasons: list[str]


class Evidence(Schema):
    """How many restrictions are active, how many have no valid evidence (it must be 0), and the first 200 of these."""

    active: int
    violations: int
    orders: list[Unfounded]


class WantedOrders(Cursor):
    q: str = Field("", max_length=80, pattern=NO_NUL)
    state: OrderState | None = None
    kind: Measure | None = None


class DraftOrder(Given):
    """The order that the rule set asks for; `kind` and `ends_at` may make it milder or shorter, never stricter."""

    kind: Measure | None = None
    ends_at: Instant | None = None


class OrderDrafted(Schema):
    """The draft, or why the rule set asks for none."""

    order: OrderShown | None
    reasons: list[str]


class SaidWhy(Given):
    why: Sentence = Field(min_length=1)


class OpenAppeal(Given):
    text: Paragraph = Field(min_length=1, description="In the person's own words.")


class DecideAppeal(Given):
    upheld: bool
    answer: Paragraph = Field(min_length=1, description="In plain words, for the person.")


def shown(order: orders.Order, request: Call) -> dict[str, Any]:
    beside = ("person", "area_code", "case_id", "contact_id", "reasons", "closing_reasons")
    told = {name: getattr(order, name) for name in Order.__annotations__ if name not in beside}
    contact = order.basis_contact
    return {
        **told, "person": brief(order.person, request), "area_code": order.area_id,
        "case_id": contact.case_id if contact else order.basis_case_id, "contact_id": order.basis_contact_id,
        "reasons": sentences(order.reasons), "closing_reasons": sentences(order.closing_reasons),
    }  # fmt: skip


@operations.read(f"{INSIDE}/orders", Listed[Order], needs=Permission.ORDER_READ)
def list_some(request: Call, wanted: Query[WantedOrders]) -> object:
    """Orders in my areas, newest draft first, narrowed by what is asked for."""
    found = orders.listed(
        by=request.user,
        outbreak_id=request.outbreak.id,
        text=wanted.q,
        state=wanted.state or "",
        kind=wanted.kind or "",
    )
    return listed(found, at=wanted, order=("-drafted_at", "-id"), shown=lambda one: shown(one, request))


@operations.read(f"{INSIDE}/orders/waiting", Listed[Order], needs=Permission.ORDER_READ)
def waiting(request: Call, at: Query[Cursor]) -> object:
    """Drafts that wait for a second signature, the one that lapses first on top."""
    found = orders.waiting_for_approval(by=request.user, outbreak_id=request.outbreak.id)
    return listed(found, at=at, order=("expires_at", "id"), shown=lambda one: shown(one, request))


@operations.read(f"{INSIDE}/orders/evidence", Evidence, needs=Permission.ORDER_READ)
def check_evidence(request: Call) -> object:
    """Does every active restriction that I may see rest on valid evidence? Asked of the database now."""
    found = evidence.unfounded(outbreak_id=request.outbreak.id, by=request.user)
    told = evidence.violations(found[:MOST_UNFOUNDED])
    active = evidence.in_force_count(outbreak_id=request.outbreak.id, by=request.user)
    return {"active": active, "violations": found.count(), "orders": [
        {"order": shown(one.order, request), "codes": one.codes, "reasons": sentences(one.reasons)} for one in told
    ]}  # fmt: skip


@operations.read(ONE, OrderShown, needs=Permission.ORDER_READ)
def show(request: Call, order_id: UUID) -> object:
    """One order with its stages, tests and appeals."""
    return _full(request, order_id)


@operations.write(f"{ONE}/approve", OrderShown, needs=Permission.ORDER_APPROVE)
def approve(request: Call, order_id: UUID) -> object:
    """Put a draft in force. Refused for whoever drafted it and for their organisation."""
    _order(request, order_id)
    positive_sample.approve_order(order_id=order_id, by=request.user, now=request.outbreak_now)
    return _full(request, order_id)


@operations.write(f"{ONE}/reject", OrderShown, needs=Permission.ORDER_APPROVE)
def reject(request: Call, order_id: UUID, told: SaidWhy) -> object:
    """Send a draft back; the person is not restricted."""
    _order(request, order_id)
    positive_sample.reject_order(order_id=order_id, why=told.why, by=request.user, now=request.outbreak_now)
    return _full(request, order_id)


@operations.write(f"{ONE}/withdraw", OrderShown, needs=Permission.ORDER_DRAFT)
def withdraw(request: Call, order_id: UUID, told: SaidWhy) -> object:
    """Take a draft back."""
    _order(request, order_id)
    order_actions.withdraw(order_id=order_id, why=told.why, by=request.user, now=request.outbreak_now)
    return _full(request, order_id)


@operations.write(f"{ONE}/lift", OrderShown, needs=Permission.ORDER_RELEASE)
def lift(request: Call, order_id: UUID, told: SaidWhy) -> object:
    """End an order in force before its time, with a reason."""
    _order(request, order_id)
    positive_sample.lift_order(order_id=order_id, why=told.why, by=request.user, now=request.outbreak_now)
    return _full(request, order_id)


@operations.write(f"{ONE}/end-if-due", Decided, needs=Permission.ORDER_READ)
def end_if_due(request: Call, order_id: UUID) -> object:
    """End what is over: the rule decides, whoever asks, and says why. The clock asks the same by itself."""
    _order(request, order_id)
    decision = positive_sample.end_if_due(order_id=order_id, by=request.user, now=request.outbreak_now)
    return {"allowed": decision.allowed, "reasons": sentences(decision.reasons)}


@operations.write(
    f"{INSIDE}/contacts/{{contact_id}}/order", OrderDrafted, needs=Permission.ORDER_DRAFT, status=201
)
def draft(request: Call, contact_id: UUID, told: DraftOrder) -> object:
    """Draft the order of a classified contact, perhaps milder or shorter than the rule set asks."""
    contact = our_contact(request, contact_id)
    order, decision = order_actions.draft_quarantine(
        contact_id=contact_id, ruleset=facts.ruleset_of(contact.outbreak_id), kind=told.kind or "",
        ends_at=told.ends_at, by=request.user, now=request.outbreak_now,
    )  # fmt: skip
    return {"order": _full(request, order.id) if order else None, "reasons": sentences(decision.reasons)}


@operations.read(f"{INSIDE}/appeals", Listed[Appeal], needs=Permission.ORDER_READ)
def appeals(request: Call, at: Query[Cursor]) -> object:
    """Appeals, newest first."""
    found = orders.appeals(by=request.user, outbreak_id=request.outbreak.id)
    return listed(found, at=at, order=("-opened_at", "-id"), shown=lambda one: one)


@operations.write(f"{ONE}/appeals", Appeal, needs=Permission.ORDER_READ, status=201)
def open_appeal(request: Call, order_id: UUID, told: OpenAppeal) -> object:
    """Take down an appeal in the person's own words. It always opens."""
    _order(request, order_id)
    return order_actions.open_appeal(
        order_id=order_id, text=told.text, by=request.user, now=request.outbreak_now
    )


@operations.write(f"{INSIDE}/appeals/{{appeal_id}}/decide", Appeal, needs=Permission.APPEAL_DECIDE)
def decide_appeal(request: Call, appeal_id: UUID, told: DecideAppeal) -> object:
    """Answer an appeal; upheld, the person is free."""
    if not orders.appeals(by=request.user, outbreak_id=request.outbreak.id).filter(id=appeal_id).exists():
        raise NotFound(reason("There is no such appeal."))
    return positive_sample.decide_appeal(
        appeal_id=appeal_id, upheld=told.upheld, answer=told.answer, by=request.user, now=request.outbreak_now
    )


def _order(request: Call, order_id: UUID) -> orders.Order:
    return ours(orders.order(order_id=order_id, by=request.user), request)


def _full(request: Call, order_id: UUID) -> dict[str, Any]:
    return {
        **shown(_order(request, order_id), request), "stages": list(orders.stages(order_id=order_id)),
        "appeals": list(orders.appeals_of(order_id=order_id)),
    }  # fmt: skip
