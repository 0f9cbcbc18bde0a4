"""Does a declared stop lie in a declared area, within the area's period? Half-open at both ends. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import IntEnum

from ringfence.field.arrivals.rules import key_of_place
from ringfence.kernel import Period, Reason, city_date, end_of_day, reason, start_of_day

CODE = re.compile(r"([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})")  # GB/T 2260 and GB/T 10114
SHORTEST_NAME = 2  # letters: one letter would be found in half of all names
LONGEST_NAME = 60
MOST_NAMES = 10
LONGEST_PERIOD_DAYS = 60  # [D] longer than any listing of January 2022 stood; who needs more declares it anew
LEAST_RADIUS, MOST_RADIUS = (
    50,
    5_000,
)  # metres [D]: a compound; a township. Larger areas are told by their code
SHORTEST_SOURCE = 4


class Sure(IntEnum):
    """How sure a match is: by a code inside the area; by the same name; the stop names a larger place around it."""

    CODE = 1
    NAME = 2
    AROUND = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaTold:
    """An area as it was declared somewhere: a code, names, or a circle; from when, until when (outside), by whose notice."""

    name: str
    from_at: datetime
    to_at: datetime | None
    source: str
    name_en: str = ""
    place_code: str = ""
    other_names: tuple[str, ...] = ()
    level: str = ""
    longitude: float | None = None
    latitude: float | None = None
    radius_metres: int | None = None
    venue_codes: tuple[str, ...] = field(default=())

    @property
    def keys(self) -> tuple[str, ...]:
        """The names by which stops are compared."""
        return tuple(
            dict.fromkeys(key_of_place(one) for one in (self.name, *self.other_names) if one.strip())
        )

    @property
    def period(self) -> Period:
        return Period(self.from_at, self.to_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopSeen:
    """A declared stop. Days are days of the city, both inside."""

    place_name: str
    from_on: date
    to_on: date
    place_code: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """How sure, and the sentence that the township reads."""

    sure: Sure
    why: Reason


def covers(*, area: AreaTold, stop: StopSeen) -> Match | None:
    """The match of a stop with an area; `None`: it lies elsewhere, or not within the period."""
    sure = _where(area, stop)
    if sure is None or not area.period.overlaps(Period(start_of_day(stop.from_on), end_of_day(stop.to_on))):
        return None
    first = max(stop.from_on, city_date(area.from_at))
    last = (
        stop.to_on
        if area.to_at is None
        else min(stop.to_on, city_date(area.to_at - timedelta(microseconds=1)))
    )
    return Match(sure, _sentence(sure, area, stop, first, last))


def faults_of(area: AreaTold) -> dict[str, list[Reason]]:
    """What is wrong with a declaration, by field."""
    found = {
        "name": _of_names(area), "place_code": _of_code(area), "to_at": _of_period(area), "source": _of_source(area),
        "radius_metres": _of_circle(area),
    }  # fmt: skip
    return {name: faults for name, faults in found.items() if faults}


def _where(area: AreaTold, stop: StopSeen) -> Sure | None:
    if area.place_code and stop.place_code:
        if stop.place_code.startswith(area.place_code):
            return Sure.CODE
        return Sure.AROUND if area.place_code.startswith(stop.place_code) else None
    told = key_of_place(stop.place_name)
    return Sure.NAME if any(one in told for one in area.keys) else None


def _sentence(sure: Sure, area: AreaTold, stop: StopSeen, first: date, last: date) -> Reason:
    told: dict[str, str | date] = {"place": stop.place_name, "first": first, "last": last, "area": area.name}
    if sure is Sure.AROUND:
        return reason(
            "Declared stop at {place} from {first} to {last}; {area} is a part of it: ask where exactly.",
            **told,
        )
    if first == last:
        return reason("Declared stop at {place} on {first}, within the declared period of {area}.",
                      place=stop.place_name, first=first, area=area.name)  # fmt: skip
    return reason(
        "Declared stop at {place} from {first} to {last}, within the declared period of {area}.", **told
    )


def _of_names(area: AreaTold) -> list[Reason]:
    names = [one.strip() for one in (area.name, *area.other_names)]
    if any(not SHORTEST_NAME <= len(one) <= LONGEST_NAME for one in names) or len(names) > MOST_NAMES:
        return [reason("An area has 1 to {most} names of {least} to {letters} letters.",
                       most=MOST_NAMES, least=SHORTEST_NAME, letters=LONGEST_NAME)]  # fmt: skip
    return []


def _of_code(area: AreaTold) -> list[Reason]:
    if area.place_code and not CODE.fullmatch(area.place_code):
        return [reason("{place}: a place code has 2, 4, 6, 9 or 12 digits.", place=area.place_code)]
    return []


def _of_period(area: AreaTold) -> list[Reason]:
    if area.to_at is None:
        return []
    if area.to_at <= area.from_at:
        return [reason("The period ends before it begins.")]
    if area.to_at - area.from_at > timedelta(days=LONGEST_PERIOD_DAYS):
        return [
            reason("A period has at most {days} days; declare it anew if it lasts.", days=LONGEST_PERIOD_DAYS)
        ]
    return []


def _of_source(area: AreaTold) -> list[Reason]:
    if len(area.source.strip()) < SHORTEST_SOURCE:
        return [reason("Name the notice by which the area was declared.")]
    return []


def _of_circle(area: AreaTold) -> list[Reason]:
    told = (area.longitude, area.latitude, area.radius_metres)
    if all(one is None for one in told):
        return []
    if any(one is None for one in told):
        return [reason("A circle has longitude, latitude and radius.")]
    assert area.longitude is not None and area.latitude is not None and area.radius_metres is not None
    if not (73 <= area.longitude <= 136 and 3 <= area.latitude <= 54):
        return [reason("This position does not lie in the country.")]
    if not LEAST_RADIUS <= area.radius_metres <= MOST_RADIUS:
        return [
            reason("A circle has a radius of {least} to {most} metres.", least=LEAST_RADIUS, most=MOST_RADIUS)
        ]
    return []
