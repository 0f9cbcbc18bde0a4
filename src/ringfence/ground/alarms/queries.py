"""Finding alarms."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

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


def of_outbreak(*, outbreak_id: UUID) -> QuerySet[Alarm]:
    """Every alarm of one outbreak, for counting."""
    return Alarm.objects.filter(outbreak_id=outbreak_id)


__all__ = ["Alarm", "Sighting", "about", "alarm", "may_answer", "of_outbreak", "visible_to"]
