"""Which places count as together: the rules of a search, each as pairs (place, other place, metres between).

Values in, pairs out; every rule is symmetric and a place always reaches itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ringfence.kernel import Refused, reason

from .grid import CELL_METRES
from .places import TABLE, Mode, PlaceTable

FARTHEST_METRES = 200  # [D] beyond this "near" says nothing about breathing the same air
ROWS_AROUND = 3  # DOMAIN 3.1 transport rule: same row and 3 rows front and back
CM = 100
Numbers = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]
Table = npt.NDArray[np.void]


@dataclass(frozen=True)
class Pairs:
    """`of[i]` reaches `to[i]` over `metres[i]` (rounded up); sorted by `of`, `to`."""

    of: Numbers
    to: Numbers
    metres: Numbers


@dataclass(frozen=True)
class SamePlace:
    """The same venue, home or seat."""

    def as_json(self) -> dict[str, Any]:
        return {"rule": "SAME_PLACE"}

    def pairs(self, places: PlaceTable, visited: Numbers) -> Pairs:
        return Pairs(visited, visited, np.zeros_like(visited))


@dataclass(frozen=True)
class WithinMetres:
    """The same place, or one whose position is at most `metres` away. Places without a position reach themselves."""

    metres: int

    def __post_init__(self) -> None:
        if not 1 <= self.metres <= FARTHEST_METRES:
            raise Refused(reason("A distance is 1 to {most} metres.", most=FARTHEST_METRES))

    def as_json(self) -> dict[str, Any]:
        return {"rule": "WITHIN_METRES", "metres": self.metres}

    def pairs(self, places: PlaceTable, visited: Numbers) -> Pairs:
        """Probe the nine squares around each place, then refine exactly."""
        rows, table, side = places.rows_of(visited), places.table, self.metres * CM
        placed = np.flatnonzero(table["placed"])
        squares = _square(table["x_cm"][placed] // side, table["y_cm"][placed] // side)
        order = np.argsort(squares, kind="stable")
        placed, squares = placed[order], squares[order]
        mine = rows[table["placed"][rows] > 0]
        found = [Pairs(visited, visited, np.zeros_like(visited))]
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                near = _square(table["x_cm"][mine] // side + dx, table["y_cm"][mine] // side + dy)
                at, which = _expanded(
                    np.searchsorted(squares, near), np.searchsorted(squares, near, side="right")
                )
                found.append(_refined(table, mine[which], placed[at], side))
        return _sorted(found)


@dataclass(frozen=True)
class Companion:
    """The legacy rule of 2021: telephones in one square of 800 m (DOMAIN 3.5). At most a voluntary test offer, never a contact.

    Its second clause (more than 30 hours in that square within 14 days) could not be verified and is left out.
    """

    def as_json(self) -> dict[str, Any]:
        return {"rule": "COMPANION"}

    def pairs(self, places: PlaceTable, visited: Numbers) -> Pairs:
        """All placed places of the same square; a place without a position reaches itself."""
        rows, table, side = places.rows_of(visited), places.table, CELL_METRES * CM
        placed = np.flatnonzero(table["placed"])
        squares = _square(table["x_cm"][placed] // side, table["y_cm"][placed] // side)
        order = np.argsort(squares, kind="stable")
        placed, squares = placed[order], squares[order]
        mine = rows[table["placed"][rows] > 0]
        own = _square(table["x_cm"][mine] // side, table["y_cm"][mine] // side)
        at, which = _expanded(np.searchsorted(squares, own), np.searchsorted(squares, own, side="right"))
        whole = _refined(table, mine[which], placed[at], 2 * side)
        return _sorted([Pairs(visited, visited, np.zeros_like(visited)), whole])


@dataclass(frozen=True)
class SameTransport:
    """The same vehicle, as near as its kind asks (row, coach, compartment). An unknown seat cannot be ruled out."""

    def as_json(self) -> dict[str, Any]:
        return {"rule": "SAME_TRANSPORT"}

    def pairs(self, places: PlaceTable, visited: Numbers) -> Pairs:
        rows, table = places.rows_of(visited), places.table
        mine = rows[table["trip"][rows] >= 0]
        seats = np.flatnonzero(table["trip"] >= 0)
        seats = seats[np.argsort(table["trip"][seats], kind="stable")]
        trips = table["trip"][seats]
        at, which = _expanded(np.searchsorted(trips, table["trip"][mine]), np.searchsorted(trips, table["trip"][mine], side="right"))  # fmt: skip
        of, to = mine[which], seats[at]
        together = _seated_together(table[of], table[to]) & (of != to)
        numbers = table["number"].astype(np.int64)
        of, to = numbers[of[together]], numbers[to[together]]
        own = numbers[mine]
        return _sorted([Pairs(own, own, np.zeros_like(own)), Pairs(of, to, np.zeros_like(of))])


Rule = SamePlace | WithinMetres | SameTransport | Companion


def _seated_together(one: Table, other: Table) -> npt.NDArray[np.bool_]:
    """DOMAIN 3.1, transport rule: crew serves its whole coach (0: the whole vehicle)."""
    assert one.dtype == TABLE
    coach = _alike(one["coach"], other["coach"], 0)
    row = _alike(one["row"], other["row"], ROWS_AROUND)
    bay = _alike(one["compartment"], other["compartment"], 1)
    compartment = _alike(one["compartment"], other["compartment"], 0)
    mode = one["mode"]
    seated = np.select(
        [mode == Mode.AIRCRAFT, mode == Mode.TRAIN_SEALED, mode == Mode.TRAIN_SOFT_SLEEPER, mode == Mode.TRAIN_ORDINARY,
         mode == Mode.COACH_VENTILATED, mode == Mode.SHIP],
        [row, coach, coach & compartment, coach & bay, row, compartment], True,
    )  # fmt: skip
    with_crew = (one["crew"] > 0) | (other["crew"] > 0)
    return np.asarray(seated | (with_crew & coach), np.bool_)


def _alike(one: Numbers, other: Numbers, apart: int) -> npt.NDArray[np.bool_]:
    return np.asarray((one == 0) | (other == 0) | (np.abs(one.astype(np.int64) - other) <= apart), np.bool_)


def _square(x: Numbers, y: Numbers) -> Numbers:
    return (y + (1 << 30)) * (1 << 31) + (x + (1 << 30))


def _expanded(first: Numbers, behind: Numbers) -> tuple[Numbers, Numbers]:
    """All positions of the ranges, and which range each is from."""
    counts = behind - first
    which = np.repeat(np.arange(counts.size), counts)
    at = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
    return at, which


def _refined(table: Table, of: Rows, to: Rows, reach_cm: int) -> Pairs:
    east, north = table["x_cm"][of] - table["x_cm"][to], table["y_cm"][of] - table["y_cm"][to]
    squared = east * east + north * north
    near = (squared <= reach_cm * reach_cm) & (of != to)
    numbers = table["number"].astype(np.int64)
    metres = np.ceil(np.sqrt(squared[near].astype(np.float64)) / CM).astype(np.int64)
    return Pairs(numbers[of[near]], numbers[to[near]], metres)


def _sorted(parts: list[Pairs]) -> Pairs:
    of, to, metres = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("of", "to", "metres")
    )
    order = np.lexsort((to, of))
    return Pairs(of[order], to[order], metres[order])
