"""The plain text: narrow letters, one kind of dash, nothing invisible; every letter knows where it came from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "00012345678912345678" + "91")
_SPELLED = re.compile(r"[〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺](?:[ \-·]?[〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺]){6,}")  # fmt: skip
_DASHES = "‐‑‒–—―−﹣－﹘"
_LEFT_OUT = frozenset(
    {"Cf", "Mn"}
)  # invisible letters and marks that combine: nothing hides a digit between two others


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` is searched; letter `n` of it came from letter `at[n]` of the text as written."""

    text: str
    at: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """From where to where in the text as written; `end` is outside."""
        return self.at[start], self.at[end - 1] + 1


def plain(text: str) -> Plain:
    """The same text as a reader's eye takes it in."""
    letters: list[str] = []
    at: list[int] = []
    for place, letter in enumerate(text):
        for one in _narrow(letter):
            letters.append(one)
            at.append(place)
    return Plain(_spelled_as_digits("".join(letters)), tuple(at))


def _narrow(letter: str) -> str:
    if letter in _DASHES:
        return "-"
    if unicodedata.category(letter) in _LEFT_OUT:
        return ""
    narrow = unicodedata.normalize("NFKC", letter)
    digits = [unicodedata.digit(one, None) for one in narrow]
    if narrow and all(one is not None for one in digits):
        return "".join(str(one) for one in digits)  # digits of any script
    return " " if narrow.isspace() and narrow != "\n" else narrow


def _spelled_as_digits(text: str) -> str:
    """Seven or more Chinese digits in a row are a number, not words; each stays one letter."""
    return _SPELLED.sub(lambda found: found[0].translate(CHINESE_DIGITS), text)
