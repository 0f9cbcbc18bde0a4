"""A version of the store, opened for searching: every day with its base and its late records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..ordered import Ordered
from ..places import PlaceTable
from ..stays import Stays, joined
from .archive import Archive, read_archive
from .manifest import Manifest, Segment, read_manifest
from .placefile import read_places
from .segments import Orders, open_base, orders_merged, orders_of

TRIES = 5  # a writer may replace a segment between reading the manifest and opening its files
EMPTY = Ordered(np.zeros(0, np.uint64), np.zeros(0, np.uint32))
EMPTY.words.flags.writeable = False
NOTHING = Orders(EMPTY, EMPTY)


@dataclass(frozen=True)
class DayView:
    """One day: its base, mapped, and its late records, in memory. Together they are the day."""

    day: int
    base: Orders
    late: Orders
    archives: tuple[Archive, ...]
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Snapshot:
    """The store at one version."""

    manifest: Manifest
    places: PlaceTable
    days: dict[int, DayView]
    places_file: Path | None  # the same table on disk; `None` before there are any places
    folder: Path


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

    def stays_of_batch(self, batch: str) -> Stays | None:
        """What one batch brought. `None` when compaction has merged some of it: then only a search tells all."""
        manifest = self.snapshot().manifest
        own = set(manifest.batches.get(batch, {}).get("segments", ()))
        there = [
            archive_of(self.folder, day, one)
            for day, segments in sorted(manifest.days.items())
            for one in segments
            if one.name in own
        ]
        if len(there) < len(own):
            return None
        return joined(read_archive(one) for one in there)

    def _open(self, manifest: Manifest) -> Snapshot:
        if manifest.places != self._places[0]:
            self._places = (manifest.places, read_places(self.folder / "places" / manifest.places))
        before = self._kept.days if self._kept else {}
        days = {day: self._day(day, segments, before.get(day)) for day, segments in manifest.days.items()}
        places_file = self.folder / "places" / manifest.places if manifest.places else None
        return Snapshot(manifest, self._places[1], days, places_file, self.folder)

    def _day(self, day: int, segments: tuple[Segment, ...], before: DayView | None) -> DayView:
        """The day; what an earlier view of it has read already is not read again."""
        if before is not None and before.segments == segments:
            return before
        if before is not None and before.segments == segments[: len(before.segments)]:
            fresh = orders_in(self.folder, segments[len(before.segments) :], day)
            return DayView(
                day,
                before.base,
                _frozen(orders_merged(before.late, fresh)),
                self._archives(day, segments),
                segments,
            )
        bases = [one for one in segments if one.base]
        late = [one for one in segments if not one.base]
        base = open_base(archive_of(self.folder, day, bases[0])) if bases else NOTHING
        return DayView(
            day, base, _frozen(orders_in(self.folder, late, day)), self._archives(day, segments), segments
        )

    def _archives(self, day: int, segments: tuple[Segment, ...]) -> tuple[Archive, ...]:
        return tuple(archive_of(self.folder, day, one) for one in segments)


def archive_of(folder: Path, day: int, segment: Segment) -> Archive:
    return Archive(folder, day, segment.name, segment.key)


def orders_in(folder: Path, segments: Iterable[Segment], day: int) -> Orders:
    """Both orders of segments of a day, merged: each stay once."""
    late, found = [], NOTHING
    for one in segments:
        archive = archive_of(folder, day, one)
        if one.base:
            found = orders_merged(found, open_base(archive))
        else:
            late.append(read_archive(archive))
    return orders_merged(found, orders_of(joined(late))) if late else found


def _frozen(orders: Orders) -> Orders:
    """The kernels take words that cannot be written, mapped or not."""
    for one in (orders.by_place.words, orders.by_person.words):
        one.flags.writeable = False
    return orders
