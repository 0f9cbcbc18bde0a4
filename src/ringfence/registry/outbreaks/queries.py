"""Finding outbreaks, their time and their rule set."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.kernel import NotFound, Reason, Refused, city_date, reason

from .models import Outbreak, RuleSetChange


def visible_to(*, by: Actor) -> QuerySet[Outbreak]:
    """Outbreaks in whose area the reader has a role, or that lie around the reader's area."""
    areas = visible_areas(by, Permission.DASHBOARD_READ) + visible_areas(by, Permission.TRANSFER_READ)
    condition = in_areas("area__code", areas)
    for code in areas:
        condition |= _areas_around(code)
    return Outbreak.objects.filter(condition).select_related("area").distinct()


def _areas_around(code: str) -> Q:
    """A condition: the outbreak's area contains this one."""
    return Q(area_id__in=[code[:size] for size in range(2, len(code) + 1)])


def outbreak(*, outbreak_id: UUID) -> Outbreak:
    try:
        return Outbreak.objects.select_related("area").get(id=outbreak_id)
    except Outbreak.DoesNotExist:
        raise NotFound(reason("There is no such outbreak.")) from None


def outbreak_named(*, slug: str, by: Actor) -> Outbreak:
    """The outbreak with this short name, if the reader may see it."""
    return one_named(slug=slug, among=visible_to(by=by).filter(slug=slug))


def one_named(*, slug: str, among: Iterable[Outbreak]) -> Outbreak:
    """The one with this short name among those that the reader may see, where they are listed anyway."""
    found = next((one for one in among if one.slug == slug), None)
    if found is None:
        raise NotFound(reason("There is no outbreak named {slug} that you can see.", slug=slug))
    return found


def with_ids(*, ids: Iterable[UUID]) -> dict[UUID, Outbreak]:
    """Outbreaks by their ids; for the record of deeds."""
    return Outbreak.objects.in_bulk(set(ids))


def require_running(*, outbreak_id: UUID) -> None:
    """Refuse what would begin something new in a response that was declared over."""
    closed_at = Outbreak.objects.filter(id=outbreak_id).values_list("closed_at", flat=True).first()
    if closed_at is not None:
        raise Refused(over(closed_at))


def over(closed_at: datetime) -> Reason:
    """Why nothing new begins any more."""
    return reason(
        "The response was declared over on {closed}. What it holds is read, corrected and forgotten; nothing new begins in it: for a new case open a new outbreak.",
        closed=city_date(closed_at),
    )


def open_outbreaks() -> QuerySet[Outbreak]:
    """Every outbreak that is not closed; for the clock, which serves all of them."""
    return Outbreak.objects.filter(closed_at=None).select_related("area")


def every_outbreak() -> QuerySet[Outbreak]:
    """Every outbreak, closed or not; for what goes on after the end."""
    return Outbreak.objects.select_related("area")


def ids_with_purpose(*, purpose: str) -> list[UUID]:
    """The ids of all outbreaks of one purpose, open or closed."""
    return list(Outbreak.objects.filter(purpose=purpose).order_by("id").values_list("id", flat=True))


def now_for(outbreak: Outbreak, *, real_now: datetime) -> datetime:
    """What time it is in this outbreak."""
    if not outbreak.clock_runs:
        return outbreak.clock_set_to
    return outbreak.clock_set_to + (real_now - outbreak.clock_set_at)


def ruleset_changes(*, outbreak_id: UUID) -> QuerySet[RuleSetChange]:
    return RuleSetChange.objects.filter(outbreak_id=outbreak_id).order_by("-changed_at", "-id")


PURPOSES = Outbreak.Purpose.choices


def is_there(*, slug: str) -> bool:
    """Is there an outbreak with this short name?"""
    return Outbreak.objects.filter(slug=slug).exists()
