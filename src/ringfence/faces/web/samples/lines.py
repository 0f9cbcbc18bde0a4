"""Pasted lines of `code result`: what each of them says. Nothing is looked up here."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_LINES = 500  # one rack of 96 five times; every line is decided on its own

# What people and machines write for a result, in lower case.
WORDS = {
    "NEGATIVE": ("n", "-", "−", "neg", "negative", "阴", "阴性", "0", "not detected", "未检出"),
    "POSITIVE": ("p", "+", "pos", "positive", "阳", "阳性", "1", "detected", "检出"),
    "INVALID": ("i", "x", "inv", "invalid", "无效", "重采"),
}
_MEANT = {word: result for result, words in WORDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Line:
    """One pasted line. Without `result` it was not understood; `again` marks a tube that stood higher up already."""

    number: int
    code: str
    result: str
    text: str
    again: bool = False


def meant(text: str) -> str:
    """NEGATIVE, POSITIVE, INVALID, or "" for anything else. A number alone that is not 0 or 1 is not a result."""
    return _MEANT.get(text.strip().lower(), "")


def read(text: str) -> list[Line]:
    """The lines that hold something, at most `MOST_LINES`; a code, then a result, parted by blanks, comma or tab."""
    found: list[Line] = []
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        told = line.strip()
        if not told:
            continue
        code, result = _parts(told)
        found.append(Line(number, code, result, told, again=bool(code) and code in seen))
        seen.add(code)
        if len(found) == MOST_LINES:
            break
    return found


def _parts(line: str) -> tuple[str, str]:
    parts = [part for part in re.split(r"[\t,;，；]+|\s+", line, maxsplit=1) if part]
    if len(parts) != 2:
        return (parts[0][:40] if parts else "", "")
    return parts[0][:40], meant(parts[1])
