"""Which rooms there are: every folder `ringfence/<floor>/<room>` with an `apps.py` is a Django app."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
FLOORS = (
    "ground",
    "registry",
    "field",
    "supply",
    "tracing",
    "measures",
    "care",
    "command",
    "response",
    "faces",
)


def rooms() -> list[str]:
    """Dotted names of all rooms, the lowest floor first."""
    found = []
    for floor in FLOORS:
        folders = sorted(apps.parent.name for apps in (PACKAGE / floor).glob("*/apps.py"))
        found += [f"ringfence.{floor}.{room}" for room in folders]
    return found
