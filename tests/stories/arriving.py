"""Somebody says that they will come: short ways to register, and the grid worker who looks after them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from ringfence.field.arrivals import actions as arrivals
from ringfence.field.arrivals import rules
from ringfence.ground.access import actions as access
from ringfence.kernel import start_of_day
from ringfence.measures.areas import actions as areas
from ringfence.measures.areas.rules import AreaTold
from tests.city import NOON, TOWNSHIP, City

JINSHUI = "410105"  # 郑州市金水区
FIFTH, SIXTH, NINTH = date(2022, 1, 5), date(2022, 1, 6), date(2022, 1, 9)


def grid_worker(name: str = "grid", area_code: str = TOWNSHIP) -> Any:
    """A grid worker of a township."""
    house = access.seed_organisation(
        name=f"Community {name}", name_en=name, kind="COMMUNITY", area_code=area_code
    )
    return access.seed_user(username=name, full_name=name, full_name_en=name, organisation=house, password=None,
                            roles=[("GRID_WORKER", area_code)])  # fmt: skip


def stop(
    place: str = "郑州市金水区", first: date = FIFTH, last: date | None = None, code: str = ""
) -> rules.StopTold:
    return rules.StopTold(place_name=place, from_on=first, to_on=last or first, place_code=code)


def trip(name: str = "Wang", **told: Any) -> rules.Trip:
    usual: dict[str, Any] = {
        "phone": "138 0000 0002", "area_code": TOWNSHIP, "arrives_on": NINTH, "transport": "TRAIN", "vehicle": "g1234",
        "coach": "5", "seat": "7A", "stops": (stop(),), "address": "3 West Street",
    }  # fmt: skip
    return rules.Trip(name=name, **(usual | told))


def registered(city: City, by: Any, name: str = "Wang", now: datetime = NOON, **told: Any) -> Any:
    return arrivals.register(outbreak_id=city.outbreak.id, trip=trip(name, **told), by=by, now=now).arrival


def declared(city: City, **told: Any) -> Any:
    """Jinshui, from 5 January until the end of the 8th."""
    usual: dict[str, Any] = {
        "name": "金水区", "name_en": "Jinshui", "place_code": JINSHUI, "from_at": start_of_day(FIFTH),
        "to_at": start_of_day(NINTH), "source": "Zhengzhou notice no. 9",
    }  # fmt: skip
    return areas.declare(
        outbreak_id=city.outbreak.id, told=AreaTold(**(usual | told)), by=city.epidemiologist, now=NOON
    )


def days(count: float) -> timedelta:
    return timedelta(days=count)
