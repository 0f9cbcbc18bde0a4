"""What in a text could be a name: asked of the register, which alone knows who is listed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .plain import Plain

SHORTEST, LONGEST = 2, 6  # Chinese letters of a name; longer ones are written with dots
MOST_WORDS = 5  # of a name in Latin letters
HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{HAN}](?:[ ·•.]{{0,2}}[{HAN}])*")
_DOTTED = re.compile(rf"[{HAN}]+(?:[·•.][{HAN}]+)+")
_LETTER = rf"(?:(?![{HAN}])[^\W\d_])"
_WORD = re.compile(rf"{_LETTER}+(?:['’\-]{_LETTER}+)*")
_HAN_LETTER = re.compile(rf"[{HAN}]")

Places = dict[str, list[tuple[int, int]]]


def tokens(found: Plain, *, key: Callable[[str], str]) -> tuple[Places, Places]:
    """Every stretch that could be a name: as written in Chinese, and by the key of its pinyin; with their places.

    `key` is the register's own way from a name to its pinyin, so that both sides spell alike.
    """
    chinese: Places = {}
    latin: Places = {}
    for token, start, end in _chinese(found.text):
        chinese.setdefault(token, []).append((start, end))
    for token, start, end in _latin(found.text, key):
        latin.setdefault(token, []).append((start, end))
    return chinese, latin


def _chinese(text: str) -> Iterator[tuple[str, int, int]]:
    for run in _RUN.finditer(text):
        places = [run.start() + n for n, letter in enumerate(run[0]) if _HAN_LETTER.match(letter)]
        for first in range(len(places)):
            for size in range(SHORTEST, LONGEST + 1):
                letters = places[first : first + size]
                if len(letters) == size:
                    yield "".join(text[at] for at in letters), letters[0], letters[-1] + 1
    for dotted in _DOTTED.finditer(text):
        yield re.sub(r"[•.]", "·", dotted[0]), *dotted.span()


def _latin(text: str, key: Callable[[str], str]) -> Iterator[tuple[str, int, int]]:
    words = list(_WORD.finditer(text))
    for first in range(len(words)):
        for count in range(1, MOST_WORDS + 1):
            some = words[first : first + count]
            if len(some) < count or not _together(text, some):
                break
            spelled = [one[0] for one in some]
            for order in {tuple(spelled), (*spelled[1:], spelled[0]), (spelled[-1], *spelled[:-1])}:
                yield key(" ".join(order)), some[0].start(), some[-1].end()


def _together(text: str, words: list[re.Match[str]]) -> bool:
    """Only a blank, a comma or a dot stands between the words of one name."""
    between = (text[a.end() : b.start()] for a, b in zip(words, words[1:], strict=False))
    return all(re.fullmatch(r"[ ,.·\n]{1,2}", one) for one in between)
