"""Drafting orders: the isolation of a case, the quarantine of a contact."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from ringfence.ground import access
from ringfence.ground.access import Actor, Permission
from ringfence.ground.rulesets.queries import RuleSet
from ringfence.ground.rulesets.words import ContactKind, MeasureKind
from ringfence.kernel import Decision, Reason, Refused, allow, city_date, reason, refuse
from ringfence.registry.outbreaks import actions as outbreaks
from ringfence.tracing.cases import again
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.contacts import queries as contacts

from .. import plans, rules
from ..models import Hold, Order, Stage
from .holding import hold_if_too_much
from .shared import written


@transaction.atomic
def draft_isolation(*, case_id: UUID, ruleset: RuleSet, by: Actor, now: datetime) -> Order:
    """Draft the isolation of a case. Told twice: the same order. It restricts nobody before it is approved."""
    case = cases.bare(case_id=case_id)
    permission = (
        Permission.ORDER_DRAFT if access.may(by, Permission.ORDER_DRAFT) else Permission.SAMPLE_RECORD
    )
    access.require(by, permission, area_code=case.area_id)
    running = _running(case.outbreak_id, case.person_id)
    if running is not None and running.kind == Order.Kind.ISOLATION:
        return running
    why = _why_isolated(case)
    until = reason("Isolation lasts until the discharge rule of {ruleset} is met.", ruleset=ruleset.id)
    reasons = [why, until, *rules.sentences_after_discharge(ruleset=ruleset)]
    order = Order.objects.create(
        outbreak_id=case.outbreak_id, number=outbreaks.next_order_numbers(outbreak_id=case.outbreak_id)[0],
        person_id=case.person_id, area_id=case.area_id, kind=Order.Kind.ISOLATION, ruleset_id=ruleset.id,
        basis_case=case, reasons=[one.as_json() for one in reasons], drafted_at=now, drafted_by_id=by.id,
        drafted_by_name=str(by), drafted_organisation_id=by.organisation_id,
        expires_at=now + timedelta(hours=ruleset.approval.draft_lapses_hours),
    )  # fmt: skip
    written(order, "order.draft", by=by, now=now, reasons=[why], after={"kind": order.kind})
    hold_if_too_much(orders=[order], step=Hold.Step.DRAFT, by=by, now=now)
    return order


def _why_isolated(case: cases.Case) -> Reason:
    found = again.latest(case_id=case.id)
    if case.confirming_sample_id is None:
        return reason(
            "Case {number} is known from elsewhere; its isolation needs a positive sample of this person.",
            number=case.number,
        )
    if found is None:
        return reason("Case {number} tested positive.", number=case.number)
    return reason(
        "Case {number} is positive again: sample of {taken}, after the discharge on {discharged}.",
        number=case.number, taken=city_date(found.taken_at), discharged=city_date(found.discharged_at),
    )  # fmt: skip


@transaction.atomic
def draft_quarantine(
    *,
    contact_id: UUID,
    ruleset: RuleSet,
    by: Actor,
    now: datetime,
    kind: str = "",
    ends_at: datetime | None = None,
) -> tuple[Order | None, Decision]:
    """Draft the order that the rule set asks for; returns it with the reasons, or None with the reasons why not.

    `kind` and `ends_at` may make the first stage milder or shorter. Refused: anything stricter than the rule set,
    a contact that nobody has classified. Somebody already under an order keeps it (see `move_end`). Too many drafts in
    an hour for the cases behind them are held (`order.hold`).
    """
    contact = contacts.bare(contact_id=contact_id)
    access.require(by, Permission.ORDER_DRAFT, area_code=contact.case.area_id)
    if contact.kind == "UNDECIDED":
        raise Refused(reason("Decide first what kind of contact this is."))
    running = _running(contact.outbreak_id, contact.person_id)
    if running is not None:
        return running, allow(reason("This person already has order {number}.", number=running.number))
    contact_kind = ContactKind(contact.kind)
    plan = rules.plan_measures(
        ruleset=ruleset, kind=contact_kind, last_exposure_at=contact.last_exposure_at, starts_at=now
    )
    if plan.first is None or plan.ends_at is None:
        return None, refuse(*plan.reasons)
    stages = _milder(plan.stages, ruleset=ruleset, contact_kind=contact_kind, kind=kind, ends_at=ends_at,
                     last_exposure_at=contact.last_exposure_at)  # fmt: skip
    order = Order.objects.create(
        outbreak_id=contact.outbreak_id, number=outbreaks.next_order_numbers(outbreak_id=contact.outbreak_id)[0],
        person_id=contact.person_id, area_id=contact.area_id, kind=stages[0].kind, ruleset_id=ruleset.id,
        basis_contact=contact, contact_kind=contact_kind, last_exposure_at=contact.last_exposure_at,
        reasons=[one.as_json() for one in plan.reasons], drafted_at=now, drafted_by_id=by.id, drafted_by_name=str(by),
        drafted_organisation_id=by.organisation_id, ends_at=stages[-1].ends_at,
        expires_at=now + timedelta(hours=ruleset.approval.draft_lapses_hours),
    )  # fmt: skip
    Stage.objects.bulk_create(plans.stage_rows(order, stages))
    written(
        order,
        "order.draft",
        by=by,
        now=now,
        reasons=plan.reasons,
        after={"kind": order.kind, "ends_at": order.ends_at},
    )
    hold_if_too_much(orders=[order], step=Hold.Step.DRAFT, by=by, now=now)
    return order, allow(*plan.reasons)


def _milder(
    stages: tuple[rules.PlannedStage, ...], *, ruleset: RuleSet, contact_kind: ContactKind, kind: str,
    ends_at: datetime | None, last_exposure_at: datetime,
) -> tuple[rules.PlannedStage, ...]:  # fmt: skip
    """The planned stages with a milder first measure or an earlier end, if asked for; stricter is refused."""
    if not kind and ends_at is None:
        return stages
    first = stages[0]
    wanted_kind = MeasureKind(kind) if kind else first.kind
    wanted_end = ends_at or first.ends_at
    rules.not_stricter_than(
        ruleset=ruleset, contact_kind=contact_kind, kind=wanted_kind, last_exposure_at=last_exposure_at,
        ends_at=wanted_end,
    ).or_refuse()  # fmt: skip
    if wanted_end <= first.starts_at:
        raise Refused(
            reason("The measure would end before it begins."),
            fields={"ends_at": [reason("Enter a later day.")]},
        )
    ends_date = min(first.ends_date, city_date(wanted_end))
    shorter = rules.PlannedStage(
        kind=wanted_kind, days=first.days, starts_at=first.starts_at, ends_at=wanted_end, ends_date=ends_date,
        tests=rules.tests_until(first.tests, ends_date=ends_date),
    )  # fmt: skip
    return (shorter, *(stages[1:] if ends_at is None else ()))


def _running(outbreak_id: UUID, person_id: UUID) -> Order | None:
    return (
        Order.objects.select_for_update()
        .filter(
            outbreak_id=outbreak_id, person_id=person_id, state__in=[Order.State.DRAFT, Order.State.IN_FORCE]
        )
        .first()
    )
