"""Samples: due dates, pools, believable results."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.days import at, rules_of

from ringfence.field.testing import rules
from ringfence.ground.rulesets.words import SampleResult, TestReason

POOLING, TESTING = rules_of("CN-9").pooling, rules_of("CN-9").testing
TEN = [uuid4() for _ in range(10)]
NOW = at("01-09", 18)


def days(found):
    return [(test.day, test.due_date.day, test.samples) for test in found]


@pytest.mark.parametrize(
    ("test_days", "ends", "samples", "found"),
    [
        ([1, 4, 7, 14], 22, 2, [(1, 9, 1), (4, 12, 1), (7, 15, 1), (14, 22, 2)]),
        ([1, 4, 7, 14], 15, 1, [(1, 9, 1), (4, 12, 1), (7, 15, 1)]),  # the last is brought forward, once
        ([1, 4, 7, 14], 10, 2, [(1, 9, 1), (2, 10, 2)]),
        ([3], 9, 1, [(1, 9, 1)]),
        ([], 22, 2, []),
        ([1], 8, 1, []),  # over before it began
    ],
)
def test_due_dates(test_days, ends, samples, found):
    planned = rules.test_dates(
        test_days=test_days, day_one=date(2022, 1, 9), ends_date=date(2022, 1, ends), samples_at_last_test=samples
    )  # fmt: skip
    assert days(planned) == found


@given(test_days=st.lists(st.integers(1, 30)), length=st.integers(0, 30))
def test_nobody_goes_home_without_a_last_test_and_nobody_stays_for_one(test_days, length):
    first = date(2022, 1, 9)
    last = first + timedelta(days=length)
    planned = rules.test_dates(test_days=test_days, day_one=first, ends_date=last)
    assert all(first <= test.due_date <= last for test in planned)
    assert len(planned) == len({test.due_date for test in planned}) <= len(set(test_days))
    assert bool(planned) == bool(test_days)
    if test_days and max(test_days) > length:
        assert planned[-1].due_date == last


@pytest.mark.parametrize(("why", "hours"), [(TestReason.FEVER_CLINIC, 6), (TestReason.RELEASE, 12)])
def test_a_result_is_promised(why, hours):
    assert rules.result_due_at(testing=TESTING, why=why, sampled_at=NOW) == NOW + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("members", "allowed"),
    [
        ([], False),
        (TEN[:3], True),
        (TEN, True),
        ([*TEN, TEN[0]], False),
        ([uuid4() for _ in range(21)], False),
    ],
)
def test_what_may_be_in_one_tube(members, allowed):
    assert rules.may_pool(pooling=POOLING, members=members).allowed is allowed


def test_the_deadlines_of_a_positive_pool():
    found = rules.pool_deadlines(pooling=POOLING, result_at=NOW)
    assert found == rules.PoolDeadlines(
        NOW + timedelta(minutes=30), NOW + timedelta(hours=2), NOW + timedelta(hours=6)
    )


@pytest.mark.parametrize(
    ("single", "hours", "state"),
    [
        (None, 0, "HELD"),
        (SampleResult.PENDING, 11.9, "HELD"),
        (SampleResult.INVALID, 3, "HELD"),
        (SampleResult.NEGATIVE, 3, "RELEASED"),
        (SampleResult.POSITIVE, 3, "PRESUMPTIVE"),
        (None, 12, "EXPIRED"),
        (SampleResult.PENDING, 12, "EXPIRED"),
        (SampleResult.INVALID, 12, "EXPIRED"),
        (SampleResult.POSITIVE, 13, "PRESUMPTIVE"),  # late, but it still counts
    ],
)
def test_what_becomes_of_a_hold(single, hours, state):
    (hold,) = rules.holds_of_positive_pool(pooling=POOLING, members=TEN[:1], result_at=NOW)
    settled = rules.settle_hold(hold=hold, single_result=single, now=NOW + timedelta(hours=hours))
    assert settled.state == state


def test_a_person_scanned_twice_is_held_once():
    holds = rules.holds_of_positive_pool(pooling=POOLING, members=[*TEN, TEN[0]], result_at=NOW)
    assert [hold.person_id for hold in holds] == TEN


def report(result=SampleResult.POSITIVE, sampled=-6, received=-4, result_at=-1, ct=30.0):
    when = [
        None if hours is None else NOW + timedelta(hours=hours) for hours in (sampled, received, result_at)
    ]
    reported = rules.ReportedResult(result, *when, ct=ct)
    return rules.check_result(testing=TESTING, reported=reported, now=NOW)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, ""),
        ({"received": None}, ""),
        ({"result": SampleResult.NEGATIVE, "ct": None}, ""),
        ({"result": SampleResult.NEGATIVE, "ct": 38.0}, ""),  # grey zone of some kits
        ({"result": SampleResult.PENDING, "result_at": None, "ct": None}, ""),
        ({"sampled": 1, "received": None, "result_at": None}, "future"),
        ({"received": -7}, "before it was taken"),
        ({"result_at": 1}, "future"),
        ({"result_at": -3.9}, "15 minutes"),
        ({"result_at": -8, "received": None}, "15 minutes"),
        ({"result_at": None}, "when the result was read"),
        ({"ct": 0.0}, "impossible"),
        ({"ct": 51.0}, "impossible"),
        ({"result": SampleResult.NEGATIVE, "ct": 25.0}, "negative result"),
        ({"ct": 40.0}, "positive result"),
    ],
)
def test_results_that_cannot_be_are_refused(facts, said):
    decision = report(**facts)
    assert decision.allowed is not bool(said)
    assert said in " ".join(map(str, decision.reasons))
