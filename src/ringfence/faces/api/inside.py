"""Which outbreak a call is about, what time it is there, and that what it names belongs there."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.http import HttpRequest

from ringfence.ground.access import Actor
from ringfence.kernel import NotFound, city_date, reason
from ringfence.registry.outbreaks import queries as outbreaks


class Call(HttpRequest):
    """A request of a known caller; inside an outbreak it knows the outbreak and its time."""

    user: Actor
    received_at: Any
    outbreak: Any
    outbreak_now: Any
    outbreak_today: Any


class OfAnOutbreak(Protocol):
    outbreak_id: UUID


Row = TypeVar("Row", bound=OfAnOutbreak)


def enter(request: Any, slug: str) -> None:
    """Find the outbreak, if the caller may see it, and read its clock."""
    request.outbreak = outbreaks.outbreak_named(slug=slug, by=request.user)
    request.outbreak_now = outbreaks.now_for(request.outbreak, real_now=request.received_at)
    request.outbreak_today = city_date(request.outbreak_now)


def ours(row: Row, request: Call) -> Row:
    """The row, if it belongs to the outbreak in the address; what belongs elsewhere is not there."""
    if row.outbreak_id != request.outbreak.id:
        raise NotFound(reason("There is no such thing in this outbreak."))
    return row
