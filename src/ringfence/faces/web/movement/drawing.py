"""What is drawn of a case's leads: the places on a map of the counties, and who was there at which hour."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from math import cos, radians, sqrt
from pathlib import Path
from typing import Any

from ringfence.kernel import CITY_ZONE
from ringfence.tracing.movement import queries
from ringfence.tracing.movement.rules import MOST_LEADS

COUNTIES = Path(__file__).parent.parent / "data" / "counties.geojson"
WIDTH, HEIGHT = 700, 460
MOST_VENUES = 12  # rows of the picture; the table has all
CELL, ROW, LABEL = 4.0, 26, 190
LEAST_DEGREES = 0.04  # about 4 km: one venue alone is shown with its surroundings
MOST_RADIUS = 22
FEWEST = 10  # people; fewer are not counted out loud
SQUEEZE = cos(radians(35.3))  # a degree of longitude at Xinxiang


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A lead with its person, and its dose as the product of its factors."""

    lead: Any
    person: Any
    factors: tuple[tuple[str, float], ...]


def lead_row(named: queries.NamedLead) -> LeadRow:
    one = named.lead
    factors = (("MINUTES", one.minutes), ("INFECTIOUSNESS", one.infectiousness), ("CROWD", one.crowd), ("AIR", one.air),
               ("CERTAINTY", one.certainty))  # fmt: skip
    return LeadRow(one, named.person, factors)


def harm(search: Any) -> dict[str, Any]:
    """Shares of the expected harm in percent, and whether the rule flags more than a search may answer with."""
    told = search.harm
    if not told:
        return {}
    too_many = (told["flagged"] or 0) > MOST_LEADS
    few = {
        name: f"<{FEWEST}" if told[name] is None else told[name]
        for name in ("flagged", "same_place", "short_list")
    }
    return few | {"share": 100 * told["share"], "held": 100 * told["short_list_share"], "too_many": too_many}


@dataclass(frozen=True, slots=True)
class Hours:
    """Venues as rows, hours of the window as columns; `cells` of a venue: (x, count, opacity, words)."""

    width: float
    height: int
    rows: list[dict[str, Any]]
    days: list[dict[str, Any]]
    most: int


def hours(leads: Sequence[Any]) -> Hours | None:
    """How many leads were at which venue in which hour. Of one with gaps only the first and the last hour count."""
    if not leads:
        return None
    counted: dict[str, Counter[datetime]] = defaultdict(Counter)
    for one in leads:
        counted[one.place_name].update(_hours_of(one))
    begin = _hour(min(one.first_at for one in leads)).replace(hour=0)
    end = _hour(max(one.last_at for one in leads)) + timedelta(hours=1)
    most = max(max(each.values()) for each in counted.values())
    venues = sorted(counted, key=lambda name: (-sum(counted[name].values()), name))[:MOST_VENUES]
    span = max(24, int((end - begin) / timedelta(hours=1)))
    cell = max(CELL, (WIDTH - LABEL) / span)
    rows = [
        {"name": name, "y": 24 + at * ROW, "cells": [
            {"x": round(LABEL + _after(begin, hour) * cell, 1), "width": round(cell, 1), "count": count, "at": hour,
             "shade": 1 + min(4, 5 * (count - 1) // max(1, most))}
            for hour, count in sorted(counted[name].items())
        ]}
        for at, name in enumerate(venues)
    ]  # fmt: skip
    days = [{"x": round(LABEL + 24 * number * cell, 1), "day": (begin + timedelta(days=number)).date()}
            for number in range(span // 24 + 1) if 24 * number < span]  # fmt: skip
    return Hours(round(LABEL + span * cell, 1), 30 + ROW * len(rows), rows, days, most)


def _hours_of(lead: Any) -> list[datetime]:
    first, last = _hour(lead.first_at), _hour(lead.last_at)
    if lead.episodes != 1:
        return list(dict.fromkeys((first, last)))
    return [first + timedelta(hours=number) for number in range(_after(first, last) + 1)]


def _hour(at: datetime) -> datetime:
    return at.astimezone(CITY_ZONE).replace(minute=0, second=0, microsecond=0)


def _after(begin: datetime, at: datetime) -> int:
    return int((at - begin) / timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Map:
    """Outlines and marks in units of the drawing."""

    width: int
    height: int
    counties: list[str]
    marks: list[dict[str, Any]]
    unplaced: int


def places(outbreak: Any, leads: Sequence[Any]) -> Map | None:
    """The places where leads were together with the case, larger for more of them. `None` without any position."""
    counted = Counter((one.place_code, one.place_name) for one in leads)
    at = queries.positions(slug=outbreak.slug, codes=[code for code, _ in counted]) if counted else {}
    if not at:
        return None
    west, east = _span([lon for lon, _ in at.values()], LEAST_DEGREES / SQUEEZE)
    south, north = _span([lat for _, lat in at.values()], LEAST_DEGREES)
    scale = min(WIDTH / ((east - west) * SQUEEZE), HEIGHT / (north - south))
    left, top = (west + east) / 2 - WIDTH / scale / SQUEEZE / 2, (south + north) / 2 + HEIGHT / scale / 2

    def placed(lon: float, lat: float) -> tuple[float, float]:
        return round((lon - left) * SQUEEZE * scale, 1), round((top - lat) * scale, 1)

    most = max(counted.values())
    marks = [
        {"x": placed(*at[code])[0], "y": placed(*at[code])[1], "name": name, "count": count,
         "r": round(max(5.0, MOST_RADIUS * sqrt(count / most)), 1)}
        for (code, name), count in counted.most_common() if code in at
    ]  # fmt: skip
    lines = [
        "M" + "L".join(f"{x},{y}" for x, y in (placed(lon, lat) for lon, lat in ring)) + "Z"
        for ring in _rings()
    ]
    return Map(WIDTH, HEIGHT, lines, marks, sum(1 for code, _ in counted if code not in at))


def _span(values: Sequence[float], least: float) -> tuple[float, float]:
    """The stretch of the values with a margin of a fifth, at least so long."""
    low, high = min(values), max(values)
    wide = max(least, (high - low) * 1.4)
    middle = (low + high) / 2
    return middle - wide / 2, middle + wide / 2


@cache
def _rings() -> tuple[tuple[tuple[float, float], ...], ...]:
    told = json.loads(COUNTIES.read_text(encoding="utf-8"))
    found = []
    for one in told["features"]:
        shape = one["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        found += [tuple((lon, lat) for lon, lat in ring) for polygon in polygons for ring in polygon]
    return tuple(found)
