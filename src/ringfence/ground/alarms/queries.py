"""Finding alarms."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from ringfence.ground import acting
from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.kernel import Decision, NotFound, reason

from . import rules
from .models import Alarm, Sighting


def visible_to(*, by: Actor, outbreak_id: UUID, state: str = "", kind: str = "") -> QuerySet[Alarm]:
    """Alarms of this outbreak and those of the whole platform, newest first, for who may read alarms there."""
    areas = visible_areas(by, Permission.ALARM_READ)
    inside = in_areas("area_code", areas) | (Q(area_code="") if areas else Q(pk__in=[]))
    found = Alarm.objects.filter(Q(outbreak_id=outbreak_id) | Q(outbreak_id=None)).filter(inside)
    found = found.filter(state=state) if state else found
    found = found.filter(kind=kind) if kind else found
    return found.prefetch_related("sightings").order_by("-raised_at", "-id")


def alarm(*, alarm_id: UUID, by: Actor, outbreak_id: UUID) -> Alarm:
    found = visible_to(by=by, outbreak_id=outbreak_id).filter(id=alarm_id).first()
    if found is None:
        raise NotFound(reason("There is no such alarm in the areas that you can see."))
    return found


def may_answer(*, alarm: Alarm, by: Actor) -> Decision:
    """What the rule says to this person answering this alarm."""
    return rules.may_answer(
        raised_by=alarm.by_id, raised_by_organisation=alarm.organisation_id, answerer=by.id,
        organisation=by.organisation_id,
    )  # fmt: skip


def about(*, subject: tuple[str, object]) -> QuerySet[Alarm]:
    """The alarms about one subject, newest first."""
    return Alarm.objects.filter(subject_type=subject[0], subject_id=str(subject[1])).order_by(
        "-raised_at", "-id"
    )


def is_open(*, kind: str, subject: tuple[str, object]) -> bool:
    """Does an alarm of this kind about this subject wait for its answer? For what stays as it is until somebody acts."""
    found = Alarm.objects.filter(kind=kind, state=Alarm.State.OPEN, subject_type=subject[0])
    with acting.block(acting.as_job("alarms.ask")):  # yes or no, whoever may read the alarm itself
        return found.filter(subject_id=str(subject[1])[:40]).exists()


def of_outbreak(*, outbreak_id: UUID) -> QuerySet[Alarm]:
    """Every alarm of one outbreak, for counting."""
    return Alarm.objects.filter(outbreak_id=outbreak_id)


def counted(*, outbreak_ids: Iterable[UUID]) -> dict[tuple[str, str], int]:
    """How many alarms of each kind and state: of these outbreaks, with those of the whole platform."""
    found = Alarm.objects.filter(Q(outbreak_id__in=list(outbreak_ids)) | Q(outbreak_id=None)).order_by()
    rows = found.values_list("kind", "state").annotate(n=Count("id")).order_by("-n", "kind")
    return {(kind, state): times for kind, state, times in rows}


__all__ = [
    "Alarm",
    "Sighting",
    "about",
    "alarm",
    "counted",
    "is_open",
    "may_answer",
    "of_outbreak",
    "visible_to",
]
