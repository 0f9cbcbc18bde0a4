"""Samples taken of anybody: a known person, or somebody who is registered in the same deed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.field.testing import actions as testing
from ringfence.ground.access import Actor
from ringfence.registry.people import actions as people

from .first_positive import Tube


@transaction.atomic
def take_sample(
    *, outbreak_id: UUID, person: people.PersonFacts | UUID, tube: Tube, by: Actor, now: datetime
) -> testing.Sample:
    """Register the person if need be and take in the sample: both or nothing. The same tube told twice is one sample."""
    person_id = person if isinstance(person, UUID) else people.register(facts=person, by=by, now=now).id
    return testing.take(
        outbreak_id=outbreak_id, person_id=person_id, code=tube.code, taken_at=tube.taken_at, purpose=tube.purpose,
        specimen=tube.specimen, by=by, now=now,
    )  # fmt: skip
