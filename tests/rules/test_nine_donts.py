"""The nine don'ts of 5 June 2022 that are not about the days of an order (those: test_planning_orders)."""

from __future__ import annotations

import pytest
from tests.rules.days import at

from ringfence.ground.rulesets.words import AreaLevel
from ringfence.measures.orders import rules

NOW, LATER = at("2022-06-06"), at("2022-06-10")
DECLARED = (AreaLevel.HIGH, AreaLevel.MEDIUM, AreaLevel.LOCKDOWN, AreaLevel.CONTROLLED)


@pytest.mark.parametrize("level", [*AreaLevel, None])
def test_1_movement_is_limited_in_declared_areas_only(level):
    assert rules.may_limit_movement(level=level).allowed is (level in DECLARED)


@pytest.mark.parametrize("level", [*AreaLevel, None])
@pytest.mark.parametrize("student", [True, False])
def test_2_and_7_nobody_is_sent_back_for_coming_from_a_low_risk_area(level, student):
    decision = rules.may_restrict_for_origin(level=level, student_going_home=student)
    assert decision.allowed is (level in DECLARED)
    if not decision.allowed:
        assert ("no. 7" if student else "no. 2") in str(decision.reasons[0])


def test_6_care_is_never_refused():
    assert not rules.may_refuse_care().allowed


@pytest.mark.parametrize(
    ("number", "basis", "ends_at", "allowed"),
    [
        ("HQ 2022-17", "cluster at the station", LATER, True),
        (" ", "cluster at the station", LATER, False),
        ("HQ 2022-17", "", LATER, False),
        ("HQ 2022-17", "cluster at the station", None, False),
        ("HQ 2022-17", "cluster at the station", NOW, False),
    ],
)
def test_8_a_checkpoint_needs_order_basis_and_end(number, basis, ends_at, allowed):
    decision = rules.may_set_up_checkpoint(order_number=number, basis=basis, ends_at=ends_at, now=NOW)
    assert decision.allowed is allowed


@pytest.mark.parametrize(
    ("level", "exposure_found", "ends_at", "allowed"),
    [
        (AreaLevel.HIGH, False, LATER, True),
        (AreaLevel.LOW, False, LATER, False),
        (None, False, LATER, False),
        (AreaLevel.LOW, True, LATER, True),  # an exposure was found there
        (AreaLevel.HIGH, True, None, False),
        (AreaLevel.HIGH, True, NOW, False),
    ],
)
def test_9_premises_in_low_risk_areas_stay_open(level, exposure_found, ends_at, allowed):
    decision = rules.may_close_premises(level=level, exposure_found=exposure_found, ends_at=ends_at, now=NOW)
    assert decision.allowed is allowed
