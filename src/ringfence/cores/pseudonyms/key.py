"""The key of an installation's movement numbers: seals a number for its person, and hashes it to where it is found."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32  # AES-256 and keyed BLAKE2b
NONCE_BYTES = 12  # NIST SP 800-38D, 8.2: 96 bits
TOKEN_BYTES = 16  # eight million numbers an outbreak: no two tokens meet
OWNER_ONLY = 0o077  # nobody else may have any of these bits


class KeyFault(Exception):
    """The key file cannot be read, others may read it, or what was to be opened was not sealed with it."""


class Key:
    """Holds the secret; shows nothing of it."""

    __slots__ = ("_cipher", "_token", "id")

    def __init__(self, secret: bytes) -> None:
        self._cipher = AESGCM(_derived(secret, b"number"))
        self._token = _derived(secret, b"token")
        self.id = hashlib.blake2b(secret, digest_size=6, person=b"ringfence-psn-id").hexdigest()

    def __repr__(self) -> str:
        return f"<Key {self.id}>"

    def __reduce__(self) -> str:
        raise TypeError("This key is not copied out of its process.")

    def seal(self, *, outbreak: UUID, person: UUID, number: int) -> bytes:
        """A person's number, bound to the person and the outbreak."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, number.to_bytes(4, "big"), outbreak.bytes + person.bytes)

    def open(self, *, outbreak: UUID, person: UUID, sealed: bytes) -> int:
        """The number. Raises KeyFault: sealed for somebody else, or with another key."""
        nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return int.from_bytes(self._cipher.decrypt(nonce, rest, outbreak.bytes + person.bytes), "big")
        except (InvalidTag, ValueError):
            raise KeyFault("A number was not sealed for this person with this key.") from None

    def token(self, *, outbreak: UUID, number: int) -> bytes:
        """By which a number is found without being read."""
        told = outbreak.bytes + number.to_bytes(4, "big")
        return hashlib.blake2b(told, key=self._token, digest_size=TOKEN_BYTES).digest()


def read_or_make(file: Path) -> Key:
    """The key of a file; a new file, mode 0600, where there is none. Raises KeyFault with a sentence."""
    if not file.exists():
        _make(file)
    try:
        others = file.stat().st_mode & OWNER_ONLY
        secret = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as fault:
        raise KeyFault(f"The key file {file} cannot be read: {type(fault).__name__}.") from None
    if others:
        raise KeyFault(f"Others may read the key file {file}. Close it: chmod 600 {file}")
    if len(secret) != KEY_BYTES:
        raise KeyFault(f"The file {file} is no key file of Ringfence, or it is damaged.")
    return Key(secret)


def _make(file: Path) -> None:
    """Two processes may start at once: the first file stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as into:
        into.write(secrets.token_hex(KEY_BYTES) + "\n")
        into.flush()
        os.fsync(into.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _derived(secret: bytes, what: bytes) -> bytes:
    return hashlib.blake2b(what, key=secret, digest_size=KEY_BYTES, person=b"ringfence-psn-k").digest()
