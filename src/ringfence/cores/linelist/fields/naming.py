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
    has_chinese,
    latin_words,
    tidy,
    without_brackets,
    word_key,
)

from . import SCHEMAS

EXACT, SYNONYM, PART, TYPO, WEAK = 1.0, 0.95, 0.7, 0.75, 0.45
_LONGEST_NAME = 200  # characters
_ONE_OF_TWO = 0.85  # 国籍/地区: the heading names two things, either may be meant
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


def _is_no_name(heading: str) -> bool:
    return len(heading) > _LONGEST_NAME or is_our_extra(heading)


@lru_cache(maxsize=5_000)
def guesses(heading: str, schema_key: str = "LINE_LIST") -> tuple[Guess, ...]:
    """The fields that this heading may mean, best first; empty for an unknown one."""
    if _is_no_name(heading):
        return ()
    best: dict[str, Guess] = {}
    for guess in _all_guesses(tidy(heading), schema_key):
        if guess.field not in best or guess.score > best[guess.field].score:
            best[guess.field] = guess
    return tuple(sorted(best.values(), key=lambda guess: -guess.score))


@lru_cache(maxsize=20_000)
def named_exactly(heading: str, schema_key: str = "LINE_LIST") -> str | None:
    """The field that this heading names beyond doubt; quick, for looking through rows that may be no heading."""
    if _is_no_name(heading):
        return None
    best = max(_by_name(tidy(heading), schema_key), key=lambda guess: guess.score, default=None)
    return best.field if best is not None and best.score > PART else None


def _all_guesses(heading: str, schema_key: str) -> Iterator[Guess]:
    exact = list(_by_name(heading, schema_key))
    yield from exact
    if not exact and heading:
        chinese, names = has_chinese(heading), _names(schema_key)
        yield from _by_chinese_part(heading, names) if chinese else _by_latin_part(heading, names)


def _by_name(heading: str, schema_key: str) -> Iterator[Guess]:
    names = _names(schema_key)
    for part, trust in _parts(heading):
        chinese = has_chinese(part)
        book, key = (names.by_chinese, chinese_key(part)) if chinese else (names.by_words, word_key(part))
        for field, score in book.get(key, {}).items():
            because = "EXACT" if score == EXACT else "WEAK" if score == WEAK else "SYNONYM"
            yield Guess(field, score * trust, because, part)


def _parts(heading: str) -> Iterator[tuple[str, float]]:
    """The heading and its pieces (without brackets or a leading number, line by line, language by language),
    each with how far it may speak for the whole."""
    bare = re.sub(r"^[\s*★※]*(?:\d{1,2}\s*[.、．)）]\s*)?", "", heading).rstrip("*＊:： ")
    for text in dict.fromkeys((heading, bare, without_brackets(bare))):
        yield text, 1.0
        yield from ((piece, 1.0) for piece in text.split("\n") if piece != text)
        yield from ((piece, _ONE_OF_TWO) for piece in re.split("/|／", text) if piece != text)
        if "." in text and " " not in text:
            yield text.rsplit(".", 1)[-1], 1.0
        if has_chinese(text) and re.search("[A-Za-z]{2}", text):
            yield re.sub(r"[^\x00-\x7f]+", " ", text), 1.0
            yield re.sub(r"[\x00-\x7f]+", " ", text), 1.0


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
    """As many words, nearly the same letters."""
    said = word_key(heading)
    word = said.replace(" ", "")
    if len(word) < 5:
        return
    keys = {key.replace(" ", ""): key for key in names.by_words if key.count(" ") == said.count(" ")}
    for close in get_close_matches(word, keys, n=2, cutoff=0.86):
        for field, score in names.by_words[keys[close]].items():
            if score > WEAK:
                yield Guess(field, TYPO, "TYPO", keys[close])
