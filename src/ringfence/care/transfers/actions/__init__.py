"""What is done with transfers: requested, taken by a driver, handed over twice, disinfected after, cancelled."""

from ..models import Transfer
from .taking import assign, give_back, take
from .trips import cancel_for_order, deliver, note_disinfection, pick_up, request

__all__ = [
    "Transfer", "assign", "cancel_for_order", "deliver", "give_back", "note_disinfection", "pick_up", "request", "take",
]  # fmt: skip
