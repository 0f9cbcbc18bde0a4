"""Finding transfers."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.kernel import NotFound, reason

from .models import Transfer


def visible_to(*, by: Actor, outbreak_id: UUID, state: str = "") -> QuerySet[Transfer]:
    """Transfers in the reader's areas, the most urgent first."""
    found = Transfer.objects.filter(
        in_areas("area__code", visible_areas(by, Permission.TRANSFER_READ)), outbreak_id=outbreak_id
    ).select_related("person__identity", "order", "stay__room__site", "area")
    return found.filter(state=state) if state else found


def transfer(*, transfer_id: UUID, by: Actor) -> Transfer:
    areas = visible_areas(by, Permission.TRANSFER_READ)
    found = (
        Transfer.objects.filter(in_areas("area__code", areas), id=transfer_id)
        .select_related("person__identity", "order", "stay__room__site").first()
    )  # fmt: skip
    if found is None:
        raise NotFound(reason("There is no such transfer in the areas that you can see."))
    return found


def of_order(*, order_id: UUID) -> QuerySet[Transfer]:
    return Transfer.objects.filter(order_id=order_id).order_by("requested_at")


def of_person(*, person_id: UUID, outbreak_id: UUID) -> QuerySet[Transfer]:
    return Transfer.objects.filter(person_id=person_id, outbreak_id=outbreak_id).order_by("requested_at")
