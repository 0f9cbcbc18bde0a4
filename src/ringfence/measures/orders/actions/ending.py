"""How an order ends: by itself on its day, lifted by an epidemiologist, or because the contact became a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.field.testing import queries as testing
from ringfence.ground import access
from ringfence.ground.access import Actor, Permission
from ringfence.ground.rulesets.queries import RuleSet
from ringfence.ground.rulesets.words import MeasureKind, SampleResult
from ringfence.kernel import Decision, Refused, city_date, reason, refuse

from .. import plans, rules
from ..discharge import case_state
from ..models import Order, Stage
from .shared import close, current_stage, locked, written


@dataclass(frozen=True, slots=True)
class Step:
    """What became of an order on its day: still held (with reasons), in its next stage, or released."""

    decision: Decision
    ended: Stage | None = None
    following: Stage | None = None

    @property
    def released(self) -> bool:
        return self.ended is not None and self.following is None


@transaction.atomic
def release_if_due(*, order_id: UUID, ruleset: RuleSet, by: Actor, now: datetime) -> Step:
    """End the running stage if its time is over and its tests are negative; the last stage ends the order.

    Safe to call at any time by anybody: the rule decides, not the caller.
    """
    order = locked(order_id)
    stage = current_stage(order)
    if order.state != Order.State.IN_FORCE or stage is None:
        return Step(refuse(reason("There is nothing to end.")))
    decision = _may_end(order, stage, ruleset=ruleset, now=now)
    if not decision.allowed:
        return Step(decision)
    stage.ended_at = now
    stage.save(update_fields=["ended_at"])
    following = current_stage(order)
    if following is None:
        close(order, Order.State.RELEASED, reasons=decision.reasons, by=by, now=now)
    else:
        order.stage_position = following.position
        order.save(update_fields=["stage_position"])
        written(order, "order.next_stage", by=by, now=now, reasons=decision.reasons,
                before={"stage": stage.kind}, after={"stage": following.kind})  # fmt: skip
    return Step(decision, ended=stage, following=following)


@transaction.atomic
def lift(*, order_id: UUID, why: str, by: Actor, now: datetime) -> Order:
    """End an order in force before its time, with a reason. Needs the permission to release."""
    order = locked(order_id)
    access.require(by, Permission.ORDER_RELEASE, area_code=order.area_id)
    if not why.strip():
        raise Refused(reason("Say why the order is lifted."), fields={"why": [reason("Write one sentence.")]})
    close(order, Order.State.RELEASED, reasons=[reason("Lifted: {why}", why=why.strip())], by=by, now=now)
    return order


@transaction.atomic
def become_case(
    *, person_id: UUID, outbreak_id: UUID, case_number: str, by: Actor, now: datetime
) -> Order | None:
    """End a contact's order because the person is now a case; None when there was none."""
    order = (
        Order.objects.select_for_update(of=("self",)).select_related("outbreak")
        .filter(outbreak_id=outbreak_id, person_id=person_id, state__in=[Order.State.DRAFT, Order.State.IN_FORCE])
        .exclude(kind=Order.Kind.ISOLATION).first()
    )  # fmt: skip
    if order is None:
        return None
    to = Order.State.RELEASED if order.state == Order.State.IN_FORCE else Order.State.WITHDRAWN
    why = reason(
        "This person tested positive and is now case {number}; isolation takes the place of quarantine.",
        number=case_number,
    )
    close(order, to, reasons=[why], by=by, now=now)
    return order


@transaction.atomic
def discharge_case(*, order_id: UUID, ruleset: RuleSet, by: Actor, now: datetime) -> Step:
    """End the isolation of a case if the discharge rule allows it; the reasons are in the decision either way.

    Needs the permission to correct a case: who may not say what the ward reports does not end the isolation by it.
    Where the rule set has measures after the discharge, they follow as stages of the same order (decision 0022).
    """
    order = locked(order_id)
    access.require(by, Permission.CASE_WRITE, area_code=order.area_id)
    if order.state != Order.State.IN_FORCE or order.basis_case_id is None or order.stages.exists():
        return Step(refuse(reason("There is nothing to end.")))
    if order.basis_case is not None:
        access.require(by, Permission.CASE_READ, area_code=order.basis_case.area_id)  # whoever treats may ask
    decision = rules.may_discharge(ruleset=ruleset, case=case_state(order), now=now)
    if not decision.allowed:
        return Step(decision)
    isolation = Stage(order=order, kind=Order.Kind.ISOLATION)
    plan = rules.plan_after_discharge(ruleset=ruleset, discharged_at=now)
    if not plan.stages:
        close(order, Order.State.RELEASED, reasons=decision.reasons, by=by, now=now)
        return Step(decision, ended=isolation)
    stages = Stage.objects.bulk_create(plans.stage_rows(order, plan.stages))
    order.ends_at = plan.ends_at
    order.reasons = [*order.reasons, *(one.as_json() for one in plan.reasons)]
    order.save(update_fields=["ends_at", "reasons"])
    written(order, "order.next_stage", by=by, now=now, reasons=(*decision.reasons, *plan.reasons),
            before={"stage": isolation.kind}, after={"stage": stages[0].kind})  # fmt: skip
    return Step(decision, ended=isolation, following=stages[0])


@transaction.atomic
def monitoring_gives_way(*, case_id: UUID, by: Actor, now: datetime) -> Order | None:
    """A discharged case is positive again: what followed the discharge ends. None when nothing was running."""
    order = (
        Order.objects.select_for_update(of=("self",)).select_related("outbreak")
        .filter(basis_case_id=case_id, state=Order.State.IN_FORCE, stages__ended_at=None).first()
    )  # fmt: skip
    if order is None or not order.stages.exists():
        return None
    why = reason("Positive again after the discharge; isolation takes the place of monitoring.")
    close(order, Order.State.RELEASED, reasons=[why], by=by, now=now)
    return order


def _may_end(order: Order, stage: Stage, *, ruleset: RuleSet, now: datetime) -> Decision:
    samples = list(testing.of_person(person_id=order.person_id, outbreak_id=order.outbreak_id))
    own = plans.test_records(samples, stage=stage)
    if order.contact_kind == "SECONDARY" and stage.kind in rules.QUARANTINE:
        via = order.basis_contact.via_contact if order.basis_contact else None
        contact_samples = (
            list(testing.of_person(person_id=via.person_id, outbreak_id=order.outbreak_id)) if via else []
        )
        return rules.early_release_of_secondary(
            ruleset=ruleset, ends_at=stage.ends_at, own_tests=own, contact_tests=_taken(contact_samples),
            contact_ends_at=_end_of_quarantine(via.person_id, order.outbreak_id) if via else stage.ends_at, now=now,
        )  # fmt: skip
    return rules.may_release(
        ruleset=ruleset, kind=MeasureKind(stage.kind), ends_at=stage.ends_at, tests=own,
        environment=plans.environment_records(samples), now=now,
    )  # fmt: skip


def _taken(samples: list) -> list[rules.TestRecord]:  # type: ignore[type-arg]
    return [
        rules.TestRecord(due_date=city_date(one.taken_at), sampled_at=one.taken_at,
                         result=SampleResult(one.result), reagent=one.reagent)
        for one in sorted((s for s in samples if s.taken_at and not s.surface), key=lambda s: s.taken_at)
    ]  # fmt: skip


def _end_of_quarantine(person_id: UUID, outbreak_id: UUID) -> datetime | None:
    return (
        Stage.objects.filter(order__person_id=person_id, order__outbreak_id=outbreak_id, kind__in=rules.QUARANTINE)
        .order_by("-ends_at").values_list("ends_at", flat=True).first()
    )  # fmt: skip
