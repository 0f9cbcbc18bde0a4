"""Parameters about the work: areas, the clock, tests, approval, daily life in quarantine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .values import number
from .words import (
    AreaLevel,
    AreaUnit,
    CertificateFrom,
    Milestone,
    Residents,
    StopReason,
    SupportRole,
    TestReason,
)


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
    review_batch_above: int = number(1, 1000)  # by one person in an hour
    review_organisation_above: int = number(1, 500)
    review_area_above: int = number(1, 500)  # in one county
    review_outbreak_above: int = number(1, 2000)
    review_orders_per_case: int = number(1, 100)  # what a case explains, if that is more
    draft_lapses_hours: int = number(1, 168)
    appeal_answer_hours: int = number(1, 168)
    local_version_longest_days: int = number(1, 180)
    local_version_may_be_stricter: (
        bool  # more people, wider areas, harder measures or more days than this edition
    )


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
