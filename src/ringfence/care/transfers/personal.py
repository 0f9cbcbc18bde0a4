"""What the trips keep of a person: from where to where, and who handed them over."""

from ringfence.ground.retention.holdings import Area, Holding, Words

from .models import Transfer

HOLDS: tuple[Holding, ...] = (
    Words(
        model=Transfer, person="person", columns=("from_text", "to_text", "given_by_name", "cancelled_why")
    ),
    Area(model=Transfer, person="person"),
)
