"""Until when somebody is kept, and whether the day has come. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from ringfence.kernel import Decision, allow, city_date, reason, refuse

LONGEST_HOLD_DAYS = (
    180  # house decision: an authority that needs longer asks again; the database says the same
)
SHORTEST_WHY = 10  # letters, house decision: a short sentence in Chinese; the database says the same


class Days(Protocol):
    @property
    def days(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Tie:
    """Why a person's data are needed in an outbreak; `ended_at` None: still."""

    person_id: UUID
    outbreak_id: UUID
    kind: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Until:
    """The last day on which somebody is kept, and for what; `day` None: no end yet."""

    day: date | None
    kind: str


def until_by_person(
    ties: Iterable[Tie], *, schedule: Mapping[str, Days], over_at: datetime | None
) -> dict[UUID, Until]:
    """Of the ties of one outbreak: until when each person is kept. The response's end cuts all of them short."""
    limit = city_date(over_at) + timedelta(days=schedule["OVER"].days) if over_at else None
    found: dict[UUID, Until] = {}
    for tie in ties:
        one = _until(tie, schedule, limit)
        known = found.get(tie.person_id)
        if known is None or known.day is not None and (one.day is None or one.day > known.day):
            found[tie.person_id] = one
    return found


def _until(tie: Tie, schedule: Mapping[str, Days], limit: date | None) -> Until:
    own = city_date(tie.ended_at) + timedelta(days=schedule[tie.kind].days) if tie.ended_at else None
    if limit is not None and (own is None or limit < own):
        return Until(limit, "OVER")
    return Until(own, tie.kind)


def is_due(until: Until, *, today: date) -> bool:
    """The last day has passed."""
    return until.day is not None and until.day < today


def may_hold(*, why: str, paper: str, ends_on: date, today: date) -> Decision:
    """A legal hold says why and on whose paper, and ends within 180 days."""
    if len(why.strip()) < SHORTEST_WHY or not paper.strip():
        return refuse(
            reason("Say why in at least {least} letters, and name the authority's paper.", least=SHORTEST_WHY)
        )
    if not today < ends_on <= today + timedelta(days=LONGEST_HOLD_DAYS):
        return refuse(
            reason(
                "A legal hold ends within {days} days; whoever needs longer asks again.",
                days=LONGEST_HOLD_DAYS,
            )
        )
    return allow(reason("Nothing of this is deleted until {day}.", day=ends_on))
