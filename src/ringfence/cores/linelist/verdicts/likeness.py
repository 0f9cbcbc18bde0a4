"""How likely a row and a known case are the same person, when they share a key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import permutations
from typing import Any

from ringfence.cores.linelist.rows import LineListRow
from ringfence.cores.linelist.texts import has_chinese
from ringfence.kernel import Reason, reason

from .keys import CASE, IDENTITY, NAME_AGE_AREA, NAME_BIRTH, PHONE_NAME, KeyKind, area_key, name_key

SUSPECTED_FROM = 0.5
_MASKED = re.compile(r"[某*＊×○〇]|X{2,}")  # how lists hide a name
_MOST_WORDS = 4  # of a name, in any order
COMPARED = ("name", "sex", "birth_date", "id_number", "area")  # fields that speak for or against


def likeness(kind: KeyKind, row: LineListRow, case: Mapping[str, Any]) -> float:
    """Between 0 (two persons) and 1 (one person). What both say differently speaks against it."""
    if kind is CASE or kind is IDENTITY:
        return 1.0
    score = kind.score
    for field, weight in (("id_number", 1.0), ("birth_date", 0.5), ("sex", 0.4)):
        mine, theirs = getattr(row, field), case.get(field)
        if mine and theirs and str(mine) != str(theirs) and "U" not in (str(mine), str(theirs)):
            score -= weight
    return round(max(score + _name(row, case) + _area(row, case), 0.0), 2)


def _name(row: LineListRow, case: Mapping[str, Any]) -> float:
    """Two Chinese names of one sound but other characters are less likely one person."""
    mine, theirs = row.name or "", str(case.get("name") or "")
    return (
        -0.2
        if has_chinese(mine) and has_chinese(theirs) and mine.replace(" ", "") != theirs.replace(" ", "")
        else 0.0
    )


def _area(row: LineListRow, case: Mapping[str, Any]) -> float:
    mine, theirs = row.area, case.get("area")
    if not mine or not theirs:
        return 0.0
    return 0.05 if area_key(mine) == area_key(str(theirs)) else -0.1


def other_name(mine: str | None, theirs: str | None) -> bool:
    """Whether two names cannot be one person's. A name not told, masked (陈某, 陈*) or in another order of words may be."""
    if not mine or not theirs:
        return False
    if _MASKED.search(mine) or _MASKED.search(theirs):
        first = mine[0], theirs[0]
        return not any(_MASKED.match(one) for one in first) and name_key(first[0]) != name_key(first[1])
    return _spellings(mine).isdisjoint(_spellings(theirs))


def _spellings(name: str) -> set[str]:
    words = name.replace(",", " ").split()[:_MOST_WORDS]
    orders = [tuple(words)] if has_chinese(name) else permutations(words)
    return {name_key(" ".join(order)) for order in orders}


def why(kind: KeyKind, who: str) -> Reason:
    """The sentence for a suspicion."""
    return Reason(_WHY[kind.name].text, {"who": who})


_WHY = {
    IDENTITY.name: reason("The identity number is that of case {who}."),
    PHONE_NAME.name: reason("Name and phone are those of case {who}."),
    NAME_BIRTH.name: reason("Name and birth date are those of case {who}."),
    NAME_AGE_AREA.name: reason("Name, age and area are those of case {who}."),
    CASE.name: reason("The case ID is that of case {who}."),
}
