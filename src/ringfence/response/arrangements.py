"""What an order sets in motion, and what its end takes back: room, transfer, samples, stay."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from ringfence.care.quarantine import actions as quarantine
from ringfence.care.quarantine import queries as stays
from ringfence.care.transfers import actions as transfers
from ringfence.field.testing import actions as testing
from ringfence.ground.access import Actor
from ringfence.ground.rulesets.queries import RuleSet
from ringfence.ground.rulesets.words import Milestone
from ringfence.kernel import city_date
from ringfence.measures.orders import actions as orders
from ringfence.measures.orders import queries as order_register
from ringfence.registry.people import queries as people
from ringfence.tracing.cases import actions as cases
from ringfence.tracing.contacts import actions as contacts
from ringfence.tracing.contacts import queries as contact_register
from ringfence.tracing.investigations import actions as investigations

from . import facts, waiting

IN_A_SITE = "FACILITY_QUARANTINE"
ISOLATION = "ISOLATION"
AT_HOME = ("HOME_QUARANTINE", "HOME_HEALTH_MONITORING", "SELF_MONITORING")


def begin_stage(order: orders.Order, *, by: Actor, now: datetime) -> None:
    """Set in motion what the running stage of an order in force needs."""
    ruleset = facts.ruleset_named(order.ruleset_id)
    stage = order_register.current_stage(order_id=order.id)
    if stage is None:
        if order.kind == ISOLATION:
            _to_hospital(order, ruleset, by=by, now=now)
        return
    if stage.kind == IN_A_SITE:
        _to_site(order, ruleset, by=by, now=now)
        return
    stay = quarantine.stay_at_home(
        outbreak_id=order.outbreak_id, order_id=order.id, person_id=order.person_id, area_code=order.area_id, by=by,
        now=now,
    )  # fmt: skip
    if stage.position == 0:
        orders.replan_from_start(
            order_id=order.id, ruleset=ruleset, starts_at=stay.started_at or now, by=by, now=now
        )
    _schedule_tests(order, by=by, now=now)


def count_from_arrival(stay: stays.Stay, *, by: Actor, now: datetime) -> None:
    """The person has arrived: test days count from today and are scheduled."""
    order = facts.order(stay.order_id)
    ruleset = facts.ruleset_named(order.ruleset_id)
    orders.replan_from_start(order_id=order.id, ruleset=ruleset, starts_at=now, by=by, now=now)
    _schedule_tests(order, by=by, now=now)
    _note_contact_transfer(order, by=by, now=now)


def leave_stage(order_id: UUID, *, ended_kind: str, by: Actor, now: datetime) -> None:
    """A stage is over: the room is given back and the way home is asked for."""
    order = facts.order(order_id)
    stay = stays.stay_of_order(order_id=order_id)
    if stay is None:
        _end_trips(order, why=f"{ended_kind} over", by=by, now=now)
        return
    site = stay.room.site.name if stay.room is not None else ""
    was_there = stay.state == "STARTED"
    gives_a_room_back = not was_there or stays.move_under_way(order_id=order_id) is not None
    quarantine.cancel_stay(order_id=order_id, why=f"{ended_kind} over", by=by, now=now)
    _end_trips(order, why=f"{ended_kind} over", by=by, now=now)
    if site and was_there:
        way_home(order, from_text=site, by=by, now=now)
    if gives_a_room_back:
        waiting.move_up(outbreak_id=order.outbreak_id, by=by, now=now)


def free(order: orders.Order, *, by: Actor, now: datetime) -> None:
    """An order ended before its time: give everything back and take the person home."""
    leave_stage(order.id, ended_kind=order.kind, by=by, now=now)
    testing.cancel_scheduled(
        outbreak_id=order.outbreak_id,
        person_id=order.person_id,
        why=f"order {order.number} ended",
        by=by,
        now=now,
    )
    facts.note_released(order, by=by, now=now)


def count_from_new_exposure(
    contact: contacts.Contact, *, exposure_at: datetime, by: Actor, now: datetime
) -> None:
    """A person already under an order has met a case later than was known: the end moves, with the reason."""
    order = order_register.running_of(person_id=contact.person_id, outbreak_id=contact.outbreak_id)
    if order is None or not order.contact_kind or contact.proposed_kind not in ("CLOSE", "SECONDARY"):
        return
    stay = stays.stay_of_order(order_id=order.id)
    _, moved = orders.move_end(
        order_id=order.id, ruleset=facts.ruleset_named(order.ruleset_id), new_exposure_at=exposure_at, what="OTHER",
        case_id=contact.case_id,
        stay_started_at=stay.quarantined_since if stay else None, by=by, now=now,
    )  # fmt: skip
    if moved and stay is not None and stay.started_at is not None:
        reschedule(order, by=by, now=now)


def count_again(
    *, stay_id: UUID, exposed_until: datetime, what: str, case_id: UUID | None, by: Actor, now: datetime
) -> bool:
    """A new exposure inside quarantine: the days count again. True if the end moved."""
    stay = stays.stay(stay_id=stay_id)
    order = facts.order(stay.order_id)
    _, moved = orders.move_end(
        order_id=order.id, ruleset=facts.ruleset_named(order.ruleset_id), stay_started_at=stay.quarantined_since,
        new_exposure_at=exposed_until, what=what, case_id=case_id, by=by, now=now,
    )  # fmt: skip
    if moved:
        reschedule(order, by=by, now=now)
    return moved


def leave_room(transfer: transfers.Transfer, *, by: Actor, now: datetime) -> None:
    """A case is on the way to hospital: a stay in a quarantine site, or the way there, is over."""
    for stay in stays.stays_of_person(person_id=transfer.person_id, outbreak_id=transfer.outbreak_id):
        if stay.state == "STARTED" and not stay.at_home:
            transfers.cancel_for_order(order_id=stay.order_id, why="to hospital", by=by, now=now)
            quarantine.end_stay(stay_id=stay.id, why="to hospital", by=by, now=now)
    transfers.hand_on(transfer=transfer, why="to hospital", by=by, now=now)


def case_in_hospital(transfer: transfers.Transfer, *, by: Actor, now: datetime) -> None:
    """The case is isolated: its time is noted and the clock's milestone is met."""
    order = facts.order(transfer.order_id)
    if order.basis_case_id is None:
        return
    cases.mark_isolated(case_id=order.basis_case_id, by=by, now=now)
    investigations.meet_by_fact(
        case_id=order.basis_case_id,
        code=Milestone.CASE_TRANSFER,
        evidence=f"delivered: {transfer.to_text}",
        by=by,
        now=now,
    )


def case_goes_home(order: orders.Order, *, by: Actor, now: datetime) -> None:
    """A discharged case: outcome noted, way home asked for."""
    if order.basis_case_id is not None:
        cases.note_recovery(case_id=order.basis_case_id, by=by, now=now)
    way_home(order, from_text="", by=by, now=now)


def _to_hospital(order: orders.Order, ruleset: RuleSet, *, by: Actor, now: datetime) -> None:
    transfers.request(
        outbreak_id=order.outbreak_id, order_id=order.id, person_id=order.person_id, area_code=order.area_id,
        kind="TO_HOSPITAL", from_text=_where_now(order), to_text="", by=by, now=now,
        hours=ruleset.clock.hours.get(Milestone.CASE_TRANSFER, waiting.TRANSFER_HOURS),
    )  # fmt: skip


def _to_site(order: orders.Order, ruleset: RuleSet, *, by: Actor, now: datetime) -> None:
    stay = quarantine.reserve_room(
        outbreak_id=order.outbreak_id, order_id=order.id, person_id=order.person_id, area_code=order.area_id,
        party=party_of(order.person_id), by=by, now=now,
    )  # fmt: skip
    waiting.request_transfer(order, stay, ruleset, by=by, now=now)


def request_move(order: orders.Order, stay: stays.Stay, *, by: Actor, now: datetime) -> None:
    """Ask for the way from one site to another; the person stays in the old room until the hand-over."""
    if stay.state != "RESERVED" or stay.room is None:
        return
    transfers.request(
        outbreak_id=order.outbreak_id, order_id=order.id, person_id=order.person_id, area_code=order.area_id,
        kind="TO_SITE", from_text=_where_now(order), to_text=f"{stay.room.site.name} {stay.room.number}",
        stay_id=stay.id, hours=waiting.TRANSFER_HOURS, by=by, now=now,
    )  # fmt: skip


def party_of(person_id: UUID) -> UUID:
    """Who may share a room: a person who needs a carer stays with the household, everybody else alone."""
    person = people.bare(person_id=person_id)
    if person.household_id and people.household_needs_room_together(household_id=person.household_id):
        return person.household_id
    return person_id


def _schedule_tests(order: orders.Order, *, by: Actor, now: datetime) -> None:
    stage = order_register.current_stage(order_id=order.id)
    if stage is None:
        return
    planned = order_register.planned_samples(stage, ruleset=facts.ruleset_named(order.ruleset_id))
    testing.schedule(
        outbreak_id=order.outbreak_id, person_id=order.person_id, planned=planned, by=by, now=now
    )


def reschedule(order: orders.Order, *, by: Actor, now: datetime) -> None:
    yesterday = city_date(now) - timedelta(days=1)
    testing.cancel_scheduled(
        outbreak_id=order.outbreak_id,
        person_id=order.person_id,
        why="counted again",
        after_day=yesterday,
        by=by,
        now=now,
    )
    _schedule_tests(order, by=by, now=now)


def way_home(order: orders.Order, *, from_text: str, by: Actor, now: datetime) -> None:
    transfers.request(
        outbreak_id=order.outbreak_id, order_id=order.id, person_id=order.person_id, area_code=order.area_id,
        kind="HOME", from_text=from_text, to_text=_address(order), hours=waiting.TRANSFER_HOURS, by=by, now=now,
    )  # fmt: skip


def _end_trips(order: orders.Order, *, why: str, by: Actor, now: datetime) -> None:
    """Trips not begun are cancelled; whoever is in the vehicle is taken home by the same driver."""
    transfers.cancel_for_order(order_id=order.id, why=why, by=by, now=now)
    transfers.turn_back(
        order_id=order.id, to_text=_address(order), hours=waiting.TRANSFER_HOURS, why=why, by=by, now=now
    )


def _note_contact_transfer(order: orders.Order, *, by: Actor, now: datetime) -> None:
    """The transfer clock is met when the last close contact of the case has arrived."""
    contact = order.basis_contact
    if contact is None:
        return
    kind = "SECONDARY" if order.contact_kind == "SECONDARY" else "CLOSE"
    code = Milestone.SECONDARY_TRANSFER if kind == "SECONDARY" else Milestone.CONTACT_TRANSFER
    waiting = [
        one for one in contact_register.of_case(case_id=contact.case_id)
        if one.kind == kind and one.outcome in ("OPEN", "MANAGED") and not stays.has_arrived(person_id=one.person_id, outbreak_id=one.outbreak_id)
    ]  # fmt: skip
    if not waiting:
        investigations.meet_by_fact(
            case_id=contact.case_id, code=code, evidence="all have arrived", by=by, now=now
        )


def _address(order: orders.Order) -> str:
    return people.address_of(person_id=order.person_id)


def _where_now(order: orders.Order) -> str:
    """Where the person is to be fetched: the room of a quarantine site, else the address."""
    for stay in stays.stays_of_person(person_id=order.person_id, outbreak_id=order.outbreak_id):
        if stay.state == "STARTED" and stay.room is not None:
            return f"{stay.room.site.name} {stay.room.number}"
    return _address(order)
