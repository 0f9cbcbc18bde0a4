"""Writing into the store: batches, places, compaction. Killed at any moment, it holds the old or the new version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ringfence.kernel import Refused, reason

from ..grid import Grid
from ..places import PlaceTable
from ..stays import DAY_SECONDS, IDS, Stays, by_day, day_of
from .archive import Archive
from .files import sync_folder, writing
from .keys import key_for
from .manifest import FILE, Manifest, Segment, read_manifest, write_manifest
from .placefile import read_places, write_places
from .reading import orders_in
from .segments import Orders, hot_folder, orders_of, write_segment
from .sweeping import swept

BASE_ROWS = 100_000  # a day's first batch of this size becomes its base; a smaller one waits as late records
MOST_LATE_ROWS = 1_000_000  # more late records than this are merged into the base,
LATE_SHARE = (
    8  # or more than an eighth of it, if that is more: else a large day would be written anew all the time
)
MOST_LATE_SEGMENTS = 64  # more segments of late records than this become one


def create_store(folder: Path, *, persons: int, grid: Grid) -> None:
    """An empty store for person numbers 0 to `persons` - 1. Raises `Refused` when there is one already."""
    if (folder / FILE).exists():
        raise Refused(reason("There is a movement store in {folder} already.", folder=str(folder)))
    if not 0 < persons <= IDS:
        raise Refused(reason("A movement store is made for 1 to {most} persons.", most=IDS))
    for name in ("days", "places"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    hot_folder(folder)
    write_places(folder / "places" / "000000.parquet", PlaceTable.empty())
    sync_folder(folder / "places")
    write_manifest(folder, Manifest(persons=persons, grid=grid, places="000000.parquet"))


def add_batch(
    folder: Path,
    *,
    batch: str,
    stays: Stays,
    places: PlaceTable | None = None,
    account: dict[str, Any] | None = None,
) -> bool:
    """Add stays (and the places that came with them) all at once. False: this batch is in already; nothing was done."""
    with writing(folder):
        manifest = swept(folder)
        if batch in manifest.batches:
            return False
        refuse_impossible(stays, persons=manifest.persons, forgotten_before=manifest.forgotten_before)
        changes = _new_places(folder, manifest, places) if places is not None else {}
        days, at, own = dict(manifest.days), manifest.next_segment, []
        for day, part in by_day(stays):
            base = day not in days and part.rows >= BASE_ROWS
            written = _segment(_archive(folder, manifest, day, at), orders_of(part), base=base)
            days[day] = (*days.get(day, ()), written)
            own.append(written.name)
            at += 1
        batches = manifest.batches | {batch: (account or {"rows": stays.rows}) | {"segments": own}}
        write_manifest(folder, manifest.but(days=days, next_segment=at, batches=batches, **changes))
        _compact_crowded(folder)
    return True


def add_places(folder: Path, *, places: PlaceTable) -> None:
    """Put a newer table of places in force."""
    with writing(folder):
        manifest = swept(folder)
        write_manifest(folder, manifest.but(**_new_places(folder, manifest, places)))


def compact(folder: Path, *, day: int | None = None) -> int:
    """Merge the late records of a day (or of every day) into its base. Answers stay the same. Days rewritten."""
    with writing(folder):
        manifest = swept(folder)
        wanted = [
            one for one, segments in manifest.days.items() if day in (None, one) and not _is_compact(segments)
        ]
        for one in wanted:
            _compact_day(folder, one)
        return len(wanted)


def refuse_impossible(stays: Stays, *, persons: int, forgotten_before: int) -> None:
    """Raises `Refused` for stays that the packed form cannot hold, or of days that were forgotten."""
    if not stays.rows:
        return
    if stays.person.min() < 0 or stays.person.max() >= persons:
        raise Refused(reason("A person number lies outside 0 to {last}.", last=persons - 1))
    if stays.place.min() < 0 or stays.place.max() >= IDS or stays.source.max() > 7 or stays.imputed.max() > 1:
        raise Refused(reason("A stay has a place, source or mark that does not exist."))
    if stays.start.min() < 0 or stays.start.max() >= DAY_SECONDS or stays.end.max() > DAY_SECONDS or (stays.end < stays.start).any():  # fmt: skip
        raise Refused(reason("A stay must start and end within its day, the end not before the start."))
    if stays.day.min() < forgotten_before:
        raise Refused(reason("Days before {day} were forgotten; their records are not taken any more.", day=day_of(forgotten_before)))  # fmt: skip


def _archive(folder: Path, manifest: Manifest, day: int, number: int) -> Archive:
    """Where the next segment of a day goes, with the key of that day; its first one makes the key."""
    key = manifest.key_of(day) or key_for(folder, day=day, not_these=manifest.keys_gone).id
    return Archive(folder, day, f"{day_of(day)}-{number:06d}", key)


def _segment(archive: Archive, orders: Orders, *, base: bool) -> Segment:
    rows, sizes = write_segment(archive, orders=orders, base=base)
    return Segment(archive.segment, rows, base, sizes, archive.key)


def _compact_crowded(folder: Path) -> None:
    for day, segments in read_manifest(folder).days.items():
        late = [one for one in segments if not one.base]
        base_rows = sum(one.rows for one in segments if one.base)
        if sum(one.rows for one in late) > max(MOST_LATE_ROWS, base_rows // LATE_SHARE):
            _compact_day(folder, day)
        elif len(late) > MOST_LATE_SEGMENTS:
            _merge_late(folder, day)


def _compact_day(folder: Path, day: int) -> None:
    segments = read_manifest(folder).days[day]
    _replace(folder, day, (), orders_in(folder, segments, day), base=True)


def _merge_late(folder: Path, day: int) -> None:
    """Many small segments into one, still beside the base: writing a base anew for each of them would not end."""
    segments = read_manifest(folder).days[day]
    late = tuple(one for one in segments if not one.base)
    _replace(
        folder, day, tuple(one for one in segments if one.base), orders_in(folder, late, day), base=False
    )


def _replace(folder: Path, day: int, kept: tuple[Segment, ...], orders: Orders, *, base: bool) -> None:
    manifest = read_manifest(folder)
    whole = _segment(_archive(folder, manifest, day, manifest.next_segment), orders, base=base)
    days = manifest.days | {day: (*kept, whole)}
    write_manifest(folder, manifest.but(days=days, next_segment=manifest.next_segment + 1))
    swept(folder)


def _is_compact(segments: tuple[Segment, ...]) -> bool:
    return len(segments) == 1 and segments[0].base


def _new_places(folder: Path, manifest: Manifest, places: PlaceTable) -> dict[str, Any]:
    name = f"{manifest.version + 1:06d}.parquet"
    write_places(folder / "places" / name, places)
    sync_folder(folder / "places")
    known = read_places(folder / "places" / manifest.places)
    if places.codes[: len(known)] != known.codes:
        raise Refused(reason("Somebody else changed the places meanwhile. Start again."))
    return {"places": name}
