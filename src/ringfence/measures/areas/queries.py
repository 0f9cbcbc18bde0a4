"""Declared areas, and who among registered arrivals said that they were there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from ringfence.field.arrivals import queries as arrivals
from ringfence.ground.access import Actor
from ringfence.kernel import NotFound, city_date, reason

from . import rules
from .models import DeclaredArea, VisitorCount

TOLD = (
    "name", "name_en", "place_code", "level", "longitude", "latitude", "radius_metres", "from_at", "to_at", "source",
)  # fmt: skip


def declared(*, outbreak_id: UUID) -> QuerySet[DeclaredArea]:
    """Every declared area of an outbreak, the newest first. They hold nobody's data."""
    return DeclaredArea.objects.filter(outbreak_id=outbreak_id).select_related("declared_by")


def one(*, area_id: UUID, outbreak_id: UUID) -> DeclaredArea:
    found = (
        DeclaredArea.objects.filter(id=area_id, outbreak_id=outbreak_id).select_related("outbreak").first()
    )
    if found is None:
        raise NotFound(reason("There is no such declared area."))
    return found


def columns_of(told: rules.AreaTold) -> dict[str, Any]:
    """What was told, as the columns that keep it."""
    kept: dict[str, Any] = {name: getattr(told, name) for name in TOLD}
    return kept | {"other_names": list(told.other_names), "venue_codes": list(told.venue_codes)}


def told_of(area: DeclaredArea) -> rules.AreaTold:
    """An area as the rules read it."""
    told: dict[str, Any] = {name: getattr(area, name) for name in TOLD}
    return rules.AreaTold(**told, other_names=tuple(area.other_names), venue_codes=tuple(area.venue_codes))


def days_of(area: DeclaredArea) -> tuple[date, date | None]:
    """First and last day of the declared period, both inside; no last day: it still holds."""
    last = city_date(area.to_at - timedelta(microseconds=1)) if area.to_at else None
    return city_date(area.from_at), last


@dataclass(slots=True)
class Found:
    """An arrival with a stop in the area: how sure the best match is, and every sentence."""

    arrival: arrivals.Arrival
    matches: list[rules.Match] = field(default_factory=list)

    @property
    def sure(self) -> rules.Sure:
        return min(one.sure for one in self.matches)


def among_arrivals(*, area: DeclaredArea, by: Actor) -> list[Found]:
    """Who among the registered arrivals of the reader's areas comes from or passed through the area; the surest first.

    A look-up and nothing more: nothing is decided, sent or kept by it.
    """
    told, (first, last) = told_of(area), days_of(area)
    stops = arrivals.with_stops(
        by=by, outbreak_id=area.outbreak_id, codes=[area.place_code] if area.place_code else [], names=told.keys,
        from_on=first, to_on=last,
    )  # fmt: skip
    found: dict[UUID, Found] = {}
    for stop in stops:
        seen = rules.StopSeen(
            place_name=stop.place_name, place_code=stop.place_code, from_on=stop.from_on, to_on=stop.to_on
        )  # fmt: skip
        match = rules.covers(area=told, stop=seen)
        if match is not None:
            found.setdefault(stop.arrival_id, Found(stop.arrival)).matches.append(match)
    return sorted(found.values(), key=lambda one: (one.sure, one.arrival.arrives_on, one.arrival.id))


def match_of(*, area: DeclaredArea, arrival_id: UUID, by: Actor) -> Found:
    """The match of one arrival. Raises `NotFound` when there is none, or not in the reader's areas."""
    for one_found in among_arrivals(area=area, by=by):
        if one_found.arrival.id == arrival_id:
            return one_found
    raise NotFound(reason("This arrival has no declared stop in the area."))


def counts_of(*, area_id: UUID) -> QuerySet[VisitorCount]:
    return VisitorCount.objects.filter(area_id=area_id).select_related("asked_by")


__all__ = ["DeclaredArea", "Found", "VisitorCount", "among_arrivals", "columns_of", "counts_of", "days_of", "declared",
           "match_of", "one", "told_of"]  # fmt: skip
