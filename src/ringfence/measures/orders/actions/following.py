"""While an order runs: counted from the real start, moved by a new exposure, shortened by a milder rule set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import access
from ringfence.ground.access import Actor, Permission
from ringfence.ground.rulesets.queries import RuleSet
from ringfence.ground.rulesets.words import ContactKind, MeasureKind
from ringfence.kernel import Reason, reason

from .. import plans, rules
from ..models import LaterExposure, Order, Stage
from .shared import close, locked, written


@transaction.atomic
def replan_from_start(
    *, order_id: UUID, ruleset: RuleSet, starts_at: datetime, by: Actor, now: datetime
) -> Order:
    """Count the test days from the real start of the stay; the end, counted from the exposure, stays.

    An order that was drafted milder or shorter than the rule set stays so.
    """
    order = locked(order_id)
    if order.last_exposure_at is None or not order.contact_kind:
        return order
    plan = rules.plan_measures(
        ruleset=ruleset, kind=ContactKind(order.contact_kind), last_exposure_at=order.last_exposure_at,
        starts_at=starts_at,
    )  # fmt: skip
    if plan.stages and not order.stages.filter(ended_at__isnull=False).exists():
        drafted = plans.planned(order.stages.order_by("position"))
        _replace_stages(order, rules.as_drafted(plan=plan, drafted=drafted))
        written(order, "order.start", by=by, now=now, after={"starts_at": starts_at})
    return order


@transaction.atomic
def move_end(
    *, order_id: UUID, ruleset: RuleSet, stay_started_at: datetime | None, new_exposure_at: datetime,
    what: str, by: Actor, now: datetime, case_id: UUID | None = None,
) -> tuple[Order, bool]:  # fmt: skip
    """Count again from a new exposure inside quarantine; returns (order, whether the end moved). The reason is kept,
    and `case_id`, the case that was met."""
    order = locked(order_id)
    permission = (
        Permission.ORDER_DRAFT if access.may(by, Permission.ORDER_DRAFT) else Permission.SAMPLE_RECORD
    )
    access.require(by, permission, area_code=order.area_id)
    if order.last_exposure_at is None or not order.contact_kind:
        return order, False
    moved = rules.move_end(
        ruleset=ruleset, kind=ContactKind(order.contact_kind), stay_started_at=stay_started_at or now,
        last_exposure_at=order.last_exposure_at, new_exposure_at=new_exposure_at, what=rules.NewExposure(what),
    )  # fmt: skip
    if not moved.moved or moved.plan.ends_at is None:
        return order, False
    before = {"last_exposure": order.last_exposure_at, "ends_at": order.ends_at}
    order.last_exposure_at, order.ends_at = moved.last_exposure_at, moved.plan.ends_at
    order.reasons = [*order.reasons, *(one.as_json() for one in moved.reasons)]
    order.save()
    LaterExposure.objects.create(
        order=order, case_id=case_id, exposed_until=new_exposure_at, what=what, recorded_at=now
    )
    _replace_stages(order, _in_the_same_place(order, moved.plan.stages))
    written(order, "order.move_end", by=by, now=now, reasons=moved.reasons, before=before,
            after={"last_exposure": order.last_exposure_at, "ends_at": order.ends_at})  # fmt: skip
    return order, True


@transaction.atomic
def shorten(
    *, order_id: UUID, stages: Sequence[rules.PlannedStage], reasons: Sequence[Reason], ruleset_id: str, by: Actor,
    now: datetime,
) -> Order:  # fmt: skip
    """Apply what a milder rule set leaves of an order; nothing left means released. Never lengthens.

    Part of a story whose actor has been checked: a person may change the rule set, the clock ends a local version.
    """
    order = locked(order_id)
    before = {"ends_at": order.ends_at, "ruleset": order.ruleset_id}
    order.ruleset_id = ruleset_id
    order.reasons = [*order.reasons, *(one.as_json() for one in reasons)]
    if not stages:
        close(order, Order.State.RELEASED if order.state == Order.State.IN_FORCE else Order.State.LAPSED,
              reasons=reasons, by=by, now=now)  # fmt: skip
        return order
    order.ends_at = min(order.ends_at or stages[-1].ends_at, stages[-1].ends_at)
    order.save()
    _replace_stages(order, stages)
    written(order, "order.shorten", by=by, now=now, reasons=reasons, before=before,
            after={"ends_at": order.ends_at, "ruleset": ruleset_id})  # fmt: skip
    return order


@transaction.atomic
def rest_on(*, order_id: UUID, left: rules.Regrounded, by: Actor, now: datetime) -> Order:
    """One ground fell away: the order rests on another contact from now on and is no longer than this one asks.

    Part of a story whose actor has been checked. Without a ground that is left, the order ends.
    """
    order = locked(order_id)
    if left.ground is None or left.last_exposure_at is None:
        to = Order.State.RELEASED if order.state == Order.State.IN_FORCE else Order.State.WITHDRAWN
        close(order, to, reasons=left.reasons, by=by, now=now)
        return order
    before = {"ends_at": order.ends_at, "contact": str(order.basis_contact_id)}
    order.basis_contact_id, order.contact_kind = left.ground.contact_id, left.ground.kind
    order.last_exposure_at = left.last_exposure_at
    order.reasons = [*order.reasons, *(one.as_json() for one in left.reasons)]
    order.ends_at = min(order.ends_at or left.stages[-1].ends_at, left.stages[-1].ends_at)
    order.save()
    _replace_stages(order, left.stages)
    written(order, "order.rest_on", by=by, now=now, reasons=left.reasons, before=before,
            after={"ends_at": order.ends_at, "contact": str(order.basis_contact_id)})  # fmt: skip
    return order


@transaction.atomic
def lose_ground(*, order_id: UUID, case_number: str, by: Actor, now: datetime) -> Order:
    """The isolation of somebody who is no case ends at once. Part of a story whose actor has been checked."""
    order = locked(order_id)
    to = Order.State.RELEASED if order.state == Order.State.IN_FORCE else Order.State.WITHDRAWN
    why = reason("Case {number} turned out not to be one: its isolation ends at once.", number=case_number)
    close(order, to, reasons=[why], by=by, now=now)
    return order


def _in_the_same_place(order: Order, stages: Sequence[rules.PlannedStage]) -> tuple[rules.PlannedStage, ...]:
    """Who was allowed to stay at home stays there: a stricter place would be another order, with its two signatures."""
    running = order.stages.filter(ended_at=None).order_by("position").first()
    if (
        running is None
        or not stages
        or rules.STRICTNESS.index(MeasureKind(running.kind)) >= rules.STRICTNESS.index(stages[0].kind)
    ):
        return tuple(stages)
    return (replace(stages[0], kind=MeasureKind(running.kind)), *stages[1:])


def _replace_stages(order: Order, stages: Sequence[rules.PlannedStage]) -> None:
    """Put these stages in place of the ones that have not ended."""
    kept = order.stages.filter(ended_at__isnull=False).count()
    order.stages.filter(ended_at=None).delete()
    rows = plans.stage_rows(order, stages)
    for row in rows:
        row.position += kept
    Stage.objects.bulk_create(rows)
