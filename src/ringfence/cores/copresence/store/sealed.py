"""A sealed file: AES-256-GCM in pieces of 4 MiB, under a key of its own that is derived from the day's key.

Header: six bytes of magic, 16 of salt. The file's key is HKDF-SHA256(day's key, salt, name of the segment), so no nonce
ever comes twice under one key. Each piece carries its number and whether it is the last: pieces can be neither exchanged
nor left off. Opened files live in memory only; nothing of them touches a disk.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .keys import KEY_BYTES

MAGIC = b"RFDAY\x01"
SALT_BYTES, TAG_BYTES = 16, 16
PIECE_BYTES = 4 << 20


class NotGenuine(Exception):
    """The file was changed, cut, moved, or sealed with another key."""


@contextmanager
def in_memory() -> Iterator[tuple[IO[bytes], Path]]:
    """A file that is on no disk, and the path under which this process can open it. Gone after the block."""
    if hasattr(os, "memfd_create"):
        with os.fdopen(os.memfd_create("ringfence-day", os.MFD_CLOEXEC), "w+b") as file:
            yield file, Path(f"/proc/self/fd/{file.fileno()}")
    else:  # no Linux: a file for its owner only
        with tempfile.NamedTemporaryFile() as file:
            yield file, Path(file.name)


def seal_file(plain: IO[bytes], path: Path, *, secret: bytes, name: str) -> None:
    """Seal everything of `plain` into a new file; whole on the disk when this returns."""
    salt = os.urandom(SALT_BYTES)
    cipher = _cipher(secret, salt, name)
    plain.seek(0)
    with path.open("wb") as file:
        file.write(MAGIC + salt)
        number, piece = 0, plain.read(PIECE_BYTES)
        while True:
            following = plain.read(PIECE_BYTES)
            file.write(cipher.encrypt(_nonce(number, last=not following), piece, MAGIC))
            if not following:
                break
            number, piece = number + 1, following
        file.flush()
        os.fsync(file.fileno())


def open_file(path: Path, into: IO[bytes], *, secret: bytes, name: str) -> None:
    """Write what is sealed into `into`. Raises `NotGenuine`; what was written before then is not to be used."""
    with path.open("rb") as file:
        head = file.read(len(MAGIC) + SALT_BYTES)
        if not head.startswith(MAGIC):
            raise NotGenuine
        cipher = _cipher(secret, head[len(MAGIC) :], name)
        number, piece = 0, file.read(PIECE_BYTES + TAG_BYTES)
        while True:
            following = file.read(PIECE_BYTES + TAG_BYTES)
            try:
                into.write(cipher.decrypt(_nonce(number, last=not following), piece, MAGIC))
            except (InvalidTag, ValueError):
                raise NotGenuine from None
            if not following:
                break
            number, piece = number + 1, following
    into.flush()


def _cipher(secret: bytes, salt: bytes, name: str) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=name.encode()).derive(secret))


def _nonce(number: int, *, last: bool) -> bytes:
    return bytes([last]) + number.to_bytes(11, "big")
