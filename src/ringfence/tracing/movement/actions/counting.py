"""How many people were in an area: a rounded number that leaves only from ten people on. Nobody is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ringfence.ground import access, audit
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import Expected
from ringfence.registry.outbreaks import queries as outbreaks

if TYPE_CHECKING:
    from ringfence.cores.copresence import AreaAsked


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """`people` in tens, rounded down; `None`: fewer than ten, maybe nobody."""

    people: int | None
    days_without: tuple[date, ...]
    store_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An area (codes of places, a circle in WGS-84, or both) on whole days, both inside."""

    from_on: date
    to_on: date
    place_codes: tuple[str, ...] = ()
    longitude: float | None = None
    latitude: float | None = None
    radius_metres: int = 0


def count_visitors(
    *, outbreak_id: UUID, question: Question, before: Sequence[Question], by: Actor, now: datetime
) -> Counted:
    """Count visitors. `before`: every question that was answered. Refusals are in the record of calls and in the audit."""
    from ringfence.cores import copresence

    from .. import engine

    outbreak = outbreaks.outbreak(outbreak_id=outbreak_id)
    subject, after = ("outbreak", outbreak_id), {"from": question.from_on, "to": question.to_on}
    try:
        access.require(by, Permission.MOVEMENT_READ, area_code=outbreak.area_id)
        store = engine.store_of(outbreak.slug)
        found = copresence.count_visitors(
            _asked(question), before=[_asked(one) for one in before], store=store.reading, record=store.journal.record, now=now
        )  # fmt: skip
    except Expected as refusal:
        audit.record(by=by, action="movement.refused", subject=subject, outbreak_id=outbreak_id, now=now,
                     reasons=refusal.reasons, after={"asked": "count"})  # fmt: skip
        raise
    audit.record(by=by, action="movement.count", subject=subject, outbreak_id=outbreak_id, now=now,
                 after=after | {"people": found.people, "store_version": found.store_version})  # fmt: skip
    return Counted(
        people=found.people, days_without=found.days_without_records, store_version=found.store_version
    )


def _asked(question: Question) -> AreaAsked:
    from ringfence.cores import copresence

    return copresence.AreaAsked(
        from_day=question.from_on, to_day=question.to_on, place_codes=question.place_codes,
        longitude=question.longitude, latitude=question.latitude, radius_metres=question.radius_metres,
    )  # fmt: skip
