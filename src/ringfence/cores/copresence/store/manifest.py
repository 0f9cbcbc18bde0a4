"""What belongs to a movement store: the one file that is replaced last. What it does not name is not there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from ringfence.kernel import NotFound, Refused, reason

from ..grid import Grid
from .files import write_whole

FORMAT = 2
READABLE = (1, FORMAT)  # 1: from before there were keys; everything in it is in the clear
FILE = "manifest.json"


@dataclass(frozen=True)
class Segment:
    """Stays of one day that never change: a base with both hot orders, or a delta of late records."""

    name: str
    rows: int
    base: bool
    bytes: dict[str, int]
    key: str = ""  # fingerprint of the day's key that seals its archive; empty: in the clear, from before there were keys


@dataclass(frozen=True)
class Gone:
    """A day whose records were destroyed, and the key that was destroyed with it. `clear`: some of it was never sealed."""

    day: int
    key: str
    clear: bool = False


@dataclass(frozen=True)
class Manifest:
    """`days` maps a day number to its segments, `batches` the name of a batch to its account."""

    persons: int
    grid: Grid
    version: int = 0
    next_segment: int = 1
    places: str = ""
    days: dict[int, tuple[Segment, ...]] = field(default_factory=dict)
    batches: dict[str, dict[str, Any]] = field(default_factory=dict)
    forgotten_before: int = 0
    gone: tuple[Gone, ...] = ()

    @property
    def rows(self) -> int:
        return sum(segment.rows for segments in self.days.values() for segment in segments)

    @property
    def keys_gone(self) -> set[str]:
        """Fingerprints of the keys that must not be there any more."""
        return {one.key for one in self.gone if one.key}

    def key_of(self, day: int) -> str:
        """The fingerprint of the key of a day; empty when it has none yet."""
        return next((one.key for one in self.days.get(day, ()) if one.key), "")

    def without(self, days: dict[int, tuple[Segment, ...]]) -> Manifest:
        """The next version, with only these days; every day that is not among them is gone, and its key with it."""
        lost = {day: segments for day, segments in self.days.items() if not days.get(day)}
        gone = [
            Gone(day, self.key_of(day), any(not one.key for one in segments))
            for day, segments in sorted(lost.items())
        ]
        return self.but(
            days={day: segments for day, segments in days.items() if segments}, gone=(*self.gone, *gone)
        )

    def but(self, **changes: Any) -> Manifest:
        """The next version."""
        return replace(self, version=self.version + 1, **changes)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """From here on this is what the store holds."""
    told = asdict(manifest) | {"format": FORMAT}
    write_whole(folder / FILE, json.dumps(told, ensure_ascii=False, indent=1).encode())


def read_manifest(folder: Path) -> Manifest:
    """What the store holds now. Raises `NotFound` when the folder is no movement store."""
    try:
        told = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotFound(reason("There is no movement store in {folder}.", folder=str(folder))) from None
    if told.pop("format") not in READABLE:
        raise Refused(
            reason("The movement store in {folder} was written by another version.", folder=str(folder))
        )
    days = {int(day): tuple(Segment(**one) for one in segments) for day, segments in told.pop("days").items()}
    gone = tuple(Gone(**one) for one in told.pop("gone", ()))
    return Manifest(grid=Grid(**told.pop("grid")), days=days, gone=gone, **told)
