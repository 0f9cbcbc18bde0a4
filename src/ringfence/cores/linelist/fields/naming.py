"""Which fields a heading may mean, and why: by its own words alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache

from ringfence.cores.linelist.texts import (
    chinese_key,
    compact,
    has_chinese,
    latin_words,
    tidy,
    without_brackets,
    word_key,
)

from . import SCHEMAS

EXACT, SYNONYM, PART, TYPO, WEAK = 1.0, 0.95, 0.7, 0.75, 0.45
# Headings about somebody else: the guardian's phone is not the phone of the case.
_OTHERS_ZH = re.compile(
    "家属|监护|联系人|填表|填报|报告人|报告单位|审核|医生|录入|调查|单位电话|疫苗|接种|户籍|病例对|同住人|密接者"
)
_OTHERS_EN = frozenset(
    [
        "mother",
        "father",
        "guardian",
        "reporter",
        "reporting",
        "doctor",
        "investigator",
        "user",
        "kin",
        "next",
        "emergency",
        "contact",
        "vaccine",
        "vaccination",
        "dose",
        "approximate",
        "entry",
        "end",
        "status",
        "created",
        "updated",
        "week",
        "class",
        "group",
        "facility",
        "hospital",
        "previous",
        "other",
    ]
)


@dataclass(frozen=True, slots=True)
class Guess:
    """A field that a heading may mean. `because` is one of EXACT, SYNONYM, PART, TYPO, WEAK in words."""

    field: str
    score: float
    because: str
    matched: str


@dataclass(frozen=True)
class _Names:
    by_words: dict[str, dict[str, float]]
    by_chinese: dict[str, dict[str, float]]


@cache
def _names(schema_key: str) -> _Names:
    """Every known name of every field, by its word key or its Chinese characters."""
    latin: dict[str, dict[str, float]] = defaultdict(dict)
    chinese: dict[str, dict[str, float]] = defaultdict(dict)
    for one in SCHEMAS[schema_key].fields:
        for name, score in _scored_names(one.key, (one.key, one.zh, one.en), one.synonyms, one.weak):
            book, key = (chinese, chinese_key(name)) if has_chinese(name) else (latin, word_key(name))
            if key and score > book[key].get(one.key, 0.0):
                book[key][one.key] = score
    return _Names(dict(latin), dict(chinese))


def _scored_names(
    key: str, own: tuple[str, ...], also: tuple[str, ...], weak: tuple[str, ...]
) -> Iterator[tuple[str, float]]:
    yield from ((name, EXACT) for name in own)
    yield from ((name, SYNONYM) for name in also)
    yield from ((name, WEAK) for name in weak)


def is_our_extra(heading: str) -> bool:
    """Headings that our own exports give to columns that are no fields, however they look."""
    return heading.lower().startswith("extra:") or heading.endswith("(as given)")


@lru_cache(maxsize=5_000)
def guesses(heading: str, schema_key: str = "LINE_LIST") -> tuple[Guess, ...]:
    """The fields that this heading may mean, best first; empty for an unknown one."""
    if is_our_extra(heading):
        return ()
    best: dict[str, Guess] = {}
    for guess in _all_guesses(tidy(heading), schema_key):
        if guess.field not in best or guess.score > best[guess.field].score:
            best[guess.field] = guess
    return tuple(sorted(best.values(), key=lambda guess: -guess.score))


def _all_guesses(heading: str, schema_key: str) -> Iterator[Guess]:
    names = _names(schema_key)
    found = False
    for part in _parts(heading):
        book, key = (
            (names.by_chinese, chinese_key(part)) if has_chinese(part) else (names.by_words, word_key(part))
        )
        for field, score in book.get(key, {}).items():
            found = True
            yield Guess(
                field, score, "EXACT" if score == EXACT else "WEAK" if score == WEAK else "SYNONYM", part
            )
    if not found and heading:
        yield from (
            _by_chinese_part(heading, names) if has_chinese(heading) else _by_latin_part(heading, names)
        )


def _parts(heading: str) -> Iterator[str]:
    """The heading, without brackets, without a leading number or star, line by line, language by language."""
    bare = re.sub(r"^[\s*★※]*(?:\d{1,2}\s*[.、．)）]\s*)?", "", heading).rstrip("*＊:： ")
    for text in dict.fromkeys((heading, bare, without_brackets(bare))):
        yield text
        yield from (piece for piece in re.split(r"\n|/|／", text) if piece != text)
        if "." in text and " " not in text:
            yield text.rsplit(".", 1)[-1]
        if has_chinese(text) and re.search("[A-Za-z]{2}", text):
            yield re.sub(r"[^\x00-\x7f]+", " ", text)


def _by_chinese_part(heading: str, names: _Names) -> Iterator[Guess]:
    """A longer heading that holds a known name: 首次发病时间(年月日) holds 发病日期."""
    whole = chinese_key(without_brackets(heading)) or chinese_key(heading)
    others = _OTHERS_ZH.search(heading) is not None
    for key, fields in names.by_chinese.items():
        if len(key) < 2 or key not in whole:
            continue
        for field, score in fields.items():
            if score > WEAK:
                closeness = 0.55 + 0.3 * len(key) / len(whole)
                yield Guess(field, min(closeness, 0.3) if others else closeness, "PART", key)


def _by_latin_part(heading: str, names: _Names) -> Iterator[Guess]:
    """One or two words more than a known name, or a slip of the keyboard."""
    said = latin_words(heading)
    others = bool(said & _OTHERS_EN)
    for key, fields in names.by_words.items():
        known = frozenset(key.split())
        if (
            (len(known) > 1 or (len(key) > 4 and known != {"date"}))
            and known < said
            and len(said - known) <= 2
        ):
            for field, score in fields.items():
                if score > WEAK:
                    closeness = PART - 0.1 * (len(said - known) - 1)
                    yield Guess(field, min(closeness, 0.3) if others else closeness, "PART", key)
    yield from _by_slip(heading, names)


def _by_slip(heading: str, names: _Names) -> Iterator[Guess]:
    word = compact(heading)
    if len(word) < 5:
        return
    keys = {key.replace(" ", ""): key for key in names.by_words}
    for close in get_close_matches("".join(word_key(heading).split()), keys, n=2, cutoff=0.86):
        for field, score in names.by_words[keys[close]].items():
            if score > WEAK:
                yield Guess(field, TYPO, "TYPO", keys[close])
