"""Raising, seeing and answering alarms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Permission
from ringfence.ground.audit.actions import Actor as Recorded
from ringfence.kernel import NotFound, Reason, Refused, reason

from . import queries, rules
from .models import Alarm, Sighting

SAME_WITHIN = timedelta(hours=1)  # house decision: the same deed of the same person is one alarm for an hour
LONGEST_ANSWER = 2_000


@transaction.atomic
def tell_raised(
    *, kind: str, what: Sequence[Reason], by: Recorded, now: datetime, outbreak_id: UUID | None = None,
    area_code: str = "", subject: tuple[str, object] = ("", ""), concerns: UUID | None = None,
) -> Alarm:  # fmt: skip
    """Raise an alarm, as part of a deed or of a refusal. The same by the same person within an hour is counted on it.

    `concerns`: the person with whom its words are forgotten; of an alarm about nobody when the response is over.
    """
    about = (subject[0], str(subject[1])[:40])
    same = (
        Alarm.objects.select_for_update()
        .filter(kind=kind, state=Alarm.State.OPEN, outbreak_id=outbreak_id, by_id=by.id, subject_type=about[0],
                subject_id=about[1], last_at__gt=now - SAME_WITHIN, last_at__lte=now)
        .first()
    )  # fmt: skip
    if same is not None:
        Alarm.objects.filter(id=same.id).update(times=F("times") + 1, last_at=now)
        same.times += 1
    alarm = same or Alarm.objects.create(
        kind=kind, what=[one.as_json() for one in what], by_id=by.id, by_name=str(by), organisation_id=by.organisation_id,
        raised_at=now, last_at=now, outbreak_id=outbreak_id, area_code=area_code, subject_type=about[0], subject_id=about[1],
        person_id=concerns,
    )  # fmt: skip
    audit.record(by=by, action="alarm.raise", subject=alarm, outbreak_id=outbreak_id, reasons=what, now=now,
                 after={"kind": kind, "about": " ".join(about).strip()}, about=concerns)  # fmt: skip
    if outbreak_id:
        outbox.tell_screens(topic="alarms", outbreak_id=outbreak_id)
    return alarm


@transaction.atomic
def see(*, alarms: Sequence[Alarm], by: access.Actor, now: datetime) -> int:
    """Keep that this person has seen these alarms; returns how many were new to them."""
    seen = set(Sighting.objects.filter(alarm__in=alarms, by_id=by.id).values_list("alarm_id", flat=True))
    new = [one for one in alarms if one.id not in seen]
    Sighting.objects.bulk_create(
        [Sighting(alarm=one, by_id=by.id, by_name=str(by), at=now) for one in new], ignore_conflicts=True
    )
    return len(new)


@transaction.atomic
def answer(*, alarm_id: UUID, text: str, by: access.Actor, now: datetime) -> Alarm:
    """Say what was done about an alarm. Refused: without words, twice, by whose organisation's deed raised it."""
    alarm = Alarm.objects.select_for_update().filter(id=alarm_id).first()
    if alarm is None:
        raise NotFound(reason("There is no such alarm."))
    access.require(by, Permission.ALARM_ANSWER, area_code=alarm.area_code or None)
    if alarm.state != Alarm.State.OPEN:
        raise Refused(reason("This alarm was answered by {name}.", name=alarm.answered_by_name))
    if not text.strip() or len(text) > LONGEST_ANSWER:
        raise Refused(
            reason("Say what was done about it."),
            fields={"answer": [reason("Write between 1 and {most} characters.", most=LONGEST_ANSWER)]},
        )
    queries.may_answer(alarm=alarm, by=by).or_refuse()
    return _answered(alarm, text.strip(), by=by, now=now)


@transaction.atomic
def answer_about(
    *, subject: tuple[str, object], kind: str, text: str, by: access.Actor, now: datetime
) -> list[Alarm]:
    """A decision answers the alarms of one kind about its subject; part of a deed whose actor has been checked."""
    found = Alarm.objects.select_for_update().filter(
        subject_type=subject[0], subject_id=str(subject[1]), kind=kind, state=Alarm.State.OPEN
    )
    allowed = [one for one in found if rules.may_answer(
        raised_by=one.by_id, raised_by_organisation=one.organisation_id, answerer=by.id, organisation=by.organisation_id
    ).allowed]  # fmt: skip
    return [_answered(one, text[:LONGEST_ANSWER], by=by, now=now) for one in allowed]


def _answered(alarm: Alarm, text: str, *, by: access.Actor, now: datetime) -> Alarm:
    alarm.state, alarm.answer, alarm.answered_at = Alarm.State.ANSWERED, text, now
    alarm.answered_by_id, alarm.answered_by_name, alarm.answered_organisation_id = (
        by.id,
        str(by),
        by.organisation_id,
    )
    alarm.save()
    see(alarms=[alarm], by=by, now=now)
    audit.record(by=by, action="alarm.answer", subject=alarm, outbreak_id=alarm.outbreak_id, now=now,
                 after={"answer": text[:500]}, about=alarm.person_id)  # fmt: skip
    if alarm.outbreak_id:
        outbox.tell_screens(topic="alarms", outbreak_id=alarm.outbreak_id)
    return alarm


__all__ = ["Alarm", "answer", "answer_about", "see", "tell_raised"]
