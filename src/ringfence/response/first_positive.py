"""A positive sample of somebody who may be new here: person, sample and case in one deed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.field.testing import actions as testing
from ringfence.ground.access import Actor
from ringfence.registry.people import actions as people
from ringfence.tracing.cases import actions as cases

from . import facts, positive_sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Tube:
    """The sample as it lies in the rack."""

    code: str
    taken_at: datetime
    purpose: str = testing.Sample.Purpose.SCREENING
    specimen: str = testing.Sample.Specimen.NASOPHARYNGEAL


@transaction.atomic
def record_positive(
    *, outbreak_id: UUID, person: people.PersonFacts | UUID, tube: Tube, result: testing.ResultFacts, by: Actor,
    now: datetime, told: facts.CaseTold | None = None,
) -> cases.Case:  # fmt: skip
    """Register the person if need be, take in the sample, receive its positive result: the case and its clock.

    All of it or nothing. Told twice (the same person, the same tube): the same case. A further positive of somebody
    who already is a case is kept with that case.
    """
    person_id = person if isinstance(person, UUID) else people.register(facts=person, by=by, now=now).id
    sample = testing.take(
        outbreak_id=outbreak_id, person_id=person_id, code=tube.code, taken_at=tube.taken_at, purpose=tube.purpose,
        specimen=tube.specimen, by=by, now=now,
    )  # fmt: skip
    return positive_sample.receive_positive(sample_id=sample.id, result=result, told=told, by=by, now=now)
