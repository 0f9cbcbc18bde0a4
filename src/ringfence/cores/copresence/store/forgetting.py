"""Destroying what the store may not keep: from the manifest first, then keys, then files. Killed in between, the next writer ends it."""

from __future__ import annotations

from pathlib import Path

from .files import writing
from .manifest import write_manifest
from .sweeping import swept


def forget_before(folder: Path, *, day: int) -> list[int]:
    """Destroy every earlier day: its key, both orders, archive and late records. The days that are gone. No key is needed."""
    with writing(folder):
        manifest = swept(folder)
        gone = sorted(one for one in manifest.days if one < day)
        kept = {one: segments for one, segments in manifest.days.items() if one >= day}
        limit = max(day, manifest.forgotten_before)
        write_manifest(folder, manifest.without(kept).but(forgotten_before=limit))
        swept(folder)
        return gone


def forget_day(folder: Path, *, day: int) -> bool:
    """Destroy one day, as one whose key was lost. False: the store holds nothing of it. No key is needed."""
    with writing(folder):
        manifest = swept(folder)
        if day not in manifest.days:
            return False
        write_manifest(
            folder, manifest.without({one: parts for one, parts in manifest.days.items() if one != day})
        )
        swept(folder)
        return True


def forget_batch(folder: Path, *, batch: str) -> tuple[int, int]:
    """Unlink what one batch brought: (segments gone, segments that compaction has merged and that go with their day).

    The batch stays known, so that its file is not taken in again. A day of which nothing is left loses its key.
    """
    with writing(folder):
        manifest = swept(folder)
        own = set(manifest.batches.get(batch, {}).get("segments", ()))
        days = {
            day: tuple(one for one in segments if one.name not in own)
            for day, segments in manifest.days.items()
        }
        gone = own & {one.name for segments in manifest.days.values() for one in segments}
        write_manifest(folder, manifest.without(days))
        swept(folder)
        return len(gone), len(own - gone)
