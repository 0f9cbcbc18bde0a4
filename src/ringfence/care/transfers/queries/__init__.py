"""Finding transfers, and the ways on which somebody waits for a vehicle."""

from ..models import Transfer
from .finding import (
    OPEN,
    Knows,
    knows,
    latest_delivered,
    may_drive,
    of_order,
    of_person,
    require_receiver,
    transfer,
    visible_to,
)
from .ways import Way, untaken, untaken_in_areas, ways

__all__ = [
    "OPEN", "Knows", "Transfer", "Way", "knows", "latest_delivered", "may_drive", "of_order", "of_person",
    "require_receiver", "transfer", "untaken", "untaken_in_areas", "visible_to", "ways",
]  # fmt: skip
