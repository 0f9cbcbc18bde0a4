"""Finding sites, rooms, stays and health checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.kernel import NotFound, reason

from .models import HealthCheck, Room, Site, Stay

RUNNING = Q(state__in=[Stay.State.WAITING, Stay.State.RESERVED, Stay.State.STARTED])
IN_A_ROOM = Q(state__in=[Stay.State.RESERVED, Stay.State.STARTED])


@dataclass(frozen=True, slots=True)
class RoomCount:
    """How many rooms of the open sites are in which condition."""

    total: int
    free: int
    reserved: int
    occupied: int
    disinfection: int
    out_of_order: int


def sites(*, by: Actor, area_code: str = "") -> QuerySet[Site]:
    found = Site.objects.filter(in_areas("area__code", visible_areas(by, Permission.SITE_READ)))
    return found.filter(area__code__startswith=area_code).select_related("area", "organisation")


def site(*, site_id: UUID, by: Actor) -> Site:
    found = sites(by=by).filter(id=site_id).first()
    if found is None:
        raise NotFound(reason("There is no such site in the areas that you can see."))
    return found


def rooms(*, site_id: UUID) -> QuerySet[Room]:
    """The rooms of a site, floor by floor, each with its running stays as `running`."""
    running = Stay.objects.filter(IN_A_ROOM).select_related("person__identity", "order")
    return Room.objects.filter(site_id=site_id).prefetch_related(
        Prefetch("stays", queryset=running, to_attr="running")
    )


def taken() -> Exists:
    """An annotation for rooms: somebody has it reserved or stays in it."""
    return Exists(Stay.objects.filter(IN_A_ROOM, room_id=OuterRef("id")))


def count_rooms(*, area_code: str) -> RoomCount:
    """Rooms of the open sites below an area."""
    found = Room.objects.filter(site__area__code__startswith=area_code, site__state=Site.State.OPEN)
    by_state = {row["state"]: row["n"] for row in found.values("state").annotate(n=Count("id")).order_by()}
    stays = Stay.objects.filter(
        IN_A_ROOM, room__site__area__code__startswith=area_code, room__site__state=Site.State.OPEN
    )  # fmt: skip
    used = stays.values("state").annotate(n=Count("room_id", distinct=True)).order_by()
    in_use = {row["state"]: row["n"] for row in used}
    occupied = in_use.get(Stay.State.STARTED, 0)
    reserved = stays.filter(state=Stay.State.RESERVED).exclude(
        room_id__in=stays.filter(state=Stay.State.STARTED).values("room_id")
    ).values("room_id").distinct().count()  # fmt: skip
    ready = by_state.get(Room.State.READY, 0)
    return RoomCount(
        total=sum(by_state.values()), free=max(ready - occupied - reserved, 0), reserved=reserved, occupied=occupied,
        disinfection=by_state.get(Room.State.DISINFECTION, 0), out_of_order=by_state.get(Room.State.OUT_OF_ORDER, 0),
    )  # fmt: skip


def stays(*, by: Actor, outbreak_id: UUID, state: str = "", site_id: UUID | None = None) -> QuerySet[Stay]:
    """Stays that the reader may see: by the person's area or by the site's."""
    areas = visible_areas(by, Permission.SITE_READ)
    found = Stay.objects.filter(
        in_areas("area__code", areas) | in_areas("room__site__area__code", areas), outbreak_id=outbreak_id
    ).select_related("person__identity", "room__site", "order", "area")
    found = found.filter(state=state) if state else found
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
    return Stay.objects.filter(RUNNING, order_id=order_id).select_related("room__site").first()


def stays_of_person(*, person_id: UUID, outbreak_id: UUID) -> QuerySet[Stay]:
    return Stay.objects.filter(person_id=person_id, outbreak_id=outbreak_id).select_related(
        "room__site", "order"
    )


def roommates(*, stay_id: UUID) -> QuerySet[Stay]:
    """Others who stay in the same room now."""
    own = Stay.objects.filter(id=stay_id).values("room_id")
    return Stay.objects.filter(IN_A_ROOM, room_id__in=own).exclude(id=stay_id).exclude(room_id=None)


def unchecked(*, by: Actor, outbreak_id: UUID, day: date, slot: str) -> QuerySet[Stay]:
    """Started stays without a health check in this slot of this day, by room."""
    seen = HealthCheck.objects.filter(stay_id=OuterRef("id"), on=day, slot=slot)
    return (
        stays(by=by, outbreak_id=outbreak_id, state=Stay.State.STARTED)
        .filter(~Exists(seen))
        .order_by("room__site__name", "room__floor", "room__number", "id")
    )


def checks_of(*, stay_id: UUID) -> QuerySet[HealthCheck]:
    return HealthCheck.objects.filter(stay_id=stay_id)


def checks_of_person(*, person_id: UUID, outbreak_id: UUID) -> QuerySet[HealthCheck]:
    return HealthCheck.objects.filter(stay__person_id=person_id, stay__outbreak_id=outbreak_id)


def has_arrived(*, person_id: UUID, outbreak_id: UUID) -> bool:
    """Is or was this person in a room (or in quarantine at home) in this outbreak?"""
    return Stay.objects.filter(
        person_id=person_id, outbreak_id=outbreak_id, started_at__isnull=False
    ).exists()
