"""Finding arrivals; who travels is opened here and nowhere else, and each look is on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.ground.audit import looks
from ringfence.kernel import NotFound, reason

from . import keys, sealing
from .models import Arrival, Offer, Stop
from .sealing import Who


def visible_to(*, by: Actor, outbreak_id: UUID) -> QuerySet[Arrival]:
    """Arrivals at places of the reader's areas, with their stops and offers; without who travels."""
    mine = in_areas("area__code", visible_areas(by, Permission.ARRIVAL_READ))
    found = Arrival.objects.filter(mine, outbreak_id=outbreak_id).select_related("area__parent")
    return found.prefetch_related("stops", "offers")


def expected(
    *, by: Actor, outbreak_id: UUID, from_on: date | None = None, to_on: date | None = None, state: str = "", area_code: str = "",
) -> QuerySet[Arrival]:  # fmt: skip
    """The list of who comes: by day of arrival (both inside), state and place."""
    found = visible_to(by=by, outbreak_id=outbreak_id)
    found = found.filter(arrives_on__gte=from_on) if from_on else found
    found = found.filter(arrives_on__lte=to_on) if to_on else found
    found = found.filter(state=state) if state in Arrival.State.values else found
    return found.filter(area__code__startswith=area_code) if area_code else found


def arrival(*, arrival_id: UUID, by: Actor) -> Arrival:
    mine = in_areas("area__code", visible_areas(by, Permission.ARRIVAL_READ))
    found = Arrival.objects.filter(mine, id=arrival_id).select_related("area__parent", "outbreak").first()
    if found is None:
        raise NotFound(reason("There is no such arrival in the areas that you can see."))
    return found


def offer(*, offer_id: UUID, by: Actor) -> Offer:
    mine = in_areas("arrival__area__code", visible_areas(by, Permission.ARRIVAL_READ))
    found = Offer.objects.filter(mine, id=offer_id).select_related("arrival").first()
    if found is None:
        raise NotFound(reason("There is no such offer in the areas that you can see."))
    return found


def of_receipt(*, receipt: str) -> Arrival:
    """What the traveller sees with the receipt: the trip, never the name."""
    hashed = keys.hash_of_receipt(receipt)
    found = Arrival.objects.filter(receipt_hash=hashed).select_related("area__parent", "outbreak").first()
    if found is None:
        raise NotFound(
            reason("There is no arrival with this receipt. It may have been deleted on its last day.")
        )
    return found


@dataclass(frozen=True, slots=True)
class Seen:
    """An arrival with who travels, if the reader looks after this place; else without."""

    arrival: Arrival
    traveller: Who | None


def travellers(*, arrivals: Sequence[Arrival], by: Actor) -> list[Seen]:
    """Who travels, for whoever looks after the place to which they come. Each one shown is a look on record."""
    reaches = tuple(visible_areas(by, Permission.ARRIVAL_WRITE))
    mine = [one.id for one in arrivals if one.area_id.startswith(reaches)]
    found = sealing.opened(arrival_ids=mine)
    looks.note(*found)
    return [Seen(one, found.get(one.id)) for one in arrivals]


def open_offers(*, by: Actor, outbreak_id: UUID) -> QuerySet[Offer]:
    """Offers that nobody has made yet, or whose traveller was not reached, in the areas that the reader looks after."""
    mine = in_areas("arrival__area__code", visible_areas(by, Permission.ARRIVAL_WRITE))
    waiting = [Offer.Answer.OPEN, Offer.Answer.NOT_REACHED]
    found = Offer.objects.filter(mine, arrival__outbreak_id=outbreak_id, answer__in=waiting)
    return found.select_related("arrival__area")


def with_stops(
    *,
    by: Actor,
    outbreak_id: UUID,
    codes: Sequence[str],
    names: Sequence[str],
    from_on: date,
    to_on: date | None,
) -> QuerySet[Stop]:
    """Stops of visible arrivals that may lie at a place: by a code inside or around it, or by a name that holds its name.

    `from_on` and `to_on` (both inside; `None`: open) are days between which the stop must lie at least in part.
    """
    mine = in_areas("arrival__area__code", visible_areas(by, Permission.ARRIVAL_READ))
    place = Q(pk__in=[])
    for code in codes:
        around = [code[:size] for size in (2, 4, 6, 9, 12) if size < len(code)]
        place |= Q(place_code__startswith=code) | Q(place_code__in=around)
    for name in names:
        place |= Q(place_key__contains=name)
    found = Stop.objects.filter(mine, place, arrival__outbreak_id=outbreak_id, to_on__gte=from_on)
    found = found.filter(from_on__lte=to_on) if to_on else found
    return (
        found.select_related("arrival__area__parent")
        .prefetch_related("arrival__offers", "arrival__stops")
        .order_by("arrival__arrives_on", "arrival_id", "order")
    )


def counts(*, by: Actor, outbreak_id: UUID, today: date) -> dict[str, int]:
    """How many are expected from today on, and how many of those that were to come nobody has noted."""
    found = visible_to(by=by, outbreak_id=outbreak_id).filter(state=Arrival.State.EXPECTED)
    return found.prefetch_related(None).aggregate(
        ahead=Count("id", filter=Q(arrives_on__gte=today)),
        unnoted=Count("id", filter=Q(arrives_on__lt=today)),
    )


__all__ = ["Arrival", "Offer", "Seen", "Stop", "arrival", "counts", "expected", "of_receipt", "offer", "open_offers",
           "travellers", "visible_to", "with_stops", "Who"]  # fmt: skip
