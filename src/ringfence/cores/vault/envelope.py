"""One key a person seals their words; a key of the ring wraps that key. AES-256-GCM, bound to person and field.

A sealed word is a version byte, a nonce of 12 bytes, the ciphertext and its tag of 16. Moved to another person or
another field, or changed in one bit, it does not open.
"""

from __future__ import annotations

import os
import secrets
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .ring import KEY_BYTES, Ring

VERSION = b"\x01"
NONCE_BYTES = 12  # NIST SP 800-38D, 8.2: 96 bits
WORDS, KEY = b"ringfence.identity", b"ringfence.datakey"


class NotGenuine(Exception):
    """What was to be opened is not what was sealed for this person and field, or was sealed by another key."""


class DataKey:
    """A person's own key. Holds the secret; shows nothing of it."""

    __slots__ = ("_cipher", "_person", "_secret", "number")

    def __init__(self, *, person_id: UUID, number: UUID, secret: bytes) -> None:
        self.number = number
        self._secret = secret
        self._person = person_id.bytes
        self._cipher = AESGCM(secret)

    @classmethod
    def new(cls, *, person_id: UUID, number: UUID) -> DataKey:
        return cls(person_id=person_id, number=number, secret=secrets.token_bytes(KEY_BYTES))

    def __repr__(self) -> str:
        return f"<DataKey {self.number}>"

    def __reduce__(self) -> str:
        raise TypeError("A data key is not copied out of the process.")

    def seal(self, field: str, text: str) -> bytes:
        """Empty words are empty bytes: that nothing was told is no secret."""
        if not text:
            return b""
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + nonce + self._cipher.encrypt(nonce, text.encode(), self._bound(field))

    def open(self, field: str, sealed: bytes) -> str:
        """The words. Raises NotGenuine."""
        if not sealed:
            return ""
        if sealed[:1] != VERSION:
            raise NotGenuine(field)
        nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, rest, self._bound(field)).decode()
        except (InvalidTag, ValueError):
            raise NotGenuine(field) from None

    def _bound(self, field: str) -> bytes:
        return b"\0".join((WORDS, self._person, field.encode()))

    def wrapped_by(self, cipher: AESGCM, kek: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + cipher.encrypt(nonce, self._secret, _key_bound(self._person, self.number, kek))


def wrap(key: DataKey, *, ring: Ring) -> tuple[str, bytes]:
    """(id of the ring's active key, the wrapped data key)."""
    return ring.active, key.wrapped_by(_cipher(ring.keys[ring.active]), ring.active)


def unwrap(wrapped: bytes, *, person_id: UUID, number: UUID, kek: str, ring: Ring) -> DataKey:
    """The data key. Raises NotGenuine: the ring has no such key, or this was not wrapped for this person."""
    secret = ring.keys.get(kek)
    if secret is None:
        raise NotGenuine(kek)
    nonce, rest = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
    try:
        own = _cipher(secret).decrypt(nonce, rest, _key_bound(person_id.bytes, number, kek))
    except (InvalidTag, ValueError):
        raise NotGenuine(kek) from None
    return DataKey(person_id=person_id, number=number, secret=own)


@lru_cache(maxsize=16)
def _cipher(secret: bytes) -> AESGCM:
    """Of a key of the ring, of which there are few: making one takes longer than opening with it."""
    return AESGCM(secret)


def _key_bound(person: bytes, number: UUID, kek: str) -> bytes:
    return b"\0".join((KEY, person, number.bytes, kek.encode()))
