"""Finding samples."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.db.models.functions import Lower

from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.kernel import NotFound, reason
from ringfence.registry.people import queries as people

from .models import Sample

NOT_CANCELLED = Q(cancelled_at=None)


def visible_to(*, by: Actor, outbreak_id: UUID) -> QuerySet[Sample]:
    return Sample.objects.filter(
        in_areas("area__code", visible_areas(by, Permission.SAMPLE_READ)), outbreak_id=outbreak_id
    ).select_related("person__identity", "laboratory")


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFilter:
    """What a list of samples may be narrowed by; empty means everything. `text`: tube code, name, pinyin, number."""

    text: str = ""
    result: str = ""
    purpose: str = ""
    person_id: UUID | None = None


def listed(*, by: Actor, outbreak_id: UUID, wanted: SampleFilter) -> QuerySet[Sample]:
    """Samples that were not cancelled, narrowed by a filter."""
    found = visible_to(by=by, outbreak_id=outbreak_id).filter(NOT_CANCELLED)
    return narrowed(found, wanted=wanted)


def narrowed(found: QuerySet[Sample], *, wanted: SampleFilter) -> QuerySet[Sample]:
    text = wanted.text.strip()
    if text:
        found = _about(found, text)
    exact = {"result": wanted.result, "purpose": wanted.purpose, "person_id": wanted.person_id}
    return found.filter(**{name: value for name, value in exact.items() if value})


def _about(found: QuerySet[Sample], text: str) -> QuerySet[Sample]:
    """Those whose tube code begins with the text, if it holds a digit and there are any; else those of people who match."""
    tubes = found.alias(key=Lower("code")).filter(key__startswith=text.lower())
    if people.holds_digit(text) and tubes.exists():
        return tubes
    return found.filter(people.whose_person_matches(text))


def results(*, by: Actor, outbreak_id: UUID) -> QuerySet[Sample]:
    """Samples with a result, the newest result first."""
    return (
        visible_to(by=by, outbreak_id=outbreak_id).filter(NOT_CANCELLED, result_at__isnull=False)
        .order_by("-result_at", "-id")
    )  # fmt: skip


def by_codes(*, codes: Iterable[str], by: Actor, outbreak_id: UUID) -> dict[str, Sample]:
    """Samples that the reader may see, by the code of their tube."""
    found = visible_to(by=by, outbreak_id=outbreak_id).filter(code__in=[code for code in codes if code])
    return {sample.code: sample for sample in found}


def due_on_or_before(*, person_ids: Iterable[UUID], outbreak_id: UUID, day: date) -> dict[UUID, date]:
    """For each of these people who has a sample due and not taken: the oldest day on which it was due."""
    found = Sample.objects.filter(
        NOT_CANCELLED, outbreak_id=outbreak_id, person_id__in=list(person_ids), due_on__lte=day, taken_at=None,
        result=Sample.Result.PENDING,
    )  # fmt: skip
    return dict(found.order_by().values_list("person_id").annotate(Min("due_on")))


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


def due(
    *, by: Actor, outbreak_id: UUID, day: date, of: QuerySet[Any, UUID] | None = None,
    not_of: QuerySet[Any, UUID] | None = None,
) -> QuerySet[Sample]:  # fmt: skip
    """Scheduled samples due on or before this day and not yet taken, of these people or of all but those; oldest first."""
    found = visible_to(by=by, outbreak_id=outbreak_id).filter(
        NOT_CANCELLED, due_on__lte=day, taken_at=None, result=Sample.Result.PENDING
    )
    if of is not None:
        found = found.filter(person_id__in=of)
    if not_of is not None:
        found = found.exclude(person_id__in=not_of)
    return found.order_by("due_on", "id")


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


def codes_by_id(*, sample_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The codes of samples by their ids, for the record of deeds; one that is only planned has none."""
    found = Sample.objects.filter(id__in=list(sample_ids)).exclude(code="").order_by()
    return {key: code for key, code in found.values_list("id", "code") if code}


def bare(*, sample_id: UUID) -> Sample:
    """A sample for actions and rules; the caller checks the permission."""
    found = Sample.objects.filter(id=sample_id).first()
    if found is None:
        raise NotFound(reason("There is no such sample."))
    return found
