"""Three zones, two passages: what is looked at before a site may open (domain reference 5.2)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from ringfence.kernel import Decision, Reason, allow, reason, refuse


class SiteItem(StrEnum):
    CLEAN_ZONE = "CLEAN_ZONE"
    BUFFER_ZONE = "BUFFER_ZONE"
    CONTAMINATED_ZONE = "CONTAMINATED_ZONE"
    STAFF_PASSAGE = "STAFF_PASSAGE"
    GUEST_PASSAGE = "GUEST_PASSAGE"
    TWO_EXITS = "TWO_EXITS"
    AIRFLOW = "AIRFLOW"
    AIR_CONDITIONING = "AIR_CONDITIONING"
    MEDICAL_WASTE = "MEDICAL_WASTE"
    VEHICLE_WASH = "VEHICLE_WASH"
    AWAY_FROM_DWELLINGS = "AWAY_FROM_DWELLINGS"
    OWN_TOILETS = "OWN_TOILETS"
    STAFF_TRAINED = "STAFF_TRAINED"
    FAMILY_AND_ACCESSIBLE_ROOMS = "FAMILY_AND_ACCESSIBLE_ROOMS"


# What makes a site better, but does not keep it closed: the guide of 2022 asks for a share of such rooms [S79].
NOT_BLOCKING = (SiteItem.FAMILY_AND_ACCESSIBLE_ROOMS,)


def site_items() -> Mapping[SiteItem, Reason]:
    """The checklist in the order in which one walks through a site."""
    return {
        SiteItem.AWAY_FROM_DWELLINGS: reason("The site lies apart from dwellings."),
        SiteItem.TWO_EXITS: reason("There are two or more exits."),
        SiteItem.CLEAN_ZONE: reason("Clean zone: staff living, stores."),
        SiteItem.BUFFER_ZONE: reason("Buffer zone: gowning, disinfection, changing."),
        SiteItem.CONTAMINATED_ZONE: reason("Contaminated zone: the rooms of quarantined people."),
        SiteItem.STAFF_PASSAGE: reason("A passage for staff only."),
        SiteItem.GUEST_PASSAGE: reason("A passage for quarantined people only."),
        SiteItem.AIRFLOW: reason("Air flows from clean to contaminated."),
        SiteItem.AIR_CONDITIONING: reason("Central air conditioning is off, or its return air is closed."),
        SiteItem.OWN_TOILETS: reason("Every room has a toilet of its own."),
        SiteItem.MEDICAL_WASTE: reason("Waste is handled as medical waste."),
        SiteItem.VEHICLE_WASH: reason("There is a place to wash vehicles."),
        SiteItem.STAFF_TRAINED: reason("Staff are registered, trained and live on site."),
        SiteItem.FAMILY_AND_ACCESSIBLE_ROOMS: reason("Some rooms are for families, some are accessible."),
    }


def may_open_site(*, found: Mapping[SiteItem, bool]) -> Decision:
    """Every item looked at and fine; defects and unseen items are named and keep the site closed."""
    items = site_items()
    unseen = [text for item, text in items.items() if item not in found and item not in NOT_BLOCKING]
    defects = [text for item, text in items.items() if found.get(item) is False and item not in NOT_BLOCKING]
    if defects:
        return refuse(reason("{count} defect(s) keep the site closed:", count=len(defects)), *defects)
    if unseen:
        return refuse(reason("{count} item(s) were not looked at:", count=len(unseen)), *unseen)
    return allow(reason("Three zones and two passages are in order."))


def may_close_site(*, guests: int) -> Decision:
    """A site closes when nobody stays in it and nobody is on the way. `guests` counts both."""
    if guests:
        return refuse(
            reason(
                "{count} people stay here or are on the way; a site closes when it is empty.", count=guests
            )
        )
    return allow()
