"""What is done with arrivals. Nothing here restricts anybody."""

from .bringing import Account, RefusedRow, register_file
from .following import answer, note, offer
from .leaving import forget_due, withdraw
from .registering import Registered, register, register_oneself

__all__ = [
    "Account", "RefusedRow", "Registered", "answer", "forget_due", "note", "offer", "register", "register_file",
    "register_oneself", "withdraw",
]  # fmt: skip
