"""Two, four, twenty-four hours: deadlines, stopped time, escalation, how long things took."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.days import at, rules_of

from ringfence.ground.rulesets.words import Milestone, StopReason
from ringfence.tracing.investigations import rules

T0 = at("01-09", 8)
CLOCK = rules_of("CN-8-HN-2022-01").clock
ICU, INTERPRETER, NO_PHONE = StopReason.INTENSIVE_CARE, StopReason.INTERPRETER, StopReason.NO_PHONE


def hours(count):
    return timedelta(hours=count)


def stop(first, last, why=ICU):
    return rules.Stop(why, T0 + hours(first), None if last is None else T0 + hours(last))


def moved(limit, stops, now):
    due = rules.moved_deadline(t0=T0, limit=hours(limit), stops=stops, now=T0 + hours(now))
    return (due - T0) / hours(1)


@pytest.mark.parametrize(
    ("ruleset_id", "limits"),
    [
        ("CN-8-HN-2022-01", {"DIRECT_REPORT": 2, "CORE_FACTS": 2, "CASE_TRANSFER": 2, "CORE_REPORT": 4,
                             "CONTACT_TRANSFER": 8, "SECONDARY_TRANSFER": 12, "FULL_REPORT": 24}),
        ("CN-8", {"DIRECT_REPORT": 2, "CORE_FACTS": 2, "CASE_TRANSFER": 2, "CORE_REPORT": 4,
                  "CONTACT_TRANSFER": 12, "SECONDARY_TRANSFER": 12, "FULL_REPORT": 24}),
        ("CN-20", {"DIRECT_REPORT": 2, "CORE_FACTS": 2, "CASE_TRANSFER": 2, "CORE_REPORT": 4,
                   "CONTACT_TRANSFER": 8, "FULL_REPORT": 24}),
        ("WHO-2021-02", {"CASE_INTERVIEW": 24, "CONTACT_NOTIFICATION": 24}),
    ],
)  # fmt: skip
def test_the_milestones_of_a_case(ruleset_id, limits):
    found = rules.milestones(clock=rules_of(ruleset_id).clock, t0=T0, now=T0)
    assert {one.milestone: (one.due_at - T0) / hours(1) for one in found} == limits
    assert [one.due_at for one in found] == sorted(one.due_at for one in found)


def test_cross_area_notices_have_a_clock_of_their_own():
    found = rules.notice_milestones(clock=CLOCK, noticed_at=T0, now=T0)
    assert [(one.milestone, (one.due_at - T0) / hours(1)) for one in found] == [
        (Milestone.NOTICE_LOCATE, 2),
        (Milestone.NOTICE_CONTROL, 8),
        (Milestone.NOTICE_FEEDBACK, 24),
    ]


@pytest.mark.parametrize(
    ("limit", "stops", "now", "due"),
    [
        (4, [], 1, 4),
        (4, [stop(1, 3)], 3, 6),  # two hours stood still
        (4, [stop(1, 3), stop(2, 5)], 5, 8),  # overlapping stops count once
        (4, [stop(1, 3), stop(3, 4)], 4, 7),  # touching ones too
        (4, [stop(1, 2), stop(4.5, 5)], 6, 5.5),  # the second began before the moved deadline
        (4, [stop(4, 9)], 9, 4),  # began when the time was over
        (4, [stop(-3, 1)], 2, 5),  # began before T0: counts from T0
        (4, [stop(-3, -1)], 2, 4),
        (4, [stop(1, None)], 3, 6),  # still standing: counts until now
        (4, [stop(1, None)], 10, 13),
        (4, [stop(2, 1)], 3, 4),  # ends before it began: nothing
    ],
)
def test_a_stopped_clock_moves_the_deadline(limit, stops, now, due):
    assert moved(limit, stops, now) == due


stretches = st.lists(st.tuples(st.integers(-10, 50), st.integers(0, 20)), max_size=6)


@given(limit=st.integers(1, 48), pairs=stretches, now=st.integers(0, 100))
def test_stops_never_bring_a_deadline_forward_and_never_add_more_than_they_lasted(limit, pairs, now):
    stops = [stop(first, first + length) for first, length in pairs]
    due = moved(limit, stops, now)
    assert limit <= due <= limit + sum(length for _, length in pairs)


@given(limit=st.integers(1, 48), pairs=stretches)
def test_until_the_deadline_the_clock_ran_exactly_as_long_as_the_limit(limit, pairs):
    stops = [stop(first, first + length) for first, length in pairs]
    due = moved(limit, stops, 100)
    stood = {hour for first, length in pairs for hour in range(max(first, 0), first + length) if hour < due}
    assert due - len(stood) == limit


def test_stops_are_listed_and_counted():
    stops = [stop(1, 3), stop(2, 4, NO_PHONE), stop(5, 6), stop(7, None, INTERPRETER)]
    found = rules.stopped_time(stops=stops, t0=T0, now=T0 + hours(8))
    assert found.total == hours(5)
    assert found.by_reason == {ICU: (2, hours(3)), NO_PHONE: (1, hours(2)), INTERPRETER: (1, hours(1))}


@pytest.mark.parametrize(
    ("met", "now", "level"),
    [
        (None, 0, "ON_TIME"),
        (None, 2.99, "ON_TIME"),
        (None, 3, "WARNED"),  # 75 % of four hours
        (None, 3.99, "WARNED"),
        (None, 4, "BREACHED"),
        (4, 9, "MET"),
        (4.01, 9, "MET_LATE"),
    ],
)
def test_escalation_at_three_quarters_and_at_the_limit(met, now, level):
    (core,) = (one for one in rules.milestones(clock=CLOCK, t0=T0, now=T0) if one.milestone == "CORE_REPORT")
    met_at = None if met is None else T0 + hours(met)
    found = rules.level(deadline=core, met_at=met_at, now=T0 + hours(now))
    assert found == level
    assert str(rules.level_sentence(deadline=core, level=found)).endswith(".")


def test_a_stop_moves_the_warning_too():
    found = rules.milestones(clock=CLOCK, t0=T0, stops=[stop(1, 3)], now=T0 + hours(3))
    core = next(one for one in found if one.milestone == "CORE_REPORT")
    assert (core.warn_at, core.due_at) == (T0 + hours(5), T0 + hours(6))


@pytest.mark.parametrize(
    ("why", "stops", "allowed"),
    [
        (ICU, [], True),
        (ICU, [stop(1, 3)], True),
        (ICU, [stop(1, None)], False),
        (ICU, [stop(1, None, NO_PHONE)], True),
    ],
)
def test_what_may_stop_the_clock(why, stops, allowed):
    assert rules.may_stop(clock=CLOCK, why=why, stops=stops).allowed is allowed


@pytest.mark.parametrize(
    ("lengths", "found"),
    [
        ([], None),
        ([3], (3, 3)),
        ([1, 3], (2, 3)),
        ([5, 1, 3], (3, 5)),
        (list(range(1, 11)), (5.5, 9)),  # nearest rank: the ninth of ten
        (list(range(1, 101)), (50.5, 90)),
    ],
)
def test_median_and_ninetieth_percentile(lengths, found):
    answer = rules.median_and_90th([hours(length) for length in lengths])
    assert answer == (found and (hours(found[0]), hours(found[1])))


def test_every_milestone_and_every_stop_has_its_words():
    for milestone in Milestone:
        assert str(rules.milestone_words(milestone))
        assert rules.evidence_words(milestone)
    assert len({str(rules.stop_words(why)) for why in StopReason}) == len(StopReason)
