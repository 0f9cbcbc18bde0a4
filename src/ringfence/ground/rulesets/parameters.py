"""The parameters of a rule set, as frozen values with the unit in the name.

A rule receives a `RuleSet` and reads plain values (`ruleset.window.lookback_symptomatic_days`). Where a value
came from stands beside it under the same path: `ruleset.provenance["window.lookback_symptomatic_days"]`.
`None` always means "this rule set does not set it".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .words import (
    Anchor,
    AreaLevel,
    AreaUnit,
    CertificateFrom,
    DayOne,
    EnvironmentSample,
    Mark,
    MeasureKind,
    Milestone,
    Residents,
    Setting,
    Specimen,
    StopReason,
    SupportRole,
    TestReason,
    Vehicle,
    WindowEnd,
    Within,
)


def number(least: float, most: float) -> Any:
    """A field whose number must lie between `least` and `most`; the loader refuses anything else."""
    return field(metadata={"least": least, "most": most})


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a value came from: source codes of `data/sources.yaml`, how far to trust it, what to know."""

    sources: tuple[str, ...]
    mark: Mark
    note: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """When a declared area may be lowered to the next level (`then`: None = lifted)."""

    days_without_new: int = number(1, 60)
    days_without_new_after_higher: int | None = number(1, 60)
    contacts_clear_days: int | None = number(1, 60)
    round_negative_within_days: int | None = number(1, 30)
    round_negative_on_day: int | None = number(1, 60)
    then: AreaLevel | None
    alarm_after_hours: int | None = number(1, 168)


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRule:
    """One level of declared area."""

    unit: AreaUnit
    residents: Residents
    test_days: tuple[int, ...] = number(1, 60)
    lift: Lift | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The investigation clock: limits in hours, and what may stop it."""

    profile: str
    hours: Mapping[Milestone, int] = number(1, 240)
    stop_reasons: tuple[StopReason, ...]
    warn_percent: int = number(1, 99)
    breach_percent: int = number(100, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incubation:
    """`control_days` is the length of "one incubation period" in the outbreak's indicator."""

    shortest_days: int | None = number(0, 30)
    longest_days: int | None = number(1, 60)
    usual_from_days: int | None = number(0, 30)
    usual_to_days: int | None = number(0, 60)
    control_days: int = number(1, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    cases: int | None = number(1, 1000)
    days: int | None = number(1, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooling:
    """What happens to a pool that tests positive: a hold for each member, never a case."""

    sizes: tuple[int, ...] = number(1, 20)
    notify_minutes: int = number(1, 1440)
    resample_hours: int = number(1, 72)
    result_hours: int = number(1, 72)
    hold_hours: int = number(1, 48)
    queue_kept_hours: int = number(1, 168)


@dataclass(frozen=True, slots=True, kw_only=True)
class Testing:
    result_hours: Mapping[TestReason, int] = number(1, 72)
    certificate_from: CertificateFrom
    negative_from_ct: float = number(30, 50)
    inbound_positive_below_ct: float | None = number(20, 50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Who may put a restriction in force, and how much at once."""

    another_organisation: bool
    review_batch_above: int = number(1, 1000)
    draft_lapses_hours: int = number(1, 168)
    appeal_answer_hours: int = number(1, 168)
    local_version_longest_days: int = number(1, 180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Daily life in quarantine."""

    fever_celsius: float = number(36, 40)
    checks_per_day: int = number(1, 12)
    checks_until_hours: tuple[int, ...] = number(1, 24)  # by when each check of the day is due
    carer_needed_below_age_years: int = number(0, 18)
    carer_from_age_years: int = number(14, 30)
    carer_below_age_years: int = number(50, 100)  # from this age on nobody is asked to be a carer
    support_roles: tuple[SupportRole, ...]
    need_escalates_hours: int = number(1, 72)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """One edition of the rules, chosen per outbreak. Valid `[valid_from, valid_to)`."""

    id: str
    name_en: str
    name_zh: str
    jurisdiction: str  # "CN", "CN-41" (province), "WHO", "EU", "US", or a division code of the city
    valid_from: date
    valid_to: date | None
    supersedes: str | None
    based_on: tuple[str, ...]
    window: Window
    contact: ContactCriteria
    secondary: SecondaryContact
    counting: Counting
    measures: Measures
    release: Release
    discharge: Discharge
    areas: Mapping[AreaLevel, AreaRule]
    clock: Clock
    incubation: Incubation
    cluster: Cluster
    pooling: Pooling
    testing: Testing
    approval: Approval
    stay: Stay
    provenance: Mapping[str, Provenance]
