"""A key a day. Whoever destroys it has destroyed every copy of the day's archive, also those in old backups.

The keys lie in a folder of their own beside the store, one file a day, for their owner only. They are in no manifest, no
database and no backup of the store. Nothing keeps a key in memory longer than one file is open.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ringfence.kernel import Refused, reason

from ..stays import day_of
from .files import sync_folder

ELSEWHERE = (
    "RINGFENCE_MOVEMENT_KEYS"  # a folder on another disk or a mounted key server; one folder a store in it
)
KEY_BYTES = 32  # AES-256
OWNER_ONLY = 0o077  # nobody else may have any of these bits


@dataclass(frozen=True, slots=True, repr=False)
class DayKey:
    """The key of one day. Its `repr` shows the fingerprint, never the key."""

    id: str
    secret: bytes

    def __repr__(self) -> str:
        return f"<DayKey {self.id}>"


def key_folder(folder: Path) -> Path:
    """Where the keys of a store lie: RINGFENCE_MOVEMENT_KEYS, else a hidden folder beside the store."""
    store, elsewhere = folder.absolute(), os.environ.get(ELSEWHERE)
    return Path(elsewhere) / store.name if elsewhere else store.with_name(f".{store.name}.keys")


def key_of(folder: Path, *, day: int, key: str) -> DayKey:
    """The key with which a day was sealed. Raises `Refused` when it is not there, open to others or damaged."""
    file = _file(folder, day, key)
    where: dict[str, Any] = {"day": day_of(day), "key": key, "folder": str(file.parent)}
    try:
        others = file.stat().st_mode & OWNER_ONLY
        secret = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        raise Refused(reason("The key {key} of {day} is not in {folder}: it was destroyed or lost. Without it no copy of this day can be read. If it was lost, bring it back from where you keep it, or give the day up: ringfence movement forget --day {day}", **where)) from None  # fmt: skip
    except (OSError, ValueError, UnicodeDecodeError):
        raise Refused(reason("The key {key} of {day} in {folder} cannot be read or is damaged.", **where)) from None  # fmt: skip
    if others:
        raise Refused(reason("Others may read the keys of days in {folder}. Close it: chmod -R go= {folder}", **where))  # fmt: skip
    if len(secret) != KEY_BYTES or _fingerprint(secret) != key:
        raise Refused(reason("The key {key} of {day} in {folder} cannot be read or is damaged.", **where))
    return DayKey(key, secret)


def key_for(folder: Path, *, day: int, not_these: Iterable[str]) -> DayKey:
    """A key for a day that has none yet: the one that a killed writer made, else a new one. It is on the disk when this returns."""
    refused = set(not_these)
    for one in sorted(_all_of(folder, day_of(day).isoformat())):
        if one not in refused:
            return key_of(folder, day=day, key=one)
    secret = secrets.token_bytes(KEY_BYTES)
    put_key(folder, day=day, secret=secret)
    return DayKey(_fingerprint(secret), secret)


def put_key(folder: Path, *, day: int, secret: bytes) -> None:
    """Lay a key into the folder of keys; one that is there stays."""
    file = _file(folder, day, _fingerprint(secret))
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f".{secrets.token_hex(6)}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as into:
        into.write(secret.hex() + "\n")
        into.flush()
        os.fsync(into.fileno())
    draft.replace(file)
    sync_folder(file.parent)
    sync_folder(file.parent.parent)


def keys_there(folder: Path) -> set[str]:
    """The fingerprints of all keys of a store that are left."""
    return set(_all_of(folder, ""))


def destroy_keys(folder: Path, *, keys: Iterable[str]) -> int:
    """Write over and unlink these keys; told twice, nothing more happens. How many were still there."""
    wanted, destroyed = set(keys), 0
    for file in list(key_folder(folder).glob("*.key")) if wanted else []:
        if _id(file) in wanted:
            with file.open("r+b") as over:
                over.write(secrets.token_bytes(file.stat().st_size))
                over.flush()
                os.fsync(over.fileno())
            file.unlink()
            destroyed += 1
    if destroyed:
        sync_folder(key_folder(folder))
    return destroyed


def _all_of(folder: Path, day: str) -> list[str]:
    return [_id(file) for file in key_folder(folder).glob(f"{day}*.key")]


def _file(folder: Path, day: int, key: str) -> Path:
    return key_folder(folder) / f"{day_of(day)}-{key}.key"


def _id(file: Path) -> str:
    return file.stem.rpartition("-")[2]


def _fingerprint(secret: bytes) -> str:
    """Twelve hex digits that tell keys apart and nothing about them."""
    return hashlib.blake2b(secret, digest_size=6, person=b"ringfence-day-id").hexdigest()
