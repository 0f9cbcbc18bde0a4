"""After the discharge: monitoring follows as a stage of the same order; a positive then is a finding of the same case."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ringfence.faces import clock as clock_of_faces
from ringfence.field.testing.actions import ResultFacts
from ringfence.kernel import NotFound, NotPermitted
from ringfence.measures.health_status import queries as health
from ringfence.measures.orders.models import Order
from ringfence.response import clock, positive_sample
from ringfence.tracing.cases.models import Case, PositiveAgain
from tests.api import world
from tests.city import NOON, City, build
from tests.faces.web.quarantined import get, set_clock
from tests.stories.telling import approved, open_case

pytestmark = pytest.mark.django_db

DISCHARGE = NOON + timedelta(days=20)


def day(count: int) -> datetime:
    return NOON + timedelta(days=count)


def result(city: City, case: Any, code: str, at: datetime, found: str = "NEGATIVE", ct: str = "") -> Any:
    sample = city.sample(case.person, code=code, taken_at=NOON)
    type(sample).objects.filter(id=sample.id).update(taken_at=at - timedelta(hours=6))
    facts = ResultFacts(result=found, result_at=at, ct_n=Decimal(ct) if ct else None, asked_laboratory=True)
    return positive_sample.receive_result(sample_id=sample.id, result=facts, by=city.laboratory, now=at)


def discharged(city: City) -> Any:
    """Isolated, two negative tests a day apart, discharged on the twentieth day."""
    case = open_case(city)
    discharged_order(city, case)
    return case


@pytest.fixture
def city() -> City:
    return build()


def test_what_the_rule_set_asks_after_the_discharge_is_a_stage_of_the_same_order(city: City) -> None:
    case = open_case(city)
    draft = case.orders.get()
    (signed_too,) = [one for one in draft.reasons if one["text"].startswith("After the discharge")]
    assert (signed_too["values"]["kind"], signed_too["values"]["days"]) == ("HOME_HEALTH_MONITORING", 14)
    order = discharged_order(city, case)
    (stage,) = order.stages.all()
    assert (order.state, stage.kind, stage.days, stage.starts_at) == (
        "IN_FORCE",
        "HOME_HEALTH_MONITORING",
        14,
        DISCHARGE,
    )
    assert order.stays.get().at_home and order.transfers.filter(kind="HOME").exists()
    case.refresh_from_db()
    assert case.outcome == "RECOVERED"
    status = health.status_of(person_id=case.person_id, outbreak_id=case.outbreak_id, now=DISCHARGE)
    assert str(status.status) == "MONITORED"
    clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=day(33))
    order.refresh_from_db()
    assert order.state == "IN_FORCE"
    clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=day(35))
    order.refresh_from_db()
    assert order.state == "RELEASED" and order.stays.get().state == "ENDED"


def discharged_order(city: City, case: Any) -> Order:
    approved(city, case.orders.get())
    result(city, case, "D1", day(18))
    result(city, case, "D2", day(20))
    decision = positive_sample.discharge_case(
        order_id=case.orders.get().id, by=city.investigator, now=DISCHARGE
    )
    assert decision.allowed, decision.reasons
    return Order.objects.get(basis_case=case)


def test_positive_after_the_discharge_is_the_same_case_and_isolation_is_drafted(city: City) -> None:
    case = discharged(city)
    result(city, case, "A1", day(25), "POSITIVE", ct="31")
    assert Case.objects.count() == 1
    monitoring, again = Order.objects.filter(person=case.person).order_by("drafted_at")
    assert (monitoring.state, again.state, again.kind) == ("RELEASED", "DRAFT", "ISOLATION")
    assert "positive again" in str(again.reasons)
    assert monitoring.stays.get().state == "ENDED"
    assert PositiveAgain.objects.get().case_id == case.id
    positive_sample.approve_order(order_id=again.id, by=city.epidemiologist, now=day(25))
    early = positive_sample.discharge_case(order_id=again.id, by=city.investigator, now=day(26))
    assert not early.allowed  # the tests before the new finding do not count
    result(city, case, "E1", day(27))
    result(city, case, "E2", day(29))
    assert positive_sample.discharge_case(order_id=again.id, by=city.investigator, now=day(29)).allowed


def test_told_twice_or_before_the_discharge_there_is_one_finding_or_none(city: City) -> None:
    case = open_case(city)
    approved(city, case.orders.get())
    result(city, case, "B1", day(5), "POSITIVE", ct="30")
    assert not PositiveAgain.objects.exists()
    result(city, case, "D1", day(18))
    result(city, case, "D2", day(20))
    positive_sample.discharge_case(order_id=case.orders.get().id, by=city.investigator, now=DISCHARGE)
    sample = result(city, case, "A1", day(25), "POSITIVE", ct="31")
    again = ResultFacts(result="POSITIVE", result_at=day(25))
    positive_sample.receive_result(sample_id=sample.id, result=again, by=city.laboratory, now=day(25))
    assert PositiveAgain.objects.count() == 1 and Order.objects.filter(state="DRAFT").count() == 1


def test_a_ct_that_the_discharge_rule_calls_clear_is_no_new_finding() -> None:
    city = build(ruleset_id="CN-9")
    case = discharged(city)
    result(city, case, "A1", day(24), "POSITIVE", ct="36")
    assert not PositiveAgain.objects.exists()
    assert not Order.objects.filter(state="DRAFT").exists()


@pytest.mark.parametrize(("who", "refused"), [
    ("outsider", NotFound), ("laboratory", NotPermitted), ("nurse", NotPermitted), ("driver", NotPermitted),
    ("epidemiologist", NotPermitted), ("oversight", NotPermitted),
])  # fmt: skip
def test_nobody_discharges_a_case_who_may_not_correct_it(
    city: City, who: str, refused: type[Exception]
) -> None:
    case = open_case(city)
    order = approved(city, case.orders.get())
    result(city, case, "D1", day(18))
    result(city, case, "D2", day(20))
    with pytest.raises(refused):
        positive_sample.discharge_case(order_id=order.id, by=getattr(city, who), now=DISCHARGE)
    order.refresh_from_db()
    assert order.state == "IN_FORCE" and not order.stages.exists()
    assert positive_sample.discharge_case(order_id=order.id, by=city.investigator, now=DISCHARGE).allowed


def test_over_the_interface_a_reader_of_cases_asks_for_no_discharge(db: None) -> None:
    there = world.build(clock_of_faces.real_now())
    case = open_case(there.city)
    approved(there.city, case.orders.get())
    assert there.post(f"cases/{case.id}/discharge", role="EPIDEMIOLOGIST").status_code == 403
    told = there.post(f"cases/{case.id}/discharge", role="INVESTIGATOR")
    assert told.status_code == 200 and told.json()["allowed"] is False and told.json()["reasons"]


def test_the_page_of_the_case_says_that_it_is_positive_again(city: City) -> None:
    case = discharged(city)
    set_clock(city, day(21))
    assert "Discharged; what follows lasts until" in get(city.investigator, f"cases/{case.id}/")
    result(city, case, "A1", day(25), "POSITIVE", ct="31")
    set_clock(city, day(26))
    page = get(city.investigator, f"cases/{case.id}/")
    assert "Positive again: sample A1" in page and "It belongs to this case." in page
