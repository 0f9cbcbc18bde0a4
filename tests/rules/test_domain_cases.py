"""The rule-engine cases of the domain reference, section 12, one by one."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.rules.days import at, rules_of

from ringfence.field.testing import rules as testing
from ringfence.ground.rulesets.words import AreaLevel, ContactKind, MeasureKind, SampleResult, Setting
from ringfence.kernel import Refused
from ringfence.measures.areas import rules as areas
from ringfence.measures.health_status import rules as health
from ringfence.measures.orders import rules as orders
from ringfence.tracing.contacts import rules as contacts

CHEN = contacts.CaseFacts(onset_on=date(2022, 1, 8), sampled_on=None)
MEAL_WITH_CHEN = contacts.Exposure(Setting.MEAL_ENTERTAINMENT, first_at=at("01-04", 19))
LAST_EXPOSURE, ARRIVAL = at("01-08", 19), at("01-09", 10)


def plan(ruleset_id, kind=ContactKind.CLOSE):
    return orders.plan_measures(
        ruleset=rules_of(ruleset_id), kind=kind, last_exposure_at=LAST_EXPOSURE, starts_at=ARRIVAL
    )


def due(stage):
    return [f"{test.due_date:%m-%d}" for test in stage.tests]


def test_case_1_a_colleague_of_the_meal_four_days_before_onset():
    henan = contacts.propose_kind(ruleset=rules_of("CN-8-HN-2022-01"), exposure=MEAL_WITH_CHEN, case=CHEN)
    national = contacts.propose_kind(ruleset=rules_of("CN-8"), exposure=MEAL_WITH_CHEN, case=CHEN)
    assert henan.kind is ContactKind.CLOSE
    assert national.kind is ContactKind.NONE


def test_case_2_eighth_edition_counts_days_from_exposure_and_tests_from_arrival():
    site, home = plan("CN-8").stages
    assert (site.kind, site.ends_date) == (MeasureKind.FACILITY_QUARANTINE, date(2022, 1, 22))
    assert due(site) == ["01-09", "01-12", "01-15", "01-22"]
    assert (home.kind, home.ends_date) == (MeasureKind.HOME_HEALTH_MONITORING, date(2022, 1, 29))
    assert home.ends_at - site.ends_at == timedelta(days=7)


def test_case_3_ninth_edition_and_twenty_measures():
    site, home = plan("CN-9").stages
    assert site.ends_date == date(2022, 1, 15)
    assert [test.day for test in site.tests] == [1, 2, 3, 5, 7]
    assert due(site)[-1] == "01-15"
    assert (home.kind, due(home)) == (MeasureKind.HOME_HEALTH_MONITORING, ["01-18"])
    site, home = plan("CN-20").stages
    assert (site.kind, site.ends_date) == (MeasureKind.FACILITY_QUARANTINE, date(2022, 1, 13))
    assert (home.kind, home.ends_date) == (MeasureKind.HOME_QUARANTINE, date(2022, 1, 16))
    assert due(site) == ["01-09", "01-10", "01-11", "01-13"]
    assert due(home) == ["01-14", "01-16"]


def test_case_4_a_contact_of_a_contact_is_free_under_the_twenty_measures():
    assert plan("CN-20", ContactKind.SECONDARY).stages == ()
    met = contacts.Exposure(Setting.HOUSEHOLD, first_at=at("01-06"), last_at=LAST_EXPOSURE)
    li = contacts.ContactFacts(first_exposure_at=at("01-05"))
    assert (
        contacts.propose_secondary(ruleset=rules_of("CN-20"), exposure=met, contact=li).kind
        is ContactKind.NONE
    )
    assert (
        contacts.propose_secondary(ruleset=rules_of("CN-8"), exposure=met, contact=li).kind
        is ContactKind.SECONDARY
    )


def test_case_4_eighth_edition_releases_a_contact_of_a_contact_on_day_seven():
    (site,) = plan("CN-8", ContactKind.SECONDARY).stages
    own = [
        orders.TestRecord(test.due_date, at("01-09"), SampleResult.NEGATIVE, "A") for test in site.tests[:-1]
    ]
    last = [
        orders.TestRecord(site.ends_date, at("01-15", 8), SampleResult.NEGATIVE, reagent) for reagent in "AB"
    ]
    contacts_two = [
        orders.TestRecord(date(2022, 1, day), at(f"01-{day:02}"), SampleResult.NEGATIVE) for day in (9, 12)
    ]
    answer = {
        tests: orders.early_release_of_secondary(
            ruleset=rules_of("CN-8"),
            ends_at=site.ends_at,
            own_tests=[*own, *last],
            contact_tests=contacts_two[:tests],
            contact_ends_at=at("01-22"),
            now=at("01-15", 14),
        ).allowed
        for tests in (2, 1)
    }
    assert site.ends_date == date(2022, 1, 15)
    assert answer == {2: True, 1: False}


def test_case_5_a_venue_scan_alone_leaves_a_person_clear():
    scan = health.VenueExposure(venue_id=uuid4(), from_at=at("01-08", 9), to_at=at("01-08", 10), case_id=None)
    found = health.status(evidence=[scan], ruleset=rules_of("CN-8-HN-2022-01"), now=at("01-09"))
    assert (found.status, found.until) == (health.Status.CLEAR, None)


def test_case_5_a_list_of_names_is_not_evidence():
    depositors = [{"name": "Wang", "status": "QUARANTINED"}]
    with pytest.raises(Refused, match="never from a list"):
        health.status(evidence=depositors, ruleset=rules_of("CN-9"), now=at("01-09"))


@pytest.mark.parametrize(("round_days_ago", "proposed"), [(1, True), (3, False)])
def test_case_6_eighth_edition_lifts_fourteen_days_after_the_last_case(round_days_ago, proposed):
    today = date(2022, 1, 30)
    area = areas.AreaFacts(
        AreaLevel.LOCKDOWN,
        level_since=date(2022, 1, 10),
        last_infection_on=today - timedelta(days=14),
        full_round_on=today - timedelta(days=round_days_ago),
        full_round_negative=True,
    )
    proposal = areas.propose_lift(ruleset=rules_of("CN-8"), area=area, now=at("01-30"))
    assert proposal.decision.allowed is proposed


@pytest.mark.parametrize(
    ("now", "proposed", "alarm"),
    [
        (at("2022-11-19", 23), False, False),  # the fifth day has not come
        (at("2022-11-20", 0), True, False),
        (at("2022-11-20", 23), True, False),
        (at("2022-11-21", 0), True, True),  # not lifted within 24 hours
    ],
)
def test_case_6_twenty_measures_lift_after_five_days_by_themselves(now, proposed, alarm):
    area = areas.AreaFacts(
        AreaLevel.HIGH, level_since=date(2022, 11, 12), last_infection_on=date(2022, 11, 15)
    )
    proposal = areas.propose_lift(ruleset=rules_of("CN-20"), area=area, now=now)
    assert (proposal.decision.allowed, proposal.alarm) == (proposed, alarm)


def test_case_7_a_positive_pool_of_ten_holds_ten_and_makes_no_case():
    members, pooling = [uuid4() for _ in range(10)], rules_of("CN-8").pooling
    holds = testing.holds_of_positive_pool(pooling=pooling, members=members, result_at=at("01-09", 8))
    assert [hold.person_id for hold in holds] == members
    singles = [SampleResult.POSITIVE] + [SampleResult.NEGATIVE] * 9
    states = [
        testing.settle_hold(hold=hold, single_result=single, now=at("01-09", 14)).state
        for hold, single in zip(holds, singles, strict=True)
    ]
    assert states == [testing.HoldState.PRESUMPTIVE] + [testing.HoldState.RELEASED] * 9


def test_case_7_a_hold_expires_by_itself_when_the_laboratory_is_silent():
    pooling = rules_of("CN-8").pooling
    (hold,) = testing.holds_of_positive_pool(pooling=pooling, members=[uuid4()], result_at=at("01-09", 8))
    before = testing.settle_hold(hold=hold, single_result=None, now=at("01-09", 19, 59))
    after = testing.settle_hold(hold=hold, single_result=None, now=at("01-09", 20))
    assert (before.state, after.state) == (testing.HoldState.HELD, testing.HoldState.EXPIRED)


def test_case_8_fourteen_days_where_the_rule_set_says_seven_are_refused():
    days = {
        days: orders.not_stricter_than(
            ruleset=rules_of("CN-9"),
            contact_kind=ContactKind.CLOSE,
            kind=MeasureKind.FACILITY_QUARANTINE,
            last_exposure_at=LAST_EXPOSURE,
            ends_at=at("01-08", 12) + timedelta(days=days),
        )
        for days in (14, 7)
    }
    assert not days[14].allowed
    assert "no. 5" in str(days[14].reasons[0])
    assert days[7].allowed
