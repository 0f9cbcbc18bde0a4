"""What status a person has now: computed from evidence at every look, kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from ringfence.field.testing import queries as testing
from ringfence.ground.rulesets import queries as rulesets
from ringfence.ground.rulesets.words import ContactKind, SampleResult
from ringfence.measures.orders import queries as orders
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.contacts import queries as contacts

from . import rules


def status_of(*, person_id: UUID, outbreak_id: UUID, now: datetime) -> rules.HealthStatus:
    """The status of a person in an outbreak, with its reasons and its end."""
    ruleset = rulesets.get(outbreaks.outbreak(outbreak_id=outbreak_id).ruleset_id)
    evidence = list(evidence_of(person_id=person_id, outbreak_id=outbreak_id))
    return rules.status(evidence=evidence, ruleset=ruleset, now=now)


def evidence_of(*, person_id: UUID, outbreak_id: UUID) -> Iterator[rules.Evidence]:
    """Typed evidence about a person: laboratory results and decided classifications."""
    yield from _laboratory(person_id, outbreak_id)
    yield from _classifications(person_id, outbreak_id)


def _laboratory(person_id: UUID, outbreak_id: UUID) -> Iterator[rules.Evidence]:
    case = cases.of_person(person_id=person_id, outbreak_id=outbreak_id)
    discharged_at = _discharged_at(person_id, outbreak_id)
    for sample in testing.of_person(person_id=person_id, outbreak_id=outbreak_id):
        if sample.result_at is not None and not sample.surface:
            yield rules.LabResult(
                sample_id=sample.id, result=SampleResult(sample.result), result_at=sample.result_at,
                discharged_at=discharged_at, corrected=case is None,
            )  # fmt: skip


def _classifications(person_id: UUID, outbreak_id: UUID) -> Iterator[rules.Evidence]:
    order = orders.of_person(person_id=person_id, outbreak_id=outbreak_id).exclude(kind="ISOLATION").last()
    for contact in contacts.of_person(person_id=person_id, outbreak_id=outbreak_id):
        if contact.kind == "UNDECIDED":
            continue
        yield rules.ContactClassification(
            contact_id=contact.id, kind=ContactKind(contact.kind), last_exposure_at=contact.last_exposure_at,
            decided_by=contact.decided_by_name, stay_started_at=_stay_began(order),
            lifted_at=order.closed_at if order is not None and order.state in ("RELEASED", "LAPSED") else None,
        )  # fmt: skip


def _discharged_at(person_id: UUID, outbreak_id: UUID) -> datetime | None:
    order = orders.of_person(person_id=person_id, outbreak_id=outbreak_id).filter(kind="ISOLATION").last()
    if order is None:
        return None
    after = orders.stages(order_id=order.id).values_list("starts_at", flat=True).first()
    return after or (order.closed_at if order.state == "RELEASED" else None)


def _stay_began(order: orders.Order | None) -> datetime | None:
    """When the person's measure began: the start of its first stage, once it was in force."""
    if order is None or order.approved_at is None:
        return None
    return orders.stages(order_id=order.id).values_list("starts_at", flat=True).first()
