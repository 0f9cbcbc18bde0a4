"""What a killed writer, a replaced version or a destroyed day left behind goes: files, hot orders, keys."""

from __future__ import annotations

import shutil
from pathlib import Path

from .archive import SEALED
from .files import OPENED, in_use, sync_folder
from .keys import destroy_keys
from .manifest import Manifest, read_manifest
from .segments import TAG, hot_folder


def swept(folder: Path) -> Manifest:
    """Remove what the manifest in force does not name, and the keys that it says are destroyed; that manifest.

    Every writer begins with it, so a deletion that was cut short is finished by whoever writes next. Keys first: from
    then on no copy can be read.
    """
    manifest = read_manifest(folder)
    destroy_keys(folder, keys=manifest.keys_gone)
    segments = {one.name: one for day in manifest.days.values() for one in day}
    for found in (folder / "days").iterdir():
        if found.name not in segments:
            shutil.rmtree(found)
        elif segments[found.name].key:
            _only_sealed(found)
    _sweep_hot(folder, {name for name, one in segments.items() if one.key})
    for found in (folder / "places").iterdir():
        if found.name != manifest.places:
            found.unlink()
    sync_folder(folder / "days")
    return manifest


def _sweep_hot(folder: Path, named: set[str]) -> None:
    """After the archives: whoever makes hot orders looks for the archive last."""
    hot = hot_folder(folder)
    for found in hot.iterdir():
        if found.name in named or found.name == TAG or (found.name.startswith(OPENED) and in_use(found)):
            continue
        if found.is_dir():
            shutil.rmtree(found, ignore_errors=True)
    sync_folder(hot)


def _only_sealed(segment: Path) -> None:
    """What stood in the clear before the segment was sealed."""
    for found in segment.iterdir():
        if found.name != SEALED:
            found.unlink()
