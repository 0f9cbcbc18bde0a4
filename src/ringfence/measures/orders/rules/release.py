"""When a quarantined person goes home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ringfence.ground.rulesets.parameters import RuleSet
from ringfence.ground.rulesets.words import EnvironmentSample, MeasureKind, SampleResult, TestReason
from ringfence.kernel import Decision, Reason, allow, city_date, reason, refuse, start_of_day

from .plan import QUARANTINE, release_instant


@dataclass(frozen=True, slots=True)
class TestRecord:
    """A sample that was planned or taken. Without `sampled_at` it was not taken; `result` None means the same."""

    __test__ = False  # not a test class

    due_date: date
    sampled_at: datetime | None = None
    result: SampleResult | None = None
    reagent: str = ""


@dataclass(frozen=True, slots=True)
class EnvironmentRecord:
    sample: EnvironmentSample
    result: SampleResult


def may_release(
    *,
    ruleset: RuleSet,
    kind: MeasureKind,
    ends_at: datetime,
    tests: Sequence[TestRecord],
    environment: Sequence[EnvironmentRecord] = (),
    now: datetime,
) -> Decision:
    """Time is over and the tests are negative. Monitoring at home ends with its time, whatever the laboratory does."""
    against: list[Reason] = []
    if now < ends_at:
        against.append(reason("It lasts until {ends_at}.", ends_at=ends_at))
    if any(test.result is SampleResult.POSITIVE for test in tests):
        against.append(reason("A test was positive: this person is now looked after as a case."))
    elif kind in QUARANTINE and ruleset.release.all_tests_negative:
        against.extend(open_tests(ruleset=ruleset, tests=tests))
    if kind is MeasureKind.FACILITY_QUARANTINE:
        against.extend(_open_environment(ruleset, environment))
    if against:
        return refuse(*against)
    if not tests:
        return allow(reason("The time is over."))
    return allow(reason("The time is over and the tests are negative."))


def open_tests(*, ruleset: RuleSet, tests: Sequence[TestRecord]) -> tuple[Reason, ...]:
    """What is still missing from the tests; empty when they are all negative.

    A missed or unusable earlier sample does not hold anybody once a later one is negative; the last must be there.
    """
    if not tests:
        return ()
    against: list[Reason] = []
    waiting = sum(test.result is SampleResult.PENDING for test in tests)
    if waiting:
        against.append(reason("{count} test(s) have no result yet.", count=waiting))
    last_due = max(test.due_date for test in tests)
    final = [test for test in tests if test.result is SampleResult.NEGATIVE and _taken_on(test) >= last_due]
    needed = min(ruleset.release.samples_at_last_test, sum(test.due_date == last_due for test in tests))
    if len(final) < needed and not waiting:
        against.append(
            reason(
                "The last test, due on {due}, needs {needed} negative sample(s); there are {count}.",
                due=last_due,
                needed=needed,
                count=len(final),
            )
        )
    reagents = {test.reagent for test in final if test.reagent}
    if needed > 1 and len(final) >= needed and len(reagents) < ruleset.release.different_reagents:
        against.append(
            reason(
                "The dual sample must be tested with {needed} different reagents.",
                needed=ruleset.release.different_reagents,
            )
        )
    return tuple(against)


def release_date(*, ruleset: RuleSet, ends_at: datetime, tests: Sequence[TestRecord]) -> date | None:
    """The day on which release is to be expected; None when a positive test makes the person a case."""
    if any(test.result is SampleResult.POSITIVE for test in tests):
        return None
    promise = timedelta(hours=ruleset.testing.result_hours[TestReason.RELEASE])
    results = [
        (test.sampled_at or start_of_day(test.due_date)) + promise
        for test in tests
        if test.result in (None, SampleResult.PENDING)
    ]
    return city_date(max([ends_at, *results]))


def shorter_end(
    *, ruleset: RuleSet, last_exposure_at: datetime, tests: Sequence[TestRecord]
) -> datetime | None:
    """The earlier end that a negative test opens, where the rule set has one (WHO 2022, ECDC, US CDC 2020-12)."""
    days = ruleset.release.shorter_days_with_negative_test
    if days is None or any(test.result is SampleResult.POSITIVE for test in tests):
        return None
    earliest = city_date(last_exposure_at) + timedelta(days=days)
    taken = [
        _taken_on(test)
        for test in tests
        if test.result is SampleResult.NEGATIVE and _taken_on(test) >= earliest
    ]
    return release_instant(counting=ruleset.counting, day=min(taken)) if taken else None


def _taken_on(test: TestRecord) -> date:
    return city_date(test.sampled_at) if test.sampled_at else test.due_date


def _open_environment(ruleset: RuleSet, environment: Sequence[EnvironmentRecord]) -> list[Reason]:
    negative = {each.sample for each in environment if each.result is SampleResult.NEGATIVE}
    if any(each.result is SampleResult.POSITIVE for each in environment):
        return [reason("An object in the room was positive: an infection must be excluded first.")]
    missing = [each for each in ruleset.release.environment_samples if each not in negative]
    if missing:
        return [
            reason(
                "{count} of the {all} samples from the room (phone, pillow, toilet door handle) have no negative result yet.",
                count=len(missing),
                all=len(ruleset.release.environment_samples),
            )
        ]
    return []
