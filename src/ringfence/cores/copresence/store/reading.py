"""A version of the store, opened for searching: every day with its base and its late records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..ordered import Ordered
from ..places import PlaceTable
from ..stays import joined
from .manifest import Manifest, Segment, read_manifest
from .placefile import read_places
from .segments import ARCHIVE, Orders, open_order, orders_of, read_archive

TRIES = 5  # a writer may replace a segment between reading the manifest and opening its files
NOTHING = Ordered(np.zeros(0, np.uint64), np.zeros(0, np.uint32))
NOTHING.words.flags.writeable = False


@dataclass(frozen=True)
class DayView:
    """One day: its base, mapped, and its late records, in memory. Together they are the day."""

    day: int
    base: Orders
    late: Orders
    archives: tuple[Path, ...]


@dataclass(frozen=True)
class Snapshot:
    """The store at one version."""

    manifest: Manifest
    places: PlaceTable
    days: dict[int, DayView]
    places_file: Path | None  # the same table on disk; `None` before there are any places


class MovementStore:
    """A folder with a movement store. `snapshot()` is always the newest version; a forgotten day is gone from it."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self._kept: Snapshot | None = None
        self._places: tuple[str, PlaceTable] = ("", PlaceTable.empty())

    def snapshot(self) -> Snapshot:
        """Raises `NotFound` when there is no store."""
        for attempt in range(TRIES):
            manifest = read_manifest(self.folder)
            if self._kept is not None and self._kept.manifest.version == manifest.version:
                return self._kept
            try:
                self._kept = self._open(manifest)
            except FileNotFoundError:
                if attempt == TRIES - 1:
                    raise
        assert self._kept is not None
        return self._kept

    def _open(self, manifest: Manifest) -> Snapshot:
        if manifest.places != self._places[0]:
            self._places = (manifest.places, read_places(self.folder / "places" / manifest.places))
        before = self._kept.manifest.days if self._kept else {}
        days = {
            day: self._kept.days[day]
            if self._kept and before.get(day) == segments
            else self._day(day, segments)
            for day, segments in manifest.days.items()
        }
        places_file = self.folder / "places" / manifest.places if manifest.places else None
        return Snapshot(manifest, self._places[1], days, places_file)

    def _day(self, day: int, segments: tuple[Segment, ...]) -> DayView:
        folder = self.folder / "days"
        bases = [one for one in segments if one.base]
        late = [read_archive(folder / one.name / ARCHIVE, day) for one in segments if not one.base]
        base = Orders(NOTHING, NOTHING)
        if bases:
            at = folder / bases[0].name
            base = Orders(open_order(at, "place"), open_order(at, "person"))
        fresh = orders_of(joined(late)) if late else Orders(NOTHING, NOTHING)
        for one in (fresh.by_place.words, fresh.by_person.words):
            one.flags.writeable = False
        return DayView(day, base, fresh, tuple(folder / one.name / ARCHIVE for one in segments))
