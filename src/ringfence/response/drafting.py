"""Orders drafted by hand: what the rule set asks for, or something milder or shorter; never stricter."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import alarms
from ringfence.ground.access import Actor
from ringfence.ground.rulesets.queries import RuleSet
from ringfence.kernel import Refused, reason
from ringfence.measures.orders import actions as orders
from ringfence.measures.orders import queries as order_register
from ringfence.measures.orders import rules
from ringfence.tracing.contacts import queries as contacts

from . import facts


@alarms.watched("order.draft")
@transaction.atomic
def draft_order(
    *, contact_id: UUID, by: Actor, now: datetime, kind: str = "", ends_on: date | None = None
) -> order_register.Order:
    """Draft the quarantine of a contact, milder (`kind`) or shorter (`ends_on`) if the investigator says so.

    Refused, with the rule's reasons: anything stricter than the rule set; somebody who may not be restricted.
    """
    contact = contacts.bare(contact_id=contact_id)
    if not facts.may_be_restricted(contact):
        raise Refused(
            reason("Only close and secondary contacts who are not cases themselves may be quarantined.")
        )
    running = order_register.running_of(person_id=contact.person_id, outbreak_id=contact.outbreak_id)
    if running is not None:
        raise Refused(reason("This person already has order {number}.", number=running.number))
    ruleset = facts.ruleset_of(contact.outbreak_id)
    order, decision = orders.draft_quarantine(
        contact_id=contact_id, ruleset=ruleset, by=by, now=now, kind=kind, ends_at=_noon_of(ends_on, ruleset)
    )
    if order is None:
        raise Refused(*decision.reasons)
    return order


@transaction.atomic
def draft_again(
    *, order_id: UUID, why: str, by: Actor, now: datetime, kind: str = "", ends_on: date | None = None
) -> order_register.Order:
    """Take a draft back and draft it milder or shorter, in one step: if the new one is refused, the old one stays."""
    old = orders.withdraw(order_id=order_id, why=why, by=by, now=now)
    if old.basis_contact_id is None:
        raise Refused(reason("Only the quarantine of a contact can be made milder; a case is isolated."))
    return draft_order(contact_id=old.basis_contact_id, kind=kind, ends_on=ends_on, by=by, now=now)


@transaction.atomic
def withdraw_order(*, order_id: UUID, why: str, by: Actor, now: datetime) -> order_register.Order:
    """The drafter's side takes a draft back; nobody is restricted."""
    return orders.withdraw(order_id=order_id, why=why, by=by, now=now)


def milder_kinds(*, contact_id: UUID, by: Actor, now: datetime) -> list[str]:
    """The first measure that the rule set asks of this contact, and everything milder than it; strictest first."""
    contact = contacts.contact(contact_id=contact_id, by=by)
    if contact.kind == "UNDECIDED":
        return []
    plan = order_register.measures_for(
        contact_kind=contact.kind, last_exposure_at=contact.last_exposure_at,
        ruleset=facts.ruleset_of(contact.outbreak_id), now=now,
    )  # fmt: skip
    if plan.first is None:
        return []
    return [str(kind) for kind in reversed(rules.STRICTNESS[: rules.STRICTNESS.index(plan.first.kind) + 1])]


def _noon_of(day: date | None, ruleset: RuleSet) -> datetime | None:
    return rules.release_instant(counting=ruleset.counting, day=day) if day else None
