"""Positive again after the discharge: a finding of the same case, never a new one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from ringfence.ground import audit, outbox
from ringfence.ground.access import Actor

from .models import Case, PositiveAgain


@transaction.atomic
def note(
    *, case: Case, sample: Any, discharged_at: datetime, by: Actor, now: datetime
) -> tuple[PositiveAgain, bool]:
    """Note that a discharged case is positive again: (finding, whether it is new). The caller's actor was checked."""
    found, new = PositiveAgain.objects.get_or_create(
        sample_id=sample.id,
        defaults={"case": case, "discharged_at": discharged_at, "taken_at": sample.taken_at, "found_at": now},
    )
    if new:
        audit.record(by=by, action="case.positive_again", subject=case, outbreak_id=case.outbreak_id, now=now,
                     after={"sample": audit.said(sample.code), "discharged_at": discharged_at})  # fmt: skip
        outbox.tell_screens(topic="cases", outbreak_id=case.outbreak_id)
    return found, new


def of_case(*, case_id: UUID) -> QuerySet[PositiveAgain]:
    """Every time that this case was positive again, the first on top."""
    return PositiveAgain.objects.filter(case_id=case_id).select_related("sample")


def latest(*, case_id: UUID, until: datetime | None = None) -> PositiveAgain | None:
    """The last time that this case was positive again (found no later than `until`)."""
    found = PositiveAgain.objects.filter(case_id=case_id)
    return (found.filter(found_at__lte=until) if until else found).order_by("-found_at").first()
