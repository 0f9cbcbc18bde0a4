"""A pasted list of contacts, line by line: forgiving about order, separators and language, plain about what it supposed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time

from ringfence.kernel import Reason, reason

from . import amounts, days, words
from .amounts import GAP

LONGEST_LIST = 200
_NUMBERING = re.compile(r"^\s*(?:[-*•·]|[（(]?\d{1,3}[.、)）](?!\d)|[①-⑳])\s*")
_CELLS = re.compile(rf"[\t,，;；|、{GAP}]")
_CJK = re.compile(r"[\u3400-\u9fff]")
_LITTLE_WORDS = re.compile(r"^(?:at|in|on|the|with|和|在|于|与)\s+|^在", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedLine:
    """What one line says. Empty or None: not said. `notes` tell what was supposed or left over."""

    number: int
    raw: str
    name: str = ""
    phone: str = ""
    id_number: str = ""
    sex: str = ""
    age_years: int | None = None
    relation: str = ""
    setting: str = ""
    place: str = ""
    area: str = ""
    first_on: date | None = None
    last_on: date | None = None
    first_time: time | None = None
    last_time: time | None = None
    minutes: int | None = None
    metres: float | None = None
    notes: tuple[Reason, ...] = ()


def read_lines(*, text: str, today: date) -> list[PastedLine]:
    """Every line that says something, at most 200. A first line of column names is followed; otherwise any order goes."""
    told = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip(" \t,，;；|")]
    columns = _columns(told[0][1]) if told else []
    told = told[1:] if columns else told
    read = [
        _by_columns(number, line, columns, today) if columns else _in_any_order(number, line, today)
        for number, line in told[:LONGEST_LIST]
    ]
    return [_supposed(one) for one in read]


def _columns(line: str) -> list[str]:
    """The columns that a first line names, "" for one that is not known; empty when it names fewer than two."""
    cells = [cell.strip().rstrip(":：").lower() for cell in _split(line)]
    known = [words.COLUMN_OF.get(re.sub(r"[（(].*[)）]", "", cell).strip(), "") for cell in cells]
    return known if sum(map(bool, known)) >= 2 and "name" in known else []


def _split(line: str) -> list[str]:
    for separator in ("\t", ";", "；", "|", "，", ","):
        if separator in line:
            return line.split(separator)
    return re.split(r"\s{2,}|\s", line.strip())


def _by_columns(number: int, line: str, columns: list[str], today: date) -> PastedLine:
    cells = dict(zip(columns, (cell.strip() for cell in _split(line)), strict=False))
    loose = " , ".join(
        cells.get(name, "") for name in ("phone", "id_number", "sex", "relation", "setting", "note")
    )
    read = _in_any_order(number, loose, today, has_name=False)
    first, last = (days.find(cells.get(name, ""), today=today) for name in ("first_on", "last_on"))
    every = (*first.days, *last.days)
    age = re.search(r"\d{1,3}", cells.get("age", ""))
    minutes = re.search(r"\d{1,4}", cells.get("minutes", ""))
    metres = re.search(r"\d+(?:\.\d)?", cells.get("metres", ""))
    return replace(
        read, raw=line.strip(), name=cells.get("name", ""), area=cells.get("area", ""), place=cells.get("place", "") or read.place,
        age_years=int(age.group()) if age and int(age.group()) <= amounts.OLDEST else read.age_years,
        minutes=int(minutes.group()) if minutes else read.minutes, metres=float(metres.group()) if metres else read.metres,
        setting=read.setting or _place_setting(cells.get("place", "")),
        first_on=min(every, default=read.first_on), last_on=max(last.days or every, default=read.last_on),
    )  # fmt: skip


def _in_any_order(number: int, line: str, today: date, *, has_name: bool = True) -> PastedLine:
    found, rest = amounts.find(_NUMBERING.sub("", line) if has_name else line)
    when = days.find(rest, today=today)
    pieces = [piece.strip() for piece in _CELLS.split(when.rest)]
    pieces = [part for piece in pieces if piece for part in _loosened(piece)]
    sex = next((words.SEXES[one.lower()] for one in pieces if one.lower() in words.SEXES), "")
    pieces = [one for one in pieces if one.lower() not in words.SEXES]
    age = next((int(one) for one in pieces if re.fullmatch(r"\d{1,2}|1[0-2]\d", one)), None)
    pieces = [one for one in pieces if not one.isdigit()]
    name, pieces = _name(pieces) if has_name else ("", pieces)
    relation, pieces = _said(pieces, words.RELATION, words.RELATION_OF)
    setting, pieces = _said(pieces, words.SETTING, words.SETTING_OF)
    place = " ".join(pieces).strip()
    return PastedLine(
        number=number, raw=line.strip(), name=name, phone=found.phone, id_number=found.id_number.upper(), sex=sex,
        age_years=found.age_years if found.age_years is not None else age, relation=relation,
        setting=setting or _place_setting(place), place=place, first_on=when.days[0] if when.days else None,
        last_on=when.days[-1] if when.days else None, first_time=when.times[0] if len(when.times) > 1 else None,
        last_time=when.times[-1] if when.times else None, minutes=found.minutes, metres=found.metres,
    )  # fmt: skip


def _loosened(piece: str) -> list[str]:
    """Chinese words between spaces are pieces of their own; a Latin phrase stays together."""
    return piece.split() if _CJK.search(piece) else [piece]


def _name(pieces: list[str]) -> tuple[str, list[str]]:
    """The first piece is the name; of a long Latin phrase the words before the first known word, at most three."""
    if not pieces:
        return "", []
    first, others = pieces[0], pieces[1:]
    if _CJK.search(first) or len(first.split()) <= 3 and not _speaks(first):
        return first, others
    told = first.split()
    length = next(
        (at for at in range(1, len(told)) if _speaks(told[at]) or not told[at][0].isupper()), len(told)
    )
    length = min(max(length, 1), 3)
    return " ".join(told[:length]), [" ".join(told[length:]), *others] if told[length:] else others


def _speaks(text: str) -> bool:
    return bool(words.RELATION.search(text) or words.SETTING.search(text))


def _said(pieces: list[str], pattern: re.Pattern[str], table: dict[str, str]) -> tuple[str, list[str]]:
    """The first known word among the pieces, and the pieces without the words of its table."""
    for at, piece in enumerate(pieces):
        match = pattern.search(piece)
        if match:
            left = _LITTLE_WORDS.sub(
                "", (piece[: match.start()] + " " + piece[match.end() :]).strip()
            ).strip()
            rest = [left] if left else []
            return words.meaning(match.group(), table), [*pieces[:at], *rest, *pieces[at + 1 :]]
    return "", pieces


def _place_setting(place: str) -> str:
    match = words.PLACE.search(place)
    return words.meaning(match.group(), words.PLACE_OF) if match else ""


def _supposed(line: PastedLine) -> PastedLine:
    """Fill what the rest lets one suppose, and say so."""
    place = _LITTLE_WORDS.sub("", line.place).strip()
    supposed = words.SUPPOSED.get(line.relation, "") if not line.setting else ""
    if not supposed:
        return replace(line, place=place)
    note = reason("How they met was supposed from the relation; correct it where it is wrong.")
    return replace(line, place=place, setting=str(supposed), notes=(*line.notes, note))
