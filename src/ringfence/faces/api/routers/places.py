"""The tree of places: city, county, township, village."""

from __future__ import annotations

from ninja import Field, Query, Schema

from ringfence.registry.places import queries as places

from ..inside import Call
from ..operations import SIGNED_IN, Operations
from ..schema import NO_NUL, AreaCode

operations = Operations("places")


class Place(Schema):
    """One unit of the tree. A code begins with the code of the place above it."""

    code: str
    name: str
    name_en: str
    kind: str
    parent_code: str | None = Field(None, alias="parent_id")
    population: int | None
    population_basis: str


class WantedPlaces(Schema):
    q: str = Field(
        min_length=1,
        max_length=60,
        pattern=NO_NUL,
        description="The beginning of a name, pinyin, initials or code.",
    )
    within: str = Field("", pattern=r"^[0-9]{0,12}$", description="Only inside this area.")
    limit: int = Field(20, ge=1, le=100)


@operations.read("/places", list[Place], needs=SIGNED_IN)
def search(request: Call, wanted: Query[WantedPlaces]) -> object:
    """Places by the beginning of their name, pinyin, initials or code; larger units first."""
    return places.search(text=wanted.q, within_code=wanted.within, limit=wanted.limit)


@operations.read("/places/{code}", Place, needs=SIGNED_IN)
def show(request: Call, code: AreaCode) -> object:
    """One place."""
    return places.place(code=code)


@operations.read("/places/{code}/children", list[Place], needs=SIGNED_IN)
def children(request: Call, code: AreaCode) -> object:
    """The places directly below one."""
    places.place(code=code)
    return list(places.children(code=code))
