"""Samples taken at somebody's home: what is due there, what came of a visit, whom nobody finds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.kernel import NotFound, Refused, reason

from . import rules
from .models import HomeVisit, Sample

FAILED = Q(home_visits__outcome__in=[HomeVisit.Outcome.NOBODY_OPENED, HomeVisit.Outcome.WOULD_NOT])
OPEN = Q(cancelled_at=None, taken_at=None, result=Sample.Result.PENDING, due_on__isnull=False)
OF_THE_PERSON = Q(
    swab=1, surface=""
)  # one row a person and day: further swabs of that day are taken with the first


def due(*, by: Actor, outbreak_id: UUID, day: date, person_ids: QuerySet[Any, UUID]) -> QuerySet[Any, Any]:
    """Samples due by this day of these people at home in whose area the reader goes to the doors.

    Each with `failed` (visits without a sample), `refused` (how often the person would not) and `last_failed_at`.
    """
    mine = in_areas("area__code", visible_areas(by, Permission.SAMPLE_AT_HOME))
    return with_visits(
        Sample.objects.filter(OPEN, OF_THE_PERSON, mine, outbreak_id=outbreak_id, due_on__lte=day, person_id__in=person_ids)
    )  # fmt: skip


def not_found(*, by: Actor, outbreak_id: UUID) -> QuerySet[Any, Any]:
    """Samples that could not be taken at home so often that the investigator must look; in the reader's areas."""
    mine = in_areas("area__code", visible_areas(by, Permission.CONTACT_READ))
    found = with_visits(Sample.objects.filter(OPEN, OF_THE_PERSON, mine, outbreak_id=outbreak_id))
    return found.filter(Q(failed__gte=rules.UNOPENED_BEFORE_ESCALATION) | Q(refused__gt=0))


def with_visits(found: QuerySet[Sample]) -> QuerySet[Any, Any]:
    refused = Q(home_visits__outcome=HomeVisit.Outcome.WOULD_NOT)
    return found.select_related("person__identity", "area").annotate(
        failed=Count("home_visits", filter=FAILED, distinct=True), refused=Count("home_visits", filter=refused, distinct=True),
        last_failed_at=Max("home_visits__at", filter=FAILED),
    )  # fmt: skip


def goes_to(*, sample: Sample, by: Actor) -> bool:
    """Does this person take samples where this one is due?"""
    return access.may(by, Permission.SAMPLE_AT_HOME, area_code=sample.area_id)


def beside(found: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """The same samples with their visits loaded."""
    return found.prefetch_related("home_visits")


def visits_of_person(*, person_id: UUID, outbreak_id: UUID) -> QuerySet[HomeVisit]:
    """Every visit to this person for a sample, oldest first."""
    return HomeVisit.objects.filter(
        sample__person_id=person_id, sample__outbreak_id=outbreak_id
    ).select_related("sample")


@transaction.atomic
def keep_visit(
    *, sample_id: UUID, outcome: str, by: Actor, now: datetime, codes: Sequence[str] = (), note: str = ""
) -> tuple[HomeVisit, rules.VisitDue | None]:
    """Keep what came of a visit. SAMPLED takes every swab of that day, with the codes of the tubes if there are any.

    The second value says when the next visit is due; None when the sample was taken. Told twice (SAMPLED): the same
    visit. Refused: a sample with a result, cancelled, or not due yet; an unknown outcome; a tube of somebody else.
    """
    sample = _locked(sample_id, by)
    known = HomeVisit.objects.filter(sample=sample, outcome=HomeVisit.Outcome.SAMPLED).first()
    if known is not None and outcome == HomeVisit.Outcome.SAMPLED:
        return known, None
    _require_open(sample, outcome, now)
    if outcome == HomeVisit.Outcome.SAMPLED:
        _take_swabs(sample, [code.strip() for code in codes if code.strip()], by=by, now=now)
    visit, _ = HomeVisit.objects.get_or_create(
        sample=sample, at=now, defaults={"outcome": outcome, "note": note.strip()[:200], "by_id": by.id, "by_name": str(by)}
    )  # fmt: skip
    audit.record(by=by, action="sample.home_visit", subject=sample, outbreak_id=sample.outbreak_id,
                 after={"outcome": outcome, "note": visit.note}, now=now)  # fmt: skip
    outbox.tell_screens(topic="tasks", outbreak_id=sample.outbreak_id)
    return visit, None if outcome == HomeVisit.Outcome.SAMPLED else next_visit(sample)


def next_visit(sample: Sample) -> rules.VisitDue:
    """When somebody goes to this door again, after the visits without a sample."""
    visits = list(sample.home_visits.all())
    assert sample.due_on is not None
    refused = any(one.outcome == HomeVisit.Outcome.WOULD_NOT for one in visits)
    return rules.next_visit(due_on=sample.due_on, failed=[one.at for one in visits], refused=refused)


def _take_swabs(sample: Sample, codes: list[str], *, by: Actor, now: datetime) -> None:
    swabs = list(
        Sample.objects.select_for_update().filter(
            OPEN, outbreak_id=sample.outbreak_id, person_id=sample.person_id, purpose=sample.purpose,
            due_on=sample.due_on, surface="",
        ).order_by("swab")
    )  # fmt: skip
    if len(codes) > len(swabs):
        raise Refused(
            reason("{count} swab(s) are due, but {codes} tubes were given.", count=len(swabs), codes=len(codes)),
            fields={"codes": [reason("Give one tube for each swab.")]},
        )  # fmt: skip
    used = Sample.objects.filter(outbreak_id=sample.outbreak_id, code__in=codes)
    if len(set(codes)) < len(codes) or used.exclude(id__in=[one.id for one in swabs]).exists():
        raise Refused(
            reason("Tube {code} already belongs to another sample. Read the label again.", code=", ".join(codes)),
            fields={"codes": [reason("This tube code is already used.")]},
        )  # fmt: skip
    for swab, code in zip(swabs, [*codes, *[""] * len(swabs)], strict=False):
        swab.code, swab.taken_at, swab.recorded_by_id = code, now, by.id
        swab.save(update_fields=["code", "taken_at", "recorded_by_id"])
        audit.record(by=by, action="sample.take", subject=swab, outbreak_id=swab.outbreak_id, after={"code": audit.said(code)}, now=now)  # fmt: skip


def _require_open(sample: Sample, outcome: str, now: datetime) -> None:
    if outcome not in HomeVisit.Outcome.values:
        raise Refused(reason("A visit ends with a sample, at a door that nobody opened, or with a refusal."))
    if (
        sample.taken_at is not None
        or sample.cancelled_at is not None
        or sample.result != Sample.Result.PENDING
    ):
        raise Refused(reason("This sample was taken or cancelled meanwhile; reload the page."))


def _locked(sample_id: UUID, by: Actor) -> Sample:
    sample = Sample.objects.select_for_update().filter(OF_THE_PERSON, id=sample_id).first()
    if sample is None:
        raise NotFound(reason("There is no such sample."))
    access.require(by, Permission.SAMPLE_AT_HOME, area_code=sample.area_id)
    return sample


__all__ = [
    "HomeVisit", "due", "goes_to", "beside", "keep_visit", "next_visit", "not_found", "visits_of_person", "with_visits",
]  # fmt: skip
