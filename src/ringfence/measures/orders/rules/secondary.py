"""The release of secondary contacts, which hangs on the tests of the close contact they met."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ringfence.ground.rulesets.parameters import RuleSet
from ringfence.ground.rulesets.words import SampleResult
from ringfence.kernel import Decision, allow, reason, refuse

from .release import TestRecord, open_tests


def early_release_of_secondary(
    *,
    ruleset: RuleSet,
    ends_at: datetime,
    own_tests: Sequence[TestRecord],
    contact_tests: Sequence[TestRecord],
    contact_ends_at: datetime | None,
    now: datetime,
) -> Decision:
    """A secondary contact goes home on the last day of the short stay if the close contact's first tests are negative.

    `contact_tests` are the close contact's, in the order of sampling; `contact_ends_at` is the end of that person's
    own quarantine, after which nobody is held any longer on account of missing results.
    """
    if now < ends_at:
        return refuse(reason("It lasts until {ends_at}.", ends_at=ends_at))
    if any(test.result is SampleResult.POSITIVE for test in own_tests):
        return refuse(reason("A test was positive: this person is now looked after as a case."))
    contact_positive = any(test.result is SampleResult.POSITIVE for test in contact_tests)
    if contact_positive and ruleset.secondary.becomes_close_when_contact_positive:
        return refuse(
            reason(
                "The close contact turned positive: you are now a close contact, counted from your own last exposure."
            )
        )
    missing = open_tests(ruleset=ruleset, tests=own_tests)
    if missing:
        return refuse(*missing)
    return _contact_is_clear(ruleset, contact_tests, contact_ends_at, now)


def _contact_is_clear(
    ruleset: RuleSet, contact_tests: Sequence[TestRecord], contact_ends_at: datetime | None, now: datetime
) -> Decision:
    needed = ruleset.secondary.release_needs_contact_tests
    negative = sum(test.result is SampleResult.NEGATIVE for test in contact_tests[:needed])
    if negative >= needed:
        return allow(
            reason(
                "The time is over, your tests and the close contact's first {needed} tests are negative.",
                needed=needed,
            )
        )
    if contact_ends_at is not None and now >= contact_ends_at:
        return allow(
            reason(
                "The close contact's own quarantine is over: you are not held any longer for missing results."
            )
        )
    return refuse(
        reason(
            "The close contact's first {needed} tests are not all negative yet ({count} so far).",
            needed=needed,
            count=negative,
        )
    )
