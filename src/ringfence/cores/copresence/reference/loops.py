"""The search by nested loops over Python numbers: every pair of stays is looked at. For tiny worlds and for reading."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ..authorisation import AuthorisedCase
from ..engine import Leads
from ..grid import CELL_METRES
from ..kernels.forms import LEAD
from ..places import Mode, PlaceTable
from ..reach import ROWS_AROUND, Companion, Rule, SameTransport, WithinMetres
from ..stays import DAY_SECONDS, Stays, city_seconds, day_number
from ..weights import Weights

Row = tuple[int, int, int, int, int, int, int]


def leads_by_loops(
    cases: Sequence[AuthorisedCase],
    *,
    rule: Rule,
    stays: Stays,
    places: PlaceTable,
    least_seconds: int,
    weights: Weights,
) -> Leads:
    """The same rows as the other engines, slowly."""
    rows: list[Row] = list(zip(*(getattr(stays, name).tolist() for name in ("person", "place", "day", "start", "end", "source", "imputed")), strict=True))  # fmt: skip
    seats = {int(one["number"]): one for one in places.table}
    found = []
    for number, case in enumerate(cases):
        moments: dict[int, list[tuple[Any, ...]]] = {}
        for mine in _in_window(case, rows):
            for other in rows:
                moment = _together(mine, other, rule, seats)
                if other[0] != case.person and moment is not None:
                    moments.setdefault(other[0], []).append(moment)
        for person, list_ in sorted(moments.items()):
            row = _summed(sorted(list_), case, seats, weights)
            if row["seconds"] >= max(1, least_seconds):
                found.append({"case": number, "person": person} | row)
    answer = np.zeros(len(found), LEAD)
    for at, row in enumerate(found):
        for name, value in row.items():
            answer[at][name] = value
    return answer


def _in_window(case: AuthorisedCase, rows: list[Row]) -> Iterator[tuple[int, int, Row]]:
    begin, end = city_seconds(case.from_at), city_seconds(case.to_at)
    for row in rows:
        midnight = row[2] * DAY_SECONDS
        from_s, to_s = max(midnight + row[3], begin), min(midnight + row[4], end)
        if row[0] == case.person and from_s < to_s:
            yield from_s, to_s, row


def _together(
    visit: tuple[int, int, Row], other: Row, rule: Rule, seats: dict[int, Any]
) -> tuple[Any, ...] | None:
    from_s, to_s, mine = visit
    midnight = other[2] * DAY_SECONDS
    start, end = max(from_s, midnight + other[3]), min(to_s, midnight + other[4])
    if start >= end:
        return None
    metres = _apart(seats[mine[1]], seats[other[1]], rule)
    if metres is None:
        return None
    theirs = (other[3], other[4] - other[3], other[5], other[6])
    own = (mine[3], mine[4] - mine[3], mine[1], mine[5], mine[6])
    return start, other[1], theirs, end, own, metres


def _apart(one: Any, other: Any, rule: Rule) -> int | None:
    """Metres between two places that the rule takes as together, else `None`."""
    if one["number"] == other["number"] and (not isinstance(rule, SameTransport) or one["trip"] >= 0):
        return 0
    if isinstance(rule, WithinMetres) and one["placed"] and other["placed"]:
        squared = int(one["x_cm"] - other["x_cm"]) ** 2 + int(one["y_cm"] - other["y_cm"]) ** 2
        return math.ceil(math.sqrt(squared) / 100) if squared <= (100 * rule.metres) ** 2 else None
    if isinstance(rule, Companion) and one["placed"] and other["placed"]:
        return _in_one_square(one, other)
    if not isinstance(rule, SameTransport) or one["trip"] < 0 or one["trip"] != other["trip"]:
        return None
    return 0 if _seated(one, other) else None


def _in_one_square(one: Any, other: Any) -> int | None:
    side = 100 * CELL_METRES
    if any(int(one[axis]) // side != int(other[axis]) // side for axis in ("x_cm", "y_cm")):
        return None
    return math.ceil(math.sqrt(sum(int(one[axis] - other[axis]) ** 2 for axis in ("x_cm", "y_cm"))) / 100)


def _seated(one: Any, other: Any) -> bool:
    def alike(name: str, apart: int) -> bool:
        return 0 in (one[name], other[name]) or abs(int(one[name]) - int(other[name])) <= apart

    if (one["crew"] or other["crew"]) and alike("coach", 0):
        return True
    mode = Mode(one["mode"])
    if mode in (Mode.AIRCRAFT, Mode.COACH_VENTILATED):
        return alike("row", ROWS_AROUND)
    if mode is Mode.SHIP:
        return alike("compartment", 0)
    if mode in (Mode.TRAIN_SEALED, Mode.TRAIN_SOFT_SLEEPER, Mode.TRAIN_ORDINARY):
        apart = {Mode.TRAIN_SOFT_SLEEPER: 0, Mode.TRAIN_ORDINARY: 1}.get(mode)
        return alike("coach", 0) and (apart is None or alike("compartment", apart))
    return True


def _summed(
    moments: list[tuple[Any, ...]], case: AuthorisedCase, seats: dict[int, Any], weights: Weights
) -> dict[str, int]:
    covered = surely = -1
    island = 0
    row = dict.fromkeys((LEAD.names or ())[2:], 0) | {
        "first_s": moments[0][0],
        "metres": 1 << 31,
        "place_seconds": -1,
    }
    for start, place, theirs, end, own, metres in moments:
        row["episodes"] += start > covered
        island = start if start > covered else island
        fresh = max(0, end - max(start, covered))
        if theirs[3] == 0 and own[4] == 0:
            row["sure_seconds"] += max(0, end - max(start, surely))
            surely = max(surely, end)
        covered = max(covered, end)
        for name, value in _weighed(fresh, start, place, theirs, own, case, seats, weights).items():
            row[name] += value
        row["longest_s"] = max(row["longest_s"], covered - island)
        row["last_s"], row["metres"] = covered, min(row["metres"], metres)
        row["sources"] |= 1 << theirs[2]
        if end - start > row["place_seconds"]:
            row["place_seconds"], row["place"] = end - start, place
    return row


def _weighed(fresh: int, start: int, place: int, theirs: Any, own: Any, case: AuthorisedCase, seats: dict[int, Any], weights: Weights) -> dict[str, int]:  # noqa: PLR0913 # fmt: skip
    day = start // DAY_SECONDS
    infectious = weights.on_day(None if case.onset_date is None else day - day_number(case.onset_date))
    crowd = weights.crowd(int(seats[place]["kind"]), int(seats[place]["crowd"]))
    air = weights.air[int(seats[place]["air"])]
    certainty = weights.certainty_table().tolist()
    sure = certainty[theirs[2] * 2 + theirs[3]] * certainty[own[3] * 2 + own[4]] // 1000
    by_day = fresh * infectious
    return {
        "seconds": fresh, "by_day": by_day, "by_crowd": by_day * crowd, "by_air": by_day * crowd * air,
        "dose": by_day * crowd * air * sure,
    }  # fmt: skip
