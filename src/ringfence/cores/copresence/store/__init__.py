"""The movement store on disk. Readers see whole versions; one writer at a time; what is not in the manifest is not there."""

from .manifest import Manifest, Segment
from .reading import DayView, MovementStore, Snapshot
from .writing import add_batch, add_places, compact, create_store, forget_batch, forget_before

__all__ = [
    "DayView", "Manifest", "MovementStore", "Segment", "Snapshot", "add_batch", "add_places", "compact",
    "create_store", "forget_batch", "forget_before",
]  # fmt: skip
