"""Sealing what was kept before there were keys. Searches go on meanwhile; killed in between, it is taken up again."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from .archive import PLAIN, SEALED, Archive
from .files import sync_folder, writing
from .keys import key_for
from .manifest import Manifest, Segment, write_manifest
from .segments import HOT, hot_folder
from .sweeping import swept


def unsealed(segments: Sequence[Segment]) -> bool:
    """Whether something of a day is in the clear."""
    return any(not one.key for one in segments)


def seal(folder: Path) -> list[int]:
    """Seal every archive that is in the clear, day by day; the days that were. Copies made before stay readable."""
    with writing(folder):
        manifest = swept(folder)
        days = [day for day, segments in sorted(manifest.days.items()) if unsealed(segments)]
        for day in days:
            manifest = _seal_day(folder, manifest, day)
        return days


def _seal_day(folder: Path, manifest: Manifest, day: int) -> Manifest:
    key = manifest.key_of(day) or key_for(folder, day=day, not_these=manifest.keys_gone).id
    segments = tuple(
        one if one.key else _sealed(Archive(folder, day, one.name, key), one) for one in manifest.days[day]
    )
    write_manifest(folder, manifest.but(days=manifest.days | {day: segments}))
    return swept(folder)


def _sealed(archive: Archive, segment: Segment) -> Segment:
    """The sealed archive beside the one in the clear, the hot orders under a second name; the manifest decides which count."""
    here = archive.path.parent
    with (here / PLAIN).open("rb") as plain:
        archive.seal(plain, here / SEALED)
    sync_folder(here)
    if segment.base:
        hot = hot_folder(archive.folder) / segment.name
        hot.mkdir(exist_ok=True)
        for name in HOT:
            if not (hot / name).exists():
                os.link(here / name, hot / name)
        sync_folder(hot)
        sync_folder(hot.parent)
    sizes = {SEALED if name == PLAIN else name: size for name, size in segment.bytes.items()}
    sizes[SEALED] = (here / SEALED).stat().st_size
    return replace(segment, key=archive.key, bytes=sizes)
