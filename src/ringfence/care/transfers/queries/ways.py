"""The open trips as those see them who do not know the people: from where to where, how many, since when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from ringfence.care.quarantine import queries as quarantine
from ringfence.ground.access import Actor
from ringfence.registry.places import queries as places

from ..models import Transfer
from .finding import in_sight

TOWNSHIP_DIGITS = 9  # of a twelve-digit code of a village, the first nine are its township's
MOST_WAITING = 2000  # the most urgent ones; more than any fleet drives in a day


@dataclass(frozen=True, slots=True)
class Way:
    """Who waits between two places. `from_place` and `to_place` are a township, a site, or None: hospital.

    `since` is the oldest request, `due_at` the nearest time limit; `key` names the way when one takes a trip.
    """

    key: str
    kind: str
    from_place: Any
    to_place: Any
    from_text: str
    count: int
    since: datetime
    due_at: datetime


def ways(*, by: Actor, outbreak_id: UUID) -> list[Way]:
    """The ways on which somebody waits and no driver has the trip; the most urgent first. Names nobody."""
    grouped: dict[str, list[tuple[Transfer, Any, Any]]] = {}
    for one, from_place, to_place in _placed(_open(by=by, outbreak_id=outbreak_id), outbreak_id=outbreak_id):
        grouped.setdefault(_key(one, from_place, to_place), []).append((one, from_place, to_place))
    return sorted((_way(key, found) for key, found in grouped.items()), key=lambda way: way.due_at)


def untaken(*, by: Actor, outbreak_id: UUID, way: str) -> list[Transfer]:
    """The trips of one way that no driver has; for taking one."""
    placed = _placed(_open(by=by, outbreak_id=outbreak_id), outbreak_id=outbreak_id)
    return [one for one, from_place, to_place in placed if _key(one, from_place, to_place) == way]


def untaken_in_areas(*, by: Actor, outbreak_id: UUID) -> QuerySet[Transfer]:
    """Every trip of the reader's areas that no driver has; to be counted, not shown."""
    return Transfer.objects.filter(
        in_sight(by), outbreak_id=outbreak_id, state=Transfer.State.REQUESTED, driver_id=None
    )


def _open(*, by: Actor, outbreak_id: UUID) -> list[Transfer]:
    found = untaken_in_areas(by=by, outbreak_id=outbreak_id)
    return list(found.select_related("stay__room__site").order_by("due_at", "id")[:MOST_WAITING])


def _placed(rows: Sequence[Transfer], *, outbreak_id: UUID) -> Iterable[tuple[Transfer, Any, Any]]:
    """Each trip with the two places between which it goes."""
    townships = places.names(codes={one.area_id[:TOWNSHIP_DIGITS] for one in rows})
    leaving = [one.person_id for one in rows if one.kind == Transfer.Kind.TO_HOSPITAL or _is_move(one)]
    sites = quarantine.sites_of_people(person_ids=leaving, outbreak_id=outbreak_id)
    for one in rows:
        home = townships.get(one.area_id[:TOWNSHIP_DIGITS])
        if one.kind == Transfer.Kind.HOME:
            yield one, None, home
            continue
        site = one.stay.room.site if one.stay is not None and one.stay.room is not None else None
        from_site = sites.get(one.person_id)
        yield one, from_site or home, site


def _key(one: Transfer, from_place: Any, to_place: Any) -> str:
    ends = [str(getattr(place, "pk", "")) for place in (from_place, to_place)]
    return sha256("|".join((one.kind, _from_text(one), *ends)).encode()).hexdigest()[:16]


def _is_move(one: Transfer) -> bool:
    """From one site to another: the person is fetched where they are now, not at home."""
    return one.stay is not None and one.stay.moved_from_id is not None


def _from_text(one: Transfer) -> str:
    """The site that somebody leaves for home; the text of every other way holds an address."""
    return one.from_text if one.kind == Transfer.Kind.HOME else ""


def _way(key: str, found: Sequence[tuple[Transfer, Any, Any]]) -> Way:
    rows = [one for one, _, _ in found]
    first, from_place, to_place = found[0]
    return Way(
        key=key, kind=first.kind, from_place=from_place, to_place=to_place, from_text=_from_text(first), count=len(rows),
        since=min(one.requested_at for one in rows), due_at=min(one.due_at for one in rows),
    )  # fmt: skip
