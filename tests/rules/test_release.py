"""Who goes home when: quarantine, contacts of contacts, a new exposure, discharge of cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.days import at, rules_of

from ringfence.ground.rulesets import queries
from ringfence.ground.rulesets.words import ContactKind, EnvironmentSample, MeasureKind, SampleResult
from ringfence.measures.orders import rules

NEG, POS, PENDING, INVALID = (
    SampleResult.NEGATIVE,
    SampleResult.POSITIVE,
    SampleResult.PENDING,
    SampleResult.INVALID,
)
SITE, HOME, MONITORED = (
    MeasureKind.FACILITY_QUARANTINE, MeasureKind.HOME_QUARANTINE, MeasureKind.HOME_HEALTH_MONITORING,
)  # fmt: skip
ENDS = at("01-22")


def swab(day, result=NEG, reagent="A", due=None):
    """A swab due on a January day and taken at eight o'clock; result None: not taken."""
    due_date = date(2022, 1, due or day)
    return rules.TestRecord(due_date, at(f"01-{day:02}", 8) if result else None, result, reagent)


EARLIER = (swab(9), swab(12), swab(15))
DUAL = (swab(22), swab(22, reagent="B"))


def release(tests, kind=SITE, ruleset_id="CN-8", now=ENDS, **more):
    return rules.may_release(
        ruleset=rules_of(ruleset_id), kind=kind, ends_at=ENDS, tests=tests, now=now, **more
    )


@pytest.mark.parametrize(
    ("tests", "now", "allowed", "said"),
    [
        ((*EARLIER, *DUAL), ENDS, True, "negative"),  # to the minute
        ((*EARLIER, *DUAL), ENDS - timedelta(minutes=1), False, "lasts until"),
        ((*EARLIER, swab(22), swab(22, PENDING)), ENDS, False, "1 test(s) have no result"),
        ((*EARLIER, swab(22), swab(22, None)), ENDS, False, "needs 2 negative sample(s); there are 1"),
        ((*EARLIER, swab(22), swab(22)), ENDS, False, "2 different reagents"),
        ((*EARLIER, swab(22), swab(22, POS)), ENDS, False, "as a case"),
        (
            (*EARLIER, swab(22), swab(22, INVALID), swab(23, reagent="B", due=22)),
            ENDS,
            True,
            "",
        ),  # taken again
        (
            (swab(9), swab(12, None), swab(15, INVALID), *DUAL),
            ENDS,
            True,
            "",
        ),  # missed ones, the last are there
        ((), ENDS, True, "The time is over."),
    ],
)
def test_release_from_a_site_in_the_eighth_edition(tests, now, allowed, said):
    decision = release(tests, now=now)
    assert decision.allowed is allowed
    assert said in " ".join(map(str, decision.reasons))


def test_a_single_last_sample_is_enough_in_the_twenty_measures():
    surfaces = [rules.EnvironmentRecord(one, NEG) for one in EnvironmentSample]
    assert release((swab(13), swab(22)), ruleset_id="CN-20", environment=surfaces).allowed


@pytest.mark.parametrize(
    ("found", "kind", "allowed"),
    [
        ({}, SITE, False),
        ({"PHONE": NEG, "PILLOW": NEG}, SITE, False),
        ({"PHONE": NEG, "PILLOW": NEG, "TOILET_DOOR_HANDLE": PENDING}, SITE, False),
        ({"PHONE": NEG, "PILLOW": NEG, "TOILET_DOOR_HANDLE": POS}, SITE, False),
        ({"PHONE": NEG, "PILLOW": NEG, "TOILET_DOOR_HANDLE": NEG}, SITE, True),
        ({}, HOME, True),  # nobody swabs the home
    ],
)
def test_surfaces_of_the_room_in_the_ninth_edition(found, kind, allowed):
    surfaces = [rules.EnvironmentRecord(EnvironmentSample(name), result) for name, result in found.items()]
    assert release((swab(22),), kind, "CN-9", environment=surfaces).allowed is allowed


def test_monitoring_at_home_does_not_wait_for_a_laboratory():
    assert release((swab(22, PENDING),), MONITORED).allowed
    assert not release((swab(22, POS),), MONITORED).allowed


any_test = st.builds(
    swab, st.integers(9, 31), st.sampled_from([*SampleResult, None]), st.sampled_from(["A", "B", ""])
)


@given(
    ruleset=st.sampled_from(queries.all_rulesets()), kind=st.sampled_from([SITE, HOME, MONITORED]),
    tests=st.lists(any_test, max_size=6), minutes=st.integers(-60 * 24 * 20, 60 * 24 * 20),
)  # fmt: skip
def test_nobody_is_released_before_the_end_or_with_a_positive_test(ruleset, kind, tests, minutes):
    now = ENDS + timedelta(minutes=minutes)
    surfaces = [rules.EnvironmentRecord(one, NEG) for one in EnvironmentSample]
    decision = rules.may_release(
        ruleset=ruleset, kind=kind, ends_at=ENDS, tests=tests, environment=surfaces, now=now
    )
    results = [test.result for test in tests]
    if decision.allowed:
        assert now >= ENDS and POS not in results
        assert kind is MONITORED or PENDING not in results
    assert decision.reasons


@pytest.mark.parametrize(
    ("tests", "day"),
    [
        ((*EARLIER, *DUAL), 22),
        ((*EARLIER, swab(22, PENDING)), 22),  # sampled at eight, promised within twelve hours
        ((*EARLIER, swab(23, PENDING, due=22)), 23),
        ((*EARLIER, swab(22, POS)), None),
    ],
)
def test_the_day_on_which_release_is_to_be_expected(tests, day):
    found = rules.release_date(ruleset=rules_of("CN-8"), ends_at=ENDS, tests=tests)
    assert found == (day and date(2022, 1, day))


@pytest.mark.parametrize(
    ("ruleset_id", "tests", "ends"),
    [
        ("WHO-2022-07", [swab(12)], None),  # day 4: too early
        ("WHO-2022-07", [swab(13)], at("01-13")),
        ("WHO-2022-07", [swab(12), swab(16)], at("01-16")),
        ("WHO-2022-07", [swab(13), swab(14, POS)], None),
        ("ECDC", [swab(18)], at("01-18")),
        ("US-CDC-2020-12", [swab(15)], at("01-15")),
        ("US-CDC-2020-10", [swab(15)], None),
        ("CN-8", [swab(15)], None),
    ],
)
def test_a_negative_test_shortens_where_the_rule_set_says_so(ruleset_id, tests, ends):
    found = rules.shorter_end(ruleset=rules_of(ruleset_id), last_exposure_at=at("01-08", 19), tests=tests)
    assert found == ends


OWN = (swab(9), swab(12), swab(15), swab(15, reagent="B"))


@pytest.mark.parametrize(
    ("own", "of_contact", "now", "allowed", "said"),
    [
        (OWN, [swab(9), swab(12)], at("01-15", 14), True, "first 2 tests are negative"),
        (OWN, [swab(9), swab(12)], at("01-15", 11), False, "lasts until"),
        (OWN, [swab(9)], at("01-15", 14), False, "(1 so far)"),
        (OWN, [swab(9), swab(12, PENDING)], at("01-15", 14), False, "(1 so far)"),
        (OWN, [swab(9), swab(12, POS)], at("01-15", 14), False, "now a close contact"),
        (OWN[:3], [swab(9), swab(12)], at("01-15", 14), True, ""),  # only one swab was planned
        ((*OWN[:2], swab(15, PENDING)), [swab(9), swab(12)], at("01-15", 14), False, "no result"),
        ((*OWN[:2], swab(15, POS)), [swab(9), swab(12)], at("01-15", 14), False, "as a case"),
        (OWN, [swab(9)], at("01-22", 12), True, "not held any longer"),  # the close contact is home
    ],
)
def test_release_of_a_contact_of_a_contact(own, of_contact, now, allowed, said):
    decision = rules.early_release_of_secondary(
        ruleset=rules_of("CN-8"), ends_at=at("01-15"), own_tests=own, contact_tests=of_contact,
        contact_ends_at=ENDS, now=now,
    )  # fmt: skip
    assert decision.allowed is allowed
    assert said in " ".join(map(str, decision.reasons))


def move(new_exposure, what=rules.NewExposure.ROOM_MATE_POSITIVE, kind=ContactKind.CLOSE):
    return rules.move_end(
        ruleset=rules_of("CN-8"), kind=kind, stay_started_at=at("01-09", 10), last_exposure_at=at("01-08", 19),
        new_exposure_at=new_exposure, what=what,
    )  # fmt: skip


def test_a_room_mate_who_turns_positive_moves_the_end_and_the_tests():
    moved = move(at("01-12", 7))
    site = moved.plan.first
    assert (moved.moved, site.ends_date) == (True, date(2022, 1, 26))
    assert [f"{test.due_date:%m-%d}" for test in site.tests] == ["01-13", "01-16", "01-19", "01-26"]
    assert "same room tested positive" in str(moved.reasons[0])


def test_an_exposure_before_the_known_last_one_moves_nothing():
    moved = move(at("01-07"))
    assert (moved.moved, moved.plan.first.ends_date) == (False, date(2022, 1, 22))
    assert "the end stays" in str(moved.reasons[0])


def test_a_contact_of_a_contact_becomes_a_close_contact():
    moved = move(at("01-09"), rules.NewExposure.CONTACT_POSITIVE)
    assert [stage.ends_date for stage in moved.plan.stages] == [date(2022, 1, 23), date(2022, 1, 30)]


@given(hours=st.integers(-200, 400), what=st.sampled_from(rules.NewExposure))
def test_a_new_exposure_never_shortens(hours, what):
    before = move(at("01-08", 19)).plan.ends_at
    assert move(at("01-08", 19) + timedelta(hours=hours), what).plan.ends_at >= before


WELL = rules.CaseState(
    onset_at=at("01-08"), first_positive_at=at("01-09"), fever_free_since=at("01-15"), symptoms_improved=True,
    symptom_free_since=at("01-15"),
    tests=(rules.DischargeTest(at("01-18"), NEG), rules.DischargeTest(at("01-19"), NEG)),
)  # fmt: skip
CT36 = (rules.DischargeTest(at("01-18"), POS, 36), rules.DischargeTest(at("01-19"), POS, 35))
DAY_20 = at("01-20")


@pytest.mark.parametrize(
    ("ruleset_id", "case", "now", "allowed", "said"),
    [
        ("CN-8", WELL, DAY_20, True, ""),
        ("CN-8", replace(WELL, tests=CT36), DAY_20, False, "2 clear tests"),  # negative, not a high Ct
        ("CN-9", replace(WELL, tests=CT36), DAY_20, True, ""),
        ("CN-9", replace(WELL, tests=(*CT36, rules.DischargeTest(DAY_20, POS, 30))), DAY_20, False, "there are 0"),
        ("CN-9", replace(WELL, tests=WELL.tests[:1]), DAY_20, False, "there are 1"),
        ("CN-9", replace(WELL, tests=(WELL.tests[0], rules.DischargeTest(at("01-19", 11), NEG))), DAY_20, False, "24 hours"),
        ("CN-9", replace(WELL, fever_free_since=at("01-18")), DAY_20, False, "72 hours"),
        ("CN-9", replace(WELL, fever_free_since=None), DAY_20, False, "72 hours"),
        ("CN-9", replace(WELL, symptoms_improved=None, symptom_free_since=None), DAY_20, False, "better"),
        ("CN-9", rules.CaseState(first_positive_at=at("01-09"), tests=CT36), DAY_20, True, ""),  # no symptoms
        ("WHO-2021-02", replace(WELL, tests=()), DAY_20, True, ""),
        ("WHO-2021-02", replace(WELL, tests=()), at("01-17"), False, "at least until 2022-01-18"),
        ("WHO-2021-02", replace(WELL, symptom_free_since=at("01-18")), DAY_20, False, "3 days without symptoms"),
        ("WHO-2021-02", rules.CaseState(), DAY_20, False, "first positive sample"),
        ("US-CDC-2020-10", replace(WELL, fever_free_since=at("01-19")), DAY_20, True, ""),
        ("US-CDC-2022-01", replace(WELL, tests=()), at("01-13"), False, "24 hours"),
        ("CN-10", replace(WELL, tests=CT36), at("01-15"), False, "at least until 2022-01-16"),
    ],
)  # fmt: skip
def test_discharge_of_a_case(ruleset_id, case, now, allowed, said):
    decision = rules.may_discharge(ruleset=rules_of(ruleset_id), case=case, now=now)
    assert decision.allowed is allowed
    assert said in " ".join(map(str, decision.reasons))


@pytest.mark.parametrize(
    ("ruleset_id", "ends"), [("CN-8", date(2022, 2, 3)), ("CN-9", date(2022, 1, 27)), ("CN-10", None)]
)
def test_what_follows_a_discharge(ruleset_id, ends):
    plan = rules.plan_after_discharge(ruleset=rules_of(ruleset_id), discharged_at=DAY_20)
    assert (plan.first.ends_date if plan.first else None) == ends
