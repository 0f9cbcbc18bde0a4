"""The fence: declared areas, who of the registered arrivals was there, an offer and its answer, counts of visitors."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.field.arrivals import actions as arrivals
from ringfence.field.arrivals import queries as arrival_register
from ringfence.ground.access import Permission
from ringfence.kernel import NotFound, reason
from ringfence.measures.areas import actions as areas
from ringfence.measures.areas import queries, rules
from ringfence.response import fence
from ringfence.tracing.movement import queries as movement

from ..inside import Call
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import NO_NUL, Day, Given, Instant, Line, sentences
from ..words import AreaLevelTold, DatumName, OfferKind, SaidToOffer, SureMatch
from .arrivals import Arrival, OfferShown, offer_shown, shown

operations = Operations("fence")
ONE = f"{INSIDE}/declared-areas/{{area_id}}"
MOST = 1000


class AreaTold(Given):
    """An area as an authority declared it. The period is half-open: `to_at` is outside."""

    name: str = Field(max_length=60, pattern=NO_NUL)
    name_en: str = Field("", max_length=60, pattern=NO_NUL)
    other_names: list[Line] = Field([], max_length=10)
    place_code: str = Field("", max_length=12, pattern=r"^[0-9]*$")
    level: AreaLevelTold = ""
    from_at: Instant
    to_at: Instant | None = None
    source: Line = Field(description="By which notice.")
    venue_codes: list[Line] = Field([], max_length=500, description="Places of the movement records.")
    longitude: float | None = Field(None, ge=-180, le=180)
    latitude: float | None = Field(None, ge=-90, le=90)
    datum: DatumName = Field("", description="Needed with a position; it is never guessed.")
    radius_metres: int | None = Field(None, ge=0, le=1_000_000)

    def told(self) -> rules.AreaTold:
        told = self.dict(exclude={"datum"})
        if self.longitude is not None and self.latitude is not None:
            told["longitude"], told["latitude"] = movement.in_wgs84(
                self.longitude, self.latitude, datum=self.datum
            )
        return rules.AreaTold(
            **told | {"other_names": tuple(self.other_names), "venue_codes": tuple(self.venue_codes)}
        )


class DeclaredArea(Schema):
    id: UUID
    name: str
    name_en: str
    other_names: list[str]
    place_code: str
    level: str
    from_at: Instant
    to_at: Instant | None
    source: str
    venue_codes: list[str]
    longitude: float | None
    latitude: float | None
    radius_metres: int | None
    declared_at: Instant


class Ended(Given):
    at: Instant | None = Field(None, description="The first instant outside; null: now.")


class MatchShown(Schema):
    """How sure: by a code inside the area, by its name, or a larger place around it."""

    sure: SureMatch
    why: str


class FoundShown(Schema):
    arrival: Arrival
    matches: list[MatchShown]


class AmongArrivals(Schema):
    """The surest first; `all` counts them, at most 1,000 are listed."""

    all: int
    items: list[FoundShown]


class OfferTold(Given):
    kind: OfferKind


class Answered(Given):
    said: SaidToOffer


class DaysAsked(Given):
    """Whole days, both inside, at most 14."""

    from_on: Day
    to_on: Day


class CountShown(Schema):
    """`people` in tens, rounded down; null: fewer than ten, maybe nobody."""

    from_on: Day
    to_on: Day
    people: int | None
    asked_at: Instant


@operations.write(f"{INSIDE}/declared-areas", DeclaredArea, needs=Permission.AREA_DECLARE, status=201)
def declare(request: Call, told: AreaTold) -> object:
    """Enter an area that an authority declared. Restricts nobody."""
    return areas.declare(
        outbreak_id=request.outbreak.id, told=told.told(), by=request.user, now=request.outbreak_now
    )


@operations.read(f"{INSIDE}/declared-areas", Listed[DeclaredArea], needs=Permission.ARRIVAL_READ)
def list_some(request: Call, at: Query[Cursor]) -> object:
    """Declared areas, the newest period first."""
    return listed(
        queries.declared(outbreak_id=request.outbreak.id),
        at=at,
        order=("-from_at", "-id"),
        shown=lambda one: one,
    )


@operations.read(ONE, DeclaredArea, needs=Permission.ARRIVAL_READ)
def show(request: Call, area_id: UUID) -> object:
    """One declared area."""
    return queries.one(area_id=area_id, outbreak_id=request.outbreak.id)


@operations.write(f"{ONE}/end", DeclaredArea, needs=Permission.AREA_DECLARE)
def end(request: Call, area_id: UUID, told: Ended) -> object:
    """The declared period is over."""
    area = queries.one(area_id=area_id, outbreak_id=request.outbreak.id)
    return areas.end(
        area_id=area.id, at=told.at or request.outbreak_now, by=request.user, now=request.outbreak_now
    )


@operations.read(f"{ONE}/arrivals", AmongArrivals, needs=Permission.ARRIVAL_READ)
def arrivals_from(request: Call, area_id: UUID) -> object:
    """Who among the registered arrivals of my areas comes from or passed through it, and why. A look-up; nothing happens by it."""
    area = queries.one(area_id=area_id, outbreak_id=request.outbreak.id)
    found = queries.among_arrivals(area=area, by=request.user)
    return {"all": len(found), "items": [_found(one, request) for one in found[:MOST]]}


@operations.write(
    f"{ONE}/arrivals/{{arrival_id}}/offers", OfferShown, needs=Permission.ARRIVAL_WRITE, status=201
)
def offer(request: Call, area_id: UUID, arrival_id: UUID, told: OfferTold) -> object:
    """Offer a voluntary test or a call because of the match. Nothing is sent."""
    made = fence.offer(
        area_id=area_id, outbreak_id=request.outbreak.id, arrival_id=arrival_id, kind=told.kind, by=request.user,
        now=request.outbreak_now,
    )  # fmt: skip
    return offer_shown(made)


@operations.write(f"{INSIDE}/offers/{{offer_id}}/answer", OfferShown, needs=Permission.ARRIVAL_WRITE)
def answer(request: Call, offer_id: UUID, told: Answered) -> object:
    """Note what was said. Declining ends it and has no consequence."""
    found = arrival_register.offer(offer_id=offer_id, by=request.user)
    if found.arrival.outbreak_id != request.outbreak.id:
        raise NotFound(reason("There is no such offer in the areas that you can see."))
    return offer_shown(
        arrivals.answer(offer_id=offer_id, said=told.said, by=request.user, now=request.outbreak_now)
    )


@operations.write(f"{ONE}/visitor-counts", CountShown, needs=Permission.MOVEMENT_READ)
def count(request: Call, area_id: UUID, told: DaysAsked) -> object:
    """How many people the movement records show there: tens, or fewer than ten. Asked twice, the kept answer is given."""
    return areas.count(
        area_id=area_id,
        outbreak_id=request.outbreak.id,
        **told.dict(),
        by=request.user,
        now=request.outbreak_now,
    )


@operations.read(f"{ONE}/visitor-counts", list[CountShown], needs=Permission.ARRIVAL_READ)
def counts(request: Call, area_id: UUID) -> object:
    """Every count that was answered for this area."""
    area = queries.one(area_id=area_id, outbreak_id=request.outbreak.id)
    return list(queries.counts_of(area_id=area.id))


def _found(found: queries.Found, request: Call) -> dict[str, Any]:
    return {
        "arrival": shown(found.arrival, request),
        "matches": [{"sure": one.sure.name, "why": sentences([one.why])[0]} for one in found.matches],
    }
