"""When a case could infect others."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from ringfence.ground.rulesets.parameters import RuleSet
from ringfence.ground.rulesets.words import WindowEnd
from ringfence.kernel import Period, start_of_day

from .facts import CaseFacts, ContactFacts


def infectious_window(*, ruleset: RuleSet, case: CaseFacts) -> Period | None:
    """From the look-back before onset (or sampling) to the end by the rule set; None without either day.

    A case sampled before onset was infectious then already: the earlier of both starts counts.
    """
    starts = _starts_on(ruleset, case)
    if starts is None:
        return None
    starts_at, ends_at = start_of_day(starts), _ends_at(ruleset, case)
    if (
        ends_at is not None and ends_at < starts_at
    ):  # separated before the look-back began: nobody was exposed
        return Period(starts_at, starts_at)
    return Period(starts_at, ends_at)


def secondary_window(*, contact: ContactFacts) -> Period:
    """From a close contact's first contact with the case to that person's own isolation."""
    if contact.isolated_at is not None and contact.isolated_at < contact.first_exposure_at:
        return Period(contact.first_exposure_at, contact.first_exposure_at)
    return Period(contact.first_exposure_at, contact.isolated_at)


def _starts_on(ruleset: RuleSet, case: CaseFacts) -> date | None:
    window = ruleset.window
    by_sample = (
        case.sampled_on - timedelta(days=window.lookback_asymptomatic_days) if case.sampled_on else None
    )
    if case.onset_on is None:
        return by_sample
    by_onset = case.onset_on - timedelta(days=window.lookback_symptomatic_days)
    if by_sample is not None and case.sampled_on is not None and case.sampled_on < case.onset_on:
        return min(by_onset, by_sample)
    return by_onset


def _ends_at(ruleset: RuleSet, case: CaseFacts) -> datetime | None:
    window = ruleset.window
    if window.ends is WindowEnd.ISOLATION_OF_CASE:
        return case.isolated_at
    if case.onset_on is not None:
        return _after_onset(ruleset, case, case.onset_on)
    if case.sampled_on is None or window.ends_after_sampling_days is None:
        return None
    return start_of_day(case.sampled_on + timedelta(days=window.ends_after_sampling_days + 1))


def _after_onset(ruleset: RuleSet, case: CaseFacts, onset: date) -> datetime | None:
    """Ten days after onset and three without symptoms: at least thirteen (WHO)."""
    window = ruleset.window
    if window.ends_after_onset_days is None:
        return None
    last = onset + timedelta(days=window.ends_after_onset_days)
    if window.symptom_free_days is not None:
        last = max(last, case.symptoms_ended_on or last) + timedelta(days=window.symptom_free_days)
    return start_of_day(last + timedelta(days=1))
