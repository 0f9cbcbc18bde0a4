"""What is shown of a room: its condition, who is in it, since when, until when, and whether a test is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from ringfence.care.quarantine import queries as quarantine
from ringfence.field.testing import queries as testing
from ringfence.measures.orders import queries as orders

WORDS: dict[str, str | Promise] = {
    "FREE": pgettext_lazy("room", "Free"),
    "RESERVED": pgettext_lazy("room", "Reserved"),
    "OCCUPIED": pgettext_lazy("room", "Occupied"),
    "DISINFECTION": pgettext_lazy("room", "Disinfection"),
    "OUT_OF_ORDER": pgettext_lazy("room", "Out of order"),
}


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who has a room: since when there (None: on the way), until when, and since when a test is due."""

    stay: Any
    since: datetime | None
    until: datetime | None
    test_due: date | None


@dataclass(frozen=True, slots=True)
class Tile:
    room: Any
    condition: str
    guests: list[Guest]

    @property
    def word(self) -> str | Promise:
        return WORDS[self.condition]

    @property
    def test_due(self) -> bool:
        return any(guest.test_due for guest in self.guests)


def tiles(rooms: Sequence[Any], *, today: date) -> list[Tile]:
    """Tiles for rooms that came with `condition` and `running`. Two queries, whatever their number."""
    stays = [stay for room in rooms for stay in room.running]
    ends = orders.current_stages(order_ids=[stay.order_id for stay in stays])
    due = _tests_due(stays, today)
    return [
        Tile(room, room.condition, [
            Guest(stay, stay.started_at, ends[stay.order_id].ends_at if stay.order_id in ends else stay.order.ends_at,
                  due.get(stay.person_id))
            for stay in room.running
        ])
        for room in rooms
    ]  # fmt: skip


def by_floor(found: Sequence[Tile]) -> list[tuple[int, list[Tile]]]:
    """The tiles of one site, lowest floor first."""
    ordered = sorted(found, key=lambda tile: (tile.room.floor, tile.room.number))
    return [(floor, list(group)) for floor, group in groupby(ordered, key=lambda tile: tile.room.floor)]


def _tests_due(stays: Sequence[quarantine.Stay], today: date) -> dict[UUID, date]:
    """By person; a site may hold people of more than one outbreak."""
    due: dict[UUID, date] = {}
    for outbreak_id in {stay.outbreak_id for stay in stays}:
        people = [stay.person_id for stay in stays if stay.outbreak_id == outbreak_id and stay.started_at]
        due |= testing.due_on_or_before(person_ids=people, outbreak_id=outbreak_id, day=today)
    return due
