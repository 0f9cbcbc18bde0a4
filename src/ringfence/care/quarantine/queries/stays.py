"""Finding stays: who waits, who has a room, who stays where."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.kernel import NotFound, reason

from ..models import Site, Stay

MovedWhy = Stay.MovedWhy

RUNNING = Q(state__in=[Stay.State.WAITING, Stay.State.RESERVED, Stay.State.STARTED])
# A room that is kept for somebody who still is in another one; until they arrive, they are where they were.
MOVE_UNDER_WAY = Q(state=Stay.State.RESERVED, moved_from__isnull=False)
IN_A_ROOM = Q(state__in=[Stay.State.RESERVED, Stay.State.STARTED])


def stays(
    *,
    by: Actor,
    outbreak_id: UUID,
    state: str = "",
    site_id: UUID | None = None,
    order_id: UUID | None = None,
) -> QuerySet[Stay]:
    """Stays that the reader may see: by the person's area or by the site's."""
    areas = visible_areas(by, Permission.SITE_READ)
    found = Stay.objects.filter(
        in_areas("area__code", areas) | in_areas("room__site__area__code", areas), outbreak_id=outbreak_id
    ).select_related("person__identity", "room__site", "order", "area")
    found = found.filter(state=state) if state else found
    found = found.filter(order_id=order_id) if order_id else found
    return found.filter(room__site_id=site_id) if site_id else found


def waiting_list(*, by: Actor, outbreak_id: UUID) -> QuerySet[Stay]:
    """People with an order in force and no room, who has waited longest first."""
    return stays(by=by, outbreak_id=outbreak_id, state=Stay.State.WAITING).filter(at_home=False)


def stay(*, stay_id: UUID) -> Stay:
    try:
        return Stay.objects.select_related("order", "room__site", "person").get(id=stay_id)
    except Stay.DoesNotExist:
        raise NotFound(reason("There is no such stay.")) from None


def stay_of_order(*, order_id: UUID) -> Stay | None:
    """The running stay of an order, if any."""
    return (
        Stay.objects.filter(RUNNING, ~MOVE_UNDER_WAY, order_id=order_id).select_related("room__site").first()
    )


def move_under_way(*, order_id: UUID) -> Stay | None:
    """The room that is kept for somebody who is to be moved into it, if any."""
    return Stay.objects.filter(MOVE_UNDER_WAY, order_id=order_id).select_related("room__site").first()


def moves_from(*, stay_ids: Iterable[UUID]) -> dict[UUID, Stay]:
    """By the stay that ends with it: the stay in another room for which somebody is to be fetched."""
    found = Stay.objects.filter(MOVE_UNDER_WAY, moved_from_id__in=list(stay_ids)).select_related("room__site")
    return {one.moved_from_id: one for one in found if one.moved_from_id}


def stays_of_orders(*, order_ids: Iterable[UUID]) -> dict[UUID, list[Stay]]:
    """The stays under each of these orders, the first asked for first."""
    grouped: dict[UUID, list[Stay]] = {}
    for one in Stay.objects.filter(order_id__in=list(order_ids)).select_related("room__site"):
        grouped.setdefault(one.order_id, []).append(one)
    return grouped


def running_of_people(*, person_ids: Iterable[UUID], outbreak_id: UUID) -> dict[UUID, Stay]:
    """Where each of these people stays or is expected."""
    found = Stay.objects.filter(
        RUNNING, ~MOVE_UNDER_WAY, person_id__in=list(person_ids), outbreak_id=outbreak_id
    )
    return {one.person_id: one for one in found.select_related("room__site")}


def stays_of_person(*, person_id: UUID, outbreak_id: UUID) -> QuerySet[Stay]:
    return Stay.objects.filter(person_id=person_id, outbreak_id=outbreak_id).select_related(
        "room__site", "order", "moved_from__room__site"
    )


def roommates(*, stay_id: UUID) -> QuerySet[Stay]:
    """Others who stay in the same room now."""
    own = Stay.objects.filter(id=stay_id).values("room_id")
    found = Stay.objects.filter(IN_A_ROOM, ~MOVE_UNDER_WAY, room_id__in=own)
    return found.exclude(id=stay_id).exclude(room__isnull=True)


def has_arrived(*, person_id: UUID, outbreak_id: UUID) -> bool:
    """Is or was this person in a room (or in quarantine at home) in this outbreak?"""
    return Stay.objects.filter(
        person_id=person_id, outbreak_id=outbreak_id, started_at__isnull=False
    ).exists()


def sites_of_people(*, person_ids: Iterable[UUID], outbreak_id: UUID) -> dict[UUID, Site]:
    """The site in which each of these people has a room now; who is at home is not there."""
    found = Stay.objects.filter(
        state=Stay.State.STARTED, room__isnull=False, person_id__in=list(person_ids), outbreak_id=outbreak_id
    )
    return {one.person_id: one.room.site for one in found.select_related("room__site") if one.room}
