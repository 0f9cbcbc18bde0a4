"""The city of Xinxiang with its real tree, and demo quarantine sites."""

from __future__ import annotations

from datetime import datetime

from ringfence.care.quarantine import actions as quarantine
from ringfence.care.quarantine import queries as sites
from ringfence.ground.access import Actor
from ringfence.ground.access import queries as access
from ringfence.registry.places import actions as places

# name, English name, county, floors, single rooms a floor, family rooms a floor. Invented, marked as demo data.
DEMO_SITES = (
    ("红旗区隔离点（示例）", "Hongqi quarantine site (demo)", "410702", 4, 8, 2),
    ("牧野区隔离点（示例）", "Muye quarantine site (demo)", "410711", 3, 8, 2),
    ("长垣市隔离点（示例）", "Changyuan quarantine site (demo)", "410783", 3, 6, 2),
)


def seed_city(*, by: Actor, now: datetime) -> dict[str, int]:
    """Load the tree of places; returns how many there are."""
    count = places.load_tree(path=places.CITY_FILE, by=by, now=now)
    places.add_place(code="12", name="天津市", name_en="Tianjin", kind="CITY", by=by, now=now)
    return {"places": count + 1}


def seed_sites(*, now: datetime) -> dict[str, int]:
    """Make sure the demo sites stand open with their rooms."""
    manager = access.user_named(username="yangmin")
    rooms = 0
    for name, name_en, county, floors, singles, families in DEMO_SITES:
        site = quarantine.add_site(
            name=name, name_en=name_en, area_code=county, organisation_id=manager.organisation_id, address="",
            by=manager, now=now, is_demo=True,
        )  # fmt: skip
        wanted = [
            (floor, f"{floor}{room:02d}", 1 if room <= singles else 3)
            for floor in range(1, floors + 1)
            for room in range(1, singles + families + 1)
        ]
        if sites.rooms(site_id=site.id).count() < len(wanted):
            rooms += quarantine.add_rooms(site_id=site.id, rooms=wanted, by=manager, now=now)
        if site.three_zones_accepted_at is None:
            quarantine.accept_three_zones(site_id=site.id, by=manager, now=now)
            quarantine.open_site(site_id=site.id, by=manager, now=now)
    return {"sites": len(DEMO_SITES), "rooms": rooms}
