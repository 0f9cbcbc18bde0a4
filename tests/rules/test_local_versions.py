"""A local version is signed by two, published, limited in time, and says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.rules.days import at, rules_of

from ringfence.ground.rulesets.local import LocalVersion, Signature, may_use_local

BASE = rules_of("CN-9")
XINXIANG = replace(
    BASE, id="CN-9-XX", jurisdiction="4107", valid_from=date(2022, 7, 1), valid_to=date(2022, 7, 15),
    supersedes="CN-9", based_on=("CN-9",),
)  # fmt: skip
SIGNED = (Signature("Chen", "city CDC", at("2022-06-29")), Signature("Wang", "city HQ", at("2022-06-30")))
VERSION = LocalVersion(
    ruleset=XINXIANG, why="A cluster at the station without a known source.", signatures=SIGNED,
    published_at=at("2022-06-30", 18), published_where="Xinxiang Daily, 30 June 2022",
)  # fmt: skip
NOW = at("2022-07-02")


def test_a_complete_local_version_may_be_used():
    assert may_use_local(version=VERSION, base=BASE, now=NOW).allowed


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"valid_to": None}, "open-ended"),
        ({"valid_to": date(2022, 8, 1)}, "at most 28 days"),
        ({"valid_to": date(2022, 7, 2)}, "not today"),
        ({"valid_from": date(2022, 7, 3)}, "not today"),
        ({"id": "CN-9"}, "id of its own"),
        ({"based_on": (), "supersedes": None}, "must name the rule set it changes"),
        ({"jurisdiction": "CN"}, "for one place"),
    ],
)
def test_a_rule_set_that_is_not_local_or_not_limited_is_refused(changed, said):
    version = replace(VERSION, ruleset=replace(XINXIANG, **changed))
    decision = may_use_local(version=version, base=BASE, now=NOW)
    assert not decision.allowed
    assert any(said in str(one) for one in decision.reasons)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"why": "  "}, "why this place"),
        ({"signatures": SIGNED[:1]}, "Two people"),
        ({"signatures": (SIGNED[0], replace(SIGNED[0], person_id="Li"))}, "two organisations"),
        ({"signatures": (SIGNED[0], replace(SIGNED[1], person_id="Chen"))}, "Two people"),
        ({"signatures": (SIGNED[0], replace(SIGNED[1], signed_at=NOW + timedelta(days=1)))}, "Two people"),
        ({"signatures": (SIGNED[0], replace(SIGNED[1], signed_at=at("2022-07-01")))}, "later than the publication"),
        ({"published_at": None}, "published first"),
        ({"published_at": NOW + timedelta(hours=1)}, "published first"),
        ({"published_where": ""}, "published first"),
    ],
)  # fmt: skip
def test_an_unsigned_or_unpublished_version_is_refused(changed, said):
    decision = may_use_local(version=replace(VERSION, **changed), base=BASE, now=NOW)
    assert not decision.allowed
    assert any(said in str(one) for one in decision.reasons)
