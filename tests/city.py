"""A small city for tests: the cast, the staff, one site. Named people stand for what they are in every test.

Chen is the case, Li shares his household, Wang sat at the next table, Zhao has nothing to do with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ringfence.care.quarantine import actions as quarantine
from ringfence.field.testing import actions as testing
from ringfence.ground.access import actions as access
from ringfence.registry.outbreaks import actions as outbreaks
from ringfence.registry.people import actions as people
from ringfence.registry.places.models import Place

NOON = datetime(2022, 1, 9, 4, 0, tzinfo=UTC)  # noon in Xinxiang on the day of the dispatch meeting
HONGQI = "410702"
TOWNSHIP = "410702001"


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


@dataclass
class City:
    """Everybody and everything that the tests need; made once a test."""

    outbreak: Any
    investigator: Any
    epidemiologist: Any
    colleague: Any
    laboratory: Any
    manager: Any
    nurse: Any
    driver: Any
    command: Any
    outsider: Any
    oversight: Any
    officer: Any
    reviewer: Any
    tianjin: Any
    press: Any
    system: Any
    site: Any

    def person(self, name: str, **facts: Any) -> Any:
        told = {"area_code": TOWNSHIP, "sex": "M", "address": f"{name}'s flat"} | facts
        return people.register(facts=people.PersonFacts(name=name, **told), by=self.investigator, now=NOON)

    def sample(self, person: Any, code: str = "T1", taken_at: datetime = NOON - timedelta(hours=6)) -> Any:
        return testing.take(outbreak_id=self.outbreak.id, person_id=person.id, code=code, taken_at=taken_at,
                            by=self.laboratory, now=NOON)  # fmt: skip


def build(*, rooms: int = 2, ruleset_id: str = "CN-8-HN-2022-01") -> City:
    """Build the city: places, staff of every role, one open site with `rooms` single rooms, one outbreak."""
    for code, name, kind, parent in [
        ("4107", "新乡市", "CITY", None), (HONGQI, "红旗区", "COUNTY", "4107"), ("410783", "长垣市", "COUNTY", "4107"),
        (TOWNSHIP, "西街街道", "TOWNSHIP", HONGQI), ("410702001001", "示例社区", "VILLAGE", TOWNSHIP),
        ("410783001", "示例街道", "TOWNSHIP", "410783"),
    ]:  # fmt: skip
        Place.objects.create(code=code, name=name, kind=kind, parent_id=parent)
    staff = {
        "investigator": ("INVESTIGATOR", HONGQI, "Hongqi CDC"), "colleague": ("EPIDEMIOLOGIST", "4107", "Hongqi CDC"),
        "epidemiologist": ("EPIDEMIOLOGIST", "4107", "City CDC"), "laboratory": ("LABORATORY", "4107", "Lab"),
        "manager": ("SITE_MANAGER", "4107", "Site"), "nurse": ("SITE_NURSE", "4107", "Site"),
        "driver": ("DRIVER", "4107", "Transport"), "command": ("CITY_COMMAND", "4107", "Command"),
        "outsider": ("INVESTIGATOR", "410783", "Changyuan CDC"), "oversight": ("OVERSIGHT", "4107", "Oversight"),
        "officer": ("DATA_OFFICER", "4107", "City CDC"),
        "reviewer": ("REVIEWER", "4107", "Review panel"), "tianjin": ("CITY_COMMAND", "12", "Command"),
        "press": ("PRESS", "4107", "Press office"),
    }  # fmt: skip
    people_by_role = {key: _user(key, *facts) for key, facts in staff.items()}
    access.seed_user(username="officer", full_name="Officer", full_name_en="Officer", password=None,
                     organisation=people_by_role["officer"].organisation, roles=[("DATA_OFFICER", "12")])  # fmt: skip
    house = access.seed_organisation(name="Ringfence", name_en="Ringfence", kind="OTHER", area_code="4107")
    system = access.seed_user(username="ringfence", full_name="Ringfence", full_name_en="Ringfence",
                              organisation=house, password=None, roles=[], is_system=True)  # fmt: skip
    outbreak = outbreaks.open_outbreak(slug="xinxiang", name="新乡", area_code="4107", ruleset_id=ruleset_id,
                                       case_prefix="XX", by=people_by_role["command"], now=NOON - timedelta(days=1))  # fmt: skip
    return City(
        outbreak=outbreak, system=system, site=_site(people_by_role["manager"], rooms), **people_by_role
    )


def _user(key: str, role: str, area: str, organisation: str) -> Any:
    house = access.seed_organisation(name=organisation, name_en=organisation, kind="OTHER", area_code=area)
    return access.seed_user(username=key, full_name=key.title(), full_name_en=key.title(), organisation=house,
                            password="only-for-tests", roles=[(role, area)])  # fmt: skip


def _site(manager: Any, rooms: int) -> Any:
    site = quarantine.add_site(name="示例隔离点", name_en="Demo site", area_code=HONGQI,
                               organisation_id=manager.organisation_id, address="", by=manager, now=NOON)  # fmt: skip
    quarantine.add_rooms(
        site_id=site.id, rooms=[(1, f"10{n}", 1) for n in range(1, rooms + 1)], by=manager, now=NOON
    )
    quarantine.accept_three_zones(site_id=site.id, by=manager, now=NOON)
    return quarantine.open_site(site_id=site.id, by=manager, now=NOON)
