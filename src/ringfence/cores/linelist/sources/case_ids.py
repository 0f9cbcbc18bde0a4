"""Case IDs inside a free text: as they are written, and as the list knows them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ringfence.cores.linelist.texts import fold

MOST_DIGITS = 18
_ID = re.compile(rf"^(?P<prefix>.*?)(?P<number>\d{{1,{MOST_DIGITS}}})$", re.DOTALL)
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[-_./#][A-Za-z0-9]+)*")
_BETWEEN = r"\s*+(?:,|;|/|&|\+|、|，|；|and|und|et|和|与|及|或)\s*+"
_LISTED = re.compile(
    rf"(?:(?<![a-z])(?:cases?|patients?|pts?)\s*+(?:no\.?|number|nr\.?|id|#|n°)?\s*+|病例\s*+(?:编号|号)?\s*+|患者\s*+|感染者\s*+|第\s*+|#|№|no\.\s*)(?P<numbers>\d{{1,6}}(?!\d)(?:{_BETWEEN}\d{{1,6}}(?![\d年月日岁/.]))*)",
    re.IGNORECASE,
)
_NUMBER_FIRST = re.compile(r"(?<![\dA-Za-z])(?P<numbers>\d{1,6})\s*+号?\s*+(?:病例|患者|感染者|确诊)")
_ABBREVIATED = re.compile(
    rf"{_BETWEEN}(?P<number>\d{{1,6}})(?![\d年月日岁/.:：-])(?!\s*(?:days?|years?|months?|th|st|nd|rd|人|例|天))",
    re.IGNORECASE,
)
_ONLY_NUMBERS = re.compile(rf"^\s*\d{{1,6}}(?:(?:{_BETWEEN}|\s+)\d{{1,6}})*\s*$")


class IdFound(NamedTuple):
    """A case ID in a text: `case_id` as the list writes it when it is known, else as the text writes it."""

    case_id: str
    known: bool
    start: int
    end: int


@dataclass(frozen=True)
class KnownIds:
    """The IDs of a list and of its outbreak, ready to be found in texts."""

    by_folded: dict[str, str]
    by_number: dict[tuple[str, int], str]
    prefix: str  # the prefix that most IDs share, folded; "tj" in TJ1, TJ2 ...
    prefix_written: str
    unknown: re.Pattern[str] | None  # what an ID of this kind looks like

    @classmethod
    def of(cls, ids: Iterable[str]) -> KnownIds:
        """Learn the IDs: their prefixes, the form of their numbers."""
        by_folded: dict[str, str] = {}
        by_number: dict[tuple[str, int], str] = {}
        prefixes: Counter[str] = Counter()
        written: dict[str, str] = {}
        longest: dict[str, int] = defaultdict(int)
        folded: dict[str, str] = {}  # by prefix: an outbreak has many IDs and few prefixes
        for one in ids:
            before, number = _parts(one)
            prefix = folded.get(before)
            if prefix is None:
                prefix = folded[before] = _folded(before)
            by_folded.setdefault(prefix + (number if number.isascii() else _folded(number)), one)
            if number:
                by_number.setdefault((prefix, int(number)), one)
                prefixes[prefix] += 1
                written.setdefault(prefix, before)
                longest[prefix] = max(longest[prefix], len(number))
        common, share = prefixes.most_common(1)[0] if prefixes else ("", 0)
        common = common if share * 2 >= len(by_folded) else ""
        return cls(by_folded, by_number, common, written.get(common, ""), _pattern(common, longest[common]))

    def numbered(self, number: int, prefix: str | None = None) -> str | None:
        """The ID with this number under the list's own prefix."""
        return self.by_number.get((self.prefix if prefix is None else prefix, number))

    def find(self, text: str) -> list[IdFound]:
        """Every case ID in a (half-width) text, in its order, each place once."""
        taken: list[IdFound] = []
        for found in (*self._tokens(text), *self._numbers(text)):
            if all(found.end <= other.start or other.end <= found.start for other in taken):
                taken.append(found)
        return sorted(taken, key=lambda found: found.start)

    def _tokens(self, text: str) -> Iterator[IdFound]:
        for match in _TOKEN.finditer(text):
            token, start, end = match.group(), match.start(), match.end()
            if not any(letter.isdecimal() for letter in token) or _is_vehicle(text, start, end):
                continue
            if known := self._known(token):
                yield IdFound(known, True, start, end)
                yield from self._abbreviated(text, end)
            elif self._is_of_this_list(token):
                yield IdFound(token, False, start, end)
            elif not token.isdecimal():
                yield from self._inside(text, start, end)

    def _is_of_this_list(self, token: str) -> bool:
        """An ID that nobody knows, but with the list's own prefix."""
        match = _ID.match(token)
        return bool(self.prefix) and match is not None and _folded(match["prefix"]) == self.prefix

    def _known(self, token: str) -> str | None:
        """A token that is an ID of the list; a bare number or a plain word only counts with the word "case"."""
        if token.isdecimal() or token.isalpha():
            return None
        if known := self.by_folded.get(_folded(token)):
            return known
        match = _ID.match(token)
        return (
            self.by_number.get((_folded(match["prefix"]), int(match["number"])))
            if match and match["prefix"]
            else None
        )

    def _inside(self, text: str, start: int, end: int) -> Iterator[IdFound]:
        """IDs run together (TJ14TJ25, TJ64/TJ99), and IDs of the list's kind that nobody knows (JN25)."""
        for part in re.finditer(r"[A-Za-z]+[-_ ]?\d+", text[start:end]):
            at, to = start + part.start(), start + part.end()
            if _is_vehicle(text, at, to):
                continue
            if known := self._known(part.group()):
                yield IdFound(known, True, at, to)
                yield from self._abbreviated(text, to)
            elif self.unknown is not None and self.unknown.match(part.group()):
                yield IdFound(part.group(), False, at, to)

    def _abbreviated(self, text: str, at: int) -> Iterator[IdFound]:
        """TJ93/97: the second number borrows the prefix of the first, if there is such a case."""
        while match := _ABBREVIATED.match(text, at):
            known = self.numbered(int(match["number"]))
            if known is None:
                return
            yield IdFound(known, True, match.start("number"), match.end("number"))
            at = match.end()

    def _numbers(self, text: str) -> Iterator[IdFound]:
        """case 110, cases 95, 116 and 117, 病例5, 3号病例; or a cell that holds nothing but numbers."""
        spans = [
            (match.start("numbers"), match["numbers"])
            for pattern in (_LISTED, _NUMBER_FIRST)
            for match in pattern.finditer(text)
        ]
        if _ONLY_NUMBERS.match(text):
            spans.append((0, text))
        for start, numbers in spans:
            for one in re.finditer(r"\d+", numbers):
                known = self.numbered(int(one.group()))
                written = known or f"{self.prefix_written}{one.group()}"
                yield IdFound(written, known is not None, start + one.start(), start + one.end())


def _folded(text: str) -> str:
    """Without spaces and signs."""
    return re.sub(r"[\s_\-./#]+", "", fold(text))


def _parts(written: str) -> tuple[str, str]:
    """An ID as its prefix and the digits at its end, maybe none."""
    if written.isascii():  # nearly always, and there are many
        prefix = written.rstrip("0123456789")
        if 0 < len(written) - len(prefix) <= MOST_DIGITS:
            return prefix, written[len(prefix) :]
    match = _ID.match(written)
    return (match["prefix"], match["number"]) if match else (written, "")


def _pattern(prefix: str, digits: int) -> re.Pattern[str] | None:
    """The look of an ID with a prefix of letters: as many letters, no more digits than the list has."""
    letters = re.sub(r"[^a-z]", "", prefix)
    if not letters or letters != prefix or len(letters) > 6:
        return None
    return re.compile(rf"^[A-Za-z]{{{len(letters)}}}[-_ ]?\d{{1,{max(digits, 2)}}}$")


_VEHICLE_BEFORE = re.compile(
    r"(?:flight|train|bus|seat|车次|航班|列车|动车|高铁|车牌|座位|no\.)\s*$", re.IGNORECASE
)
_VEHICLE_AFTER = re.compile(r"\s*(?:次|航班|车次|号车厢|座|flight|train|路)", re.IGNORECASE)


def _is_vehicle(text: str, start: int, end: int) -> bool:
    return _VEHICLE_BEFORE.search(text[:start]) is not None or _VEHICLE_AFTER.match(text, end) is not None
