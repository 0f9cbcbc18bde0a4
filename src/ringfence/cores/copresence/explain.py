"""A lead in words: what is known, from where, how surely, and how its dose came about."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np

from .authorisation import AuthorisedCase
from .places import PlaceTable
from .stays import Source, instant_of

MINUTE = 60
DOSE_UNIT = 60 * 1000**4  # one minute at full weight


@dataclass(frozen=True)
class Factors:
    """`dose = minutes x infectiousness x crowd x air x certainty`: means over the moments together, each 0 to 1."""

    minutes: float
    infectiousness: float
    crowd: float
    air: float
    certainty: float
    dose: float


@dataclass(frozen=True)
class Lead:
    """One person who was together with a case. `person` is a number; who that is, the registry says to whoever may know."""

    case_id: str
    person: int
    place: str
    place_name: str
    metres: int
    first_at: datetime
    last_at: datetime
    minutes: float
    sure_minutes: float
    longest_minutes: float
    episodes: int
    sources: tuple[str, ...]
    factors: Factors

    @property
    def continuous(self) -> bool:
        return self.episodes == 1

    @property
    def certain(self) -> bool:
        """Whether some of the time together rests on no imputed end."""
        return self.sure_minutes > 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"continuous": self.continuous, "certain": self.certain}


def explain(row: np.void, *, case: AuthorisedCase, places: PlaceTable) -> Lead:
    """One row of `LEAD`, told."""
    chain = [
        int(row["seconds"]) * 1000,
        int(row["by_day"]),
        int(row["by_crowd"]),
        int(row["by_air"]),
        int(row["dose"]),
    ]
    day, crowd, air, sure = (_share(part, whole) for part, whole in zip(chain[1:], (chain[0], *(1000 * one for one in chain[1:-1])), strict=True))  # fmt: skip
    factors = Factors(row["seconds"] / MINUTE, day, crowd, air, sure, int(row["dose"]) / DOSE_UNIT)
    number = int(row["place"])
    return Lead(
        case_id=case.case_id, person=int(row["person"]), place=places.code_of(number), place_name=places.name_of(number),
        metres=int(row["metres"]), first_at=instant_of(row["first_s"]), last_at=instant_of(row["last_s"]),
        minutes=float(row["seconds"]) / MINUTE, sure_minutes=float(row["sure_seconds"]) / MINUTE,
        longest_minutes=float(row["longest_s"]) / MINUTE, episodes=int(row["episodes"]),
        sources=tuple(one.name for one in Source if int(row["sources"]) >> one & 1), factors=factors,
    )  # fmt: skip


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
