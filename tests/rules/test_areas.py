"""Declared areas are proposed for lifting by themselves, and are not kept longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.rules.days import at, rules_of

from ringfence.ground.rulesets.words import AreaLevel
from ringfence.kernel import start_of_day
from ringfence.measures.areas import rules

TODAY, NOW = date(2022, 1, 30), at("01-30")


def ago(days):
    return TODAY - timedelta(days=days)


LOCKDOWN = rules.AreaFacts(
    AreaLevel.LOCKDOWN, level_since=ago(20), last_infection_on=ago(14), full_round_on=ago(1), full_round_negative=True
)  # fmt: skip
HIGH = replace(LOCKDOWN, level=AreaLevel.HIGH, last_infection_on=ago(7), full_round_on=ago(0))
MEDIUM = rules.AreaFacts(
    AreaLevel.MEDIUM, level_since=ago(3), was_higher_before=True, last_infection_on=ago(10)
)


def propose(area, ruleset_id):
    return rules.propose_lift(ruleset=rules_of(ruleset_id), area=area, now=NOW)


@pytest.mark.parametrize(
    ("ruleset_id", "area", "allowed", "then"),
    [
        ("CN-8", LOCKDOWN, True, None),
        ("CN-8", replace(LOCKDOWN, last_infection_on=ago(13)), False, None),
        ("CN-8", replace(LOCKDOWN, full_round_on=ago(2)), True, None),
        ("CN-8", replace(LOCKDOWN, full_round_on=ago(3)), False, None),
        ("CN-8", replace(LOCKDOWN, full_round_negative=False), False, None),
        ("CN-8", replace(LOCKDOWN, full_round_on=None), False, None),
        ("CN-8", replace(LOCKDOWN, contacts_inside=2, last_contact_exposure_on=ago(14)), False, None),
        ("CN-8", replace(LOCKDOWN, contacts_inside=2, last_contact_exposure_on=ago(15)), True, None),
        ("CN-8", replace(LOCKDOWN, contacts_inside=2), False, None),  # last exposure not known
        ("CN-8", replace(LOCKDOWN, contacts_without_negative=1), False, None),
        ("CN-8", replace(LOCKDOWN, level=AreaLevel.CONTROLLED), True, None),
        ("CN-8", replace(LOCKDOWN, last_infection_on=None, level_since=ago(14)), True, None),
        ("CN-9", HIGH, True, AreaLevel.MEDIUM),
        ("CN-9", replace(HIGH, full_round_on=ago(1)), False, None),  # the round was on day 6
        ("CN-9", replace(HIGH, last_infection_on=ago(6)), False, None),
        ("CN-9", MEDIUM, True, AreaLevel.LOW),
        ("CN-9", replace(MEDIUM, level_since=ago(2)), False, None),  # three more days after high
        ("CN-9", replace(MEDIUM, last_infection_on=ago(1)), False, None),  # a new infection since
        ("CN-9", replace(MEDIUM, was_higher_before=False, level_since=ago(7), last_infection_on=ago(6)), False, None),
        ("CN-9", replace(MEDIUM, was_higher_before=False, level_since=ago(9), last_infection_on=ago(7)), True, AreaLevel.LOW),
        ("CN-9", replace(MEDIUM, level=AreaLevel.LOW), False, None),
        ("CN-20", replace(HIGH, last_infection_on=ago(5), full_round_on=None), True, AreaLevel.LOW),
        ("CN-20", MEDIUM, True, None),  # the twenty measures know no medium risk
        ("WHO-2021-02", LOCKDOWN, True, None),  # no areas at all
    ],
)  # fmt: skip
def test_when_an_area_is_lifted(ruleset_id, area, allowed, then):
    proposal = propose(area, ruleset_id)
    assert proposal.decision.allowed is allowed
    assert proposal.then is then


@pytest.mark.parametrize(
    ("area", "met_on"),
    [
        (LOCKDOWN, ago(0)),  # fourteen days came later than the round
        (replace(LOCKDOWN, last_infection_on=ago(18)), ago(1)),  # the round came last
        (replace(LOCKDOWN, contacts_inside=1, last_contact_exposure_on=ago(15)), ago(0)),
    ],
)
def test_since_when_the_conditions_are_met(area, met_on):
    assert propose(area, "CN-8").met_at == start_of_day(met_on)


def test_an_area_that_is_due_may_not_be_kept():
    assert rules.may_keep(
        ruleset=rules_of("CN-8"), area=replace(LOCKDOWN, last_infection_on=ago(3)), now=NOW
    ).allowed
    decision = rules.may_keep(ruleset=rules_of("CN-8"), area=LOCKDOWN, now=NOW)
    assert not decision.allowed
    assert "no. 3" in str(decision.reasons[0])


@pytest.mark.parametrize(
    ("ruleset_id", "level", "days"),
    [
        ("CN-8", AreaLevel.LOCKDOWN, [1, 4, 7, 10, 14]),
        ("CN-8", AreaLevel.CONTROLLED, [1, 4, 7]),
        ("CN-8", AreaLevel.PRECAUTION, []),
        ("CN-9", AreaLevel.HIGH, [7]),
        ("CN-20", AreaLevel.MEDIUM, []),
    ],
)
def test_when_everybody_in_the_area_is_tested(ruleset_id, level, days):
    planned = rules.area_test_dates(ruleset=rules_of(ruleset_id), level=level, declared_on=TODAY)
    assert [(test.due_date - TODAY).days + 1 for test in planned] == days
