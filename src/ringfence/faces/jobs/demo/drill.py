"""The drill: its outbreak, its clock, its people, and how it is called."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ringfence.kernel import CITY_ZONE

from .caller import Answer, Caller
from .telling import Telling

SLUG = "xinxiang-drill"
RULES = "CN-8-HN-2022-01"
NOON = datetime(2022, 1, 9, 12, 0, tzinfo=CITY_ZONE)
TOWNSHIP = "410702001"


@dataclass
class Drill:
    """A drill for Xinxiang in January 2022. `now` is where its clock stands."""

    api: Caller
    telling: Telling
    slug: str = SLUG
    now: datetime = NOON
    case: dict[str, Any] = field(default_factory=dict)
    contacts: dict[str, dict[str, Any]] = field(default_factory=dict)  # by name
    orders: dict[str, str] = field(default_factory=dict)  # name -> id of the order
    negatives: int = 0
    released: int = 0  # stages and orders that ended because the clock moved

    def get(self, path: str, *, by: str) -> Any:
        """Read something of the drill."""
        return self.api.get(f"outbreaks/{self.slug}/{path}", by=by)

    def items(self, path: str, *, by: str) -> list[Any]:
        """A list of the drill."""
        return self.api.items(f"outbreaks/{self.slug}/{path}", by=by)

    def post(self, path: str, body: Any = None, *, by: str, key: str = "") -> Any:
        """Do something in the drill."""
        return self.api.post(f"outbreaks/{self.slug}/{path}", body, by=by, key=key)

    def attempt(self, path: str, body: Any = None, *, by: str, key: str = "") -> Answer:
        """Do something that may be refused."""
        return self.api.call("POST", f"outbreaks/{self.slug}/{path}", body or {}, by=by, key=key)

    def order_of(self, name: str) -> Any:
        """The order of a contact, with its stages."""
        return self.get(f"orders/{self.orders[name]}", by="chenjing")

    def move_clock(self, to: datetime) -> None:
        """Move the standing clock; what became due on the way has happened, and releases are counted."""
        moved = self.post("clock", {"to": to.isoformat(), "runs": False}, by="liwei")
        self.now = to
        self.released += moved["happened"]["released"]


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def meeting(*, setting: str, ended: datetime, lasted: float, place: str) -> dict[str, Any]:
    """One exposure, as it is told."""
    return {
        "setting": setting, "place": place, "first_at": (ended - hours(lasted)).isoformat(), "last_at": ended.isoformat(),
    }  # fmt: skip
