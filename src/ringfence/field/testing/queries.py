"""Finding samples."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.kernel import NotFound, reason

from .models import Sample

NOT_CANCELLED = Q(cancelled_at=None)


def visible_to(*, by: Actor, outbreak_id: UUID) -> QuerySet[Sample]:
    return Sample.objects.filter(
        in_areas("area__code", visible_areas(by, Permission.SAMPLE_READ)), outbreak_id=outbreak_id
    ).select_related("person__identity", "laboratory")


def sample(*, sample_id: UUID, by: Actor) -> Sample:
    areas = visible_areas(by, Permission.SAMPLE_READ)
    found = (
        Sample.objects.filter(in_areas("area__code", areas), id=sample_id)
        .select_related("person__identity")
        .first()
    )
    if found is None:
        raise NotFound(reason("There is no such sample in the areas that you can see."))
    return found


def due(*, by: Actor, outbreak_id: UUID, day: date) -> QuerySet[Sample]:
    """Scheduled samples due on or before this day and not yet taken; the oldest first."""
    return (
        visible_to(by=by, outbreak_id=outbreak_id)
        .filter(NOT_CANCELLED, due_on__lte=day, taken_at=None, result=Sample.Result.PENDING)
        .order_by("due_on", "id")
    )


def awaiting_result(*, by: Actor, outbreak_id: UUID) -> QuerySet[Sample]:
    """Samples taken, without a result; the oldest first."""
    return (
        visible_to(by=by, outbreak_id=outbreak_id)
        .filter(NOT_CANCELLED, taken_at__isnull=False, result=Sample.Result.PENDING)
        .order_by("taken_at", "id")
    )


def of_person(*, person_id: UUID, outbreak_id: UUID) -> QuerySet[Sample]:
    """All samples of a person that were not cancelled, by due day or time taken."""
    return Sample.objects.filter(NOT_CANCELLED, person_id=person_id, outbreak_id=outbreak_id).order_by(
        "due_on", "taken_at", "id"
    )


def by_code(*, code: str, outbreak_id: UUID) -> Sample | None:
    return Sample.objects.filter(code=code, outbreak_id=outbreak_id).first()


def bare(*, sample_id: UUID) -> Sample:
    """A sample for actions and rules; the caller checks the permission."""
    found = Sample.objects.filter(id=sample_id).first()
    if found is None:
        raise NotFound(reason("There is no such sample."))
    return found
