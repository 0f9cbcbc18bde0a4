"""Outbreaks: which there are, their clock, their rule set."""

from __future__ import annotations

from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.faces import ticking, wording
from ringfence.ground.access import Permission
from ringfence.registry.outbreaks import actions as outbreak_actions
from ringfence.registry.outbreaks import queries as outbreak_register
from ringfence.response import declaring_over, ruleset_change

from ..inside import Call
from ..operations import INSIDE, SIGNED_IN, Operations
from ..paging import Cursor, Listed, listed
from ..schema import AreaCode, Given, Instant, Paragraph, Slug, Word, sentences
from ..words import Purpose

operations = Operations("outbreaks")


class Outbreak(Schema):
    """An outbreak, and what time it is there."""

    slug: str
    name: str
    name_en: str
    purpose: Purpose
    area_code: str
    ruleset_id: str
    case_prefix: str
    provenance: str
    opened_at: Instant
    closed_at: Instant | None
    now: Instant
    clock_runs: bool


class OpenOutbreak(Given):
    slug: Slug = Field(examples=["xinxiang-2022"])
    name: Word = Field(min_length=1, examples=["新乡市演练"])
    name_en: Word = ""
    area_code: AreaCode
    ruleset_id: Word = Field(examples=["CN-8-HN-2022-01"])
    case_prefix: str = Field(pattern=r"^[A-Za-z0-9]{1,8}$", examples=["XX"])
    purpose: Purpose = "RESPONSE"
    provenance: Paragraph = ""
    clock_set_to: Instant | None = Field(
        None, description="Where the outbreak's own clock begins; empty: the real time."
    )
    clock_runs: bool = True


class SetClock(Given):
    to: Instant
    runs: bool = True


class ClockMoved(Outbreak):
    """The outbreak, and what became due on the way."""

    happened: dict[str, int]


class WantedRules(Given):
    to_ruleset_id: Word


class ChangeRules(WantedRules):
    why: Paragraph = Field(min_length=1)


class AffectedOrder(Schema):
    """An order that another rule set would touch; a change only ever shortens."""

    order_id: UUID
    change: str
    ends_at: Instant | None = Field(description="Its new end; empty when nothing is left of it.")
    reasons: list[str]


class RuleSetChanged(Schema):
    """What another rule set does to running measures."""

    from_ruleset_id: str
    to_ruleset_id: str
    affected: list[AffectedOrder]
    unaffected: int


class PastChange(Schema):
    """A change of rule set, as it is kept."""

    from_ruleset_id: str
    to_ruleset_id: str
    changed_at: Instant
    changed_by_name: str
    why: str


def _shown(outbreak: outbreak_register.Outbreak, request: Call) -> dict[str, object]:
    now = outbreak_register.now_for(outbreak, real_now=request.received_at)
    told = {
        name: getattr(outbreak, name) for name in Outbreak.__annotations__ if name not in ("now", "area_code")
    }
    return {**told, "area_code": outbreak.area_id, "now": now}


@operations.read("/outbreaks", Listed[Outbreak], needs=SIGNED_IN)
def list_all(request: Call, at: Query[Cursor]) -> object:
    """The outbreaks that I may see, newest first."""
    found = outbreak_register.visible_to(by=request.user)
    return listed(found, at=at, order=("-opened_at", "-id"), shown=lambda one: _shown(one, request))


@operations.write("/outbreaks", Outbreak, needs=Permission.OUTBREAK_MANAGE, status=201)
def open_one(request: Call, told: OpenOutbreak) -> object:
    """Open an outbreak or a drill, perhaps at another time."""
    made = outbreak_actions.open_outbreak(**told.dict(), by=request.user, now=request.received_at)
    return _shown(made, request)


@operations.read(INSIDE, Outbreak, needs=SIGNED_IN)
def show(request: Call) -> object:
    """One outbreak, and what time it is there."""
    return _shown(request.outbreak, request)


@operations.write(f"{INSIDE}/clock", ClockMoved, needs=Permission.OUTBREAK_MANAGE)
def set_clock(request: Call, told: SetClock) -> object:
    """Move the clock of a drill or a past outbreak; what became due on the way happens."""
    outbreak = outbreak_actions.set_clock(
        outbreak_id=request.outbreak.id, to=told.to, runs=told.runs, by=request.user, now=request.received_at
    )
    happened = ticking.tick(outbreak_id=outbreak.id, now=told.to)
    return {**_shown(outbreak, request), "happened": happened}


@operations.write(f"{INSIDE}/close", Outbreak, needs=Permission.OUTBREAK_MANAGE)
def close(request: Call) -> object:
    """Declare the response over. Refused while an order runs or an appeal waits; sixty days later nobody is identified."""
    closed = declaring_over.declare(
        outbreak_id=request.outbreak.id, by=request.user, now=request.outbreak_now
    )
    return _shown(closed, request)


@operations.read(f"{INSIDE}/ruleset-changes", list[PastChange], needs=Permission.DASHBOARD_READ)
def ruleset_changes(request: Call) -> object:
    """Every change of rule set so far, newest first."""
    found = outbreak_register.ruleset_changes(outbreak_id=request.outbreak.id)[:200]
    return [
        {name: getattr(one, name) for name in PastChange.__annotations__}
        | {"why": wording.why_changed(one.why)}
        for one in found
    ]


@operations.write(f"{INSIDE}/ruleset-changes/preview", RuleSetChanged, needs=Permission.RULESET_CHANGE)
def preview_ruleset(request: Call, told: WantedRules) -> object:
    """Who would be affected by another rule set, and how. Changes nothing."""
    before = request.outbreak.ruleset_id
    found = ruleset_change.preview(
        outbreak_id=request.outbreak.id,
        to_ruleset_id=told.to_ruleset_id,
        by=request.user,
        now=request.outbreak_now,
    )
    return _changed(before, told.to_ruleset_id, found)


@operations.write(f"{INSIDE}/ruleset-changes", RuleSetChanged, needs=Permission.RULESET_CHANGE, status=201)
def change_ruleset(request: Call, told: ChangeRules) -> object:
    """Follow another rule set from now on; running measures only become shorter or milder."""
    before = request.outbreak.ruleset_id
    done = ruleset_change.apply(
        outbreak_id=request.outbreak.id, to_ruleset_id=told.to_ruleset_id, why=told.why, by=request.user,
        now=request.outbreak_now,
    )  # fmt: skip
    return _changed(before, told.to_ruleset_id, done)


def _changed(before: str, after: str, found: ruleset_change.rules.Migration) -> dict[str, object]:
    return {
        "from_ruleset_id": before, "to_ruleset_id": after, "unaffected": len(found.unchanged),
        "affected": [
            {"order_id": one.order_id, "change": str(one.change), "reasons": sentences(one.reasons),
             "ends_at": one.stages[-1].ends_at if one.stages else None}
            for one in found.affected
        ],
    }  # fmt: skip
