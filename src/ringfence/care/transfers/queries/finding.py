"""Finding transfers, and who may know whom they carry."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db.models import F, Q, QuerySet

from ringfence.ground.access import Actor, Permission, in_areas, may, require, visible_areas
from ringfence.kernel import NotFound, reason

from ..models import Transfer

OPEN = (Transfer.State.REQUESTED, Transfer.State.PICKED_UP)
Knows = Callable[[Transfer], bool]
SHOWN = ("person__identity", "order", "stay__room__site", "area")


def visible_to(*, by: Actor, outbreak_id: UUID, state: str = "") -> QuerySet[Transfer]:
    """Transfers from, to or of the reader's areas, the most urgent first.

    Who does not read persons there (a driver) sees their own trips only; the others are `ways`, without people.
    """
    found = Transfer.objects.filter(
        in_sight(by) & _of_readers_or_own(by), outbreak_id=outbreak_id
    ).select_related(*SHOWN)
    return found.filter(state=state) if state else found


def latest_delivered(*, by: Actor, outbreak_id: UUID) -> QuerySet[Transfer]:
    """Trips that are over: those whose vehicle is still to be disinfected on top, then the latest."""
    delivered = visible_to(by=by, outbreak_id=outbreak_id, state=Transfer.State.DELIVERED)
    return delivered.order_by(F("disinfected_at").asc(nulls_first=True), "-delivered_at", "-id")


def require_receiver(*, transfer: Transfer, by: Actor) -> None:
    """At a site: whoever manages its stays. At home: whoever looks after people there. In hospital: transfers desk."""
    if transfer.stay is not None and transfer.stay.room is not None:
        require(by, Permission.STAY_MANAGE, area_code=transfer.stay.room.site.area_id)
        return
    looks_after = Permission.HEALTH_CHECK_RECORD
    at_home = transfer.kind == Transfer.Kind.HOME and may(by, looks_after, area_code=transfer.area_id)
    require(by, looks_after if at_home else Permission.TRANSFER_MANAGE, area_code=transfer.area_id)


def in_sight(by: Actor) -> Q:
    areas = visible_areas(by, Permission.TRANSFER_READ)
    return in_areas("area__code", areas) | in_areas("stay__room__site__area__code", areas)


def _of_readers_or_own(by: Actor) -> Q:
    areas = visible_areas(by, Permission.PERSON_READ)
    reads = in_areas("area__code", areas) | in_areas("stay__room__site__area__code", areas)
    return reads | Q(driver_id=by.id)


def knows(*, by: Actor) -> Knows:
    """May this reader know name, telephone and address of whom a transfer carries?

    Whoever reads persons where they live; while the trip is open also who reads persons at the site, and the driver
    who has the trip.
    """
    readers = tuple(visible_areas(by, Permission.PERSON_READ))

    def does(one: Transfer) -> bool:
        if one.area_id.startswith(readers):
            return True
        if one.state not in OPEN:
            return False
        site = one.stay.room.site if one.stay is not None and one.stay.room is not None else None
        return one.driver_id == by.id or (site is not None and site.area_id.startswith(readers))

    return does


def may_drive(*, transfer: Transfer, by: Actor) -> bool:
    """May this reader give the trip to a driver: drives themselves in the area and knows the people there?"""
    return all(
        may(by, one, area_code=transfer.area_id)
        for one in (Permission.TRANSFER_MANAGE, Permission.PERSON_READ)
    )


def transfer(*, transfer_id: UUID, by: Actor) -> Transfer:
    found = (
        Transfer.objects.filter(in_sight(by) & _of_readers_or_own(by), id=transfer_id)
        .select_related(*SHOWN)
        .first()
    )
    if found is None:
        raise NotFound(reason("There is no such transfer in the areas that you can see."))
    return found


def of_order(*, order_id: UUID) -> QuerySet[Transfer]:
    return Transfer.objects.filter(order_id=order_id).order_by("requested_at")


def of_person(*, person_id: UUID, outbreak_id: UUID) -> QuerySet[Transfer]:
    return Transfer.objects.filter(person_id=person_id, outbreak_id=outbreak_id).order_by("requested_at")
