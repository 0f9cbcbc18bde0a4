"""The movement store on disk. Readers see whole versions; one writer at a time; what is not in the manifest is not there."""

from .archive import Archive, read_archive
from .checking import Checked, DayChecked, GoneChecked, check, check_copy, check_gone, not_gone
from .copying import backup, restore
from .forgetting import forget_batch, forget_before, forget_day
from .keys import key_folder
from .manifest import Gone, Manifest, Segment
from .reading import DayView, MovementStore, Snapshot
from .sealing import seal
from .writing import add_batch, add_places, compact, create_store

__all__ = [
    "Archive", "Checked", "DayChecked", "DayView", "Gone", "GoneChecked", "Manifest", "MovementStore", "Segment", "Snapshot",
    "add_batch", "add_places", "backup", "check", "check_copy", "check_gone", "compact", "create_store", "forget_batch", "forget_before",
    "forget_day", "key_folder", "not_gone", "read_archive", "restore", "seal",
]  # fmt: skip
