"""Finding sites and rooms, and which room suits whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, QuerySet, Value, When

from ringfence.ground import acting
from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import Decision, NotFound, Period, city_date, reason
from ringfence.registry.people import queries as people

from .. import rules
from ..models import Disinfection, Room, Site, Stay
from .stays import IN_A_ROOM

CONDITIONS = ("FREE", "RESERVED", "OCCUPIED", "DISINFECTION", "OUT_OF_ORDER")


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
    """The rooms of a site, floor by floor, each with its condition and its running stays as `running`."""
    return _with_condition(Room.objects.filter(site_id=site_id)).prefetch_related(_running())


def taken() -> Exists:
    """An annotation for rooms: somebody has it reserved or stays in it."""
    return Exists(Stay.objects.filter(IN_A_ROOM, room_id=OuterRef("id")))


@acting.block(
    acting.as_job("rooms.count")
)  # numbers without people: who stays where is read, nobody is shown
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


def counts_by_site(*, site_ids: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """How many rooms of each site are in which condition."""
    rows = (
        _with_condition(Room.objects.filter(site_id__in=list(site_ids)))
        .order_by().values("site_id", "condition").annotate(n=Count("id"))
    )  # fmt: skip
    counted: dict[UUID, dict[str, int]] = {}
    for row in rows:
        counted.setdefault(row["site_id"], dict.fromkeys(CONDITIONS, 0))[row["condition"]] = row["n"]
    return counted


def listed_rooms(
    *, by: Actor, area_code: str, condition: str = "", site_id: UUID | None = None
) -> QuerySet[Room]:
    """Rooms of open sites by condition, each with its running stays as `running`."""
    areas = visible_areas(by, Permission.SITE_READ)
    found = Room.objects.filter(
        in_areas("site__area__code", areas), site__area__code__startswith=area_code, site__state=Site.State.OPEN
    )  # fmt: skip
    rooms = _with_condition(found.filter(site_id=site_id) if site_id else found)
    rooms = rooms.filter(condition=condition) if condition else rooms
    return rooms.select_related("site").prefetch_related(_running())


def disinfections(*, room_id: UUID) -> QuerySet[Disinfection]:
    """How a room was disinfected, the latest on top."""
    return Disinfection.objects.filter(room_id=room_id)


def free_rooms(*, by: Actor, area_code: str, limit: int = 200) -> list[Room]:
    """Rooms that somebody who lives in this area may be given, near first."""
    return list(listed_rooms(by=by, area_code=area_code[:4], condition="FREE").order_by(
        Case(When(site__area__code__startswith=area_code[:6], then=Value(0)), default=Value(1)),
        "site__name", "floor", "number",
    )[:limit])  # fmt: skip


def rooms_of_party(*, stay_id: UUID) -> list[Room]:
    """The rooms in which others of the same party already are and that have a bed left."""
    own = Stay.objects.get(id=stay_id)
    found: QuerySet[Any] = Room.objects.filter(
        stays__in=Stay.objects.filter(IN_A_ROOM, party=own.party).exclude(order_id=own.order_id)
    )
    return [
        one for one in found.select_related("site").prefetch_related(_running()).distinct() if len(one.running) < one.beds
    ]  # fmt: skip


def rooms_of_household(*, stay_id: UUID) -> list[Room]:
    """The rooms in which others of the person's household are and that have a bed left; the rule says whether it suits."""
    own = Stay.objects.select_related("person").get(id=stay_id)
    if own.person.household_id is None:
        return []
    others = Stay.objects.filter(IN_A_ROOM, person__household_id=own.person.household_id)
    found: QuerySet[Any] = Room.objects.filter(stays__in=others.exclude(order_id=own.order_id))
    found = found.select_related("site").prefetch_related(_running()).distinct()
    return [one for one in found if len(one.running) < one.beds]


def room(*, room_id: UUID) -> Room:
    """One room with its condition and its running stays as `running`."""
    found = _with_condition(Room.objects.filter(id=room_id))
    one: Room | None = found.select_related("site__area").prefetch_related(_running()).first()
    if one is None:
        raise NotFound(reason("There is no such room."))
    return one


def names_by_id(*, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Sites by their name, rooms by site and number, by their ids; for the record of deeds."""
    wanted = list(ids)
    found = dict(Site.objects.filter(id__in=wanted).order_by().values_list("id", "name"))
    of_rooms = Room.objects.filter(id__in=wanted).order_by().values_list("id", "site__name", "number")
    return found | {key: f"{site} {number}" for key, site, number in of_rooms}


def may_have_room(*, stay: Stay, room: Room, now: datetime) -> Decision:
    """May this person have this room? The rule's answer with its reasons."""
    others = list(
        Stay.objects.filter(IN_A_ROOM, room_id=room.id).exclude(order_id=stay.order_id).only("person_id", "party", "period")
    )  # fmt: skip
    party = [one.person_id for one in others if one.party == stay.party]
    known = people.people(person_ids=[stay.person_id, *party], on=city_date(now))
    return rules.may_reserve(
        stay=rulesets.get(stay.order.ruleset_id).stay,
        room=rules.RoomFacts(beds=room.beds, own_toilet=True, ready=_is_ready(room), accessible=room.accessible),
        party=[_guest(known[one]) for one in (stay.person_id, *party)],
        party_id=stay.party, period=Period(now),
        taken=[rules.Booking(party_id=one.party, period=Period(_since(one, now))) for one in others],
        order_in_force=stay.order.state == "IN_FORCE",
    )  # fmt: skip


def may_close(*, site: Site) -> Decision:
    """May this site close? The rule's answer with its reason."""
    return rules.may_close_site(guests=Stay.objects.filter(IN_A_ROOM, room__site=site).count())


def _running() -> Prefetch[Any]:
    running = Stay.objects.filter(IN_A_ROOM).select_related(
        "person__identity", "order", "outbreak", "moved_from"
    )
    return Prefetch("stays", queryset=running, to_attr="running")


def _with_condition(found: QuerySet[Room]) -> QuerySet[Any]:
    """Annotate `condition`: what a room is to somebody who looks for one."""
    started = Stay.objects.filter(room_id=OuterRef("id"), state=Stay.State.STARTED)
    reserved = Stay.objects.filter(room_id=OuterRef("id"), state=Stay.State.RESERVED)
    return found.annotate(
        condition=Case(
            When(Exists(started), then=Value("OCCUPIED")), When(Exists(reserved), then=Value("RESERVED")),
            When(state=Room.State.READY, then=Value("FREE")), default="state",
        )
    )  # fmt: skip


def _is_ready(room: Room) -> bool:
    return room.state == Room.State.READY and room.site.state == Site.State.OPEN


def _guest(person: people.NamedPerson) -> rules.Guest:
    return rules.Guest(
        person_id=person.id, age_years=person.age_years, self_caring=not person.needs_carer,
        household_id=person.household_id,
    )  # fmt: skip


def _since(stay: Stay, now: datetime) -> datetime:
    return stay.period.lower if stay.period is not None and stay.period.lower else now
