"""Parameters about people: who is a contact, what is asked of them, when it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .values import number
from .words import (
    Anchor,
    AreaLevel,
    DayOne,
    EnvironmentSample,
    MeasureKind,
    Setting,
    Specimen,
    Vehicle,
    WindowEnd,
    Within,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When a case can infect others. Contacts are sought inside it."""

    lookback_symptomatic_days: int = number(0, 30)
    lookback_asymptomatic_days: int = number(0, 30)
    ends: WindowEnd
    ends_after_onset_days: int | None = number(0, 60)
    ends_after_sampling_days: int | None = number(0, 60)
    symptom_free_days: int | None = number(0, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """On this vehicle, who is a close contact: within so many rows or bays, the compartment, all on board."""

    within: Within
    places: int = number(0, 20)
    crew: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCriteria:
    """What makes an exposure to a case a close contact."""

    distance_metres: float | None = number(0.1, 20)
    transport_distance_metres: float | None = number(0.1, 20)
    minutes: int | None = number(1, 1440)
    minutes_within_hours: int | None = number(1, 72)  # minutes add up inside it; None: one encounter
    physical_contact: bool
    same_indoor_space: bool  # the same room, unit or building counts as near
    settings: tuple[Setting, ...]
    settings_needing_nearness: tuple[Setting, ...]
    transport: Mapping[Vehicle, Reach]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondaryContact:
    """Who is a contact of a close contact, and what their release hangs on."""

    determined: bool
    settings: tuple[Setting, ...]
    release_needs_contact_tests: int = number(0, 10)
    becomes_close_when_contact_positive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One measure in a row of measures. `test_days` count from the start of the stay, `days` from the anchor."""

    kind: MeasureKind
    days: int = number(1, 60)
    anchor: Anchor
    test_days: tuple[int, ...] = number(1, 60)
    specimen: Specimen


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """How days are counted, and from which hour of the last day people go home."""

    first_stage_day_one: DayOne
    following_stage_day_one: DayOne
    release_hour: int = number(0, 23)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The row of measures for each kind of person. An empty row: no measure, advice only."""

    close_contact: tuple[Stage, ...]
    secondary_contact: tuple[Stage, ...]
    casual_contact: tuple[Stage, ...]
    inbound: tuple[Stage, ...]
    from_area: Mapping[AreaLevel, tuple[Stage, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What must be true, besides time, before a quarantined person goes home."""

    all_tests_negative: bool
    shorter_days_with_negative_test: int | None = number(1, 60)  # close contacts, a test on or after this day
    samples_at_last_test: int = number(1, 4)
    different_reagents: int = number(1, 4)
    environment_samples: tuple[EnvironmentSample, ...]
    environment_result_hours: int | None = number(1, 72)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discharge:
    """When isolation of a case ends, and what follows it."""

    fever_free_hours: int | None = number(0, 240)
    symptoms_improved: bool
    symptom_free_days: int | None = number(0, 30)
    days_after_onset: int | None = number(0, 60)
    days_after_sampling: int | None = number(0, 60)
    clear_tests: int = number(0, 5)
    hours_between_tests: int | None = number(1, 168)
    clear_from_ct: float | None = number(20, 50)
    afterwards: tuple[Stage, ...]
