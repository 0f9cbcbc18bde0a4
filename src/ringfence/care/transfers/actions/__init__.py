"""What is done with transfers: requested, taken by a driver, handed over twice, disinfected after, cancelled, turned back."""

from ..models import Transfer
from .ending import cancel_for_order, hand_on, turn_back
from .taking import assign, give_back, take
from .trips import deliver, note_disinfection, pick_up, request

__all__ = [
    "Transfer", "assign", "cancel_for_order", "deliver", "give_back", "hand_on", "note_disinfection", "pick_up", "request",
    "take", "turn_back",
]  # fmt: skip
