"""May this trip be registered, and how is it compared with one that was told before? Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ringfence.kernel import Reason, reason

DAYS_AHEAD = 30  # [D] who travels later does not know the day yet; see docs/reference/fence.md
DAYS_BACK = 14  # DOMAIN 3.1: stops are asked for as far back as the longest incubation of any rule set
KEPT_DAYS = 28  # DOMAIN 9.4 [D]: arrival declarations are kept 28 days
MOST_STOPS = 12  # [D] the origin and eleven places in fourteen days
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_PLACE = 80, 200, 60
TRANSPORTS = ("TRAIN", "COACH", "CAR", "AIRCRAFT", "SHIP", "OTHER")
PHONE = re.compile(r"\+?[0-9]{6,20}")  # E.164 has at most 15 digits; an extension may follow
CODE = re.compile(r"([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})")  # GB/T 2260 and GB/T 10114


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTold:
    """A place and the days there, both inside. The first stop of a trip is its origin."""

    place_name: str
    from_on: date
    to_on: date
    place_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """What somebody says before they travel. `area_code`: the township or village to which they come."""

    name: str
    phone: str
    area_code: str
    arrives_on: date
    transport: str
    stops: Sequence[StopTold]
    address: str = ""
    vehicle: str = ""
    coach: str = ""
    seat: str = ""


def faults_of(trip: Trip, *, today: date) -> dict[str, list[Reason]]:
    """What is wrong with it, by field; empty: it may be registered."""
    found = {
        "name": _of_name(trip), "phone": _of_phone(trip), "address": _of_lengths(trip), "area_code": _of_area(trip),
        "arrives_on": _of_day(trip, today), "transport": _of_transport(trip), "stops": _of_stops(trip, today),
    }  # fmt: skip
    return {name: faults for name, faults in found.items() if faults}


def last_day(*, arrives_on: date) -> date:
    """The last day on which an arrival is kept."""
    return arrives_on + timedelta(days=KEPT_DAYS)


def compact_phone(phone: str) -> str:
    """As it is dialled: no spaces, dashes or brackets."""
    return re.sub(r"[\s()\-－]", "", unicodedata.normalize("NFKC", phone))


def key_of_place(name: str) -> str:
    """How names of places are compared: full-width and half-width, capitals and blanks make no difference."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).casefold()


def same_trip(trip: Trip) -> str:
    """Told twice, a trip has the same words here: who comes where on which day."""
    who = "".join(unicodedata.normalize("NFKC", trip.name).split()).casefold()
    return "\x1f".join([who, compact_phone(trip.phone), trip.area_code, trip.arrives_on.isoformat()])


def _of_name(trip: Trip) -> list[Reason]:
    if 1 <= len(trip.name.strip()) <= LONGEST_NAME:
        return []
    return [reason("Write the traveller's name, at most {most} letters.", most=LONGEST_NAME)]


def _of_phone(trip: Trip) -> list[Reason]:
    if PHONE.fullmatch(compact_phone(trip.phone)):
        return []
    return [reason("Write a telephone number of 6 to 20 digits, so that the township can call.")]


def _of_lengths(trip: Trip) -> list[Reason]:
    if (
        len(trip.address) > LONGEST_ADDRESS
        or len(trip.vehicle) > 20
        or max(len(trip.coach), len(trip.seat)) > 10
    ):
        return [reason("Address (200), vehicle (20), coach and seat (10 letters) are too long.")]
    return []


def days_to_come(*, today: date) -> tuple[date, date]:
    """The first and the last day of arrival that is registered now."""
    return today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)


def _of_area(trip: Trip) -> list[Reason]:
    if len(trip.area_code) in (9, 12) and trip.area_code.isdigit():
        return []
    return [reason("Choose the township or village to which the traveller comes.")]


def _of_day(trip: Trip, today: date) -> list[Reason]:
    first, last = days_to_come(today=today)
    if first <= trip.arrives_on <= last:
        return []
    return [reason("The day of arrival lies between {first} and {last}.", first=first, last=last)]


def _of_transport(trip: Trip) -> list[Reason]:
    return [] if trip.transport in TRANSPORTS else [reason("Choose how the traveller comes.")]


def _of_stops(trip: Trip, today: date) -> list[Reason]:
    if not trip.stops:
        return [reason("Say where the trip begins.")]
    if len(trip.stops) > MOST_STOPS:
        return [reason("At most {most} places can be told.", most=MOST_STOPS)]
    first = min(today, trip.arrives_on) - timedelta(days=DAYS_BACK)
    return [fault for one in trip.stops for fault in _of_stop(one, first, trip.arrives_on)]


def _of_stop(stop: StopTold, first: date, arrives_on: date) -> list[Reason]:
    name = stop.place_name.strip()
    if not 1 <= len(name) <= LONGEST_PLACE:
        return [reason("Every place has a name of at most {most} letters.", most=LONGEST_PLACE)]
    if stop.place_code and not CODE.fullmatch(stop.place_code):
        return [reason("{place}: a place code has 2, 4, 6, 9 or 12 digits.", place=name)]
    if stop.to_on < stop.from_on or stop.to_on > arrives_on:
        return [reason("{place}: the days there end before they begin, or after the arrival.", place=name)]
    if stop.to_on < first:
        return [reason("{place}: places before {first} are not asked for.", place=name, first=first)]
    return []
