"""What a rule would do to a city before anybody decides for it: people flagged, share of the city, people per infection.

Only numbers leave, and none about fewer than ten people. It asks for no approval because it is what the second person
needs for deciding; it is on record like a search.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np

from ringfence.kernel import Expected, reason

from .authorisation import AuthorisedCase, Call, Record, may_count
from .engine import Leads
from .explain import DOSE_UNIT
from .plan import refuse_unknown
from .reach import Rule, SamePlace
from .search import USUAL, USUAL_LEAST_MINUTES, match
from .stays import DAY_SECONDS, city_seconds
from .store import MovementStore, Snapshot
from .weights import Weights

HAZARD_AN_HOUR = 0.011  # [A] transmission 1.1 % an hour (Ferretti et al., Nature 2023), at full weight
FEWEST_PEOPLE = 10  # MOVEMENT 4 (e): aggregates only with k >= 10
SHORT_LIST = 100  # MOVEMENT 6.7: leads per case of the aim


@dataclass(frozen=True)
class Harm:
    """`None`: fewer than ten, or nothing to divide by. `city`: everybody with a record on the days of the window.

    `per_infection`: people flagged for each infection expected among everybody who shared a place with the case.
    """

    flagged: int | None
    city: int
    share: float
    expected_infections: float
    per_infection: float | None
    same_place: int | None
    same_place_per_infection: float | None
    short_list: int | None
    short_list_share: float  # of the expected infections that the first hundred by dose hold
    short_list_per_infection: float | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def expected_harm(
    case: AuthorisedCase, *, rule: Rule, store: MovementStore, record: Record, now: datetime,
    least_minutes: int = USUAL_LEAST_MINUTES, weights: Weights = USUAL,
) -> Harm:  # fmt: skip
    """Count what the rule would flag, beside the same place and the first hundred by dose. Raises `Refused`."""
    told: dict[str, Any] = {"at": now, "question": "HARM", "cases": (case,), "parameters": rule.as_json() | {"least_minutes": least_minutes}}  # fmt: skip
    try:
        may_count(case, now=now).or_refuse()
        snapshot = store.snapshot()
        refuse_unknown([case], snapshot)
        asked: dict[str, Any] = {
            "snapshot": snapshot,
            "least_seconds": 60 * least_minutes,
            "weights": weights,
        }
        flagged = match([case], rule=rule, **asked)
        together = match([case], rule=SamePlace(), **asked)
    except Expected as refusal:
        record(Call(**told, allowed=False, reasons=refusal.reasons))
        raise
    counted = _counted(int(flagged.size), together, _city(case, snapshot))
    version = snapshot.manifest.version
    record(
        Call(
            **told,
            allowed=True,
            reasons=(reason("Only numbers were counted."),),
            store_version=version,
            leads=0,
        )
    )
    return counted


def _counted(flagged: int, together: Leads, city: int) -> Harm:
    risks = np.sort(1 - np.exp(-HAZARD_AN_HOUR / 60 * together["dose"].astype(float) / DOSE_UNIT))[::-1]
    told = together.size >= FEWEST_PEOPLE  # else even a sum would be about a few
    expected, listed = (float(risks.sum()), float(risks[:SHORT_LIST].sum())) if told else (0.0, 0.0)
    shown = min(SHORT_LIST, int(together.size))
    return Harm(
        flagged=_shown(flagged), city=city, share=flagged / city if city and _shown(flagged) else 0.0, expected_infections=expected,
        per_infection=_each(flagged, expected), same_place=_shown(int(together.size)),
        same_place_per_infection=_each(int(together.size), expected), short_list=_shown(shown),
        short_list_share=listed / expected if expected else 0.0, short_list_per_infection=_each(shown, listed),
    )  # fmt: skip


def _shown(people: int) -> int | None:
    return people if people >= FEWEST_PEOPLE else None


def _each(people: int, infections: float) -> float | None:
    return people / infections if infections > 0 and people >= FEWEST_PEOPLE else None


def _city(case: AuthorisedCase, snapshot: Snapshot) -> int:
    """How many people have a record on a day of the window."""
    days = range(city_seconds(case.from_at) // DAY_SECONDS, (city_seconds(case.to_at) - 1) // DAY_SECONDS + 1)
    there = np.zeros(snapshot.manifest.persons, bool)
    for day in days:
        view = snapshot.days.get(day)
        for order in (view.base.by_person, view.late.by_person) if view else ():
            some = order.offsets[1:] > order.offsets[:-1]
            there[: some.size] |= some[: there.size]
    return int(there.sum())
