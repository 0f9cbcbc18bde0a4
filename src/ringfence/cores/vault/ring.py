"""The keys of an installation, in one file that only its owner may read.

`keys` are key-encryption keys: each person's own data key is wrapped by the active one. `index` is the key of the hashes
by which people are found. An id is a fingerprint of its key, so that a wrong file is noticed before it does harm.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

FORMAT, VERSION = "ringfence-keys", 1
KEY_BYTES = 32  # AES-256 and keyed BLAKE2b
OWNER_ONLY = 0o077  # nobody else may have any of these bits


class KeyFault(Exception):
    """The key file is missing, can be read by others, or is none. The sentence says what to do."""


@dataclass(frozen=True, slots=True, repr=False)
class Ring:
    """Every key. Its `repr` shows ids, never keys."""

    active: str
    keys: Mapping[str, bytes]
    replaced_at: Mapping[str, datetime]
    index: bytes

    def __repr__(self) -> str:
        return f"<Ring active={self.active} of {len(self.keys)}, index={self.index_id}>"

    @property
    def index_id(self) -> str:
        return fingerprint(self.index)

    def with_new(self, *, now: datetime) -> Ring:
        """A new active key beside the others."""
        key = secrets.token_bytes(KEY_BYTES)
        active = fingerprint(key)
        return replace(
            self,
            active=active,
            keys={**self.keys, active: key},
            replaced_at={**self.replaced_at, self.active: now},
        )

    def without(self, ids: set[str]) -> Ring:
        """The same without these keys, none of which may be the active one."""
        if self.active in ids:
            raise ValueError("The active key stays.")
        keys = {one: key for one, key in self.keys.items() if one not in ids}
        return replace(
            self,
            keys=keys,
            replaced_at={one: at for one, at in self.replaced_at.items() if one in keys},
        )


def fingerprint(key: bytes) -> str:
    """Twelve hex digits that tell keys apart and nothing about them."""
    return hashlib.blake2b(key, digest_size=6, person=b"ringfence-key-id").hexdigest()


def make(file: Path) -> Ring:
    """New keys in a new file, mode 0600. Two processes may start at once: the first file stays, and is what comes back."""
    key = secrets.token_bytes(KEY_BYTES)
    ring = Ring(fingerprint(key), {fingerprint(key): key}, {}, secrets.token_bytes(KEY_BYTES))
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = _drafted(file, ring)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return read(file)


def write(file: Path, ring: Ring) -> None:
    """In the place of the file, whole or not at all."""
    _drafted(file, ring).replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(file: Path) -> Ring:
    """The keys of a file. Raises KeyFault with a sentence; never shows what stands in the file."""
    try:
        others = file.stat().st_mode & OWNER_ONLY
        text = file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as fault:
        raise KeyFault(f"The key file {file} cannot be read: {type(fault).__name__}.") from None
    if others:
        raise KeyFault(f"Others may read the key file {file}. Close it: chmod 600 {file}")
    try:
        return _parsed(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeyFault(f"The file {file} is no key file of Ringfence, or it is damaged.") from None


def _parsed(told: Any) -> Ring:
    if (told["format"], told["v"]) != (FORMAT, VERSION):
        raise ValueError(told["format"])
    keys = {one: _key(value["key"]) for one, value in told["keys"].items()}
    replaced = {
        one: datetime.fromisoformat(value["replaced_at"])
        for one, value in told["keys"].items()
        if value.get("replaced_at")
    }
    if told["active"] not in keys or any(fingerprint(key) != one for one, key in keys.items()):
        raise ValueError("ids")
    return Ring(str(told["active"]), keys, replaced, _key(told["index"]))


def _key(text: str) -> bytes:
    key = bytes.fromhex(text)
    if len(key) != KEY_BYTES:
        raise ValueError("length")
    return key


def _drafted(file: Path, ring: Ring) -> Path:
    told = {
        "format": FORMAT, "v": VERSION, "active": ring.active, "index": ring.index.hex(),
        "keys": {one: {"key": key.hex()} | ({"replaced_at": ring.replaced_at[one].isoformat()} if one in ring.replaced_at else {})
                 for one, key in ring.keys.items()},
    }  # fmt: skip
    draft = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as into:
        into.write(json.dumps(told, indent=1) + "\n")
        into.flush()
        os.fsync(into.fileno())
    return draft
