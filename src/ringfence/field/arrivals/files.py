"""Rows of a file (CSV, Excel) as trips. Columns are known by their Chinese or English names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from ringfence.cores.linelist.reading import open_table
from ringfence.kernel import Reason, Refused, reason
from ringfence.registry.places import queries as places

from . import rules

MOST_ROWS = 20_000  # [D] a day's arrivals of the city before a holiday; longer lists come as several files
NEEDED = ("name", "phone", "destination", "arrives_on", "transport", "origin")
COLUMNS = {
    "name": "姓名", "phone": "电话", "destination": "目的地", "arrives_on": "到达日期", "transport": "交通方式",
    "vehicle": "车次", "coach": "车厢", "seat": "座位", "address": "住址", "origin": "出发地", "origin_code": "出发地代码",
    "origin_since": "出发地起", "left_on": "离开日期", "passed": "途经",
}  # fmt: skip
TRANSPORTS = {"火车": "TRAIN", "高铁": "TRAIN", "动车": "TRAIN", "汽车": "COACH", "大巴": "COACH", "客车": "COACH",
              "自驾": "CAR", "飞机": "AIRCRAFT", "轮船": "SHIP", "其他": "OTHER"}  # fmt: skip
DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T]00:00(?::00)?)?")
PASSED = re.compile(r"(?:([0-9]{2,12})\s+)?(.+?)\s+(\S+?)(?:\s*[~～至]\s*(\S+))?")


@dataclass(slots=True)
class Row:
    """A row of the file: the trip that it tells, or why it tells none."""

    line: int
    cells: dict[str, str]
    trip: rules.Trip
    why: list[Reason] = field(default_factory=list)


def rows_of(*, content: bytes, file_name: str, area_code: str) -> Iterator[Row]:
    """Every row that is not empty. Refused: no table, a needed column missing, too many rows."""
    table = open_table(content=content, file_name=file_name, header_row=1)
    names = [_known(one) for one in table.header]
    missing = [f"{COLUMNS[one]} ({one})" for one in NEEDED if one not in names]
    if missing:
        raise Refused(reason("These columns are missing: {columns}.", columns=", ".join(missing)))
    named: dict[str, str | None] = {}
    for count, line in enumerate(table.lines(), 1):
        if count > MOST_ROWS:
            raise Refused(reason("The file has more than {most} rows. Split it.", most=MOST_ROWS))
        told = {name: cell.strip() for name, cell in zip(names, line.cells, strict=True) if name}
        cells = dict(zip(table.header, line.cells, strict=True))
        yield _row(line.number, cells, told, line.fault, named, area_code)


def _known(heading: str) -> str:
    word = rules.key_of_place(heading)
    return next((name for name, zh in COLUMNS.items() if word in (name, name.replace("_", ""), zh)), "")


def _row(
    line: int, cells: dict[str, str], told: dict[str, str], fault: Reason | None, named: dict[str, str | None], area_code: str
) -> Row:  # fmt: skip
    why: list[Reason] = [fault] if fault else []
    arrives_on = _day(told, "arrives_on", why)
    trip = rules.Trip(
        name=told.get("name", ""), phone=told.get("phone", ""), address=told.get("address", ""),
        area_code=_destination(told.get("destination", ""), named, area_code), arrives_on=arrives_on or date.min,
        transport=_transport(told.get("transport", "")), vehicle=told.get("vehicle", ""), coach=told.get("coach", ""),
        seat=told.get("seat", ""), stops=_stops(told, arrives_on, why) if arrives_on else (),
    )  # fmt: skip
    return Row(line, cells, trip, why)


def _day(told: dict[str, str], name: str, why: list[Reason], usual: date | None = None) -> date | None:
    word = told.get(name, "")
    if not word and usual is not None:
        return usual
    found = day_of(word)
    if found is None:
        why.append(reason("{column}: '{word}' is no day; write it as 2022-01-09.", column=COLUMNS.get(name, name), word=word[:40]))  # fmt: skip
    return found


def day_of(word: str) -> date | None:
    """A day as people write it: 2022-01-09, 2022/1/9, 2022年1月9日."""
    found = DAY.fullmatch(word.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _transport(word: str) -> str:
    return TRANSPORTS.get(word, word.upper())


def _destination(word: str, named: dict[str, str | None], area_code: str) -> str:
    """A code, or the one township or village of this name; a name that several places share is none."""
    if word.isdigit() or not word:
        return word
    if word not in named:
        place = places.by_name(name=word.rsplit(" ", 1)[-1], within_code=area_code)
        named[word] = place.code if place else None
    return named[word] or ""


def _stops(told: dict[str, str], arrives_on: date, why: list[Reason]) -> tuple[rules.StopTold, ...]:
    left_on = _day(told, "left_on", why, arrives_on)
    since = _day(told, "origin_since", why, left_on)
    if left_on is None or since is None:
        return ()
    origin = rules.StopTold(
        place_name=told.get("origin", ""),
        place_code=told.get("origin_code", ""),
        from_on=since,
        to_on=left_on,
    )
    return (origin, *_passed(told.get("passed", ""), why))


def _passed(text: str, why: list[Reason]) -> list[rules.StopTold]:
    """`郑州市金水区 2022-01-05; 410502 安阳 2022-01-06~2022-01-07`."""
    found = []
    for part in filter(None, (one.strip() for one in re.split(r"[;；\n]", text))):
        match = PASSED.fullmatch(part)
        code, name, first, last = match.groups() if match else ("", part, "", None)
        from_on, to_on = day_of(first or ""), day_of(last or first or "")
        if from_on is None or to_on is None:
            why.append(reason("Places passed are written as 'place day; place day~day'; this is not: {part}", part=part[:60]))  # fmt: skip
            continue
        found.append(rules.StopTold(place_name=name, place_code=code or "", from_on=from_on, to_on=to_on))
    return found
