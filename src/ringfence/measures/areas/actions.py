"""Declaring an area, ending it, counting its visitors. None of it restricts anybody."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.ground.rulesets.words import AreaLevel
from ringfence.kernel import NotFound, Refused, city_date, reason
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.tracing.movement import actions as movement

from . import queries, rules
from .models import DeclaredArea, VisitorCount

COUNTS_KEPT_DAYS = (
    14  # as long as the store keeps the days that were counted (DOMAIN 9.4); then nothing can be compared
)


@transaction.atomic
def declare(*, outbreak_id: UUID, told: rules.AreaTold, by: Actor, now: datetime) -> DeclaredArea:
    """Enter an area that an authority declared. Told twice, it is one. Refused: what is wrong, by field."""
    outbreak = outbreaks.outbreak(outbreak_id=outbreak_id)
    access.require(by, Permission.AREA_DECLARE, area_code=outbreak.area_id)
    faults = rules.faults_of(told)
    if told.level and told.level not in set(AreaLevel):
        faults["level"] = [reason("There is no such level of area.")]
    if faults:
        raise Refused(*[one for some in faults.values() for one in some], fields={**faults})
    columns = queries.columns_of(told)
    known = DeclaredArea.objects.filter(outbreak_id=outbreak_id, **columns).first()
    if known is not None:
        return known
    area = DeclaredArea.objects.create(
        outbreak_id=outbreak_id, declared_at=now, declared_by_id=by.id, **columns
    )
    audit.record(by=by, action="area.declare", subject=area, outbreak_id=outbreak_id, now=now, after=columns)
    outbox.tell_screens(topic="arrivals", outbreak_id=outbreak_id)
    return area


@transaction.atomic
def end(*, area_id: UUID, at: datetime, by: Actor, now: datetime) -> DeclaredArea:
    """Say when the declared period ended (this instant is outside). Refused: before it began, or later than it ends already."""
    area = DeclaredArea.objects.select_for_update().select_related("outbreak").filter(id=area_id).first()
    if area is None:
        raise NotFound(reason("There is no such declared area."))
    access.require(by, Permission.AREA_DECLARE, area_code=area.outbreak.area_id)
    if at <= area.from_at:
        raise Refused(reason("The period ends before it begins."))
    if area.to_at is not None and at >= area.to_at:
        raise Refused(reason("The period of this area ends on {at} already.", at=area.to_at))
    before = area.to_at
    area.to_at, area.ended_at, area.ended_by_name = at, now, str(by)[:80]
    area.save(update_fields=["to_at", "ended_at", "ended_by_name"])
    audit.record(by=by, action="area.end", subject=area, outbreak_id=area.outbreak_id, now=now,
                 before={"to_at": before}, after={"to_at": at})  # fmt: skip
    outbox.tell_screens(topic="arrivals", outbreak_id=area.outbreak_id)
    return area


def count(
    *, area_id: UUID, outbreak_id: UUID, from_on: date, to_on: date, by: Actor, now: datetime
) -> VisitorCount:
    """How many people the movement records show in the area on these days (both inside): tens, or fewer than ten.

    Asked twice, the kept answer is given. Refused (and recorded): days outside the declared period, and a count that
    would tell about fewer than ten people together with one that was answered.
    """
    area = queries.one(area_id=area_id, outbreak_id=outbreak_id)
    access.require(by, Permission.MOVEMENT_READ, area_code=area.outbreak.area_id)
    known = area.counts.filter(from_on=from_on, to_on=to_on, retention_until__gte=city_date(now)).first()
    if known is not None:
        return known
    _refuse_outside(area, from_on, to_on)
    before = [_question(one.area, one.from_on, one.to_on) for one in _answered(outbreak_id)]
    found = movement.count_visitors(
        outbreak_id=outbreak_id, question=_question(area, from_on, to_on), before=before, by=by, now=now
    )  # fmt: skip
    return _kept(area, from_on, to_on, found, by=by, now=now)


@transaction.atomic
def forget_due(*, outbreak_id: UUID, by: Actor, now: datetime) -> dict[str, int]:
    """Counts that are older than the days they counted are deleted."""
    over = VisitorCount.objects.filter(outbreak_id=outbreak_id, retention_until__lt=city_date(now))
    return {"visitor_counts_forgotten": over.delete()[0]}


@transaction.atomic
def _kept(
    area: DeclaredArea, from_on: date, to_on: date, found: Any, *, by: Actor, now: datetime
) -> VisitorCount:
    """The answer as it is kept; of two who asked at once both get the first one's."""
    area.counts.filter(from_on=from_on, to_on=to_on, retention_until__lt=city_date(now)).delete()
    kept, _ = VisitorCount.objects.get_or_create(
        area=area, from_on=from_on, to_on=to_on,
        defaults={"outbreak_id": area.outbreak_id, "people": found.people, "store_version": found.store_version,
                  "asked_at": now, "asked_by_id": by.id,
                  "retention_until": city_date(now) + timedelta(days=COUNTS_KEPT_DAYS)},
    )  # fmt: skip
    return kept


def _answered(outbreak_id: UUID) -> list[VisitorCount]:
    return list(VisitorCount.objects.filter(outbreak_id=outbreak_id).select_related("area"))


def _refuse_outside(area: DeclaredArea, from_on: date, to_on: date) -> None:
    first, last = queries.days_of(area)
    if from_on < first or (last is not None and to_on > last) or to_on < from_on:
        raise Refused(reason("Visitors are counted on days of the declared period: {first} to {last}.",
                             first=first, last=last or ""))  # fmt: skip


def _question(area: DeclaredArea, from_on: date, to_on: date) -> movement.CountQuestion:
    return movement.CountQuestion(
        from_on=from_on, to_on=to_on, place_codes=tuple(area.venue_codes), longitude=area.longitude,
        latitude=area.latitude, radius_metres=area.radius_metres or 0,
    )  # fmt: skip
