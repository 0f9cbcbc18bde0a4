"""A case from another city's letter or from a list restricts nobody by itself; its first positive sample here does."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import Refused
from ringfence.measures.orders import actions as orders
from ringfence.measures.orders import evidence
from ringfence.measures.orders.models import Order
from ringfence.response import positive_sample
from ringfence.tracing.cases import actions as cases
from ringfence.tracing.cases.models import Case
from ringfence.tracing.investigations.models import Investigation
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import get, set_clock
from tests.stories.telling import approved, close_contact, open_case, positive

pytestmark = pytest.mark.django_db
RESULT = NOON + hours(4)


@pytest.fixture
def city() -> City:
    return build()


@pytest.fixture
def case(city: City) -> Case:
    """Zhengzhou wrote: Chen is a case."""
    facts = cases.CaseFacts(
        person_id=city.person("Chen").id, reported_at=NOON, classification="CONFIRMED", origin="IMPORTED",
        found_by="CROSS_AREA_NOTICE", notes="letter 17 of Zhengzhou CDC",
    )  # fmt: skip
    return cases.open_case(outbreak_id=city.outbreak.id, facts=facts, by=city.investigator, now=NOON)[0]


def sampled(city: City, case: Case, code: str = "C1") -> Any:
    sample = city.sample(case.person, code=code)
    positive_sample.receive_positive(
        sample_id=sample.id, result=positive(RESULT), by=city.laboratory, now=RESULT
    )
    case.refresh_from_db()
    return sample


def test_the_letter_alone_restricts_nobody_and_the_refusal_says_what_to_do(city: City, case: Case) -> None:
    draft = orders.draft_isolation(
        case_id=case.id, ruleset=rulesets.get(city.outbreak.ruleset_id), by=city.investigator, now=NOON
    )
    assert "needs a positive sample" in draft.reasons[0]["text"]
    with pytest.raises(Refused, match="Take a sample of the person"):
        approved(city, draft)
    set_clock(city, NOON)
    assert Order.objects.get().state == "DRAFT"


def test_the_first_positive_here_confirms_it_starts_its_clock_and_its_isolation_can_be_signed(
    city: City, case: Case
) -> None:
    sample = sampled(city, case)
    assert case.confirming_sample_id == sample.id and Case.objects.count() == 1
    assert Investigation.objects.get(case=case).started_at == RESULT
    order = positive_sample.approve_order(
        order_id=Order.objects.get(kind="ISOLATION").id, by=city.epidemiologist, now=RESULT
    )
    assert order.state == "IN_FORCE" and not evidence.unfounded(outbreak_id=city.outbreak.id)
    assert order.transfers.get().kind == "TO_HOSPITAL"


def test_told_twice_and_a_second_positive_leave_one_sample_and_one_draft(city: City, case: Case) -> None:
    sample = sampled(city, case)
    positive_sample.receive_positive(
        sample_id=sample.id, result=positive(RESULT), by=city.laboratory, now=RESULT
    )
    sampled(city, case, code="C2")
    assert case.confirming_sample_id == sample.id
    assert (Order.objects.count(), Investigation.objects.count()) == (1, 1)


def test_who_was_in_quarantine_meanwhile_changes_to_isolation(city: City, case: Case) -> None:
    quarantine = close_contact(city, open_case(city, "Zhao"), "Wang")
    facts = cases.CaseFacts(person_id=quarantine.person_id, reported_at=NOON, classification="CONFIRMED")
    wang, _ = cases.open_case(outbreak_id=city.outbreak.id, facts=facts, by=city.investigator, now=NOON)
    sampled(city, wang, code="W1")
    quarantine.refresh_from_db()
    assert quarantine.state == "WITHDRAWN"
    assert Order.objects.get(basis_case=wang).kind == "ISOLATION"


@pytest.mark.parametrize("outcome", ["RECOVERED", "DIED", "TRANSFERRED"])
def test_an_old_positive_of_an_illness_that_is_over_isolates_nobody(
    city: City, case: Case, outcome: str
) -> None:
    Case.objects.filter(id=case.id).update(outcome=outcome, outcome_on=date(2022, 6, 1))
    sampled(city, case)
    assert case.confirming_sample_id is None and not Order.objects.exists()


def test_who_recovered_elsewhere_and_is_positive_again_can_be_isolated(city: City, case: Case) -> None:
    recovered = NOON - timedelta(days=10)
    Case.objects.filter(id=case.id).update(outcome="RECOVERED", outcome_on=recovered.date())
    sample = sampled(city, case)
    assert case.confirming_sample_id == sample.id
    order = Order.objects.get(kind="ISOLATION")
    assert (
        positive_sample.approve_order(order_id=order.id, by=city.epidemiologist, now=RESULT).state
        == "IN_FORCE"
    )


def test_the_file_of_the_case_tells_it(city: City, case: Case) -> None:
    sampled(city, case)
    set_clock(city, RESULT)
    assert "Confirmed by a positive sample here." in get(city.investigator, f"cases/{case.id}/")
    assert "由本地阳性样本确认。" in get(city.investigator, f"cases/{case.id}/", "zh-hans")
