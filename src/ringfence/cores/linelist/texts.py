"""Cells as people type them, made comparable: spaces, full-width letters, case, accents, plurals."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Full-width letters, digits and signs (U+FF01-FF5E) stand beside their ASCII twins, one for one.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_CJK = "\u3400-\u9fff"
# Control characters, zero-width characters and byte-order marks say nothing and cannot be stored in XLSX.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]|[\ud800-\udfff]"
)
SHORT = 60  # characters; longer cells are texts, neither words nor dates, and are not worth remembering
_WORD = re.compile(rf"[a-z]+|[0-9]+|[{_CJK}]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_IN_BRACKETS = re.compile(r"[(（\[【{][^()（）\[\]【】{}]*[)）\]】}]")
_STOP_WORDS = frozenset(
    [
        "of",
        "the",
        "a",
        "an",
        "for",
        "in",
        "at",
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "el",
        "los",
        "d",
        "l",
        "and",
        "y",
        "et",
        "is",
        "was",
        "patient",
        "patients",
    ]
)
_SAME_WORD = {
    "dt": "date", "hosp": "hospital", "num": "number", "no": "number", "nr": "number", "tel": "phone",
    "telephone": "phone", "mobile": "phone", "cell": "phone", "reported": "report", "reporting": "report",
    "fecha": "date", "symptoms": "symptom", "confirmed": "confirm", "confirmation": "confirm",
    "hospitalized": "hospitalization", "hospitalised": "hospitalization", "hospitalisation": "hospitalization",
    "hospitalisations": "hospitalization", "diagnosed": "diagnosis", "diag": "diagnosis", "identifier": "id",
    "exp": "exposure", "exposed": "exposure", "lieu": "place", "location": "place", "began": "start",
    "infected": "infection", "years": "year", "months": "month", "days": "day", "cases": "case", "ids": "id",
    "sources": "source", "contacts": "contact", "isolated": "isolation",
}  # fmt: skip


def tidy(cell: str) -> str:
    """The cell without outer spaces, unseen characters and carriage returns; inner text untouched."""
    if cell.isascii() and cell.isprintable():
        return cell.strip()
    return _UNSEEN.sub("", cell.replace("\r\n", "\n").replace("\r", "\n")).strip(" \t\n\u3000\xa0")


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as ASCII; the length, and so every position, stays the same."""
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def fold(text: str) -> str:
    """For comparing: half-width, lower case, no accents, single spaces."""
    return _fold_often(text) if len(text) <= SHORT else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", half_width(text)).casefold()
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.split())


_fold_often = lru_cache(maxsize=50_000)(_fold)


def shown(cell: str) -> str:
    """A cell as a sentence quotes it: not longer than a line."""
    return cell if len(cell) <= SHORT else f"{cell[: SHORT - 1]}…"


def compact(text: str) -> str:
    """Folded, and without anything that is not a letter, a digit or a Chinese character."""
    return "".join(_WORD.findall(fold(text)))


def without_brackets(text: str) -> str:
    return _IN_BRACKETS.sub("", text)


@lru_cache(maxsize=20_000)
def word_key(text: str) -> str:
    """Latin words of a heading in a fixed order: 'Date of Onset', 'onsetDate' and 'dt_onset' are one."""
    words = _WORD.findall(fold(_CAMEL.sub(" ", half_width(text))))
    kept = {_SAME_WORD.get(word, word) for word in words if word not in _STOP_WORDS}
    return " ".join(sorted(kept))


def latin_words(text: str) -> frozenset[str]:
    return frozenset(word_key(text).split())


def has_chinese(text: str) -> bool:
    return re.search(f"[{_CJK}]", text) is not None


@lru_cache(maxsize=20_000)
def chinese_key(text: str) -> str:
    """The characters and Latin letters of a heading, with words of one meaning made one."""
    bare = "".join(re.findall(f"[{_CJK}]+|[a-z]+", fold(text)))
    return bare.replace("时间", "日期").replace("号码", "号").replace("编码", "编号").replace("手机", "电话")
