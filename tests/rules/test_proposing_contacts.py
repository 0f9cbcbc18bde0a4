"""What the rule sets propose: Chen is the case, Li lives with him, Wang sat at the next table, Zhao never met him."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from tests.rules.days import at, rules_of

from ringfence.ground.rulesets.words import ContactKind, Setting, Vehicle
from ringfence.kernel import city_date
from ringfence.tracing.contacts import rules

CHEN = rules.CaseFacts(onset_on=date(2022, 1, 8), sampled_on=date(2022, 1, 9), isolated_at=at("01-09", 20))
AT_HOME = rules.Exposure(Setting.HOUSEHOLD, first_at=at("01-07"), last_at=at("01-09", 20))
CLOSE, CASUAL, NONE, OPEN = ContactKind.CLOSE, ContactKind.CASUAL, ContactKind.NONE, None


def propose(ruleset_id, exposure=AT_HOME, case=CHEN):
    return rules.propose_kind(ruleset=rules_of(ruleset_id), exposure=exposure, case=case)


def met(setting, **facts):
    return rules.Exposure(setting, first_at=at("01-08", 12), last_at=at("01-08", 13), **facts)


def seat(vehicle, **facts):
    return met(Setting.TRANSPORT, seat=rules.Seat(vehicle, **facts))


@pytest.mark.parametrize(
    ("ruleset_id", "case", "starts_on", "ends_at"),
    [
        ("CN-8", CHEN, date(2022, 1, 6), CHEN.isolated_at),
        ("CN-8-HN-2022-01", CHEN, date(2022, 1, 4), CHEN.isolated_at),
        ("CN-8", replace(CHEN, onset_on=None), date(2022, 1, 7), CHEN.isolated_at),  # no symptoms: from the sample
        ("CN-8", replace(CHEN, sampled_on=date(2022, 1, 5)), date(2022, 1, 3), CHEN.isolated_at),  # positive before onset
        ("CN-8", replace(CHEN, isolated_at=None), date(2022, 1, 6), None),  # still among people
        ("WHO-2021-02", CHEN, date(2022, 1, 6), at("01-22", 0)),  # ten days and three without symptoms, all of day 13
        ("WHO-2021-02", replace(CHEN, symptoms_ended_on=date(2022, 1, 20)), date(2022, 1, 6), at("01-24", 0)),
        ("WHO-2021-02", replace(CHEN, onset_on=None), date(2022, 1, 7), at("01-20", 0)),
        ("US-CDC-2020-10", CHEN, date(2022, 1, 6), CHEN.isolated_at),
    ],
)  # fmt: skip
def test_the_infectious_period(ruleset_id, case, starts_on, ends_at):
    window = rules.infectious_window(ruleset=rules_of(ruleset_id), case=case)
    assert (city_date(window.starts_at), window.ends_at) == (starts_on, ends_at)


def test_without_onset_and_sample_there_is_no_period_and_no_proposal():
    unknown = rules.CaseFacts(onset_on=None, sampled_on=None)
    assert rules.infectious_window(ruleset=rules_of("CN-8"), case=unknown) is None
    proposal = propose("CN-8", case=unknown)
    assert proposal.kind is OPEN
    assert "day of onset" in str(proposal.reasons[0])


@pytest.mark.parametrize(
    ("first_at", "last_at", "kind"),
    [
        (at("01-05", 12), at("01-05", 23, 59), NONE),  # the evening before the window
        (at("01-05", 12), at("01-06", 0), CLOSE),  # it reaches into the window
        (at("01-06", 0), None, CLOSE),  # the first minute
        (at("01-09", 19, 59), None, CLOSE),  # the last minute
        (at("01-09", 20), None, NONE),  # Chen is already separated
    ],
)
def test_the_edges_of_the_period(first_at, last_at, kind):
    assert propose("CN-8", replace(AT_HOME, first_at=first_at, last_at=last_at)).kind is kind


def test_the_last_exposure_that_counts_is_the_last_one_before_isolation():
    visit = replace(AT_HOME, last_at=at("01-12"))
    assert propose("CN-8", visit).last_exposure_at == CHEN.isolated_at


def test_a_case_separated_before_the_look_back_exposed_nobody():
    early = replace(CHEN, isolated_at=at("01-02"))
    long_stay = replace(AT_HOME, first_at=at("01-01"))
    assert propose("CN-8", long_stay, early).kind is NONE


@pytest.mark.parametrize(
    ("exposure", "cn7", "cn8", "henan"),
    [
        (met(Setting.HOUSEHOLD), CLOSE, CLOSE, CLOSE),
        (met(Setting.CARE), CLOSE, CLOSE, CLOSE),
        (met(Setting.AEROSOL_PROCEDURE), CLOSE, CLOSE, CLOSE),
        (met(Setting.AEROSOL_PROCEDURE, protected=True), NONE, NONE, NONE),
        (met(Setting.HOSPITAL_VISIT), CLOSE, CLOSE, CLOSE),
        (met(Setting.CONTAMINATED_ENVIRONMENT), CLOSE, CLOSE, CLOSE),
        (met(Setting.INVESTIGATOR_JUDGEMENT), CLOSE, CLOSE, CLOSE),
        (met(Setting.MEAL_ENTERTAINMENT, distance_metres=4), CLOSE, CLOSE, CLOSE),  # a closed room is enough
        (met(Setting.WORK_STUDY), CLOSE, CLOSE, CLOSE),  # choosing the setting says that it was near
        (met(Setting.WORK_STUDY, distance_metres=0.8), CLOSE, CLOSE, CLOSE),
        (
            met(Setting.WORK_STUDY, distance_metres=5),
            CASUAL,
            CLOSE,
            CLOSE,
        ),  # only the 7th edition has a number
        (met(Setting.WORK_STUDY, distance_metres=5, same_indoor_space=True), CASUAL, CLOSE, CLOSE),
        (met(Setting.VENUE), CASUAL, CASUAL, CASUAL),
        (
            met(Setting.VENUE, same_indoor_space=True),
            CASUAL,
            CASUAL,
            CLOSE,
        ),  # Delta practice: the same room counts
        (met(Setting.VENUE, physical_contact=True), CLOSE, CLOSE, CLOSE),
    ],
)
def test_chinese_editions(exposure, cn7, cn8, henan):
    found = [propose(ruleset_id, exposure).kind for ruleset_id in ("CN-7", "CN-8", "CN-8-HN-2022-01")]
    assert found == [cn7, cn8, henan]


@pytest.mark.parametrize(
    ("exposure", "who", "ecdc", "cdc"),
    [
        (met(Setting.WORK_STUDY, distance_metres=1, minutes=15), CLOSE, CLOSE, CLOSE),
        (met(Setting.WORK_STUDY, distance_metres=1.5, minutes=15), CASUAL, CLOSE, CLOSE),
        (met(Setting.WORK_STUDY, distance_metres=1.9, minutes=15), CASUAL, CLOSE, CASUAL),
        (met(Setting.WORK_STUDY, distance_metres=1, minutes=14), CASUAL, CASUAL, CASUAL),
        (met(Setting.WORK_STUDY, distance_metres=1, minutes=5, minutes_in_24_hours=15), CASUAL, CLOSE, CLOSE),
        (met(Setting.WORK_STUDY, minutes=30), OPEN, OPEN, OPEN),  # how near is not known
        (met(Setting.WORK_STUDY, distance_metres=1), OPEN, OPEN, OPEN),  # how long is not known
        (met(Setting.VENUE, same_indoor_space=True, minutes=20), OPEN, CLOSE, OPEN),  # ECDC: a closed room
        (met(Setting.HOUSEHOLD, distance_metres=1, minutes=600), CLOSE, CLOSE, CLOSE),
        (met(Setting.CARE), CLOSE, CLOSE, OPEN),
        (met(Setting.CARE, protected=True), NONE, NONE, NONE),
        (met(Setting.VENUE, physical_contact=True), CLOSE, CLOSE, OPEN),
    ],
)
def test_editions_with_metres_and_minutes(exposure, who, ecdc, cdc):
    found = [propose(ruleset_id, exposure).kind for ruleset_id in ("WHO-2021-02", "ECDC", "US-CDC-2020-10")]
    assert found == [who, ecdc, cdc]


@pytest.mark.parametrize(
    ("exposure", "kind"),
    [
        (seat(Vehicle.AIRCRAFT, rows_apart=3), CLOSE),
        (seat(Vehicle.AIRCRAFT, rows_apart=4), CASUAL),
        (seat(Vehicle.AIRCRAFT, rows_apart=20, served_there=True), CLOSE),  # cabin crew of that part
        (seat(Vehicle.AIRCRAFT), OPEN),
        (seat(Vehicle.TRAIN_SEALED, same_coach=True), CLOSE),
        (seat(Vehicle.TRAIN_SEALED, same_coach=False), CASUAL),
        (seat(Vehicle.TRAIN_SOFT_SLEEPER, same_compartment=True), CLOSE),
        (seat(Vehicle.TRAIN_SOFT_SLEEPER, same_compartment=False, same_coach=True), CASUAL),
        (seat(Vehicle.TRAIN_ORDINARY, bays_apart=1), CLOSE),
        (seat(Vehicle.TRAIN_ORDINARY, bays_apart=2), CASUAL),
        (seat(Vehicle.TRAIN_ORDINARY, same_compartment=True), CLOSE),
        (seat(Vehicle.COACH_SEALED, rows_apart=12), CLOSE),  # all on board
        (seat(Vehicle.COACH_VENTILATED, rows_apart=3), CLOSE),
        (seat(Vehicle.COACH_VENTILATED, rows_apart=5), CASUAL),
        (seat(Vehicle.SHIP, same_compartment=True), CLOSE),
        (seat(Vehicle.CAR), CLOSE),
        (met(Setting.TRANSPORT), OPEN),
        (met(Setting.TRANSPORT, distance_metres=0.9), CLOSE),
        (met(Setting.TRANSPORT, distance_metres=3), CASUAL),
    ],
)
def test_the_transport_rule(exposure, kind):
    assert propose("CN-8", exposure).kind is kind


@pytest.mark.parametrize("basis", [rules.Basis.SPACE_TIME_COMPANION, rules.Basis.VENUE_CHECK_IN])
@pytest.mark.parametrize("ruleset_id", ["CN-8-HN-2022-01", "CN-9", "ECDC"])
@pytest.mark.parametrize("setting", list(Setting))
def test_telephones_and_scans_bring_at_most_the_offer_of_a_test(basis, ruleset_id, setting):
    proposal = propose(
        ruleset_id, met(setting, basis=basis, same_indoor_space=True, distance_metres=0.5, minutes=60)
    )
    assert (proposal.kind, proposal.offers) == (NONE, (rules.Offer.VOLUNTARY_TEST,))


def test_a_proposal_always_says_why():
    for setting in Setting:
        for ruleset_id in ("CN-7", "CN-8-HN-2022-01", "WHO-2022-07", "ECDC"):
            assert all(str(one).endswith(".") for one in propose(ruleset_id, met(setting)).reasons)


LI = rules.ContactFacts(first_exposure_at=at("01-07"), isolated_at=at("01-10", 8))


@pytest.mark.parametrize(
    ("setting", "first_at", "protected", "kind"),
    [
        (Setting.HOUSEHOLD, at("01-08"), None, ContactKind.SECONDARY),
        (Setting.WORK_STUDY, at("01-08"), None, ContactKind.SECONDARY),
        (Setting.MEAL_ENTERTAINMENT, at("01-08"), None, ContactKind.SECONDARY),
        (Setting.MEAL_ENTERTAINMENT, at("01-08"), True, NONE),
        (Setting.VENUE, at("01-08"), None, NONE),
        (Setting.TRANSPORT, at("01-08"), None, NONE),
        (Setting.HOUSEHOLD, at("01-06"), None, NONE),  # Li had not met Chen yet
        (Setting.HOUSEHOLD, at("01-10", 8), None, NONE),  # Li is already in quarantine
    ],
)
def test_contacts_of_contacts(setting, first_at: datetime, protected, kind):
    exposure = rules.Exposure(setting, first_at=first_at, protected=protected)
    for ruleset_id in ("CN-8", "CN-8-HN-2022-01", "CN-9"):
        proposal = rules.propose_secondary(ruleset=rules_of(ruleset_id), exposure=exposure, contact=LI)
        assert proposal.kind is kind


@pytest.mark.parametrize("ruleset_id", ["CN-7", "CN-20", "CN-10", "WHO-2021-02", "ECDC", "US-CDC-2022-01"])
def test_rule_sets_without_contacts_of_contacts(ruleset_id):
    exposure = rules.Exposure(Setting.HOUSEHOLD, first_at=at("01-08"))
    assert rules.propose_secondary(ruleset=rules_of(ruleset_id), exposure=exposure, contact=LI).kind is NONE
