"""Reading investigations: clock, form, movement."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.kernel import NotFound, reason

from .models import ClockStop, FormBlock, Investigation, Milestone, Stop


def of_case(*, case_id: UUID) -> Investigation | None:
    """The investigation of a case that the reader has been shown to be allowed to see."""
    return (
        Investigation.objects.select_related("case", "team", "investigator").filter(case_id=case_id).first()
    )


def investigation(*, investigation_id: UUID, by: Actor) -> Investigation:
    areas = visible_areas(by, Permission.CASE_READ)
    found = (
        Investigation.objects.select_related("case", "team", "investigator")
        .filter(in_areas("case__area__code", areas), id=investigation_id).first()
    )  # fmt: skip
    if found is None:
        raise NotFound(reason("There is no such investigation."))
    return found


def milestones(*, investigation_id: UUID) -> QuerySet[Milestone]:
    return Milestone.objects.filter(investigation_id=investigation_id)


def open_milestones(
    *, by: Actor, outbreak_id: UUID, due_before: datetime | None = None
) -> QuerySet[Milestone]:
    """Milestones not yet met, the most urgent first."""
    areas = visible_areas(by, Permission.CASE_READ)
    found = Milestone.objects.filter(
        in_areas("investigation__case__area__code", areas),
        met_at=None,
        investigation__case__outbreak_id=outbreak_id,
    ).select_related(
        "investigation__case__person__identity", "investigation__team", "investigation__investigator"
    )
    return found.filter(due_at__lt=due_before) if due_before else found


def breaches(*, by: Actor, outbreak_id: UUID, now: datetime) -> QuerySet[Milestone]:
    """Milestones that are overdue, or were met too late."""
    areas = visible_areas(by, Permission.CASE_READ)
    late = Q(met_at=None, due_at__lte=now) | Q(met_at__gt=F("due_at"))
    return Milestone.objects.filter(
        late, in_areas("investigation__case__area__code", areas), investigation__case__outbreak_id=outbreak_id
    ).select_related(
        "investigation__case__person__identity", "investigation__team", "investigation__investigator"
    )


def stops_of_clock(*, investigation_id: UUID) -> QuerySet[ClockStop]:
    return ClockStop.objects.filter(investigation_id=investigation_id)


def form(*, investigation_id: UUID) -> dict[str, FormBlock]:
    """The newest version of every block that was saved."""
    return {
        one.block: one
        for one in FormBlock.objects.filter(investigation_id=investigation_id).order_by("version")
    }


def versions(*, investigation_id: UUID, block: str) -> QuerySet[FormBlock]:
    """Every version of a block, newest first."""
    return FormBlock.objects.filter(investigation_id=investigation_id, block=block).order_by("-version")


def movement(*, investigation_id: UUID) -> QuerySet[Stop]:
    return Stop.objects.filter(investigation_id=investigation_id).select_related("area")


def count_milestones(*, by: Actor, outbreak_id: UUID, now: datetime) -> dict[str, int]:
    """Milestones met on time, met late, open and not yet due, overdue."""
    areas = visible_areas(by, Permission.CASE_READ)
    found = Milestone.objects.filter(
        in_areas("investigation__case__area__code", areas), investigation__case__outbreak_id=outbreak_id
    )
    return found.aggregate(
        met_on_time=Count("id", filter=Q(met_at__lte=F("due_at"))),
        met_late=Count("id", filter=Q(met_at__gt=F("due_at"))),
        open=Count("id", filter=Q(met_at=None, due_at__gt=now)),
        overdue=Count("id", filter=Q(met_at=None, due_at__lte=now)),
    )
