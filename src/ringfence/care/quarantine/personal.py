"""What the quarantine sites keep of a person: symptoms, and what was written about a room. Stays are counted on."""

from ringfence.ground.retention.holdings import Area, Holding, Words

from .models import HealthCheck, Stay

HOLDS: tuple[Holding, ...] = (
    Words(model=Stay, person="person", columns=("ended_why", "moved_note")),
    Words(model=HealthCheck, person="stay__person", columns=("symptoms",)),
    Area(model=Stay, person="person"),
)
