"""What a story needs to know before it acts: rule sets, the facts of a case, who may be restricted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ringfence.field.testing import actions as testing
from ringfence.field.testing import queries as samples
from ringfence.ground.access import Actor
from ringfence.ground.rulesets import queries as rulesets
from ringfence.ground.rulesets.queries import RuleSet
from ringfence.kernel import city_date
from ringfence.measures.orders import queries as orders
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.tracing.cases import actions as cases
from ringfence.tracing.cases import queries as case_register
from ringfence.tracing.contacts import actions as contacts
from ringfence.tracing.contacts import queries as contact_register


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTold:
    """What is told about a case besides its sample. Unknown stays unknown."""

    onset_date: date | None = None
    symptoms: str = ""
    origin: str = "UNKNOWN"
    found_by: str = "UNKNOWN"
    classification: str = "PRESUMPTIVE"
    notes: str = ""


def ruleset_named(ruleset_id: str) -> RuleSet:
    return rulesets.get(ruleset_id)


def ruleset_of(outbreak_id: UUID) -> RuleSet:
    """The rule set that the outbreak follows now."""
    return rulesets.get(outbreaks.outbreak(outbreak_id=outbreak_id).ruleset_id)


def ruleset_of_case(case_id: UUID) -> RuleSet:
    return rulesets.get(case_register.bare(case_id=case_id).outbreak.ruleset_id)


def order(order_id: UUID) -> orders.Order:
    return orders.bare(order_id=order_id)


def sample(sample_id: UUID) -> testing.Sample:
    return samples.bare(sample_id=sample_id)


def running_order(sample: testing.Sample) -> orders.Order | None:
    """The quarantine that this sample belongs to, if the person is under one."""
    found = orders.running_of(person_id=sample.person_id, outbreak_id=sample.outbreak_id)
    if found is None or found.state != "IN_FORCE":
        return None
    return found if found.kind != "ISOLATION" or orders.current_stage(order_id=found.id) else None


def of_positive_sample(sample: testing.Sample, *, told: CaseTold | None, now: datetime) -> cases.CaseFacts:
    """The facts with which a positive sample opens a case; T0 is when the result entered the system."""
    told = told or CaseTold()
    under_order = orders.running_of(person_id=sample.person_id, outbreak_id=sample.outbreak_id)
    in_quarantine = under_order is not None and under_order.state == "IN_FORCE"
    return cases.CaseFacts(
        person_id=sample.person_id, reported_at=now, classification=told.classification, origin=told.origin,
        found_by="QUARANTINE" if in_quarantine else told.found_by, onset_date=told.onset_date, symptoms=told.symptoms,
        sampled_on=city_date(sample.taken_at) if sample.taken_at else None, confirming_sample_id=sample.id,
        notes=told.notes,
    )  # fmt: skip


def may_be_restricted(contact: contacts.Contact) -> bool:
    """Only close and secondary contacts who are not cases themselves."""
    if contact.kind not in ("CLOSE", "SECONDARY"):
        return False
    return case_register.of_person(person_id=contact.person_id, outbreak_id=contact.outbreak_id) is None


def note_managed(order: orders.Order, *, by: Actor, now: datetime) -> None:
    """The contacts that this person is are now under a measure."""
    for contact in contact_register.of_person(person_id=order.person_id, outbreak_id=order.outbreak_id):
        if contact.outcome == "OPEN":
            contacts.note_outcome(contact_id=contact.id, outcome="MANAGED", why="", by=by, now=now)


def note_released(order: orders.Order, *, by: Actor, now: datetime) -> None:
    """The contacts that this person is were released."""
    for contact in contact_register.of_person(person_id=order.person_id, outbreak_id=order.outbreak_id):
        if contact.outcome == "MANAGED":
            contacts.note_outcome(contact_id=contact.id, outcome="RELEASED", why="", by=by, now=now)
