"""Where people stay: venues, homes, stops and seats, numbered so that neighbours in space have neighbouring numbers.

A seat is a place, too: one row of a coach of one run of a train. So the transport rules need no other store.
A number is never given to another place and never changes; each 800 m cell keeps spare numbers for places to come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from ringfence.kernel import Refused, reason

from .grid import LARGEST_CM, cell_of, spatial_order
from .stays import IDS

NOWHERE = -1  # a place without a position has this cell
SPARE_SHARE, SPARE_LEAST = 8, 2  # one spare number for eight places of a cell, and two more


class Kind(IntEnum):
    """What sort of place it is. The numbers are stored and never change."""

    OTHER = 0
    HOME = 1
    WORK = 2
    VENUE = 3
    STOP = 4
    CARE = 5
    SEAT = 6


class Air(IntEnum):
    """Ventilation class. UNKNOWN is weighed like POOR."""

    UNKNOWN = 0
    POOR = 1
    GOOD = 2
    OUTDOOR = 3


class Mode(IntEnum):
    """Vehicles by their rule in DOMAIN 3.1; NONE for places that do not move."""

    NONE = 0
    AIRCRAFT = 1
    TRAIN_SEALED = 2
    TRAIN_SOFT_SLEEPER = 3
    TRAIN_ORDINARY = 4
    COACH_SEALED = 5
    COACH_VENTILATED = 6
    SHIP = 7


@dataclass(frozen=True)
class Place:
    """One place as it is brought in. Centimetres on the city's grid, or `None` for both; 0 means unknown in a seat."""

    code: str
    name: str = ""
    x_cm: int | None = None
    y_cm: int | None = None
    radius_metres: int = 0
    kind: Kind = Kind.OTHER
    air: Air = Air.UNKNOWN
    crowd: int = 0  # people usually there at once; 0 unknown
    trip: str = ""
    mode: Mode = Mode.NONE
    coach: int = 0
    row: int = 0
    compartment: int = 0
    crew: bool = False


TABLE = np.dtype([
    ("number", "<i4"), ("x_cm", "<i8"), ("y_cm", "<i8"), ("placed", "u1"), ("cell", "<i8"), ("radius_metres", "<i4"),
    ("kind", "u1"), ("air", "u1"), ("crowd", "<i4"), ("trip", "<i4"), ("mode", "u1"), ("coach", "<i4"), ("row", "<i4"),
    ("compartment", "<i4"), ("crew", "u1"),
])  # fmt: skip


class PlaceTable:
    """All known places by number. Never changed in place: `with_places` gives a new one."""

    def __init__(
        self, *, table: npt.NDArray[np.void], codes: Sequence[str], names: Sequence[str], trips: Sequence[str]
    ) -> None:
        self.table, self.codes, self.names, self.trips = table, list(codes), list(names), list(trips)
        self._row_of_code = {code: row for row, code in enumerate(self.codes)}
        self._order = np.argsort(table["number"], kind="stable")
        self._sorted = table["number"][self._order]

    @classmethod
    def empty(cls) -> PlaceTable:
        return cls(table=np.zeros(0, TABLE), codes=(), names=(), trips=())

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def numbers_used(self) -> int:
        """One more than the greatest number."""
        return int(self._sorted[-1]) + 1 if self._sorted.size else 0

    def number_of(self, code: str) -> int | None:
        row = self._row_of_code.get(code)
        return None if row is None else int(self.table["number"][row])

    def rows_of(self, numbers: npt.ArrayLike) -> npt.NDArray[np.intp]:
        """Row of each number. Raises `KeyError` for a number that no place has."""
        wanted = np.asarray(numbers)
        at = np.searchsorted(self._sorted, wanted)
        if wanted.size and (at.max(initial=0) >= self._sorted.size or (self._sorted[at] != wanted).any()):
            raise KeyError("A number belongs to no place.")
        return self._order[at]

    def code_of(self, number: int) -> str:
        return self.codes[int(self.rows_of([number])[0])]

    def name_of(self, number: int) -> str:
        row = int(self.rows_of([number])[0])
        return self.names[row] or self.codes[row]

    def with_places(self, added: Sequence[Place]) -> PlaceTable:
        """A table that also knows these. A code that is known already is refused, twice the same code, too."""
        codes = [place.code for place in added]
        known = next((code for code in codes if code in self._row_of_code), None)
        if known is not None or len(set(codes)) < len(codes):
            twice = known or next(code for code in codes if codes.count(code) > 1)
            raise Refused(reason("The place {code} is there already. A place keeps its position; give a new one a new code.", code=twice))  # fmt: skip
        trips = list(dict.fromkeys([*self.trips, *(place.trip for place in added if place.trip)]))
        rows = _rows(added, {trip: at for at, trip in enumerate(trips)})
        rows["number"] = _numbered(rows, self.table)
        if rows.size and int(rows["number"].max()) >= IDS:
            raise Refused(reason("The store holds at most {most} places.", most=IDS))
        return PlaceTable(
            table=np.concatenate((self.table, rows)), codes=[*self.codes, *codes],
            names=[*self.names, *(place.name for place in added)], trips=trips,
        )  # fmt: skip


def _rows(added: Sequence[Place], trip_numbers: dict[str, int]) -> npt.NDArray[np.void]:
    rows = np.zeros(len(added), TABLE)
    for row, place in zip(rows, added, strict=True):
        placed = place.x_cm is not None and place.y_cm is not None
        if placed and max(abs(place.x_cm or 0), abs(place.y_cm or 0)) >= LARGEST_CM:
            raise Refused(reason("The place {code} lies too far from this city.", code=place.code))
        row["x_cm"], row["y_cm"], row["placed"] = place.x_cm or 0, place.y_cm or 0, placed
        for name in ("radius_metres", "kind", "air", "crowd", "mode", "coach", "row", "compartment", "crew"):
            row[name] = getattr(place, name)
        row["trip"] = trip_numbers[place.trip] if place.trip else -1
    rows["cell"] = np.where(rows["placed"] > 0, cell_of(rows["x_cm"], rows["y_cm"]), NOWHERE)
    return rows


def _numbered(rows: npt.NDArray[np.void], before: npt.NDArray[np.void]) -> npt.NDArray[np.int32]:
    """Numbers for new rows: spare ones inside the block of their cell, else a new block behind all others."""
    numbers = np.full(rows.size, -1, np.int32)
    taken = np.sort(before["number"])
    end = int(taken[-1]) + 1 + SPARE_LEAST if taken.size else 0
    order = spatial_order(rows["x_cm"], rows["y_cm"])
    order = order[
        np.argsort(rows["placed"][order] == 0, kind="stable")
    ]  # places without a position come last
    cells = rows["cell"][order]
    for group in np.split(order, np.flatnonzero(np.diff(cells)) + 1) if order.size else []:
        spare = _spare_numbers(before, taken, int(rows["cell"][group[0]]))[: group.size]
        numbers[group[: spare.size]] = spare
        rest = group[spare.size :]
        numbers[rest] = np.arange(end, end + rest.size)
        end += rest.size + (rest.size // SPARE_SHARE + SPARE_LEAST if rest.size else 0)
    return numbers


def _spare_numbers(
    before: npt.NDArray[np.void], taken: npt.NDArray[np.int32], cell: int
) -> npt.NDArray[np.int32]:
    """Free numbers between the last place of the cell and the block that follows it."""
    own = before["number"][before["cell"] == cell] if before.size else taken[:0]
    if not own.size:
        return own
    last = int(own.max())
    following = taken[np.searchsorted(taken, last, side="right") :][:1]
    stop = int(following[0]) if following.size else last + 1 + SPARE_LEAST
    stop = min(stop, last + 1 + SPARE_LEAST + own.size // SPARE_SHARE)
    return np.setdiff1d(np.arange(last + 1, stop, dtype=np.int32), taken)
