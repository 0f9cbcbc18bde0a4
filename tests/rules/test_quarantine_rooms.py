"""Rooms, sites, homes and daily checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.rules.days import at, rules_of

from ringfence.care.quarantine import rules
from ringfence.ground.rulesets.words import SupportRole
from ringfence.kernel import Period, Refused

STAY = rules_of("CN-8").stay
FAMILY, OTHER = uuid4(), uuid4()
LI = rules.Guest(uuid4(), age_years=35, household_id=FAMILY)
WIFE = rules.Guest(uuid4(), age_years=33, household_id=FAMILY)
CHILD = rules.Guest(uuid4(), age_years=13, household_id=FAMILY)
GRANNY = rules.Guest(uuid4(), age_years=72, household_id=FAMILY)
WANG = rules.Guest(uuid4(), age_years=40, household_id=OTHER)
ROOM = rules.RoomFacts(beds=1, own_toilet=True, ready=True)
TWIN = replace(ROOM, beds=2)


@pytest.mark.parametrize(
    ("room", "party", "fits"),
    [
        (ROOM, [LI], True),
        (TWIN, [LI], True),
        (replace(ROOM, own_toilet=False), [LI], False),
        (replace(ROOM, ready=False), [LI], False),
        (ROOM, [], False),
        (TWIN, [LI, WIFE], False),  # one person a room
        (TWIN, [LI, WANG], False),
        (TWIN, [LI, CHILD], True),
        (ROOM, [LI, CHILD], False),  # one bed
        (TWIN, [WANG, CHILD], False),  # not her family
        (ROOM, [CHILD], False),
        (TWIN, [GRANNY, CHILD], False),  # too old to be a carer
        (TWIN, [replace(LI, chronically_ill=True), CHILD], False),
        (replace(TWIN, beds=3), [LI, WIFE, CHILD], False),  # a second adult gets a room of their own
        (ROOM, [replace(CHILD, age_years=14)], True),
        (ROOM, [replace(WIFE, pregnant=True)], False),
        (TWIN, [replace(WIFE, pregnant=True), LI], True),
        (ROOM, [replace(GRANNY, self_caring=False)], False),
        (TWIN, [replace(GRANNY, self_caring=False), LI], True),
        (ROOM, [replace(LI, severely_ill=True)], False),
        (ROOM, [replace(LI, uses_wheelchair=True)], False),
        (replace(ROOM, accessible=True), [replace(LI, uses_wheelchair=True)], True),
        (TWIN, [replace(LI, household_id=None), replace(CHILD, household_id=None)], False),
        (ROOM, [GRANNY], True),  # old is not the same as in need of care
    ],
)
def test_which_room_fits_whom(room, party, fits):
    decision = rules.fits(stay=STAY, room=room, party=party)
    assert decision.allowed is fits
    assert decision.reasons


def test_families_with_a_child_stay_together_and_everybody_else_alone():
    found = rules.parties(stay=STAY, guests=[LI, WIFE, CHILD, GRANNY, WANG])
    assert [{guest.person_id for guest in party} for party in found] == [
        {CHILD.person_id, LI.person_id}, {WIFE.person_id}, {GRANNY.person_id}, {WANG.person_id},
    ]  # fmt: skip
    assert all(rules.fits(stay=STAY, room=TWIN, party=party).allowed for party in found)


def test_a_child_without_anybody_to_care_is_named_alone_and_fits_nowhere():
    found = rules.parties(stay=STAY, guests=[CHILD, GRANNY])
    assert [len(party) for party in found] == [1, 1]
    assert not rules.fits(stay=STAY, room=TWIN, party=found[0]).allowed


@pytest.mark.parametrize(
    ("in_force", "taken", "allowed"),
    [
        (True, [], True),
        (False, [], False),  # nobody is placed before approval
        (True, [("other", "01-01", "01-09")], True),  # leaves on the day
        (True, [("other", "01-01", "01-10")], False),
        (True, [("other", "01-22", "01-30")], True),
        (True, [("other", "01-21", "01-30")], False),
        (True, [("ours", "01-01", "01-30")], True),
    ],
)
def test_a_room_is_reserved_once(in_force, taken, allowed):
    ours = uuid4()
    bookings = [
        rules.Booking(ours if who == "ours" else uuid4(), Period(at(first), at(last)))
        for who, first, last in taken
    ]
    decision = rules.may_reserve(
        stay=STAY, room=ROOM, party=[LI], party_id=ours, period=Period(at("01-09"), at("01-22")), taken=bookings,
        order_in_force=in_force,
    )  # fmt: skip
    assert decision.allowed is allowed


def test_a_site_opens_when_everything_was_looked_at_and_is_fine():
    fine = dict.fromkeys(rules.SiteItem, True)
    assert rules.may_open_site(found=fine).allowed
    assert rules.may_open_site(found=fine | {rules.SiteItem.FAMILY_AND_ACCESSIBLE_ROOMS: False}).allowed
    assert set(rules.site_items()) == set(rules.SiteItem)


@pytest.mark.parametrize("item", [one for one in rules.SiteItem if one != "FAMILY_AND_ACCESSIBLE_ROOMS"])
def test_one_defect_or_one_unseen_item_keeps_a_site_closed(item):
    fine = dict.fromkeys(rules.SiteItem, True)
    for found in (fine | {item: False}, {one: yes for one, yes in fine.items() if one is not item}):
        decision = rules.may_open_site(found=found)
        assert not decision.allowed
        assert rules.site_items()[item] in decision.reasons


GOOD_HOME = rules.Home(True, True, True, True, False, True, True, True, True, True)


@pytest.mark.parametrize(
    ("missing", "suitable"),
    [
        ({}, True),
        ({"own_toilet": False}, True),  # wished for, not needed
        ({"alone_or_own_room": False}, False),
        ({"ventilated": False}, False),
        ({"shared_central_air": True}, False),
        ({"table_outside_door": False}, False),
        ({"thermometer": False}, False),
        ({"masks": False}, False),
        ({"disinfectant": False}, False),
        ({"lidded_bin": False}, False),
        ({"household_stays_in_or_moves_out": False}, False),
    ],
)
def test_a_home_for_quarantine(missing, suitable):
    decision = rules.home_is_suitable(home=replace(GOOD_HOME, **missing))
    assert decision.allowed is suitable


def test_five_named_different_people_stand_behind_a_home():
    team = {role: uuid4() for role in SupportRole}
    assert rules.team_is_complete(stay=STAY, team=team).allowed
    for role in SupportRole:
        short = {each: person for each, person in team.items() if each is not role}
        assert not rules.team_is_complete(stay=STAY, team=short).allowed
    doubled = team | {SupportRole.VOLUNTEER: team[SupportRole.GRID_WORKER]}
    assert not rules.team_is_complete(stay=STAY, team=doubled).allowed


@pytest.mark.parametrize(
    ("celsius", "symptoms", "reached", "finding", "alert"),
    [
        (36.6, (), True, "WELL", False),
        (37.2, (), True, "WELL", False),
        (37.3, (), True, "SYMPTOMS", True),  # to the tenth
        (36.6, ("cough",), True, "SYMPTOMS", True),
        (36.6, ("  ",), True, "WELL", False),
        (None, (), True, "WELL", False),
        (None, (), False, "NOT_REACHED", True),
    ],
)
def test_a_daily_check(celsius, symptoms, reached, finding, alert):
    found = rules.evaluate_check(stay=STAY, check=rules.Check(celsius, symptoms, reached))
    assert (found.finding, found.alert) == (finding, alert)
    assert found.reasons


@pytest.mark.parametrize("celsius", [3.66, 33.9, 43.1, 366])
def test_a_slip_of_the_pen_is_not_a_temperature(celsius):
    with pytest.raises(Refused, match="cannot be right"):
        rules.evaluate_check(stay=STAY, check=rules.Check(celsius))


def test_missed_checks_are_found():
    kept = [(date(2022, 1, 9), 1), (date(2022, 1, 10), 0)]
    missed = rules.missed_checks(
        stay=STAY, started_at=at("01-09", 13), ended_at=None, kept=kept, now=at("01-11", 12)
    )  # fmt: skip
    assert [(one.on.day, one.slot, one.due_by) for one in missed] == [
        (10, 1, at("01-10", 22)),  # the morning of the ninth was before the arrival
        (11, 0, at("01-11", 12)),
    ]


def test_no_check_is_due_after_the_stay():
    ended = at("01-09", 20)
    found = rules.missed_checks(
        stay=STAY, started_at=at("01-09", 13), ended_at=ended, kept=[], now=ended + timedelta(days=9)
    )
    assert found == ()
