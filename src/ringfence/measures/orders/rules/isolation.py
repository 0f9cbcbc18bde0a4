"""Isolation of cases: when it ends, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ringfence.ground.rulesets.parameters import Discharge, RuleSet
from ringfence.ground.rulesets.words import SampleResult
from ringfence.kernel import Decision, Reason, allow, city_date, reason, refuse

from .plan import Plan, plan_stages


@dataclass(frozen=True, slots=True)
class DischargeTest:
    """A sample of a case. `ct` is the lowest Ct of the genes."""

    sampled_at: datetime
    result: SampleResult
    ct: float | None = None


@dataclass(frozen=True, slots=True)
class CaseState:
    """What the ward knows. None means "not known" and holds the discharge back where the rule set asks for it."""

    onset_at: datetime | None = None
    first_positive_at: datetime | None = None
    fever_free_since: datetime | None = None
    symptoms_improved: bool | None = None
    symptom_free_since: datetime | None = None
    tests: tuple[DischargeTest, ...] = ()

    @property
    def had_symptoms(self) -> bool:
        return self.onset_at is not None


def may_discharge(*, ruleset: RuleSet, case: CaseState, now: datetime) -> Decision:
    """A case is discharged when days, symptoms and tests all say so."""
    rule = ruleset.discharge
    against = (*_days(rule, case, now), *_symptoms(rule, case, now), *_tests(rule, case.tests))
    if against:
        return refuse(*against)
    return allow(reason("The discharge conditions of rule set {ruleset} are met.", ruleset=ruleset.id))


def plan_after_discharge(*, ruleset: RuleSet, discharged_at: datetime) -> Plan:
    """What follows the discharge of a case, for example monitoring at home."""
    return plan_stages(
        ruleset=ruleset,
        stages=ruleset.discharge.afterwards,
        anchored_on=city_date(discharged_at),
        starts_at=discharged_at,
    )


def sentences_after_discharge(*, ruleset: RuleSet) -> tuple[Reason, ...]:
    """What will follow the discharge, as whoever signs the isolation signs it too."""
    return tuple(
        reason("After the discharge: {kind} for {days} days (rule set {ruleset}).",
               kind=stage.kind.value, days=stage.days, ruleset=ruleset.id)
        for stage in ruleset.discharge.afterwards
    )  # fmt: skip


def is_positive_again(
    *, ruleset: RuleSet, discharged_at: datetime, sampled_at: datetime, ct: float | None
) -> Decision:
    """Is this positive of a discharged case a finding of its own? `ct` is the lowest Ct of the genes.

    What the discharge rule itself calls clear (a high Ct) is none. Source: house decision; the editions are silent.
    """
    if sampled_at <= discharged_at:
        return refuse(reason("The sample was taken before the discharge on {at}.", at=discharged_at))
    if is_clear(rule=ruleset.discharge, test=DischargeTest(sampled_at, SampleResult.POSITIVE, ct)):
        return refuse(
            reason(
                "A Ct of {ct} counts as clear after the discharge (rule set {ruleset}).",
                ct=ct or 0,
                ruleset=ruleset.id,
            )
        )
    return allow(reason("Positive again after the discharge on {at}.", at=discharged_at))


def is_clear(*, rule: Discharge, test: DischargeTest) -> bool:
    """Negative, or a Ct at or above the rule set's value where it has one."""
    if test.result is SampleResult.NEGATIVE:
        return True
    high_ct = rule.clear_from_ct is not None and test.ct is not None and test.ct >= rule.clear_from_ct
    return test.result is SampleResult.POSITIVE and high_ct


def _days(rule: Discharge, case: CaseState, now: datetime) -> list[Reason]:
    """A person with symptoms counts from onset, one without from the first positive sample."""
    start = (
        case.onset_at if case.had_symptoms and rule.days_after_onset is not None else case.first_positive_at
    )
    days = (
        rule.days_after_onset
        if case.had_symptoms and rule.days_after_onset is not None
        else rule.days_after_sampling
    )
    if days is None:
        return []
    if start is None:
        return [reason("Enter the day of onset or of the first positive sample.")]
    if city_date(now) < city_date(start) + timedelta(days=days):
        return [
            reason("Isolation lasts at least until {until}.", until=city_date(start) + timedelta(days=days))
        ]
    return []


def _symptoms(rule: Discharge, case: CaseState, now: datetime) -> list[Reason]:
    if not case.had_symptoms:
        return []
    against = []
    if rule.fever_free_hours is not None:
        hours = rule.fever_free_hours
        if case.fever_free_since is None or now - case.fever_free_since < timedelta(hours=hours):
            against.append(
                reason("The temperature must have been normal for more than {hours} hours.", hours=hours)
            )
    if rule.symptoms_improved and not case.symptoms_improved and case.symptom_free_since is None:
        against.append(reason("The symptoms must have become clearly better."))
    if rule.symptom_free_days is not None:
        days = rule.symptom_free_days
        if case.symptom_free_since is None or now - case.symptom_free_since < timedelta(days=days):
            against.append(reason("{days} days without symptoms must have passed.", days=days))
    return against


def _tests(rule: Discharge, tests: Sequence[DischargeTest]) -> list[Reason]:
    """The latest clear tests, unbroken, far enough apart."""
    if not rule.clear_tests:
        return []
    unbroken: list[datetime] = []
    gap = timedelta(hours=rule.hours_between_tests or 0)
    usable = (SampleResult.NEGATIVE, SampleResult.POSITIVE)
    for test in sorted(
        (each for each in tests if each.result in usable), key=lambda each: each.sampled_at, reverse=True
    ):
        if not is_clear(rule=rule, test=test):
            break
        if not unbroken or unbroken[-1] - test.sampled_at >= gap:
            unbroken.append(test.sampled_at)
    if len(unbroken) >= rule.clear_tests:
        return []
    return [
        reason(
            "{needed} clear tests at least {hours} hours apart are needed; there are {count}.",
            needed=rule.clear_tests,
            hours=rule.hours_between_tests or 0,
            count=len(unbroken),
        )
    ]
