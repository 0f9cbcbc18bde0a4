"""A case turns out to be none: its isolation ends at once, and whoever was restricted only because of it is free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.care.quarantine import actions as quarantine
from ringfence.care.quarantine import queries as stays
from ringfence.care.transfers import queries as transfers
from ringfence.field.testing import actions as testing
from ringfence.ground.access import Actor
from ringfence.ground.rulesets.words import ContactKind
from ringfence.kernel import Refused, city_date, reason
from ringfence.measures.orders import actions as orders
from ringfence.measures.orders import queries as order_register
from ringfence.measures.orders import rules
from ringfence.tracing.cases import actions as cases
from ringfence.tracing.cases import queries as case_register
from ringfence.tracing.cases import ruling
from ringfence.tracing.contacts import actions as contacts
from ringfence.tracing.contacts import queries as contact_register

from . import arrangements, facts, reinstating


@dataclass(frozen=True, slots=True)
class Affected:
    """One order that rests on the case: what becomes of it, and the room that the person has now."""

    order: orders.Order
    left: rules.Regrounded
    stay: stays.Stay | None


@dataclass(frozen=True, slots=True)
class Consequences:
    """Everything that ruling a case out does, shown before it is done."""

    case: cases.Case
    isolation: orders.Order | None
    affected: tuple[Affected, ...]
    contacts: int
    contact_again: bool  # the person was a contact of another case before

    @property
    def any(self) -> bool:
        return bool(self.isolation or self.affected or self.contacts)

    def count(self, change: str) -> int:
        return sum(1 for one in self.affected if one.left.change == change)

    @property
    def freed(self) -> int:
        return self.count(rules.Change.ENDS_NOW)


def preview(*, case_id: UUID, now: datetime) -> Consequences:
    """Who would be affected, and how; changes nothing. The caller has shown that the reader may see the case."""
    case = case_register.bare(case_id=case_id)
    running = order_register.resting_on_case(case_id=case_id)
    people = [one.person_id for one in running]
    grounds = contact_register.grounds_of(
        person_ids=people, outbreak_id=case.outbreak_id, without_case=case_id
    )
    where = stays.running_of_people(person_ids=people, outbreak_id=case.outbreak_id)
    were = contact_register.of_person(person_id=case.person_id, outbreak_id=case.outbreak_id)
    return Consequences(
        case, order_register.isolation_of(case_id=case_id),
        tuple(
            Affected(one, _left(one, case, grounds.get(one.person_id, []), where.get(one.person_id), now),
                     where.get(one.person_id))
            for one in running
        ),
        contact_register.of_case(case_id=case_id).exclude(outcome__in=["EXCLUDED", "BECAME_CASE"]).count(),
        were.filter(outcome="BECAME_CASE").exclude(case__classification="RULED_OUT").exists(),
    )  # fmt: skip


@transaction.atomic
def rule_out(*, case_id: UUID, why: str, by: Actor, now: datetime) -> Consequences:
    """This is no case: free everybody who was restricted only because of it, count the others again, say why.

    Told twice: nothing changes. Refused: no sentence that says why.
    """
    case = ruling.lock(case_id=case_id, by=by)
    found = preview(case_id=case_id, now=now)
    if case.classification == case.Classification.RULED_OUT and not found.any:
        return found
    ruling.keep(case=case, why=why, affected=[_kept(one) for one in found.affected], by=by, now=now)
    _end_isolation(found, by=by, now=now)
    sentence = f"{case.number}: {why.strip()}"
    contacts.case_is_none(case_id=case_id, why=sentence, by=by, now=now)
    for one in found.affected:
        _apply(one, by=by, now=now)
    contacts.is_contact_again(
        person_id=case.person_id, outbreak_id=case.outbreak_id, why=sentence, by=by, now=now
    )
    return found


@transaction.atomic
def correct(*, case_id: UUID, changes: dict[str, object], by: Actor, now: datetime) -> cases.Case:
    """Correct a case. Ruling it out or taking it up again in passing is refused when it concerns anybody: shown first."""
    if changes.get("classification") == "RULED_OUT":
        _nobody_depends([case_id], now)
    elif "classification" in changes:
        reinstating.refuse_in_passing(case_ids=[case_id])
    return cases.correct(case_id=case_id, changes=changes, by=by, now=now)


@transaction.atomic
def classify_many(*, case_ids: list[UUID], classification: str, by: Actor, now: datetime) -> int:
    """Give many cases one classification. Those on whom somebody depends are ruled out one by one."""
    if classification == "RULED_OUT":
        _nobody_depends(case_ids, now)
    else:
        reinstating.refuse_in_passing(case_ids=list(case_register.ruled_out_among(case_ids=case_ids)))
    return cases.classify_many(case_ids=case_ids, classification=classification, by=by, now=now)


def settle(*, outbreak_id: UUID, by: Actor, now: datetime) -> int:
    """For the clock: a case that was ruled out elsewhere (a line list, for example) restricts nobody either."""
    resting = order_register.resting_on_no_case(outbreak_id=outbreak_id)
    for case_id in sorted(resting):
        case = case_register.bare(case_id=case_id)
        _settle(case, by=by, now=now)
    return len(resting)


@transaction.atomic
def _settle(case: cases.Case, *, by: Actor, now: datetime) -> None:
    found = preview(case_id=case.id, now=now)
    ruling.note(case=case, affected=[_kept(one) for one in found.affected], by=by, now=now)
    _end_isolation(found, by=by, now=now)
    contacts.case_is_none(case_id=case.id, why=case.number, by=by, now=now)
    for one in found.affected:
        _apply(one, by=by, now=now)


def _nobody_depends(case_ids: Sequence[UUID], now: datetime) -> None:
    found = [preview(case_id=one, now=now) for one in case_ids]
    numbers = ", ".join(one.case.number for one in found if one.any)
    if numbers:
        raise Refused(
            reason("Orders or contacts rest on {numbers}: rule out each of these on its own page, which shows who is affected.",
                   numbers=numbers),
            fields={"classification": [reason("Choose 'Rule out' on the page of the case.")]},
        )  # fmt: skip


def _left(
    order: orders.Order, case: cases.Case, found: Sequence[contacts.Contact], stay: stays.Stay | None, now: datetime
) -> rules.Regrounded:  # fmt: skip
    begun = (stay.quarantined_since if stay is not None else None) or now
    return rules.without_case(
        ruleset=facts.ruleset_named(order.ruleset_id), case_number=case.number, running=order_register.running_plan(order),
        grounds=[rules.Ground(one.id, ContactKind(one.kind), one.last_exposure_at) for one in found],
        later=[
            one.exposed_until for one in order.later_exposures.all()
            if one.case is not None and one.case_id != case.id and one.case.classification != "RULED_OUT"
        ],
        starts_at=begun, now=now,
    )  # fmt: skip


def _end_isolation(found: Consequences, *, by: Actor, now: datetime) -> None:
    """The isolation ends; whoever was fetched already is taken home, from the hospital or from a room."""
    case, order = found.case, found.isolation
    if order is None:
        return
    orders.lose_ground(order_id=order.id, case_number=case.number, by=by, now=now)
    fetched = transfers.of_order(order_id=order.id).filter(
        kind="TO_HOSPITAL", state__in=["PICKED_UP", "DELIVERED"]
    )
    gone = fetched.first()
    arrangements.free(order, by=by, now=now)
    for stay in stays.stays_of_person(person_id=case.person_id, outbreak_id=case.outbreak_id):
        if stay.state == "STARTED" and stay.room is not None:
            quarantine.end_stay(stay_id=stay.id, why=f"{case.number}: no case", by=by, now=now)
            arrangements.way_home(order, from_text=stay.room.site.name, by=by, now=now)
    if gone is not None:
        arrangements.way_home(order, from_text=gone.to_text, by=by, now=now)


def _apply(one: Affected, *, by: Actor, now: datetime) -> None:
    """Free the person, or let the order rest on what remains: shorter, milder, or as it was."""
    was = order_register.current_stage(order_id=one.order.id)
    order = orders.rest_on(order_id=one.order.id, left=one.left, by=by, now=now)
    if one.left.ground is None:
        arrangements.free(order, by=by, now=now)
        return
    if order.state != order.State.IN_FORCE:
        return
    facts.note_managed(order, by=by, now=now)
    first = one.left.stages[0]
    if was is not None and was.kind != first.kind:
        arrangements.leave_stage(order.id, ended_kind=was.kind, by=by, now=now)
        arrangements.begin_stage(order, by=by, now=now)
    if one.left.change != rules.Change.UNCHANGED:
        last_day = city_date(one.left.stages[-1].ends_at)
        testing.cancel_scheduled(
            outbreak_id=order.outbreak_id, person_id=order.person_id, why="counted again", after_day=last_day, by=by,
            now=now,
        )  # fmt: skip


def _kept(one: Affected) -> dict[str, object]:
    ends = one.left.stages[-1].ends_at if one.left.stages else None
    return {
        "order": str(one.order.id), "number": one.order.number, "person": str(one.order.person_id),
        "becomes": one.left.change.value, "ends_at": ends.isoformat() if ends else None,
        "reasons": [each.as_json() for each in one.left.reasons],
    }  # fmt: skip
