"""What an item of work is, and who asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from ringfence.ground.access import Actor, Permission
from ringfence.ground.rulesets.queries import RuleSet
from ringfence.kernel import Reason, city_date


class Kind(StrEnum):
    """What waits, in the order in which a reader chooses among them."""

    MILESTONE = "MILESTONE"
    CONTACTS = "CONTACTS"
    LEADS = "LEADS"
    SEARCH = "SEARCH"
    SEARCH_RUN = "SEARCH_RUN"
    RULED_OUT = "RULED_OUT"
    EVIDENCE = "EVIDENCE"
    HOLD = "HOLD"
    ALARM = "ALARM"
    APPROVAL = "APPROVAL"
    APPEAL = "APPEAL"
    BULLETIN = "BULLETIN"
    CORRECTION = "CORRECTION"
    SAMPLE = "SAMPLE"
    HOME_SAMPLE = "HOME_SAMPLE"
    NOT_FOUND = "NOT_FOUND"
    DEVICE_CALL = "DEVICE_CALL"
    DEVICE_LOOK = "DEVICE_LOOK"
    OFFER = "OFFER"
    RESULT = "RESULT"
    PICK_UP = "PICK_UP"
    TRIP = "TRIP"
    RECEIVE = "RECEIVE"
    ROOM = "ROOM"
    CHECK = "CHECK"
    ALERT = "ALERT"


class Scope(StrEnum):
    """Whose work is shown."""

    MINE = "MINE"
    TEAM = "TEAM"
    ALL = "ALL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks, in which outbreak, at what time there, under which rule set."""

    by: Actor
    outbreak_id: UUID
    now: datetime
    ruleset: RuleSet

    @property
    def today(self) -> date:
        return city_date(self.now)

    @property
    def inside(self) -> dict[str, Any]:
        return {"by": self.by, "outbreak_id": self.outbreak_id}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One thing to do. `person` has an identity; `goal` names the page on which it is done, with its id and part.

    `count` is how many people or samples wait behind it, `owner` who leads it (empty: nobody yet).
    """

    kind: Kind
    title: Reason
    due_at: datetime
    goal: tuple[str, UUID | None, str]
    person: Any = None
    started_at: datetime | None = None
    where: Any = None
    owner: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A kind of work: `doers` hold all these permissions and none of `without`; `rows` are bounded by the caller.

    `own` narrows the rows to those that are nobody else's; `late` tells the ones whose time is over.
    """

    kind: Kind
    doers: tuple[Permission, ...]
    without: tuple[Permission, ...] = ()
    readers: Permission
    rows: Callable[[Asked], QuerySet[Any, Any]]
    late: Callable[[Asked], Q]
    item: Callable[[Any, Asked], WorkItem]
    own: Callable[[Asked], Q] | None = None
    order: tuple[str, ...]
