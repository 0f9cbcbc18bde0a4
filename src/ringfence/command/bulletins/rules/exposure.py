"""From where cases were to place lines: all cases together, half hours, sorted by place; homes left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from ringfence.kernel import CITY_ZONE, Period, Reason, reason

ROUND_MINUTES = 30  # DOMAIN 9.3: times are rounded to 30 minutes
KEPT_DAYS = 14  # DOMAIN 9.3: a place line is taken down after 14 days
OPEN_MINUTES = 24 * 60  # an end of the day, where nobody told when it ended
HOME = re.compile(r"^(?:在|于|自己|本人|其)*(?:家|家中|家里|住所|住处|居所|自宅|宿舍|home|at home|own flat|dormitory)$|(?:家中|住所|居家)", re.I)  # fmt: skip
SHORTEST_ADDRESS = 4  # letters; a shorter one says nothing


@dataclass(frozen=True, slots=True)
class Been:
    """A place where some case was. `to_at` None: nobody told until when."""

    place: str
    area_code: str
    from_at: datetime
    to_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place and a day; `times` are minutes of the city's day, None for an end that nobody told."""

    place: str
    area_code: str
    day: date
    times: tuple[tuple[int, int | None], ...]

    @property
    def key(self) -> str:
        """By what a form names it; the same as long as place and day are."""
        return sha256(f"{self.area_code}|{self.place}|{self.day}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why some places are not told; which ones, is not repeated."""

    why: Reason
    count: int


def during(been: Been, window: Period | None) -> Been | None:
    """The part of a stay in which the case could infect; None where there is none."""
    if window is None:
        return None
    ends = been.to_at
    from_at = max(been.from_at, window.starts_at)
    if window.ends_at is not None:
        if from_at >= window.ends_at:
            return None
        ends = min(ends, window.ends_at) if ends is not None else None
    if ends is not None and ends < from_at:
        return None
    return Been(been.place, been.area_code, from_at, ends)


def is_home(place: str, addresses: Iterable[str]) -> bool:
    """Somebody's home: by its word, or because it is the address of a case."""
    bare = _bare(place)
    if not bare or HOME.search(bare):
        return True
    known = [one for one in map(_bare, addresses) if len(one) >= SHORTEST_ADDRESS]
    return any(one in bare or (bare in one and len(bare) >= SHORTEST_ADDRESS) for one in known)


def lines(*, been: Iterable[Been]) -> list[PlaceLine]:
    """All stays together, by place and day; overlapping and touching times become one."""
    found: dict[tuple[str, str, date], list[tuple[int, int | None]]] = {}
    for one in been:
        place = " ".join(one.place.split())
        for day, times in _by_day(one):
            found.setdefault((one.area_code, place, day), []).append(times)
    made = [PlaceLine(place, area, day, _merged(times)) for (area, place, day), times in found.items()]
    return sorted(made, key=lambda one: (one.area_code, one.place, one.day))


def left_out(counts: dict[str, int]) -> list[LeftOut]:
    """What the drafter reads about places that are not offered."""
    why = {
        "home": reason("Homes are not told."),
        "outside": reason("Outside the infectious window, or the case has no onset and no sampling day."),
        "refused": reason("The name of the place tells who somebody is; correct it in the investigation."),
    }
    return [LeftOut(sentence, counts[name]) for name, sentence in why.items() if counts.get(name)]


def _by_day(one: Been) -> Iterator[tuple[date, tuple[int, int | None]]]:
    starts = one.from_at.astimezone(CITY_ZONE)
    if one.to_at is None:
        yield starts.date(), (_down(starts), None)
        return
    ends = one.to_at.astimezone(CITY_ZONE)
    day = starts.date()
    while day <= ends.date():
        first = _down(starts) if day == starts.date() else 0
        last = _up(ends) if day == ends.date() else OPEN_MINUTES
        if last > first or starts == ends:
            yield day, (first, max(last, first + ROUND_MINUTES) if starts == ends else last)
        day += timedelta(days=1)


def _down(at: datetime) -> int:
    return (at.hour * 60 + at.minute) // ROUND_MINUTES * ROUND_MINUTES


def _up(at: datetime) -> int:
    minutes = at.hour * 60 + at.minute + (1 if at.second or at.microsecond else 0)
    return -(-minutes // ROUND_MINUTES) * ROUND_MINUTES


def _merged(times: Sequence[tuple[int, int | None]]) -> tuple[tuple[int, int | None], ...]:
    kept: list[tuple[int, int | None]] = []
    for first, last in sorted(times, key=lambda one: (one[0], one[1] is None, one[1] or 0)):
        if kept and (kept[-1][1] is None or first <= (kept[-1][1] or 0)):
            before, ended = kept[-1]
            kept[-1] = (before, None if ended is None or last is None else max(ended, last))
        else:
            kept.append((first, last))
    return tuple(kept)


def _bare(text: str) -> str:
    return re.sub(r"[\s,，。.、；;·\-]", "", text).lower()
