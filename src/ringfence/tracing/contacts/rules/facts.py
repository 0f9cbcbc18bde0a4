"""What is known about a case, a contact and an exposure. None always means "not known"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ringfence.ground.rulesets.words import Setting, Vehicle


class Basis(StrEnum):
    """How an exposure became known."""

    TOLD = "TOLD"  # by the case, the contact or a witness
    RECORD = "RECORD"  # seat list, camera, duty roster
    VENUE_CHECK_IN = "VENUE_CHECK_IN"  # a scan alone never restricts anybody
    SPACE_TIME_COMPANION = "SPACE_TIME_COMPANION"  # telephone grid: at most the offer of a test


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """`sampled_on` is the day of the first positive sample, `isolated_at` when the case was separated."""

    onset_on: date | None
    sampled_on: date | None
    isolated_at: datetime | None = None
    symptoms_ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """A close contact, for judging the people whom that person met."""

    first_exposure_at: datetime
    isolated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody sat, seen from the case."""

    vehicle: Vehicle
    rows_apart: int | None = None
    bays_apart: int | None = None
    same_compartment: bool | None = None
    same_coach: bool | None = None
    served_there: bool = False  # crew serving that part of the vehicle


@dataclass(frozen=True, slots=True)
class Exposure:
    """One exposure, from `first_at` to `last_at` (None: the same moment).

    `minutes` is the longest single meeting, `minutes_in_24_hours` the sum of all meetings in the worst 24 hours.
    `protected` means effective protection for that situation, judged by the investigator, not merely a mask.
    """

    setting: Setting
    first_at: datetime
    last_at: datetime | None = None
    distance_metres: float | None = None
    minutes: float | None = None
    minutes_in_24_hours: float | None = None
    protected: bool | None = None
    physical_contact: bool = False
    same_indoor_space: bool = False
    seat: Seat | None = None
    basis: Basis = Basis.TOLD

    @property
    def ended_at(self) -> datetime:
        return self.last_at or self.first_at
