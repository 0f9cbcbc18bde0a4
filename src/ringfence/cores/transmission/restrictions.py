"""Interventions that touch everybody: testing of areas, closed areas, distancing and masks, arrivals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ringfence.kernel import Refused, reason

from .bounds import check, one_of
from .interventions import LEVELS, POOL_SENSITIVITY
from .layers import HOUSEHOLD, LAYER_NAMES, LAYERS, WHOLE
from .policy import NAMED, Draft

OUTSIDE = LAYER_NAMES[1:LAYERS]


@dataclass(frozen=True)
class MassTesting:
    """Rounds for everybody in the areas (of this level) that have a case; days count from the alarm.

    With `areas` (codes or names of the city's tree) the rounds cover these, whether they have a case or not, and no others.
    """

    first_day: float = 1.0
    rounds: int = 3
    every_days: float = 2.0
    level: str = "county"
    coverage: float = 0.95
    pool: int = 10
    hours: float = 24.0
    sensitivity: float | None = None
    areas: Sequence[str] = ()

    def apply(self, draft: Draft) -> None:
        level, row = _level(self.level), 0.0
        if self.areas:
            level, row = NAMED, float(len(draft.tested))
            draft.tested.append(draft.city.inside(self.areas))
        pooled = self.sensitivity if self.sensitivity is not None else _pool_sensitivity(self.pool)
        check(
            ("first_day", self.first_day, 0.0, 3650.0, "days after the alarm"), ("rounds", self.rounds, 0, 100, "rounds"),
            ("every_days", self.every_days, 0.5, 60.0, "days"), ("coverage", self.coverage, 0.0, 1.0, "(share of residents)"),
            ("pool", self.pool, 1, 50, "swabs in a tube"), ("hours", self.hours, 1.0, 24.0 * 14, "hours"),
            ("sensitivity", pooled, 0.0, 1.0, "times that of a single test"),
        )  # fmt: skip
        for n in range(self.rounds):
            draft.rounds.append(
                (
                    24.0 * (self.first_day + n * self.every_days),
                    float(level),
                    self.coverage,
                    float(self.pool),
                    self.hours,
                    pooled,
                    row,
                )
            )


@dataclass(frozen=True)
class AreaClosure:
    """Close a village or township after this many cases found outside quarantine; lifted after days without another.

    With `areas` (codes or names of the city's tree) these are closed instead, from `first_day` after the alarm for `days` days,
    whether they have a case or not; give both measures to have both. Where two closures meet, the stricter counts.
    """

    level: str = "village"
    cases: int = 1
    delay_hours: float = 6.0
    days: float = 14.0
    contact_factor: float = 0.2
    areas: Sequence[str] = ()
    first_day: float = 0.0

    def apply(self, draft: Draft) -> None:
        check(
            ("cases", self.cases, 1, 10_000, "cases"), ("delay_hours", self.delay_hours, 0.0, 480.0, "hours"), ("days", self.days, 0.0, 120.0, "days"),
            ("contact_factor", self.contact_factor, 0.0, 1.0, "(share of meetings kept)"), ("first_day", self.first_day, 0.0, 3650.0, "days after the alarm"),
        )  # fmt: skip
        if self.areas:
            self._close_named(draft)
        else:
            self._close_after_cases(draft)

    def _close_named(self, draft: Draft) -> None:
        if draft.named.any():
            raise Refused(reason("Areas to be closed are named in one measure."), fields={"areas": []})
        draft.named = draft.city.inside(self.areas)
        draft.numbers |= {
            "named_from": 24.0 * self.first_day + self.delay_hours,
            "named_hours": 24.0 * self.days,
            "named_factor": self.contact_factor,
        }

    def _close_after_cases(self, draft: Draft) -> None:
        draft.closing_level = _level(self.level)
        draft.numbers |= {
            "area_cases": float(self.cases),
            "area_hours": self.delay_hours,
            "area_days": self.days,
            "area_factor": self.contact_factor,
        }


@dataclass(frozen=True)
class Distancing:
    """Keep only this share of the transmission in these layers, from one day to another (counted from the alarm, or from the start)."""

    factor: float = 0.6
    layers: Sequence[str] = OUTSIDE
    first_day: int = 0
    last_day: int = 3650
    counted_from: str = "alarm"

    def apply(self, draft: Draft) -> None:
        one_of(field="counted_from", value=self.counted_from, known=("alarm", "start"))
        check(("factor", self.factor, 0.0, 1.0, "(share of transmission kept)"), ("first_day", self.first_day, 0, 3650, "days"),
              ("last_day", self.last_day, self.first_day, 3650, "days"))  # fmt: skip
        table = draft.by_response if self.counted_from == "alarm" else draft.by_date
        table[self.first_day : self.last_day + 1, [_layer(name) for name in self.layers]] *= self.factor


@dataclass(frozen=True)
class Masks:
    """Masks worn outside the household: a meeting passes the infection (1 - wearing x efficacy) times as often for each of the two."""

    wearing: float = 0.8
    efficacy: float = 0.3
    first_day: int = 0

    def apply(self, draft: Draft) -> None:
        check(
            ("wearing", self.wearing, 0.0, 1.0, "(share of people)"),
            ("efficacy", self.efficacy, 0.0, 1.0, "(share)"),
            ("first_day", self.first_day, 0, 3650, "days"),
        )
        Distancing(factor=(1.0 - self.wearing * self.efficacy) ** 2, first_day=self.first_day).apply(draft)


@dataclass(frozen=True)
class Arrivals:
    """Infected people who arrive from outside, and what the rule for arrivals does about them.

    certified_share: of whom a negative test of the last 48 hours is demanded at the checkpoint (the positive are turned back);
    held_share: held on arrival; tested_share: tested on `test_days` of their stay (1: on arrival). `travellers_per_day` are all
    who arrive, infected or not: their tubes take the laboratory's time.
    """

    infected_per_day: float = 0.1
    held_share: float = 0.0
    held_days: float = 14.0
    certified_share: float = 0.0
    tested_share: float = 0.0
    test_days: Sequence[int] = (1, 3)
    travellers_per_day: float = 0.0

    def apply(self, draft: Draft) -> None:
        check(
            ("infected_per_day", self.infected_per_day, 0.0, 500.0, "persons a day"), ("held_share", self.held_share, 0.0, 1.0, "(share of arrivals)"),
            ("held_days", self.held_days, 0.0, 60.0, "days"), ("certified_share", self.certified_share, 0.0, 1.0, "(share of arrivals)"),
            ("tested_share", self.tested_share, 0.0, 1.0, "(share of arrivals)"), ("travellers_per_day", self.travellers_per_day, 0.0, 1e7, "persons a day"),
            *((f"test_days[{i}]", day, 1, 60, "days of the stay") for i, day in enumerate(self.test_days)),
        )  # fmt: skip
        draft.arrival_test_days = tuple(self.test_days)
        draft.numbers |= {
            "arrivals_per_day": self.infected_per_day,
            "arrivals_held_share": self.held_share,
            "arrivals_held_days": self.held_days,
            "arrivals_certified_share": self.certified_share,
            "arrivals_tested_share": self.tested_share,
            "arrival_tubes_per_day": self.travellers_per_day * self.tested_share * len(self.test_days),
        }


def _level(name: str) -> int:
    if name not in LEVELS:
        raise Refused(
            reason("There is no level {name}; known are {known}.", name=name, known=", ".join(LEVELS)),
            fields={"level": []},
        )
    return LEVELS[name]


def _layer(name: str) -> int:
    if name not in LAYER_NAMES[:LAYERS]:
        raise Refused(
            reason(
                "There is no layer {name}; known are {known}.",
                name=name,
                known=", ".join(LAYER_NAMES[:LAYERS]),
            ),
            fields={"layers": []},
        )
    return LAYER_NAMES.index(name)


def _pool_sensitivity(pool: int) -> float:
    """Relative sensitivity of a tube with so many swabs, straight between the sourced sizes."""
    return float(np.interp(pool, list(POOL_SENSITIVITY), list(POOL_SENSITIVITY.values())))


__all__ = ["HOUSEHOLD", "WHOLE", "AreaClosure", "Arrivals", "Distancing", "Masks", "MassTesting"]
