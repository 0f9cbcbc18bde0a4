"""The check of all restrictions: that it was made, and what it found, is on record."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import audit
from ringfence.ground.audit.actions import Actor as Recorded

from .. import evidence
from ..evidence import Violation


@transaction.atomic
def check_evidence(*, outbreak_id: UUID, by: Recorded, now: datetime) -> list[Violation]:
    """Every order in force of one outbreak without valid evidence; none is what must come out."""
    found = evidence.violations(evidence.unfounded(outbreak_id=outbreak_id))
    told = {"checked": evidence.in_force_count(outbreak_id=outbreak_id), "violations": len(found),
            "orders": [one.order.number for one in found[:50]]}  # fmt: skip
    audit.record(by=by, action="evidence.check", subject=("outbreak", outbreak_id), outbreak_id=outbreak_id,
                 after=told, now=now)  # fmt: skip
    return found
