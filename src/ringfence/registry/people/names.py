"""Keys by which a name is found: its pinyin without tones, and its initials."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

from pypinyin import Style, lazy_pinyin


@lru_cache(maxsize=65536)
def pinyin_key(name: str) -> str:
    """`王伟` -> `wangwei`, `José Álvarez` -> `josealvarez`. Empty for an empty name."""
    return "".join(_syllables(name))[:160]


@lru_cache(maxsize=65536)
def initials(name: str) -> str:
    """`王伟` -> `ww`, `Li Na` -> `ln`."""
    return "".join(part[0] for part in _syllables(name))[:30]


def _words(text: str) -> Any:
    """Several syllables for one stretch without Chinese; the library takes a list, its types say text."""
    return _plain(text).split()


@lru_cache(maxsize=65536)
def _syllables(name: str) -> tuple[str, ...]:
    parts = lazy_pinyin(name.strip(), style=Style.NORMAL, errors=_words)
    return tuple(part for part in ("".join(c for c in one.lower() if c.isalnum()) for one in parts) if part)


def _plain(text: str) -> str:
    """Latin letters without their accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
