"""Finding openings, and the one condition by which they let somebody read."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.kernel import NotFound, reason

from .models import Opening

DAY = timedelta(days=1)


def holds(*, now: datetime) -> Q:
    """The condition: an opening lets its opener read its person now. `now` is real time."""
    return Q(ended_at=None, opened_at__lte=now, ends_at__gt=now)


def current(*, opening_id: UUID, by: Actor, now: datetime) -> Opening:
    """One's own opening that holds. Raises NotFound when it is somebody else's or over."""
    found = Opening.objects.filter(holds(now=now), id=opening_id, by_id=by.id).first()
    if found is None:
        raise NotFound(reason("This emergency is over, or it is not yours."))
    return found


def running(*, person_id: UUID, outbreak_id: UUID, by: Actor, now: datetime) -> Opening | None:
    """One's own opening of this person that holds, if any."""
    found = Opening.objects.filter(holds(now=now), person_id=person_id, outbreak_id=outbreak_id, by_id=by.id)
    return found.order_by("-opened_at").first()


def visible_to(*, by: Actor, outbreak_id: UUID) -> QuerySet[Opening]:
    """Openings that this person is told of and may end, and their own; newest first.

    Told are oversight and command of where the person who is read lives, and those of the opener's own organisation.
    """
    areas = visible_areas(by, Permission.ALARM_READ)
    told = in_areas("area_code", areas) | (Q(organisation_id=by.organisation_id) if areas else Q(pk__in=[]))
    return Opening.objects.filter(told | Q(by_id=by.id), outbreak_id=outbreak_id).order_by(
        "-opened_at", "-id"
    )


def lately(*, by: Actor, now: datetime) -> int:
    """How many openings this person began within a day."""
    return Opening.objects.filter(by_id=by.id, opened_at__gt=now - DAY).count()


__all__ = ["Opening", "current", "holds", "lately", "running", "visible_to"]
