"""By which somebody is found without opening anything: keyed hashes of a number, a telephone, a name and its beginnings.

Whoever has the table without the key sees which rows are alike, never what they say. What that still tells is said in
docs/decisions/0036.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable

NUMBER_BYTES = 16
TOKEN_BYTES = 8  # ten million different tokens: one search in 10^12 finds a stranger
COUNTRY = re.compile(r"^(?:00|\+)?86(?=1\d{10}$)")


class Index:
    """Keyed hashes of one installation. Holds the key; shows nothing of it."""

    __slots__ = ("_key", "_whole")

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._whole = {
            kind: hashlib.blake2b(key=key, digest_size=TOKEN_BYTES, person=kind)
            for kind in (b"name", b"pinyin", b"initials", b"sound")
        }

    def __repr__(self) -> str:
        return "<Index>"

    def __reduce__(self) -> str:
        raise TypeError("The key of an index is not copied out of the process.")

    def id_number(self, text: str) -> bytes:
        """Of an identity number; empty for none. Spaces and small letters make no difference."""
        return self._long(b"id_number", plain_number(text))

    def phone(self, text: str) -> bytes:
        """Of a telephone; empty for none. Spaces, dashes and +86 make no difference."""
        return self._long(b"phone", plain_phone(text))

    def sound(self, pinyin: str) -> int | None:
        """Of a whole name's sound, for looking for doubles."""
        return self._token(b"sound", pinyin) if pinyin else None

    def of_name(self, *, name: str, pinyin: str, initials: str) -> list[int]:
        """Everything by which this name is found: each beginning of it and of its pinyin, and the initials."""
        found = {self._token(b"name", one) for one in _beginnings(name)}
        found |= {self._token(b"pinyin", one) for one in _beginnings(pinyin)}
        if initials:
            found.add(self._token(b"initials", initials))
        return sorted(found)

    def beginning_of_name(self, text: str) -> int:
        return self._token(b"name", text)

    def beginning_of_pinyin(self, text: str) -> int:
        return self._token(b"pinyin", text)

    def initials(self, text: str) -> int:
        return self._token(b"initials", text)

    def _long(self, kind: bytes, text: str) -> bytes:
        if not text:
            return b""
        return hmac.digest(self._key, kind + b"\0" + text.encode(), "sha256")[:NUMBER_BYTES]

    def _token(self, kind: bytes, text: str) -> int:
        own = self._whole[kind].copy()
        own.update(text.encode())
        return int.from_bytes(own.digest(), "big", signed=True)


def plain_number(text: str) -> str:
    return "".join(text.split()).upper()


def plain_phone(text: str) -> str:
    """Digits only; a text without any is kept as it was told."""
    close = re.sub(r"[\s()-]", "", text)
    close = COUNTRY.sub("", close)
    return re.sub(r"\D", "", close) or close.lower()


def _beginnings(text: str) -> Iterable[str]:
    return (text[:end] for end in range(1, len(text) + 1))
