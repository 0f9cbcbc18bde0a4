"""The response as the kernels read it: numbers by name, factors by day, rounds of testing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .city import City
from .layers import COUNTY, LAYERS, TOWNSHIP, VILLAGE, WHOLE
from .state import HOURS_PER_DAY

NUMBERS = (
    "seeking_share", "laboratory_per_hour", "laboratory_turnaround_hours", "laboratory_background_per_day", "tracing",
    "tracer_hours_per_hour", "hours_per_case", "hours_per_contact", "interview_hours", "lookback_days", "backward_days",
    "secondary", "quarantine_days", "secondary_days", "home_household", "home_outside", "seats_per_hour",
    "isolation_hours", "case_stay_days", "icu_days", "area_cases", "area_hours", "area_days", "area_factor",
    "arrivals_per_day", "arrivals_held_share", "arrivals_held_days", "recheck_hours", "backward_recall", "rooms_for_secondary",
    "severe_delay_days", "alarm", "arrivals_tested_share", "named_from", "named_hours", "named_factor", "arrivals_certified_share",
    "arrival_tubes_per_day", "beds",
)  # fmt: skip
(
    SEEKING_SHARE,
    LAB_PER_HOUR,
    LAB_TURNAROUND,
    LAB_BACKGROUND,
    TRACING,
    TRACER_HOURS,
    HOURS_PER_CASE,
    HOURS_PER_CONTACT,
    INTERVIEW_HOURS,
    LOOKBACK_DAYS,
    BACKWARD_DAYS,
    SECONDARY,
    QUARANTINE_DAYS,
    SECONDARY_DAYS,
    HOME_HOUSEHOLD,
    HOME_OUTSIDE,
    SEATS_PER_HOUR,
    ISOLATION_HOURS,
    CASE_STAY_DAYS,
    ICU_DAYS,
    AREA_CASES,
    AREA_HOURS,
    AREA_DAYS,
    AREA_FACTOR,
    ARRIVALS_PER_DAY,
    ARRIVALS_HELD_SHARE,
    ARRIVALS_HELD_DAYS,
    RECHECK_HOURS,
    BACKWARD_RECALL,
    ROOMS_FOR_SECONDARY,
    SEVERE_DELAY_DAYS,
    ALARM,
    ARRIVALS_TESTED,
    NAMED_FROM,  # hours from the alarm (or the change) until the named areas are closed
    NAMED_HOURS,
    NAMED_FACTOR,
    ARRIVALS_CERTIFIED,
    ARRIVAL_TUBES,
    BEDS,
) = range(len(NUMBERS))
ROUND_START, ROUND_LEVEL, ROUND_COVERAGE, ROUND_POOL, ROUND_HOURS, ROUND_SENSITIVITY, ROUND_AREAS = range(
    7
)  # columns of `rounds`; ROUND_AREAS is a row of `tested` where the level is NAMED
NAMED = 4  # a round of areas named one by one, whether they have a case or not
UNLIMITED = 1e12


class PolicyArrays(NamedTuple):
    """`rooms[days since detection]`; `by_date[day, layer]` and `by_response[days since detection, layer]` are factors."""

    numbers: NDArray[np.float64]
    recall: NDArray[np.float64]
    seek_delay: NDArray[np.float64]
    find_delay: NDArray[np.float64]
    rooms: NDArray[np.float64]
    test_days: NDArray[np.int64]
    arrival_test_days: NDArray[np.int64]
    by_date: NDArray[np.float64]
    by_response: NDArray[np.float64]
    rounds: NDArray[np.float64]
    closing_area: NDArray[np.int32]
    closing_residents: NDArray[np.int64]
    area_of_level: NDArray[np.int32]
    residents: NDArray[np.int64]
    named: NDArray[np.bool_]  # by village: inside of a named area to be closed
    named_residents: NDArray[np.int64]  # of them, by area of the closing level; the last entry: of all
    tested: NDArray[np.bool_]  # [row, village]: inside of the areas named for a round


class Draft:
    """A response being put together by interventions; starts as no response at all in a city that notices nothing."""

    def __init__(self, *, city: City, days: int) -> None:
        self.city, self.days = city, days
        self.numbers = dict.fromkeys(NUMBERS, 0.0) | {
            "laboratory_per_hour": UNLIMITED, "tracer_hours_per_hour": UNLIMITED, "seats_per_hour": UNLIMITED,
            "home_household": 1.0, "home_outside": 1.0, "area_factor": 1.0, "named_factor": 1.0, "case_stay_days": 14.0, "icu_days": 10.0,
            "quarantine_days": 14.0, "secondary_days": 7.0, "isolation_hours": 2.0, "severe_delay_days": 5.0, "beds": UNLIMITED,
        }  # fmt: skip
        self.recall = np.zeros(LAYERS)
        self.seek_delay = np.zeros(2)
        self.find_delay = np.zeros(2)
        self.rooms = np.full(days + 1, UNLIMITED)
        self.test_days: tuple[int, ...] = ()
        self.arrival_test_days: tuple[int, ...] = ()
        self.by_date = np.ones((days, LAYERS))
        self.by_response = np.ones((days + 1, LAYERS))
        self.rounds: list[tuple[float, ...]] = []
        self.closing_level = VILLAGE
        self.named = np.zeros(len(city.village_codes), np.bool_)
        self.tested: list[NDArray[np.bool_]] = []

    def arrays(self) -> PolicyArrays:
        parents = self.city.parents
        residents = np.zeros((4, parents.shape[1]), np.int64)
        for level in (VILLAGE, TOWNSHIP, COUNTY, WHOLE):
            np.add.at(residents[level], parents[level], self.city.village_blocks * 64)
        rounds = sorted(self.rounds)
        closing, blocks = parents[self.closing_level], self.city.village_blocks * 64
        named_residents = np.zeros(closing.size + 1, np.int64)
        np.add.at(named_residents, closing[self.named], blocks[self.named])
        named_residents[-1] = blocks[self.named].sum()
        return PolicyArrays(
            numbers=np.array([self.numbers[name] for name in NUMBERS]), recall=self.recall, seek_delay=self.seek_delay,
            find_delay=self.find_delay, rooms=self.rooms, test_days=np.array(self.test_days, np.int64),
            arrival_test_days=np.array(self.arrival_test_days, np.int64), by_date=self.by_date,
            by_response=self.by_response, rounds=np.array(rounds, float).reshape(len(rounds), 7),
            closing_area=closing.astype(np.int32), named=self.named, named_residents=named_residents,
            tested=np.array(self.tested, np.bool_).reshape(len(self.tested), closing.size),
            closing_residents=residents[self.closing_level], area_of_level=parents.astype(np.int32), residents=residents,
        )  # fmt: skip


__all__ = ["HOURS_PER_DAY", "Draft", "PolicyArrays"]
