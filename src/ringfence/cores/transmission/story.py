"""One replicate, told in full: who infected whom, where and when, and what the response did about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .city import City
from .layers import LAYER_NAMES
from .state import FOUND_IN_QUARANTINE, HELD, NEVER, SERIES, SEVERE, SYMPTOMATIC
from .tables import Table
from .tree import Tree


@dataclass(frozen=True)
class Infection:
    """One line of the transmission tree. Hours count from the start; `None` where something did not happen."""

    person: int
    infector: int | None
    layer: str
    village: str
    infected_at: int
    onset_at: int | None
    confirmed_at: int | None
    held_from: int | None
    found_in_quarantine: bool
    severe: bool


@dataclass(frozen=True)
class Story:
    """Records of everybody touched, the order of infection, and the daily series of one replicate."""

    sim_city: City
    seed: int
    days: int
    records: NDArray[np.void]
    infected: NDArray[np.int32]
    series: NDArray[np.int32]
    counters: NDArray[np.int64]

    def daily(self, name: str) -> NDArray[np.int32]:
        return self.series[:, SERIES.index(name)]

    def infections(self) -> Iterator[Infection]:
        """The transmission tree, one infection after the other."""
        for i in self.infected:
            r = self.records[i]
            yield Infection(
                person=int(r["person"]), infector=int(self.records[r["infector"]]["person"]) if r["infector"] >= 0 else None,
                layer=LAYER_NAMES[r["layer"]], village=self.sim_city.village_of(int(r["person"])), infected_at=int(r["infected_at"]),
                onset_at=int(r["onset_at"]) if r["flags"] & SYMPTOMATIC else None, confirmed_at=_hour(r["confirmed_at"]),
                held_from=_hour(r["held_from"]) if r["flags"] & HELD else None, found_in_quarantine=bool(r["flags"] & FOUND_IN_QUARANTINE),
                severe=bool(r["flags"] & SEVERE),
            )  # fmt: skip

    def tree(self) -> Tree:
        """The transmission tree, to be looked at and written out."""
        return Tree(tuple(self.infections()))

    def to_table(self) -> Table:
        """The daily series: one row a day."""
        columns = {name: self.series[:, n].tolist() for n, name in enumerate(SERIES)}
        return Table({"day": list(range(self.days)), **columns})

    def pairs(self) -> NDArray[np.int64]:
        """[(infector, infected, hour)] of all infections that have an infector."""
        rows = self.records[self.infected]
        rows = rows[rows["infector"] >= 0]
        return np.stack(
            [self.records["person"][rows["infector"]], rows["person"], rows["infected_at"]], axis=1
        ).astype(np.int64)


def _hour(value: np.int16) -> int | None:
    return None if value == NEVER else int(value)
