"""The circuit breaker: what no case explains waits; and who may let it pass."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from ringfence.ground.rulesets import queries as rulesets
from ringfence.measures.orders import rules
from ringfence.measures.orders.rules import Cause, Rate

RULES = rulesets.get("CN-9")
ONE, TWO, THREE = (UUID(int=n) for n in (1, 2, 3))


@pytest.mark.parametrize(("cause", "counted", "cases", "passes"), [
    (Cause.PROPOSER, 20, 0, True), (Cause.PROPOSER, 21, 0, False),  # the fixed number of domain 9.2
    (Cause.PROPOSER, 30, 1, True), (Cause.PROPOSER, 31, 1, False),  # what one case explains
    (Cause.PROPOSER, 1317, 43, False), (Cause.PROPOSER, 1317, 44, True),
    (Cause.ORGANISATION, 60, 1, True), (Cause.ORGANISATION, 61, 2, False), (Cause.ORGANISATION, 61, 3, True),
    (Cause.AREA, 60, 0, True), (Cause.AREA, 61, 0, False),
    (Cause.OUTBREAK, 200, 0, True), (Cause.OUTBREAK, 201, 6, False), (Cause.OUTBREAK, 201, 7, True),
])  # fmt: skip
def test_a_rate_passes_up_to_its_number_or_to_what_its_cases_explain(
    cause: Cause, counted: int, cases: int, passes: bool
) -> None:
    found = rules.tripped(ruleset=RULES, without_case=0, rates=[Rate(cause, counted, cases)])
    assert (found is None) is passes
    if found is not None:
        assert (found.cause, found.counted, found.cases) == (cause, counted, cases)
        assert str(counted) in str(found.why)


def test_one_restriction_without_a_case_is_enough() -> None:
    found = rules.tripped(ruleset=RULES, without_case=1, rates=[Rate(Cause.PROPOSER, 1, 0)])
    assert found is not None
    assert found.cause is Cause.NO_CASE


def test_the_narrowest_count_is_named_first() -> None:
    found = rules.tripped(
        ruleset=RULES,
        without_case=0,
        rates=[Rate(one, 1317, 1) for one in list(Cause) if one != Cause.NO_CASE],
    )
    assert found is not None
    assert found.cause is Cause.PROPOSER


@pytest.mark.parametrize(("told", "said"), [
    ({}, ""),
    ({"reviewer": TWO}, "You had a part"),
    ({"organisation": ONE}, "Your organisation had a part"),
    ({"in_command": True}, "belongs to the command"),
])  # fmt: skip
def test_who_reviews_had_no_part_and_stands_outside_the_command(told: dict[str, Any], said: str) -> None:
    asked: dict[str, Any] = {"reviewer": THREE, "organisation": THREE, "in_command": False, "persons": [ONE, TWO],
                             "organisations": [ONE, TWO]}  # fmt: skip
    decision = rules.may_review(**asked | told)
    assert decision.allowed is not bool(said)
    assert said in str(decision.reasons[0])
