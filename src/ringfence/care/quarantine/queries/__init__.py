"""Finding sites, rooms, stays and health checks."""

from ..models import HealthCheck, Room, Site, Stay
from .checks import (
    Watched,
    alerts,
    checks_of,
    checks_of_person,
    checks_on,
    missed,
    people_at_home,
    places_with_people,
    unchecked,
    under_watch,
    with_checks,
)
from .rooms import (
    CONDITIONS,
    RoomCount,
    count_rooms,
    counts_by_site,
    disinfections,
    free_rooms,
    listed_rooms,
    may_close,
    may_have_room,
    names_by_id,
    room,
    rooms,
    rooms_of_household,
    rooms_of_party,
    site,
    sites,
    taken,
)
from .stays import (
    IN_A_ROOM,
    MOVE_UNDER_WAY,
    RUNNING,
    MovedWhy,
    has_arrived,
    move_under_way,
    moves_from,
    roommates,
    running_of_people,
    sites_of_people,
    stay,
    stay_of_order,
    stays,
    stays_of_orders,
    stays_of_person,
    waiting_list,
)

__all__ = [
    "CONDITIONS", "IN_A_ROOM", "MOVE_UNDER_WAY", "RUNNING", "HealthCheck", "MovedWhy", "Room", "RoomCount", "Site", "Stay", "Watched", "alerts", "checks_of",
    "checks_of_person", "checks_on", "count_rooms", "counts_by_site", "disinfections", "free_rooms", "has_arrived", "listed_rooms",
    "may_close", "may_have_room", "missed", "move_under_way", "people_at_home", "moves_from", "names_by_id", "places_with_people", "room", "roommates", "running_of_people", "rooms", "rooms_of_household", "rooms_of_party", "site", "sites", "sites_of_people", "stay",
    "stay_of_order", "stays", "stays_of_orders", "stays_of_person", "taken", "unchecked", "under_watch", "waiting_list", "with_checks",
]  # fmt: skip
