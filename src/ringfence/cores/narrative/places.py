"""Names of places: from the gazetteer, or read backwards from an ending such as 医院 until the name must have begun."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from operator import add

from .model import Pieces, Span, SpanKind
from .words import (
    BREAK_WORDS,
    BREAKS,
    COUNTED,
    END,
    HOME_AFTER,
    HOME_BEFORE,
    NO_BREAK,
    NO_PLACE,
    NOT_VISITED,
    REGIONS,
    SHORT_CITY,
    SUFFIX,
    WHOLE,
)

LONGEST = 24  # characters of a name
LONGEST_REST = 12  # characters of an address behind the last name that is known
UNITS = "市县区镇乡村"
CLAUSE_ENDS = re.compile(r"[，。；！？\n]")


class Gazetteer:
    """Names that are known. Longer ones win. A text is looked through in time proportional to its length."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        wanted = {*REGIONS, *(name.strip() for name in names if len(name.strip()) > 1)}
        self._by_beginning: dict[str, list[str]] = {}  # by their first two characters, longer ones first
        for name in sorted(wanted, key=lambda one: (-len(one), one)):
            self._by_beginning.setdefault(name[:2], []).append(name)

    def find(self, text: str) -> list[tuple[int, int]]:
        begins = self._by_beginning
        pairs = enumerate(map(add, text, text[1:]))
        found, behind = [], 0
        for at, names in [(at, begins[pair]) for at, pair in pairs if pair in begins]:
            name = next((one for one in names if text.startswith(one, at)), "") if at >= behind else ""
            if name:
                behind = at + len(name)
                found.append((at, behind))
        return found


def find_places(text: str, gazetteer: Gazetteer, taken: Iterable[Span]) -> Iterator[Span]:
    """Every place by position; none overlaps a span that is taken."""
    known = gazetteer.find(text)
    busy = {at for span in taken for at in range(span.start, span.end)}
    clauses = Pieces(text, CLAUSE_ENDS)
    ends = {end: start for start, end in known}
    found = [_extended(text, start, end) for start, end in _candidates(text, known, ends, busy)]
    for start, end in _outermost(found):
        if busy.isdisjoint(range(start, end)):
            before = text[max(0, start - 8) : start]
            if (
                NOT_VISITED.search(text, start, clauses.end(end))
                or text[start:end] in NO_PLACE
                or COUNTED.match(text, end)
            ):
                continue
            native = text[end : end + 1] == "人" and text[end : end + 2] not in ("人民", "人员")
            lives = HOME_BEFORE.search(before)
            home = native or lives or HOME_AFTER.match(text, end)
            kind = SpanKind.HOME_ADDRESS if home else SpanKind.PLACE
            end = _whole_address(text, end, clauses.end(end), busy) if lives else end
            yield Span(start, end, kind, text[start:end])


def _candidates(
    text: str, known: list[tuple[int, int]], ends: dict[int, int], busy: set[int]
) -> Iterator[tuple[int, int]]:
    yield from known
    yield from (one.span() for one in SHORT_CITY.finditer(text))
    for ending in END.finditer(text):
        start = _begin(text, ending.start(), ends, busy)
        name = text[start : ending.end()]
        if name in BREAK_WORDS:
            continue
        if start < ending.start() or name in WHOLE:
            yield start, ending.end()


def _begin(text: str, at: int, ends: dict[int, int], busy: set[int]) -> int:
    """Where the name that ends at `at` begins."""
    stop = max(0, at - LONGEST)
    while at > stop:
        if at in ends:
            at = ends[at]
            continue
        if _breaks(text, at - 1) or at - 1 in busy or text.endswith(BREAK_WORDS, 0, at):
            return at
        at -= 1
    return at


def _breaks(text: str, at: int) -> bool:
    """Whether no name goes over this character; the "and" of 和平 is none."""
    return text[at] in BREAKS and not text.startswith(NO_BREAK, at)


def _extended(text: str, start: int, end: int) -> tuple[int, int]:
    """With what belongs to the name behind it: the ending of a region, a hospital's branch or department."""
    if end < len(text) and text[end] in UNITS and text[end - 1] not in UNITS:
        end += 1
    more = SUFFIX.match(text, end) if text[start:end].endswith(("院", "院区")) else None
    return start, more.end() if more else end


def _whole_address(text: str, end: int, clause_end: int, busy: set[int]) -> int:
    """An address goes on to the end of its clause, if that is near and nothing in it begins anew (常住深圳福田)."""
    rest = text[end:clause_end]
    plain = (
        len(rest) <= LONGEST_REST
        and BREAKS.isdisjoint(rest)
        and not any(word in rest for word in BREAK_WORDS)
    )
    return clause_end if plain and busy.isdisjoint(range(end, clause_end)) else end


def _outermost(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without those inside another; names that touch are one (湖北孝感)."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(found), key=lambda one: (one[0], -one[1])):
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
            continue
        kept.append((start, end))
    return kept
