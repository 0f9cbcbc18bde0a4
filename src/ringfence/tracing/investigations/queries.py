"""Reading investigations: clock, form, movement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.ground.access.queries import Organisation
from ringfence.kernel import NotFound, reason

from . import rules
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


def teams(*, outbreak_id: UUID) -> dict[UUID, Organisation]:
    """The organisation that investigates each case of an outbreak, by the id of the case; one statement."""
    found = Investigation.objects.filter(case__outbreak_id=outbreak_id, team__isnull=False)
    return {one.case_id: one.team for one in found.select_related("team").only("case_id", "team") if one.team}


def milestones(*, investigation_id: UUID) -> QuerySet[Milestone]:
    return Milestone.objects.filter(investigation_id=investigation_id)


def open_milestones(
    *, by: Actor, outbreak_id: UUID, due_before: datetime | None = None
) -> QuerySet[Milestone]:
    """Milestones not yet met, the most urgent first."""
    areas = visible_areas(by, Permission.CASE_READ)
    found = (
        Milestone.objects.filter(
            in_areas("investigation__case__area__code", areas),
            met_at=None,
            investigation__case__outbreak_id=outbreak_id,
        )
        .exclude(investigation__case__classification="RULED_OUT")
        .select_related(
            "investigation__case__person__identity", "investigation__team", "investigation__investigator"
        )
    )
    return found.filter(due_at__lt=due_before) if due_before else found


def running_milestones(*, by: Actor, outbreak_id: UUID) -> QuerySet[Milestone]:
    """Milestones not yet met of clocks that do not stand still, the most urgent first."""
    standing = ClockStop.objects.filter(resumed_at=None).values("investigation_id")
    return open_milestones(by=by, outbreak_id=outbreak_id).exclude(investigation_id__in=standing)


def breaches(*, by: Actor, outbreak_id: UUID, now: datetime) -> QuerySet[Milestone]:
    """Milestones that are overdue, or were met too late."""
    areas = visible_areas(by, Permission.CASE_READ)
    late = Q(met_at=None, due_at__lte=now) | Q(met_at__gt=F("due_at"))
    return Milestone.objects.filter(
        late, in_areas("investigation__case__area__code", areas), investigation__case__outbreak_id=outbreak_id
    ).select_related(
        "investigation__case__person__identity", "investigation__team", "investigation__investigator"
    )


@dataclass(frozen=True, slots=True)
class ClockFace:
    """The clock of a case in one line: the next open milestone (none: all met), how many are open, whether it stands."""

    next_code: str
    due_at: datetime | None
    started_at: datetime
    open: int
    met_late: int
    stopped_at: datetime | None


def clocks(*, case_ids: Sequence[UUID]) -> dict[UUID, ClockFace]:
    """The clocks of many cases at once; two statements. Cases without an investigation are left out."""
    found = Milestone.objects.filter(investigation__case_id__in=case_ids).order_by("due_at", "code")
    by_case: dict[UUID, list[Milestone]] = {}
    for one in found.select_related("investigation"):
        by_case.setdefault(one.investigation.case_id, []).append(one)
    standing = ClockStop.objects.filter(resumed_at=None, investigation__case_id__in=case_ids)
    stopped = dict(standing.values_list("investigation__case_id", "stopped_at"))
    return {case_id: _face(rows, stopped.get(case_id)) for case_id, rows in by_case.items()}


def _face(milestones: list[Milestone], stopped_at: datetime | None) -> ClockFace:
    still = [one for one in milestones if one.met_at is None]
    late = sum(1 for one in milestones if one.met_at is not None and one.met_at > one.due_at)
    return ClockFace(
        next_code=still[0].code if still else "", due_at=still[0].due_at if still else None,
        started_at=milestones[0].investigation.started_at, open=len(still), met_late=late, stopped_at=stopped_at,
    )  # fmt: skip


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


def stops_of_cases(*, case_ids: Sequence[UUID]) -> QuerySet[Stop]:
    """Where these cases were, as told; the caller has checked the permission."""
    return Stop.objects.filter(investigation__case_id__in=case_ids).select_related("investigation")


def count_milestones(*, by: Actor, outbreak_id: UUID, now: datetime) -> dict[str, int]:
    """Milestones met on time, met late, open and not yet due, overdue."""
    areas = visible_areas(by, Permission.CASE_READ)
    seen = Investigation.objects.filter(in_areas("case__area__code", areas), case__outbreak_id=outbreak_id)
    # DISTINCT keeps this a list of its own: the many milestones then meet one table of ids and not two wide ones.
    found = Milestone.objects.filter(investigation_id__in=seen.order_by().values("id").distinct())
    return found.aggregate(
        met_on_time=Count("id", filter=Q(met_at__lte=F("due_at"))),
        met_late=Count("id", filter=Q(met_at__gt=F("due_at"))),
        open=Count("id", filter=Q(met_at=None, due_at__gt=now)),
        overdue=Count("id", filter=Q(met_at=None, due_at__lte=now)),
    )


@dataclass(frozen=True, slots=True)
class StepTime:
    """How long a milestone took from T0, over all cases in which it was met. Hours."""

    code: str
    count: int
    median_hours: float
    ninetieth_hours: float


def step_times(*, by: Actor, outbreak_id: UUID) -> list[StepTime]:
    """Median and 90th percentile of each milestone, in the order of the clock."""
    areas = visible_areas(by, Permission.CASE_READ)
    met = (
        Milestone.objects.filter(
            in_areas("investigation__case__area__code", areas), investigation__case__outbreak_id=outbreak_id,
            met_at__isnull=False,
        ).order_by("hours", "code").values_list("code", "met_at", "investigation__started_at")
    )  # fmt: skip
    taken: dict[str, list[timedelta]] = {}
    for code, met_at, started_at in met:
        if met_at is not None:
            taken.setdefault(code, []).append(met_at - started_at)
    return [_step_time(code, durations) for code, durations in taken.items()]


def _step_time(code: str, durations: list[timedelta]) -> StepTime:
    found = rules.median_and_90th(durations)
    median, ninetieth = found or (timedelta(), timedelta())
    hour = timedelta(hours=1)
    return StepTime(code, len(durations), median / hour, ninetieth / hour)
