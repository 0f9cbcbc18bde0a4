"""What a city can do, as small objects. Each checks its figures and writes itself into the draft of a response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from .bounds import check, one_of
from .layers import COUNTY, HOUSEHOLD, LAYER_NAMES, LAYERS, TOWNSHIP, VILLAGE, WHOLE
from .policy import UNLIMITED, Draft

LEVELS = {"village": VILLAGE, "township": TOWNSHIP, "county": COUNTY, "city": WHOLE}
POOL_SENSITIVITY = {
    1: 1.0,
    5: 0.969,
    10: 0.948,
    20: 0.921,
}  # OPERATIONS 3: Ct ~ N(25, 6), limit of detection 37
RECALL = {
    "household": 1.0,
    "school": 0.9,
    "work": 0.8,
    "venue": 0.4,
    "transport": 0.3,
    "neighbours": 0.5,
    "citywide": 0.1,
}  # assumption


class Intervention(Protocol):
    """Anything that can write itself into the draft of a response."""

    def apply(self, draft: Draft) -> None: ...


@dataclass(frozen=True)
class SymptomaticTesting:
    """People with symptoms come forward; severe cases are tested in hospital. Delays are evenly spaced quantiles in days."""

    share: float = 0.5
    delay_days: Sequence[float] = (0.5, 1.0, 2.0, 3.0, 7.0)
    severe_delay_days: float = 5.0

    def apply(self, draft: Draft) -> None:
        check(
            ("share", self.share, 0.0, 1.0, "(share of people with symptoms)"),
            *_delays("delay_days", self.delay_days, 60.0, "days"),
            ("severe_delay_days", self.severe_delay_days, 0.0, 60.0, "days"),
        )
        draft.seek_delay = np.array(self.delay_days, float)
        draft.numbers |= {
            "alarm": 1.0,
            "seeking_share": self.share,
            "severe_delay_days": self.severe_delay_days,
        }


@dataclass(frozen=True)
class Laboratory:
    """Tubes a day that the city can work through, routine tubes that take part of them, and hours in the laboratory."""

    tubes_per_day: float = UNLIMITED
    turnaround_hours: float = 6.0
    routine_tubes_per_day: float = 0.0
    recheck_hours: float = 8.5

    def apply(self, draft: Draft) -> None:
        check(
            ("tubes_per_day", self.tubes_per_day, 1.0, UNLIMITED, "tubes a day"), ("turnaround_hours", self.turnaround_hours, 0.0, 240.0, "hours"),
            ("routine_tubes_per_day", self.routine_tubes_per_day, 0.0, self.tubes_per_day, "tubes a day"),
            ("recheck_hours", self.recheck_hours, 0.0, 240.0, "hours"),
        )  # fmt: skip
        draft.numbers |= {
            "laboratory_per_hour": self.tubes_per_day / 24.0, "laboratory_turnaround_hours": self.turnaround_hours,
            "laboratory_background_per_day": self.routine_tubes_per_day, "recheck_hours": self.recheck_hours,
        }  # fmt: skip


@dataclass(frozen=True)
class ContactTracing:
    """Interview, then contacts of every layer; found contacts go to quarantine. `delay_hours` are evenly spaced quantiles."""

    recall: Mapping[str, float] = field(default_factory=lambda: RECALL)
    interview_hours: float = 4.0
    delay_hours: Sequence[float] = (2.0, 4.0, 8.0, 16.0, 24.0)
    lookback_days: float = 4.0
    backward_days: float = 0.0
    backward_recall: float = 0.5
    tracers: float = UNLIMITED
    hours_per_tracer_and_day: float = 10.0
    hours_per_case: float = 8.0
    hours_per_contact: float = 0.5
    secondary: bool = False

    def apply(self, draft: Draft) -> None:
        for layer in self.recall:
            one_of(field="recall", value=layer, known=LAYER_NAMES[:LAYERS])
        check(
            *((f"recall[{layer}]", share, 0.0, 1.0, "(share of contacts found)") for layer, share in self.recall.items()),
            ("interview_hours", self.interview_hours, 0.0, 240.0, "hours"), *_delays("delay_hours", self.delay_hours, 480.0, "hours"),
            ("lookback_days", self.lookback_days, 0.0, 21.0, "days"), ("backward_days", self.backward_days, 0.0, 21.0, "days"),
            ("backward_recall", self.backward_recall, 0.0, 1.0, "(share)"), ("tracers", self.tracers, 0.1, UNLIMITED, "persons"),
            ("hours_per_tracer_and_day", self.hours_per_tracer_and_day, 0.1, 24.0, "hours"),
            ("hours_per_case", self.hours_per_case, 0.0, 1000.0, "hours"), ("hours_per_contact", self.hours_per_contact, 0.0, 100.0, "hours"),
        )  # fmt: skip
        draft.recall = np.array([self.recall.get(name, 0.0) for name in LAYER_NAMES[:LAYERS]])
        draft.find_delay = np.array(self.delay_hours, float) / 24.0
        draft.numbers |= {
            "tracing": 1.0, "interview_hours": self.interview_hours, "lookback_days": self.lookback_days, "backward_days": self.backward_days,
            "backward_recall": self.backward_recall, "hours_per_case": self.hours_per_case, "hours_per_contact": self.hours_per_contact,
            "tracer_hours_per_hour": self.tracers * self.hours_per_tracer_and_day / 24.0, "secondary": float(self.secondary),
        }  # fmt: skip


@dataclass(frozen=True)
class Quarantine:
    """Rooms (ready on the day of the alarm, and every day after it), home quarantine when they are full, seats to drive people."""

    days: float = 14.0
    test_days: Sequence[int] = (1, 4, 7, 14)
    rooms: float = UNLIMITED
    reserve_rooms: float = 0.0
    reserve_share_by_day: Sequence[float] = (0.0, 1 / 3, 1 / 2, 1.0)
    home_outside: float = 0.1
    home_household: float = 1.0
    secondary_days: float = 7.0
    secondary_in_rooms: bool = False
    seats_per_day: float = UNLIMITED

    def apply(self, draft: Draft) -> None:
        check(
            ("days", self.days, 0.0, 60.0, "days"), ("secondary_days", self.secondary_days, 0.0, 60.0, "days"),
            ("rooms", self.rooms, 0.0, UNLIMITED, "rooms"), ("reserve_rooms", self.reserve_rooms, 0.0, UNLIMITED, "rooms"),
            ("home_outside", self.home_outside, 0.0, 1.0, "(share of meetings kept)"), ("home_household", self.home_household, 0.0, 1.0, "(share of meetings kept)"),
            ("seats_per_day", self.seats_per_day, 1.0, UNLIMITED, "persons a day"),
            *((f"test_days[{i}]", day, 1, 60, "days of the stay") for i, day in enumerate(self.test_days)),
            ("number of reserve_share_by_day", len(self.reserve_share_by_day), 1, 1300, "days"),
            *((f"reserve_share_by_day[{i}]", share, 0.0, 1.0, "(share of the reserve)") for i, share in enumerate(self.reserve_share_by_day)),
        )  # fmt: skip
        share = np.ones(draft.days + 1) * self.reserve_share_by_day[-1]
        share[: len(self.reserve_share_by_day)] = self.reserve_share_by_day[: share.size]
        draft.rooms = self.rooms + self.reserve_rooms * share
        draft.test_days = tuple(self.test_days)
        draft.numbers |= {
            "quarantine_days": self.days, "secondary_days": self.secondary_days, "home_outside": self.home_outside,
            "home_household": self.home_household, "rooms_for_secondary": float(self.secondary_in_rooms), "seats_per_hour": self.seats_per_day / 24.0,
        }  # fmt: skip


@dataclass(frozen=True)
class Hospital:
    """Hours from a positive result to isolation, days that a case keeps the bed, and how many beds there are.

    Without a free bed a case waits at home, or in the room that he has, in the order of the results.
    """

    isolation_hours: float = 2.0
    case_stay_days: float = 14.0
    icu_days: float = 10.0
    beds: float = UNLIMITED

    def apply(self, draft: Draft) -> None:
        check(
            ("isolation_hours", self.isolation_hours, 0.0, 480.0, "hours"), ("case_stay_days", self.case_stay_days, 0.0, 120.0, "days"),
            ("icu_days", self.icu_days, 0.0, 120.0, "days"), ("beds", self.beds, 1.0, UNLIMITED, "beds"),
        )  # fmt: skip
        draft.numbers |= {
            "isolation_hours": self.isolation_hours,
            "case_stay_days": self.case_stay_days,
            "icu_days": self.icu_days,
            "beds": self.beds,
        }


def _delays(
    name: str, delays: Sequence[float], high: float, unit: str
) -> list[tuple[str, float, float, float, str]]:
    """Quantiles lie within bounds and rise."""
    ordered = [("number of " + name, float(len(delays)), 2.0, 1000.0, "quantiles")]
    floor = 0.0
    for i, delay in enumerate(delays):
        ordered.append((f"{name}[{i}]", delay, floor, high, unit))
        floor = delay
    return ordered


__all__ = [
    "HOUSEHOLD",
    "ContactTracing",
    "Hospital",
    "Intervention",
    "Laboratory",
    "Quarantine",
    "SymptomaticTesting",
]
