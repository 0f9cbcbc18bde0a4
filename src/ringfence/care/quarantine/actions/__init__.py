"""What is done in quarantine: rooms are reserved and freed, stays begin and end, people are looked after."""

from .checks import record_check, undo_check
from .moving import MoveTold, move_guest, take_move_back
from .sites import (
    accept_three_zones,
    add_rooms,
    add_site,
    close_site,
    finish_disinfection,
    inspect_site,
    open_site,
    set_accessible,
    set_room_state,
)
from .stays import (
    assign_room,
    cancel_stay,
    drop_move,
    end_stay,
    place_waiting,
    reserve_room,
    start_stay,
    stay_at_home,
)

__all__ = [
    "MoveTold", "drop_move", "move_guest", "take_move_back", "accept_three_zones", "add_rooms", "add_site", "assign_room", "cancel_stay", "close_site", "end_stay",
    "finish_disinfection", "set_accessible", "inspect_site", "open_site", "place_waiting", "record_check", "reserve_room",
    "set_room_state", "start_stay", "stay_at_home", "undo_check",
]  # fmt: skip
