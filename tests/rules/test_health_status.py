"""Status follows from evidence, rule set and time; nothing else (Zhengzhou, June 2022)."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.days import at, rules_of

from ringfence.ground.rulesets import queries
from ringfence.ground.rulesets.words import AreaLevel, ContactKind, SampleResult
from ringfence.kernel import Refused
from ringfence.measures.health_status import rules

ID, NOW = uuid4(), at("01-10")
POSITIVE = rules.LabResult(ID, SampleResult.POSITIVE, at("01-09"))
CLOSE = rules.ContactClassification(
    ID, ContactKind.CLOSE, at("01-08", 19), "Investigator Ma", at("01-09", 10)
)
VISIT = rules.VenueExposure(ID, at("01-08", 9), at("01-08", 10), case_id=ID)
SCAN = replace(VISIT, case_id=None)
HOME = rules.AreaStay(ID, AreaLevel.LOCKDOWN, None)
ABROAD = rules.DeclaredTrip(ID, at("01-08"), from_abroad=True)


def status(*evidence, ruleset_id="CN-8-HN-2022-01", now=NOW):
    return rules.status(evidence=evidence, ruleset=rules_of(ruleset_id), now=now)


@pytest.mark.parametrize(
    ("evidence", "ruleset_id", "now", "found", "until"),
    [
        ((), "CN-9", NOW, "CLEAR", None),
        ((SCAN,), "CN-9", NOW, "CLEAR", None),
        ((SCAN,) * 20, "CN-8-HN-2022-01", NOW, "CLEAR", None),
        ((VISIT,), "CN-8", NOW, "ADVISED", at("01-22", 0)),
        ((VISIT,), "CN-8", at("01-22", 0), "CLEAR", None),
        ((replace(POSITIVE, result=SampleResult.NEGATIVE),), "CN-8", NOW, "CLEAR", None),
        ((POSITIVE,), "CN-8", NOW, "ISOLATED", None),
        ((POSITIVE,), "CN-8", at("01-08"), "CLEAR", None),  # not known yet
        ((replace(POSITIVE, corrected=True),), "CN-8", NOW, "CLEAR", None),
        ((replace(POSITIVE, discharged_at=at("01-20")),), "CN-8", at("01-19"), "ISOLATED", None),
        ((replace(POSITIVE, discharged_at=at("01-20")),), "CN-8", at("01-21"), "MONITORED", at("02-03")),
        ((replace(POSITIVE, discharged_at=at("01-20")),), "CN-8", at("02-03"), "CLEAR", None),
        ((CLOSE,), "CN-8", NOW, "QUARANTINED", at("01-22")),
        ((CLOSE,), "CN-8", at("01-22"), "MONITORED", at("01-29")),
        ((CLOSE,), "CN-8", at("01-29"), "CLEAR", None),
        ((CLOSE,), "CN-9", at("01-17"), "MONITORED", at("01-18")),
        ((CLOSE,), "CN-20", at("01-15"), "QUARANTINED", at("01-16")),
        ((replace(CLOSE, lifted_at=at("01-10", 11)),), "CN-8", NOW, "CLEAR", None),  # an appeal was granted
        ((replace(CLOSE, kind=ContactKind.SECONDARY),), "CN-20", NOW, "CLEAR", None),
        ((replace(CLOSE, kind=ContactKind.SECONDARY),), "CN-9", NOW, "QUARANTINED", at("01-15")),
        ((replace(CLOSE, kind=ContactKind.CASUAL),), "CN-8", NOW, "ADVISED", at("01-22")),
        ((replace(CLOSE, kind=ContactKind.CASUAL),), "CN-8-HN-2022-01", NOW, "MONITORED", at("01-15")),
        ((replace(CLOSE, kind=ContactKind.NONE),), "CN-8", NOW, "CLEAR", None),
        ((HOME,), "CN-8", NOW, "MONITORED", None),
        ((replace(HOME, level=AreaLevel.PRECAUTION),), "CN-8", NOW, "CLEAR", None),
        ((replace(HOME, level=AreaLevel.HIGH, left_at=at("01-08")),), "CN-8-HN-2022-01", NOW, "QUARANTINED", at("01-22")),
        ((replace(HOME, level=AreaLevel.HIGH, left_at=at("01-08")),), "CN-10", NOW, "CLEAR", None),
        ((ABROAD,), "CN-9", NOW, "QUARANTINED", at("01-15")),
        ((ABROAD,), "CN-9", at("01-16"), "MONITORED", at("01-18")),
        ((replace(ABROAD, from_abroad=False, from_level=AreaLevel.MEDIUM),), "CN-9", NOW, "QUARANTINED", at("01-15")),
        ((replace(ABROAD, from_abroad=False, from_level=AreaLevel.LOW),), "CN-9", NOW, "ADVISED", at("01-11")),
        ((replace(ABROAD, from_abroad=False, from_level=AreaLevel.LOW),), "CN-8", NOW, "CLEAR", None),
        ((replace(ABROAD, from_abroad=False),), "CN-9", NOW, "CLEAR", None),
        ((SCAN, VISIT, CLOSE, POSITIVE), "CN-8", NOW, "ISOLATED", None),  # the strictest counts
        ((CLOSE, replace(CLOSE, last_exposure_at=at("01-09"))), "CN-8", NOW, "QUARANTINED", at("01-23")),
    ],
)  # fmt: skip
def test_status(evidence, ruleset_id, now, found, until):
    answer = status(*evidence, ruleset_id=ruleset_id, now=now)
    assert (answer.status, answer.until) == (found, until)
    assert answer.reasons
    assert answer.ruleset_id == ruleset_id


@pytest.mark.parametrize(
    "forged",
    [{"status": "QUARANTINED"}, "red", ("Wang", "410702"), rules.Status.QUARANTINED, None, object()],
)
def test_an_order_or_a_list_is_not_evidence(forged):
    with pytest.raises(Refused, match="not a kind of evidence"):
        status(forged)


def test_a_classification_without_an_investigator_is_refused():
    with pytest.raises(Refused, match="name of the investigator"):
        status(replace(CLOSE, decided_by=" "))


scans = st.builds(
    rules.VenueExposure,
    st.just(ID),
    st.just(at("01-08", 9)),
    st.just(at("01-08", 10)),
    st.sampled_from([None, ID]),
)


@given(evidence=st.lists(scans, max_size=30), ruleset=st.sampled_from(queries.all_rulesets()))
def test_no_number_of_venue_scans_ever_restricts(evidence, ruleset):
    answer = rules.status(evidence=evidence, ruleset=ruleset, now=NOW)
    assert answer.status in (rules.Status.CLEAR, rules.Status.ADVISED)


def test_the_same_reason_is_said_once_and_an_end_is_explained():
    negative = replace(POSITIVE, result=SampleResult.NEGATIVE)
    assert len(status(negative, negative, replace(negative, sample_id=uuid4())).reasons) == 1
    assert str(status(CLOSE, ruleset_id="CN-8", now=at("02-10")).reasons[-1]) == "The time is over."
    free = replace(CLOSE, kind=ContactKind.SECONDARY)
    assert "asks nothing" in str(status(free, ruleset_id="CN-20").reasons[-1])


@given(order=st.permutations([SCAN, VISIT, CLOSE, HOME, ABROAD, POSITIVE]))
def test_the_order_of_the_evidence_does_not_matter(order):
    assert status(*order).status is rules.Status.ISOLATED
    without = [each for each in order if each is not POSITIVE]
    assert (status(*without).status, status(*without).until) == (rules.Status.QUARANTINED, at("01-22"))
