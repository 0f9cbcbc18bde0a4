"""Everything that belongs to one case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """The rows of a case, read once, for its page, its dossier and its timeline."""

    case: Any
    investigation: Any | None
    milestones: list[Any]
    stops: list[Any]
    blocks: dict[str, Any]
    movement: list[Any]
    samples: list[Any]
    contacts: list[Any]
    contact_orders: list[Any]
    orders: list[Any]
    transfers: list[Any]
    stays: list[Any]
    checks: list[Any]
    home_visits: list[Any]
    links: list[Any]
    mentions: list[Any]
    record: list[Any]

    @property
    def isolation(self) -> Any | None:
        """The isolation order that runs, else the last one."""
        own = [one for one in self.orders if one.kind == "ISOLATION"]
        running = [one for one in own if one.state in ("DRAFT", "IN_FORCE")]
        return (running or own or [None])[-1]

    @property
    def order_of(self) -> dict[UUID, Any]:
        """The newest order of each person who is a contact of this case."""
        return {one.person_id: one for one in self.contact_orders}

    @property
    def running_stop(self) -> Any | None:
        """The stretch in which the clock stands still now."""
        return next((one for one in self.stops if one.resumed_at is None), None)
