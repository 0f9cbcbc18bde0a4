"""Finding orders and appeals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ringfence.field.testing.actions import Planned
from ringfence.field.testing.queries import Sample
from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.ground.rulesets import queries as rulesets
from ringfence.ground.rulesets.queries import RuleSet
from ringfence.ground.rulesets.words import ContactKind, MeasureKind
from ringfence.kernel import Decision, NotFound, Reason, reason, refuse
from ringfence.registry.people import queries as people

from . import discharge, plans, rules
from .models import Appeal, Hold, Order, Stage
from .rules import Plan


def visible_to(*, by: Actor, outbreak_id: UUID) -> QuerySet[Order]:
    """Orders in the reader's areas, newest draft first."""
    return Order.objects.filter(
        in_areas("area__code", visible_areas(by, Permission.ORDER_READ)), outbreak_id=outbreak_id
    ).select_related("person__identity", "basis_case", "basis_contact__case", "area", "hold")


def listed(
    *, by: Actor, outbreak_id: UUID, text: str = "", state: str = "", kind: str = ""
) -> QuerySet[Order]:
    found = visible_to(by=by, outbreak_id=outbreak_id)
    found = found.filter(state=state) if state else found
    found = found.filter(kind=kind) if kind else found
    return found.filter(people.whose_person_matches(text.strip())) if text.strip() else found


def order(*, order_id: UUID, by: Actor) -> Order:
    """One order, seen from the person's area or from that of the case it rests on."""
    areas = visible_areas(by, Permission.ORDER_READ)
    seen = in_areas("area__code", areas) | in_areas("basis_contact__case__area__code", areas)
    found = (
        Order.objects.filter(seen, id=order_id)
        .select_related("person__identity", "basis_case", "basis_contact__case", "outbreak", "area", "hold")
        .prefetch_related("stages", "appeals", "notices").first()
    )  # fmt: skip
    if found is None:
        raise NotFound(reason("There is no such order in the areas that you can see."))
    return found


def bare(*, order_id: UUID) -> Order:
    try:
        return Order.objects.select_related("outbreak", "basis_contact", "hold").get(id=order_id)
    except Order.DoesNotExist:
        raise NotFound(reason("There is no such order.")) from None


def stages(*, order_id: UUID) -> QuerySet[Stage]:
    return Stage.objects.filter(order_id=order_id).order_by("position")


def current_stage(*, order_id: UUID) -> Stage | None:
    """The stage that is running, or the first one of a draft."""
    return stages(order_id=order_id).filter(ended_at=None).first()


def running_of(*, person_id: UUID, outbreak_id: UUID) -> Order | None:
    """The person's draft or order in force, if any."""
    return Order.objects.filter(
        person_id=person_id, outbreak_id=outbreak_id, state__in=[Order.State.DRAFT, Order.State.IN_FORCE]
    ).first()


def of_person(*, person_id: UUID, outbreak_id: UUID) -> QuerySet[Order]:
    return Order.objects.filter(person_id=person_id, outbreak_id=outbreak_id).order_by("drafted_at")


def of_people(*, person_ids: Iterable[UUID], outbreak_id: UUID) -> QuerySet[Order]:
    """The orders of many people, as they were drafted."""
    found = Order.objects.filter(person_id__in=list(person_ids), outbreak_id=outbreak_id)
    return found.select_related("person__identity").order_by("drafted_at", "id")


def waiting_for_approval(*, by: Actor, outbreak_id: UUID) -> QuerySet[Order]:
    """Drafts, the one that lapses first on top."""
    return (
        visible_to(by=by, outbreak_id=outbreak_id)
        .filter(state=Order.State.DRAFT)
        .prefetch_related("stages", "appeals", "basis_contact__exposures")
        .order_by("expires_at", "id")
    )


def ending(*, outbreak_id: UUID, now: datetime) -> QuerySet[Order]:
    """Orders in force with a running stage whose time is over; for the clock."""
    return Order.objects.filter(
        outbreak_id=outbreak_id, state=Order.State.IN_FORCE, stages__ended_at=None, stages__ends_at__lte=now
    ).distinct()  # fmt: skip


def in_force(*, outbreak_id: UUID) -> QuerySet[Order]:
    """Every order in force or drafted on the ground of a contact, with its stages; for a change of rule set."""
    return (
        Order.objects.filter(
            outbreak_id=outbreak_id, state__in=[Order.State.DRAFT, Order.State.IN_FORCE], basis_contact__isnull=False
        )
        .select_related("person__identity").prefetch_related("stages").order_by("number")
    )  # fmt: skip


def resting_on_case(*, case_id: UUID) -> list[Order]:
    """Running orders of people who met this case: as its contacts, or later inside quarantine."""
    met = Q(person__contacts__case_id=case_id) | Q(later_exposures__case_id=case_id)
    found = Order.objects.filter(
        met, outbreak__cases__id=case_id, state__in=[Order.State.DRAFT, Order.State.IN_FORCE]
    ).exclude(kind=Order.Kind.ISOLATION)
    return list(
        Order.objects.filter(id__in=found.values("id")).select_related("person__identity", "basis_contact", "area")
        .prefetch_related("stages", "later_exposures__case").order_by("number")
    )  # fmt: skip


def isolation_of(*, case_id: UUID) -> Order | None:
    """The running isolation of a case, drafted or in force."""
    return Order.objects.filter(
        basis_case_id=case_id, state__in=[Order.State.DRAFT, Order.State.IN_FORCE]
    ).first()


def numbers_by_id(*, order_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The numbers of orders by their ids; for the record of deeds."""
    return dict(Order.objects.filter(id__in=list(order_ids)).order_by().values_list("id", "number"))


def with_ids(*, order_ids: Iterable[UUID | str]) -> list[Order]:
    """Orders by their ids, with their people; for a list that the reader was shown to be allowed to see."""
    return list(
        Order.objects.filter(id__in=list(order_ids)).select_related("person__identity").order_by("number")
    )


def resting_on_no_case(*, outbreak_id: UUID) -> set[UUID]:
    """Ids of the cases that were ruled out and on which a running order still rests; for the clock."""
    running = Order.objects.filter(
        outbreak_id=outbreak_id, state__in=[Order.State.DRAFT, Order.State.IN_FORCE]
    )
    own = running.filter(basis_case__classification="RULED_OUT").values_list("basis_case_id", flat=True)
    met = running.filter(basis_contact__case__classification="RULED_OUT")
    return {one for one in (*own, *met.values_list("basis_contact__case_id", flat=True)) if one}


def running_plan(order: Order) -> tuple[rules.PlannedStage, ...]:
    """The stages of an order that are running or to come, as plain values."""
    return plans.planned(stage for stage in order.stages.all() if stage.ended_at is None)


@dataclass(frozen=True, slots=True)
class Isolated:
    """The last isolation of a case that was approved; `discharged_at` is None while it lasts."""

    order: Order
    discharged_at: datetime | None


def isolated_since(*, case_id: UUID) -> Isolated | None:
    """The last approved isolation of a case, and its discharge: the first stage after it, or the end of the order."""
    order = (
        Order.objects.filter(basis_case_id=case_id, approved_at__isnull=False).prefetch_related("stages")
        .order_by("-drafted_at").first()
    )  # fmt: skip
    if order is None:
        return None
    first = min((stage.starts_at for stage in order.stages.all()), default=None)
    return Isolated(order, first or (order.closed_at if order.state == Order.State.RELEASED else None))


def is_positive_again(*, sample: Sample, discharged_at: datetime, ruleset: RuleSet) -> Decision:
    """Is this positive sample of a discharged case a finding of its own?"""
    return rules.is_positive_again(
        ruleset=ruleset, discharged_at=discharged_at, sampled_at=sample.taken_at or discharged_at,
        ct=discharge.lowest_ct(sample),
    )  # fmt: skip


def may_discharge(*, order: Order, ruleset: RuleSet, now: datetime) -> Decision:
    """May the isolation of a case end now? The reasons stand beside the button."""
    return rules.may_discharge(ruleset=ruleset, case=discharge.case_state(order), now=now)


def appeals(*, by: Actor, outbreak_id: UUID, open_only: bool = False) -> QuerySet[Appeal]:
    areas = visible_areas(by, Permission.ORDER_READ)
    found = Appeal.objects.filter(
        in_areas("order__area__code", areas), order__outbreak_id=outbreak_id
    ).select_related("order__person__identity")
    return found.filter(decided_at=None).order_by("due_at") if open_only else found.order_by("-opened_at")


def appeal(*, appeal_id: UUID) -> Appeal:
    try:
        return Appeal.objects.select_related("order").get(id=appeal_id)
    except Appeal.DoesNotExist:
        raise NotFound(reason("There is no such appeal.")) from None


def running_count(*, outbreak_id: UUID) -> int:
    """How many orders of an outbreak run or wait for approval."""
    return Order.objects.filter(outbreak_id=outbreak_id, state__in=["DRAFT", "IN_FORCE"]).count()


def open_appeals_count(*, outbreak_id: UUID) -> int:
    """How many appeals of an outbreak wait for an answer."""
    return Appeal.objects.filter(order__outbreak_id=outbreak_id, decided_at=None).count()


def may_decide_appeal(*, order: Order, by: Actor) -> Decision:
    """What the rule says to this person answering an appeal against this order."""
    return rules.may_decide_appeal(
        drafted_by=order.drafted_by_id, approved_by=order.approved_by_id, decider=by.id
    )


def appeals_of(*, order_id: UUID) -> QuerySet[Appeal]:
    return Appeal.objects.filter(order_id=order_id)


def planned_samples(stage: Stage, *, ruleset: RuleSet) -> list[Planned]:
    """The samples of a stage: each swab of each test day, and on the last day of a site the surfaces of the room."""
    tests = plans.tests_of(stage)
    own = [
        Planned(due_on=test.due_date, test_day=test.day, swab=swab)
        for test in tests for swab in range(1, test.samples + 1)
    ]  # fmt: skip
    if stage.kind != Order.Kind.FACILITY_QUARANTINE or not tests:
        return own
    last = tests[-1]
    surfaces = ruleset.release.environment_samples
    return own + [Planned(due_on=last.due_date, test_day=last.day, surface=surface) for surface in surfaces]


def count_by_running_kind(found: QuerySet[Order]) -> dict[str, int]:
    """How many of these orders are in a stage of which kind now; isolation has no stages and counts as itself."""
    running = (
        Stage.objects.filter(order_id=OuterRef("id"), ended_at=None).order_by("position").values("kind")[:1]
    )
    rows = (
        found.order_by()
        .annotate(now=Coalesce(Subquery(running), F("kind")))
        .values_list("now")
        .annotate(n=Count("id"))
    )
    return dict(rows)


def may_be_approved(*, order: Order, by: Actor, now: datetime) -> Decision:
    """What the rule says to this person putting this draft in force; stages that were loaded with it are used."""
    first = min(order.stages.all(), key=lambda stage: stage.position, default=None)
    draft = rules.Draft(
        drafted_by=order.drafted_by_id, organisation=order.drafted_organisation_id, kind=MeasureKind(order.kind),
        contact_kind=plans.contact_kind(order), last_exposure_at=order.last_exposure_at,
        ends_at=first.ends_at if first else None, expires_at=order.expires_at,
        evidence=1 if order.basis_case_id or order.basis_contact_id else 0,
        appeals_decided_by=frozenset(one.decided_by_id for one in order.appeals.all() if one.decided_by_id),
    )  # fmt: skip
    decision = rules.may_approve(
        ruleset=rulesets.get(order.ruleset_id), draft=draft, approver=by.id, organisation=by.organisation_id, now=now
    )  # fmt: skip
    held = held_reasons(order)
    return refuse(*held, *(() if decision.allowed else decision.reasons)) if held else decision


def held_reasons(order: Order) -> list[Reason]:
    """Why this order waits for an independent review; nothing when it does not."""
    if order.hold is None or order.hold.state == Hold.State.OPENED:
        return []
    why = [Reason.from_json(one) for one in order.hold.reasons]
    return [reason("This order is held until an independent reviewer has decided."), *why]


def measures_for(*, contact_kind: str, last_exposure_at: datetime, ruleset: RuleSet, now: datetime) -> Plan:
    """What the rule set would ask of such a contact from now on; nothing is written."""
    return rules.plan_measures(
        ruleset=ruleset, kind=ContactKind(contact_kind), last_exposure_at=last_exposure_at, starts_at=now
    )


def current_stages(*, order_ids: Iterable[UUID]) -> dict[UUID, Stage]:
    """The running stage of each of these orders (of a draft the first)."""
    found = Stage.objects.filter(order_id__in=list(order_ids), ended_at=None).order_by("order_id", "position")
    return {stage.order_id: stage for stage in found.distinct("order_id")}


def in_stage(*, outbreak_id: UUID, kind: str) -> QuerySet[Stage, UUID]:
    """The ids of the orders in force whose running stage is of this kind."""
    return Stage.objects.filter(
        order__outbreak_id=outbreak_id, order__state=Order.State.IN_FORCE, kind=kind, ended_at=None,
        position=F("order__stage_position"),
    ).values_list("order_id", flat=True)  # fmt: skip


def newest_by_person(*, outbreak_id: UUID, person_ids: Sequence[UUID]) -> dict[UUID, Order]:
    """The newest order of each of these people that was not rejected or withdrawn."""
    found = Order.objects.filter(outbreak_id=outbreak_id, person_id__in=person_ids).exclude(
        state__in=[Order.State.REJECTED, Order.State.WITHDRAWN]
    )
    return {order.person_id: order for order in found.order_by("drafted_at")}
