"""A backup of the store: manifest, places, sealed archives and the record of calls; no hot orders and no keys.

The keys go into one file beside the backups that is written over each time: who keeps no older one can read, out of any
backup, only the days that are not destroyed today.
"""

from __future__ import annotations

import json
import os
import tarfile
from pathlib import Path

from ringfence.kernel import Refused, reason

from .archive import SEALED
from .checking import unpack_copy
from .files import sync_folder, writing
from .keys import key_of, put_key
from .manifest import FILE, Manifest, read_manifest
from .sealing import unsealed
from .segments import hot_folder
from .sweeping import swept

KEYS, KEYS_FORMAT = "movement-keys.json", "ringfence-movement-keys"
JOURNAL = "calls.jsonl"


def backup(folder: Path, *, to: Path) -> Path:
    """Write the backup, then the keys of today beside it. Raises `Refused` where something is in the clear. The file of keys."""
    with writing(folder):
        manifest = swept(folder)
        if any(unsealed(segments) for segments in manifest.days.values()):
            raise Refused(
                reason("Some days of this store are in the clear. Seal them first: ringfence movement seal")
            )
        draft = to.with_name(f".{to.name}.new")
        draft.touch(mode=0o600)
        with tarfile.open(draft, "w") as tar:
            for name in _names(folder, manifest):
                tar.add(folder / name, arcname=name)
        draft.replace(to)
        return _write_keys(folder, manifest, to.parent / KEYS)


def restore(folder: Path, *, backup: Path, keys: Path | None) -> list[int]:
    """Unpack a backup into a new store, with the keys of a file or those that are there. The days that do not open.

    They are named, not taken out: they stay unreadable until they are forgotten.
    """
    if (folder / FILE).exists():
        raise Refused(reason("There is a movement store in {folder} already.", folder=str(folder)))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    unpack_copy(backup, folder)
    hot_folder(folder)
    manifest = read_manifest(folder)
    if keys is not None:
        _bring_keys(folder, manifest, keys)
    return [day for day in sorted(manifest.days) if not _opens(folder, manifest, day)]


def _names(folder: Path, manifest: Manifest) -> list[str]:
    segments = [f"days/{one.name}/{SEALED}" for parts in manifest.days.values() for one in parts]
    journal = [JOURNAL] if (folder / JOURNAL).exists() else []
    return [FILE, f"places/{manifest.places}", *journal, *sorted(segments)]


def _write_keys(folder: Path, manifest: Manifest, file: Path) -> Path:
    """Over the file of the last backup: a destroyed key is in no file any more."""
    keys = {
        str(day): key_of(folder, day=day, key=manifest.key_of(day)).secret.hex()
        for day in sorted(manifest.days)
    }
    everything = _told(file) | {folder.absolute().name: keys}
    content = json.dumps({"format": KEYS_FORMAT, "stores": everything}, indent=1).encode()
    if file.exists():
        with file.open("r+b") as over:
            over.write(os.urandom(file.stat().st_size))
            over.flush()
            os.fsync(over.fileno())
        file.unlink()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as into:
        into.write(content)
        into.flush()
        os.fsync(into.fileno())
    sync_folder(file.parent)
    return file


def _told(file: Path) -> dict[str, dict[str, str]]:
    if not file.exists():
        return {}
    try:
        told = json.loads(file.read_text(encoding="ascii"))
        if told["format"] != KEYS_FORMAT:
            raise ValueError(told["format"])
        return dict(told["stores"])
    except (ValueError, KeyError, TypeError, OSError):
        raise Refused(
            reason("The file {file} is no file of day keys, or it is damaged.", file=str(file))
        ) from None


def _bring_keys(folder: Path, manifest: Manifest, file: Path) -> None:
    if not file.exists():
        raise Refused(reason("There is no file of day keys {file}.", file=str(file)))
    of_store = _told(file).get(folder.absolute().name, {})
    for day in manifest.days:
        if str(day) in of_store:
            put_key(folder, day=day, secret=bytes.fromhex(of_store[str(day)]))


def _opens(folder: Path, manifest: Manifest, day: int) -> bool:
    try:
        key_of(folder, day=day, key=manifest.key_of(day))
    except Refused:
        return False
    return True
