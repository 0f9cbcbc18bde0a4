"""Beginning and ending an emergency. Instants are real time: an emergency is never in a drill's tomorrow."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, alarms, audit
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import NotFound, Refused, reason

from . import queries, rules
from .models import LASTS, Opening


@transaction.atomic
def begin(
    *, person_id: UUID, area_code: str, outbreak_id: UUID, why: str, by: Actor, now: datetime
) -> Opening:
    """Read one person for three hours. Begun already, the running one is returned. Oversight and command are told.

    Refused: to roles that never read people's data, to who may read here anyway, without a reason.
    """
    access.require(by, Permission.PERSON_READ)
    reads_here = access.may(by, Permission.PERSON_READ, area_code=area_code)
    decision = rules.may_open(reads_people=True, reads_here=reads_here, why=why)
    if not decision.allowed:
        raise Refused(*decision.reasons, fields={"why": decision.reasons} if not reads_here else None)
    running = queries.running(person_id=person_id, outbreak_id=outbreak_id, by=by, now=now)
    if running is not None:
        return running
    opening = Opening.objects.create(
        person_id=person_id, outbreak_id=outbreak_id, area_code=area_code, why=why.strip(), by_id=by.id,
        by_name=str(by), organisation_id=by.organisation_id, opened_at=now, ends_at=now + LASTS,
    )  # fmt: skip
    audit.record(by=by, action="emergency.open", subject=("person", person_id), outbreak_id=outbreak_id, now=now,
                 reasons=[reason("In an emergency: {why}", why=opening.why)], after={"ends_at": opening.ends_at})  # fmt: skip
    _tell(opening, by=by, now=now)
    return opening


@transaction.atomic
def end(*, opening_id: UUID, outbreak_id: UUID, by: Actor, now: datetime) -> Opening:
    """End it early, by the opener or whoever is told of it; to others it is not there. What is over stays as it is."""
    found = queries.visible_to(by=by, outbreak_id=outbreak_id)
    opening = found.select_for_update().filter(id=opening_id).first()
    if opening is None:
        raise NotFound(reason("There is no such emergency."))
    if opening.ended_at is not None or opening.ends_at <= now:
        raise Refused(reason("This emergency is over."))
    opening.ended_at, opening.ended_by_id, opening.ended_by_name = now, by.id, str(by)
    opening.save(update_fields=["ended_at", "ended_by_id", "ended_by_name"])
    audit.record(by=by, action="emergency.end", subject=("person", opening.person_id), outbreak_id=outbreak_id,
                 now=now)  # fmt: skip
    return opening


def _tell(opening: Opening, *, by: Actor, now: datetime) -> None:
    """One alarm for each opening; another one when somebody makes a habit of it."""
    why = reason(
        "{name} reads one person of another area in an emergency: {why}", name=str(by), why=opening.why
    )
    alarms.tell_raised(kind="EMERGENCY", what=[why], by=by, now=now, outbreak_id=opening.outbreak_id,
                       area_code=opening.area_code, subject=("opening", opening.id), concerns=opening.person_id)  # fmt: skip
    times = queries.lately(by=by, now=now)
    if times > rules.MANY_A_DAY:
        often = reason(
            "{name} opened {count} people's data in emergencies within a day.", name=str(by), count=times
        )
        alarms.tell_raised(kind="EMERGENCY", what=[often], by=by, now=now, outbreak_id=opening.outbreak_id,
                           subject=("user", by.id))  # fmt: skip


__all__ = ["Opening", "begin", "end"]
