"""A change of rule set in the middle of an outbreak only ever shortens, and says for whom and why."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.days import at, rules_of

from ringfence.ground.rulesets import queries
from ringfence.ground.rulesets.words import ContactKind
from ringfence.measures.orders import rules

LAST, ARRIVED, NOW = at("01-08", 19), at("01-09", 10), at("01-12", 9)


def running(ruleset_id, kind=ContactKind.CLOSE, starts=ARRIVED):
    plan = rules.plan_measures(
        ruleset=rules_of(ruleset_id), kind=kind, last_exposure_at=LAST, starts_at=starts
    )
    return rules.Running(uuid4(), kind, LAST, plan.stages)


def change(old, new, now=NOW, kind=ContactKind.CLOSE):
    one = running(old, kind)
    migration = rules.migrate(old=rules_of(old), new=rules_of(new), running=[one], now=now)
    (found,) = (*migration.affected, *migration.unchanged)
    return one, found


@pytest.mark.parametrize(
    ("old", "new", "now", "kind", "found", "stages"),
    [
        ("CN-8", "CN-9", NOW, ContactKind.CLOSE, rules.Change.SHORTER,
         [("FACILITY_QUARANTINE", "01-15"), ("HOME_HEALTH_MONITORING", "01-18")]),
        ("CN-8", "CN-9", at("01-16"), ContactKind.CLOSE, rules.Change.SHORTER, [("HOME_HEALTH_MONITORING", "01-18")]),
        ("CN-8", "CN-9", at("01-19"), ContactKind.CLOSE, rules.Change.ENDS_NOW, []),
        ("CN-8", "CN-9", NOW, ContactKind.SECONDARY, rules.Change.MILDER, [("HOME_QUARANTINE", "01-15")]),
        ("CN-9", "CN-20", NOW, ContactKind.CLOSE, rules.Change.SHORTER,
         # three days of home quarantine are not added where there was monitoring
         [("FACILITY_QUARANTINE", "01-13"), ("HOME_QUARANTINE", "01-15"), ("HOME_HEALTH_MONITORING", "01-16")]),
        ("CN-9", "CN-20", NOW, ContactKind.SECONDARY, rules.Change.ENDS_NOW, []),
        ("CN-20", "CN-10", NOW, ContactKind.CLOSE, rules.Change.SHORTER, [("HOME_QUARANTINE", "01-13")]),
        ("CN-9", "CN-8", NOW, ContactKind.CLOSE, rules.Change.UNCHANGED, None),  # the stricter one changes nothing
        ("CN-10", "CN-8", NOW, ContactKind.CLOSE, rules.Change.UNCHANGED, None),
        ("CN-8", "CN-8-HN-2022-01", NOW, ContactKind.CLOSE, rules.Change.UNCHANGED, None),
    ],
)  # fmt: skip
def test_what_a_change_means_for_one_person(old, new, now, kind, found, stages):
    one, affected = change(old, new, now, kind)
    assert affected.change is found
    left = [(stage.kind, f"{stage.ends_date:%m-%d}") for stage in affected.stages]
    assert left == (
        stages if stages is not None else [(each.kind, f"{each.ends_date:%m-%d}") for each in one.stages]
    )
    assert affected.reasons


def test_a_running_stage_goes_on_from_its_own_start_with_the_tests_still_to_come():
    _, affected = change("CN-8", "CN-9")
    site = affected.stages[0]
    assert site.starts_at == ARRIVED
    assert [f"{test.due_date:%m-%d}" for test in site.tests] == ["01-13", "01-15"]


def test_people_whose_time_is_over_are_not_in_the_list():
    migration = rules.migrate(
        old=rules_of("CN-8"), new=rules_of("CN-9"), running=[running("CN-8")], now=at("02-20")
    )
    assert (migration.affected, migration.unchanged) == ((), ())


def test_the_summary_counts():
    people = [running("CN-8"), running("CN-8", ContactKind.SECONDARY), running("CN-8", ContactKind.CASUAL)]
    migration = rules.migrate(old=rules_of("CN-8"), new=rules_of("CN-9"), running=people, now=NOW)
    assert str(migration.reasons[0]).startswith("From CN-8 to CN-9: 3 of 3 running measures")
    assert {one.order_id for one in migration.affected} == {one.order_id for one in people}


def strictness(stages, instant):
    """0 without a measure, then rising; what a person is under at one instant."""
    for stage in stages:
        if stage.starts_at <= instant < stage.ends_at:
            return 1 + rules.STRICTNESS.index(stage.kind)
    return 0


rulesets = st.sampled_from(queries.all_rulesets())


@settings(max_examples=400)
@given(
    old=rulesets, new=rulesets, kind=st.sampled_from(ContactKind), start=st.integers(-48, 24 * 12),
    passed=st.integers(0, 24 * 25), probes=st.lists(st.integers(0, 60 * 24 * 30), max_size=30),
)  # fmt: skip
def test_no_change_is_ever_stricter_at_any_instant(old, new, kind, start, passed, probes):
    begun = LAST + timedelta(hours=start)
    now = begun + timedelta(hours=passed)
    plan = rules.plan_measures(ruleset=old, kind=kind, last_exposure_at=LAST, starts_at=begun)
    migration = rules.migrate(
        old=old, new=new, running=[rules.Running(uuid4(), kind, LAST, plan.stages)], now=now
    )
    for one in (*migration.affected, *migration.unchanged):
        edges = [cut for stage in (*plan.stages, *one.stages) for cut in (stage.starts_at, stage.ends_at)]
        for instant in (now, *edges, *(now + timedelta(minutes=minutes) for minutes in probes)):
            if instant >= now:
                assert strictness(one.stages, instant) <= strictness(plan.stages, instant)
        assert not one.stages or one.stages[-1].ends_at <= one.ends_before


@given(ruleset=rulesets, kind=st.sampled_from(ContactKind), passed=st.integers(0, 24 * 25))
def test_a_change_to_the_same_rule_set_changes_nobody(ruleset, kind, passed):
    plan = rules.plan_measures(ruleset=ruleset, kind=kind, last_exposure_at=LAST, starts_at=ARRIVED)
    people = [rules.Running(uuid4(), kind, LAST, plan.stages)]
    migration = rules.migrate(old=ruleset, new=ruleset, running=people, now=ARRIVED + timedelta(hours=passed))
    assert migration.affected == ()


def test_the_last_days_are_those_of_the_milder_row():
    _, affected = change("CN-8", "CN-20")
    assert affected.stages[-1].ends_date == date(2022, 1, 16)
