"""Stages and test days, what may be approved, and what would be stricter than the rule set."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.days import at, rules_of

from ringfence.ground.rulesets import queries
from ringfence.ground.rulesets.words import ContactKind, MeasureKind
from ringfence.kernel import city_date
from ringfence.measures.orders import rules

LAST, ARRIVED = at("01-08", 19), at("01-09", 10)
SITE, HOME = MeasureKind.FACILITY_QUARANTINE, MeasureKind.HOME_QUARANTINE
MONITORED, SELF = MeasureKind.HOME_HEALTH_MONITORING, MeasureKind.SELF_MONITORING

all_rulesets = st.sampled_from(queries.all_rulesets())
kinds = st.sampled_from(list(ContactKind))
hours = st.integers(min_value=-24 * 5, max_value=24 * 40)


def plan(ruleset_id, kind=ContactKind.CLOSE, last=LAST, starts=ARRIVED):
    return rules.plan_measures(
        ruleset=rules_of(ruleset_id), kind=kind, last_exposure_at=last, starts_at=starts
    )


@pytest.mark.parametrize(
    ("ruleset_id", "kind", "stages"),
    [
        ("CN-7", ContactKind.CLOSE, [(SITE, "01-22")]),
        ("CN-8", ContactKind.CLOSE, [(SITE, "01-22"), (MONITORED, "01-29")]),
        ("CN-8", ContactKind.SECONDARY, [(SITE, "01-15")]),
        ("CN-8", ContactKind.CASUAL, [(SELF, "01-22")]),
        ("CN-8-HN-2022-01", ContactKind.CASUAL, [(MONITORED, "01-15")]),
        ("CN-9", ContactKind.CLOSE, [(SITE, "01-15"), (MONITORED, "01-18")]),
        ("CN-9", ContactKind.SECONDARY, [(HOME, "01-15")]),
        ("CN-20", ContactKind.CLOSE, [(SITE, "01-13"), (HOME, "01-16")]),
        ("CN-20", ContactKind.SECONDARY, []),
        ("CN-10", ContactKind.CLOSE, [(HOME, "01-13")]),
        ("CN-10", ContactKind.CASUAL, []),
        ("WHO-2021-02", ContactKind.CLOSE, [(HOME, "01-22")]),
        ("WHO-2022-07", ContactKind.CLOSE, [(HOME, "01-18")]),
        ("ECDC", ContactKind.CLOSE, [(HOME, "01-22")]),
        ("US-CDC-2020-10", ContactKind.CLOSE, [(HOME, "01-22")]),
        ("US-CDC-2020-12", ContactKind.CLOSE, [(HOME, "01-18")]),
        ("US-CDC-2022-01", ContactKind.CLOSE, [(HOME, "01-13"), (SELF, "01-18")]),
        ("CN-8", ContactKind.NONE, []),
    ],
)
def test_the_stages_of_each_rule_set(ruleset_id, kind, stages):
    found = [(stage.kind, f"{stage.ends_date:%m-%d}") for stage in plan(ruleset_id, kind).stages]
    assert found == stages


def test_a_dual_sample_is_taken_on_the_last_day_of_the_eighth_edition():
    site, home = plan("CN-8").stages
    assert [test.samples for test in site.tests] == [1, 1, 1, 2]
    assert [(f"{test.due_date:%m-%d}", test.samples) for test in home.tests] == [("01-24", 1), ("01-29", 1)]


def test_somebody_found_late_stays_to_the_same_day_and_is_tested_on_it():
    (site, _) = plan("CN-8", starts=at("01-18", 9)).stages
    assert site.ends_date == date(2022, 1, 22)
    assert [f"{test.due_date:%m-%d}" for test in site.tests] == ["01-18", "01-21", "01-22"]


def test_somebody_found_after_the_time_in_the_site_is_only_monitored():
    (home,) = plan("CN-8", starts=at("01-25", 9)).stages
    assert (home.kind, home.ends_date) == (MONITORED, date(2022, 1, 29))
    assert [f"{test.due_date:%m-%d}" for test in home.tests] == ["01-29"]


def test_somebody_found_after_everything_has_nothing_to_do():
    late = plan("CN-8", starts=at("01-29", 12))
    assert (late.stages, late.ends_at) == ((), None)
    assert len(late.reasons) == 2


def test_the_last_day_begins_at_midnight_in_the_city_but_people_go_home_from_noon():
    site = plan("CN-9", last=at("01-08", 0, 30)).first
    assert site.ends_at == at("01-15", 12)


@given(ruleset=all_rulesets, kind=kinds, later=st.integers(0, 24 * 20), start=hours)
def test_the_end_never_moves_forward_when_the_last_exposure_is_later(ruleset, kind, later, start):
    first, second = LAST, LAST + timedelta(hours=later)
    ends = [
        rules.plan_measures(
            ruleset=ruleset, kind=kind, last_exposure_at=last, starts_at=LAST + timedelta(hours=start)
        ).ends_at
        for last in (first, second)
    ]
    assert ends[0] is None or (ends[1] is not None and ends[0] <= ends[1])


@given(ruleset=all_rulesets, kind=kinds, start=hours)
def test_stages_follow_without_gap_and_tests_lie_inside(ruleset, kind, start):
    begins = LAST + timedelta(hours=start)
    planned = rules.plan_measures(ruleset=ruleset, kind=kind, last_exposure_at=LAST, starts_at=begins)
    for stage in planned.stages:
        assert stage.starts_at == begins < stage.ends_at
        assert city_date(stage.ends_at) == stage.ends_date
        due = [test.due_date for test in stage.tests]
        assert due == sorted(set(due))
        assert all(city_date(begins) <= day <= stage.ends_date for day in due)
        begins = stage.ends_at
    assert planned.reasons


def check(ruleset_id, kind, ends, contact_kind=ContactKind.CLOSE):
    return rules.not_stricter_than(
        ruleset=rules_of(ruleset_id),
        contact_kind=contact_kind,
        kind=kind,
        last_exposure_at=LAST,
        ends_at=at(ends),
    )


@pytest.mark.parametrize(
    ("ruleset_id", "contact_kind", "kind", "ends", "allowed", "dont"),
    [
        ("CN-9", ContactKind.CLOSE, SITE, "01-15", True, ""),
        ("CN-9", ContactKind.CLOSE, SITE, "01-16", False, "no. 5"),  # one day more
        ("CN-9", ContactKind.CLOSE, SITE, "01-22", False, "no. 5"),  # 14 days where the rule set says 7
        ("CN-9", ContactKind.CLOSE, HOME, "01-15", True, ""),  # milder
        ("CN-9", ContactKind.CLOSE, HOME, "01-18", False, "no. 5"),  # monitoring would be right by then
        ("CN-9", ContactKind.CLOSE, MONITORED, "01-18", True, ""),
        ("CN-9", ContactKind.CLOSE, MONITORED, "01-19", False, "no. 5"),
        ("CN-9", ContactKind.SECONDARY, SITE, "01-15", False, "no. 4"),  # at home, not in a site
        ("CN-8", ContactKind.SECONDARY, SITE, "01-15", True, ""),
        ("CN-20", ContactKind.SECONDARY, SELF, "01-10", False, "no. 4"),
        ("CN-20", ContactKind.CLOSE, SITE, "01-16", False, "no. 5"),
        ("CN-20", ContactKind.CLOSE, HOME, "01-16", True, ""),
        ("CN-8", ContactKind.CASUAL, HOME, "01-10", False, "no. 4"),
        ("CN-8", ContactKind.NONE, SELF, "01-10", False, "no. 4"),
        ("CN-8", ContactKind.CLOSE, MeasureKind.ISOLATION, "01-15", False, "Isolation is for cases"),
    ],
)
def test_nothing_is_stricter_than_the_rule_set(ruleset_id, contact_kind, kind, ends, allowed, dont):
    decision = check(ruleset_id, kind, ends, contact_kind)
    assert decision.allowed is allowed
    assert dont in str(decision.reasons[0])


@given(ruleset=all_rulesets, kind=kinds, start=hours, more=st.integers(1, 30))
def test_every_planned_stage_is_within_the_rule_set_and_a_longer_one_is_not(ruleset, kind, start, more):
    planned = rules.plan_measures(
        ruleset=ruleset, kind=kind, last_exposure_at=LAST, starts_at=LAST + timedelta(hours=start)
    )
    for stage in planned.stages:
        asked = {"ruleset": ruleset, "contact_kind": kind, "kind": stage.kind, "last_exposure_at": LAST}
        assert rules.not_stricter_than(**asked, ends_at=stage.ends_at).allowed
        assert not rules.not_stricter_than(**asked, ends_at=stage.ends_at + timedelta(days=more)).allowed


DRAFT = rules.Draft(
    drafted_by="Chen", organisation="county CDC", kind=SITE, contact_kind=ContactKind.CLOSE,
    last_exposure_at=LAST, ends_at=at("01-22"), evidence=1, expires_at=at("01-10"),
)  # fmt: skip


def approve(draft=DRAFT, approver="Wang", organisation="city CDC", ruleset_id="CN-8", now=ARRIVED):
    return rules.may_approve(
        ruleset=rules_of(ruleset_id), draft=draft, approver=approver, organisation=organisation, now=now
    )


def test_a_second_person_of_another_organisation_approves():
    assert approve().allowed


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"approver": "Chen"}, "cannot approve it"),
        ({"organisation": "county CDC"}, "another organisation"),
        ({"draft": replace(DRAFT, evidence=0)}, "no evidence"),
        ({"draft": replace(DRAFT, ends_at=at("01-09", 9))}, "nothing left"),
        ({"draft": replace(DRAFT, expires_at=at("01-09", 9))}, "lapsed"),
        ({"draft": replace(DRAFT, ends_at=at("01-23"))}, "no. 5"),
        ({"draft": replace(DRAFT, contact_kind=None)}, "A case is isolated"),
        ({"draft": replace(DRAFT, last_exposure_at=None)}, "must be written down"),
        ({"draft": replace(DRAFT, ends_at=None)}, "must be written down"),
        ({"ruleset_id": "CN-9"}, "no. 5"),
    ],
)
def test_an_approval_is_refused_with_its_reason(asked, said):
    decision = approve(**asked)
    assert not decision.allowed
    assert any(said in str(one) for one in decision.reasons)


def test_all_reasons_against_are_said_at_once():
    assert len(approve(draft=replace(DRAFT, evidence=0, ends_at=at("01-23")), approver="Chen").reasons) == 3


def test_isolation_of_a_case_has_no_fixed_end_and_needs_no_exposure():
    isolation = replace(
        DRAFT, kind=MeasureKind.ISOLATION, contact_kind=None, last_exposure_at=None, ends_at=None
    )
    assert approve(draft=isolation).allowed
