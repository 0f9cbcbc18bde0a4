"""The straight line: from a positive sample to the day when the last contact goes home.

Each function is one moment at which a person (or the clock) acts; its body is everything the platform does then,
in one transaction, from top to bottom.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.care.quarantine import actions as quarantine
from ringfence.care.transfers import actions as transfers
from ringfence.field.testing import actions as testing
from ringfence.ground import alarms
from ringfence.ground.access import Actor
from ringfence.kernel import Decision
from ringfence.measures.orders import actions as orders
from ringfence.tracing.cases import actions as cases
from ringfence.tracing.contacts import actions as contacts
from ringfence.tracing.investigations import actions as investigations

from . import arrangements, confirming, facts, linking, positive_again


@transaction.atomic
def receive_positive(
    *,
    sample_id: UUID,
    result: testing.ResultFacts,
    by: Actor,
    now: datetime,
    told: facts.CaseTold | None = None,
) -> cases.Case:
    """The laboratory reports a positive: a case opens, its clock starts, its isolation is drafted.

    Told twice, the same sample opens one case; of a discharged case it is a finding of the same case; a case known
    without a sample of ours is confirmed by it. If the person was a contact, the case is linked to its source and
    the quarantine gives way to isolation.
    """
    sample = testing.record_result(sample_id=sample_id, facts=result, by=by, now=now)
    ruleset = facts.ruleset_of(sample.outbreak_id)
    case_facts = facts.of_positive_sample(sample, told=told, now=now)
    case, new = cases.open_case(outbreak_id=sample.outbreak_id, facts=case_facts, by=by, now=now)
    if new or confirming.first_of_ours(case=case, sample=sample, by=by, now=now):
        linking.contact_became_case(case, by=by, now=now)
        investigations.start(case_id=case.id, ruleset=ruleset, by=by, now=now)
        orders.draft_isolation(case_id=case.id, ruleset=ruleset, by=by, now=now)
    elif case.confirming_sample_id != sample.id:
        positive_again.receive(case=case, sample=sample, by=by, now=now)
    return case


@transaction.atomic
def receive_result(
    *, sample_id: UUID, result: testing.ResultFacts, by: Actor, now: datetime
) -> testing.Sample:
    """The laboratory reports any result. A positive opens a case; a negative may be the last thing a release waited for."""
    if result.result == testing.Sample.Result.POSITIVE:
        receive_positive(sample_id=sample_id, result=result, by=by, now=now)
        return facts.sample(sample_id)
    sample = testing.record_result(sample_id=sample_id, facts=result, by=by, now=now)
    order = facts.running_order(sample)
    if order is not None:
        end_if_due(order_id=order.id, by=by, now=now)
    return sample


@alarms.watched("contact.name")
@transaction.atomic
def name_contact(
    *, case_id: UUID, person_id: UUID, exposure: contacts.ExposureTold, by: Actor, now: datetime,
    relation: str = "UNKNOWN", via_contact_id: UUID | None = None,
) -> contacts.Contact:  # fmt: skip
    """The investigator names a contact; the rule set proposes what kind. If already in quarantine, the end may move."""
    ruleset = facts.ruleset_of_case(case_id)
    contact = contacts.name_contact(
        case_id=case_id, person_id=person_id, exposure=exposure, ruleset=ruleset, relation=relation,
        via_contact_id=via_contact_id, by=by, now=now,
    )  # fmt: skip
    arrangements.count_from_new_exposure(contact, exposure_at=exposure.last_at, by=by, now=now)
    return contact


@alarms.watched("order.draft")
@transaction.atomic
def classify_contact(
    *, contact_id: UUID, kind: str, why: str, by: Actor, now: datetime
) -> tuple[contacts.Contact, orders.Order | None, Decision | None]:
    """The investigator decides what kind of contact this is; the order that the rule set asks for is drafted."""
    contact = contacts.classify(contact_id=contact_id, kind=kind, why=why, by=by, now=now)
    if not facts.may_be_restricted(contact):
        return contact, None, None
    ruleset = facts.ruleset_of(contact.outbreak_id)
    order, decision = orders.draft_quarantine(contact_id=contact.id, ruleset=ruleset, by=by, now=now)
    return contact, order, decision


@alarms.watched("order.approve")
@transaction.atomic
def approve_order(*, order_id: UUID, by: Actor, now: datetime) -> orders.Order:
    """A second person of another organisation approves: a room is reserved (or waited for), a transfer is requested.

    Too many at once for the cases behind them are held: the order comes back as a draft, with its `hold`.
    """
    order = orders.approve(order_id=order_id, by=by, now=now)
    if order.state != orders.Order.State.IN_FORCE:
        return order
    facts.note_managed(order, by=by, now=now)
    arrangements.begin_stage(order, by=by, now=now)
    return order


@transaction.atomic
def pick_up(
    *, transfer_id: UUID, vehicle: str, given_by_name: str, by: Actor, now: datetime, to_text: str = ""
) -> transfers.Transfer:
    """The driver takes the person over; a case leaves the room of the quarantine site with that."""
    transfer = transfers.pick_up(
        transfer_id=transfer_id, vehicle=vehicle, given_by_name=given_by_name, to_text=to_text, by=by, now=now
    )
    if transfer.kind == transfer.Kind.TO_HOSPITAL:
        arrangements.leave_room(transfer, by=by, now=now)
    return transfer


@transaction.atomic
def hand_over(*, transfer_id: UUID, received_by: Actor, now: datetime) -> transfers.Transfer:
    """The receiving party takes the person over: the stay starts and its samples are scheduled."""
    transfer = transfers.deliver(transfer_id=transfer_id, received_by=received_by, now=now)
    if transfer.kind == transfer.Kind.TO_SITE and transfer.stay_id:
        stay = quarantine.start_stay(stay_id=transfer.stay_id, by=received_by, now=now)
        if stay.moved_from_id is None:  # who only changes the room is counted from the first arrival
            arrangements.count_from_arrival(stay, by=received_by, now=now)
    elif transfer.kind == transfer.Kind.TO_HOSPITAL:
        arrangements.case_in_hospital(transfer, by=received_by, now=now)
    return transfer


@transaction.atomic
def end_if_due(*, order_id: UUID, by: Actor, now: datetime) -> Decision:
    """End what is over: the stage, and with the last one the order. The rule decides; the reasons come back."""
    order = facts.order(order_id)
    ruleset = facts.ruleset_named(order.ruleset_id)
    step = orders.release_if_due(order_id=order_id, ruleset=ruleset, by=by, now=now)
    if step.ended is not None:
        arrangements.leave_stage(order_id, ended_kind=step.ended.kind, by=by, now=now)
    if step.following is not None:
        arrangements.begin_stage(facts.order(order_id), by=by, now=now)
    if step.released:
        facts.note_released(facts.order(order_id), by=by, now=now)
    return step.decision


@transaction.atomic
def roommate_positive(
    *, stay_id: UUID, case_id: UUID | None, exposed_until: datetime, by: Actor, now: datetime
) -> bool:
    """Somebody in the same room tested positive: the others' days count again, with the reason. True if the end moved."""
    return arrangements.count_again(
        stay_id=stay_id,
        exposed_until=exposed_until,
        what="ROOM_MATE_POSITIVE",
        case_id=case_id,
        by=by,
        now=now,
    )


@alarms.watched("order.lift")
@transaction.atomic
def lift_order(*, order_id: UUID, why: str, by: Actor, now: datetime) -> orders.Order:
    """An epidemiologist ends an order before its time."""
    order = orders.lift(order_id=order_id, why=why, by=by, now=now)
    arrangements.free(order, by=by, now=now)
    return order


@transaction.atomic
def reject_order(*, order_id: UUID, why: str, by: Actor, now: datetime) -> orders.Order:
    """The approver sends a draft back; the person is not restricted."""
    return orders.reject(order_id=order_id, why=why, by=by, now=now)


@transaction.atomic
def discharge_case(*, order_id: UUID, by: Actor, now: datetime) -> Decision:
    """The ward asks for the discharge of a case; the rule set decides, and says what follows it at home."""
    order = facts.order(order_id)
    step = orders.discharge_case(
        order_id=order_id, ruleset=facts.ruleset_named(order.ruleset_id), by=by, now=now
    )
    if step.decision.allowed:
        arrangements.case_goes_home(facts.order(order_id), by=by, now=now)
    if step.following is not None:
        arrangements.begin_stage(facts.order(order_id), by=by, now=now)
    return step.decision


@alarms.watched("appeal.decide")
@transaction.atomic
def decide_appeal(*, appeal_id: UUID, upheld: bool, answer: str, by: Actor, now: datetime) -> orders.Appeal:
    """An appeal is answered; upheld, the person is free."""
    appeal = orders.decide_appeal(appeal_id=appeal_id, upheld=upheld, answer=answer, by=by, now=now)
    if upheld:
        arrangements.free(facts.order(appeal.order_id), by=by, now=now)
    return appeal


__all__ = [
    "approve_order", "classify_contact", "decide_appeal", "discharge_case", "end_if_due", "hand_over", "lift_order",
    "name_contact", "pick_up", "receive_positive", "receive_result", "reject_order", "roommate_positive",
]  # fmt: skip
