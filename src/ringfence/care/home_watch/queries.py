"""Finding watches and reports: whom to call now, what was handed over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from ringfence.care.quarantine import queries as quarantine
from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.kernel import NotFound, reason
from ringfence.measures.orders import queries as orders

from .models import Call, Report, Watch


def may_not_go_out(stay: quarantine.Stay) -> bool:
    """Is this stay home quarantine now? During health monitoring people may go out: no device has anything to say."""
    held = orders.in_stage(outbreak_id=stay.outbreak_id, kind="HOME_QUARANTINE")
    return bool(held.filter(order_id=stay.order_id).exists())


def handed_over(*, report_id: UUID, by: Actor, outbreak_id: UUID) -> Report:
    """A report that was handed to the investigators of the reader's areas; looked after or not."""
    found = handed_to_investigators(by=by, outbreak_id=outbreak_id).filter(id=report_id).first()
    if found is None:
        raise NotFound(reason("There is no such report."))
    return found


def watches(*, by: Actor, outbreak_id: UUID) -> QuerySet[Watch]:
    """Devices in the areas whose people the reader looks after, the newest first."""
    mine = in_areas("area__code", visible_areas(by, Permission.HEALTH_CHECK_RECORD))
    found = Watch.objects.filter(mine, outbreak_id=outbreak_id)
    return found.select_related("stay__person__identity", "area")


def watch(*, watch_id: UUID, by: Actor, outbreak_id: UUID) -> Watch:
    found = watches(by=by, outbreak_id=outbreak_id).filter(id=watch_id).first()
    if found is None:
        raise NotFound(reason("There is no such device."))
    return found


def reports(*, by: Actor, outbreak_id: UUID) -> QuerySet[Report]:
    """Reports of the reader's areas."""
    mine = in_areas("watch__area__code", visible_areas(by, Permission.HEALTH_CHECK_RECORD))
    found = Report.objects.filter(mine, watch__outbreak_id=outbreak_id)
    return found.select_related("watch__stay__person__identity", "watch__area").prefetch_related("calls")


def report(*, report_id: UUID, by: Actor, outbreak_id: UUID) -> Report:
    found = reports(by=by, outbreak_id=outbreak_id).filter(id=report_id).first()
    if found is None:
        raise NotFound(reason("There is no such report."))
    return found


def to_call(*, by: Actor, outbreak_id: UUID, now: datetime) -> QuerySet[Report]:
    """Whom to call now: the grace period is over and nobody has settled it. The longest waiting first."""
    found = reports(by=by, outbreak_id=outbreak_id).filter(state=Report.State.OPEN, due_at__lte=now)
    return found.order_by("due_at", "id")


def in_grace(*, by: Actor, outbreak_id: UUID, now: datetime) -> int:
    """How many reports nobody needs to look at yet."""
    return reports(by=by, outbreak_id=outbreak_id).filter(state=Report.State.OPEN, due_at__gt=now).count()


def escalated(*, by: Actor, outbreak_id: UUID) -> QuerySet[Report]:
    """Reports that a person handed to the investigators of the reader's areas, and nobody has looked after yet."""
    return handed_to_investigators(by=by, outbreak_id=outbreak_id).filter(looked_at=None)


def handed_to_investigators(*, by: Actor, outbreak_id: UUID) -> QuerySet[Report]:
    """Everything that was handed to the investigators of the reader's areas, also what they have looked after."""
    mine = in_areas("watch__area__code", visible_areas(by, Permission.INVESTIGATION_WRITE))
    found = Report.objects.filter(mine, watch__outbreak_id=outbreak_id, state=Report.State.ESCALATED)
    return found.select_related("watch__stay__person__identity", "watch__area").prefetch_related("calls")


def without_watch(*, by: Actor, outbreak_id: UUID) -> QuerySet[quarantine.Stay]:
    """People at home in the reader's areas who have no device; nobody needs one."""
    at_home = quarantine.under_watch(by=by, outbreak_id=outbreak_id, at_home=True)
    running = Watch.objects.filter(outbreak_id=outbreak_id, ended_at=None).values("stay_id")
    held = at_home.filter(order_id__in=orders.in_stage(outbreak_id=outbreak_id, kind="HOME_QUARANTINE"))
    return held.exclude(id__in=running)


__all__ = ["Call", "Report", "Watch", "escalated", "handed_to_investigators", "in_grace", "report", "reports", "to_call", "watch", "watches",
           "without_watch"]  # fmt: skip
