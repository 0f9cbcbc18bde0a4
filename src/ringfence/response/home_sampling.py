"""Somebody goes to the door of a person in home quarantine to take the sample that is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.care.quarantine import queries as stays
from ringfence.field.testing import at_home, rules
from ringfence.field.testing import queries as samples
from ringfence.ground.access import Actor
from ringfence.kernel import Refused, reason


@transaction.atomic
def keep_visit(
    *, sample_id: UUID, outcome: str, by: Actor, now: datetime, codes: Sequence[str] = (), note: str = ""
) -> tuple[at_home.HomeVisit, rules.VisitDue | None]:
    """Sampled, nobody opened, would not: kept; a door that stays shut comes back and goes to the investigator.

    Refused: the person is not at home under an order; see `at_home.keep_visit` for the rest.
    """
    sample = samples.bare(sample_id=sample_id)
    if not stays.people_at_home(outbreak_id=sample.outbreak_id).filter(person_id=sample.person_id).exists():
        raise Refused(reason("This person is not in quarantine or monitoring at home; reload the page."))
    return at_home.keep_visit(sample_id=sample_id, outcome=outcome, codes=codes, note=note, by=by, now=now)
