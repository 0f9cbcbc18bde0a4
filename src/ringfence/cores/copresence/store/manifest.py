"""What belongs to a movement store: the one file that is replaced last. What it does not name is not there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from ringfence.kernel import NotFound, Refused, reason

from ..grid import Grid
from .files import write_whole

FORMAT = 1
FILE = "manifest.json"


@dataclass(frozen=True)
class Segment:
    """Stays of one day that never change: a base with both hot orders, or a delta of late records."""

    name: str
    rows: int
    base: bool
    bytes: dict[str, int]


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

    @property
    def rows(self) -> int:
        return sum(segment.rows for segments in self.days.values() for segment in segments)

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
    if told.pop("format") != FORMAT:
        raise Refused(
            reason("The movement store in {folder} was written by another version.", folder=str(folder))
        )
    days = {int(day): tuple(Segment(**one) for one in segments) for day, segments in told.pop("days").items()}
    return Manifest(grid=Grid(**told.pop("grid")), days=days, **told)
