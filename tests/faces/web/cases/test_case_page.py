"""The page of a case: everything at a glance, every deed in its place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.city import NOON, City, hours
from tests.stories.telling import close_contact, open_case

from ringfence.measures.orders.models import Order
from ringfence.registry.outbreaks.models import Outbreak
from ringfence.response import positive_sample
from ringfence.tracing.cases import actions as cases
from ringfence.tracing.cases.models import CandidateLink
from ringfence.tracing.investigations.models import ClockStop, Milestone

from .conftest import BASE, named, signed_in, text_of


def page(desk: Client, case: Any, **narrowed: str) -> str:
    return text_of(desk.get(f"{BASE}{case.id}/", narrowed))


def test_a_milestone_is_met_with_a_sentence(desk: Client, case: Any) -> None:
    desk.post(
        f"{BASE}{case.id}/clock/meet/", {"code": "CORE_FACTS", "evidence": "spoke with him by telephone"}
    )
    met = Milestone.objects.get(code="CORE_FACTS")
    assert (met.evidence, met.met_by_name) == ("spoke with him by telephone", "Investigator")
    assert "spoke with him by telephone" in page(desk, case)


def test_a_milestone_without_a_sentence_is_refused_in_its_row(desk: Client, case: Any) -> None:
    answer = desk.post(f"{BASE}{case.id}/clock/meet/", {"code": "CORE_FACTS", "evidence": "  "})
    assert answer.status_code == 422
    assert "Write one sentence." in text_of(answer)
    assert not Milestone.objects.filter(met_at__isnull=False).exists()


def test_the_clock_stops_for_a_listed_reason_and_moves_on_afterwards(desk: Client, case: Any) -> None:
    desk.post(f"{BASE}{case.id}/clock/stop/", {"why": "INTERPRETER", "note": "Uighur"})
    assert ClockStop.objects.get().resumed_at is None
    assert "Let it run again" in page(desk, case)
    Outbreak.objects.update(clock_set_to=NOON + hours(1.5))
    answer = desk.post(f"{BASE}{case.id}/clock/resume/", follow=True)
    assert "moved by 30 minutes" in text_of(answer)
    assert Milestone.objects.get(code="CORE_FACTS").due_at == NOON + hours(2.5)
    assert "Stood still from" in text_of(answer)


@pytest.mark.parametrize("told", [{"why": "TIRED"}, {"why": "OTHER", "note": ""}, {}])
def test_the_clock_does_not_stop_for_anything_else(desk: Client, case: Any, told: dict[str, str]) -> None:
    assert desk.post(f"{BASE}{case.id}/clock/stop/", told).status_code == 422
    assert not ClockStop.objects.exists()


def test_an_investigator_takes_the_investigation_over(city: City, desk: Client, case: Any) -> None:
    desk.post(f"{BASE}{case.id}/clock/assign/")
    case.investigation.refresh_from_db()
    assert case.investigation.investigator_id == city.investigator.id


def test_a_case_of_a_line_list_has_no_clock_until_somebody_begins(city: City, desk: Client) -> None:
    told = cases.CaseFacts(person_id=city.person("Chen").id, reported_at=NOON)
    case, _ = cases.open_case(outbreak_id=city.outbreak.id, facts=told, by=city.investigator, now=NOON)
    assert desk.get(f"{BASE}{case.id}/form/").status_code == 404
    assert "Begin an investigation here" in page(desk, case)
    desk.post(f"{BASE}{case.id}/clock/begin/")
    assert Milestone.objects.get(code="CORE_FACTS").due_at == NOON + hours(3)
    assert desk.get(f"{BASE}{case.id}/form/").status_code == 200


def test_sources_are_named_graded_chosen_and_reopened(city: City, desk: Client, case: Any) -> None:
    source = open_case(city, "Sun")
    told = {"source_kind": "CASE", "source": "xx-0002", "relation": "MEAL", "grade": "PROBABLE", "directed": "on",
            "evidence": "same table"}  # fmt: skip
    desk.post(f"{BASE}{case.id}/sources/", told)
    desk.post(
        f"{BASE}{case.id}/sources/",
        {"source_kind": "PLACE", "source": "the market", "relation": "VENUE", "grade": "POSSIBLE"},
    )
    link = CandidateLink.objects.get(source_case=source)
    assert (link.grade, link.directed, link.evidence) == ("PROBABLE", True, "same table")
    desk.post(f"{BASE}{case.id}/sources/choose/", {"link": link.id})
    link.refresh_from_db()
    assert link.chosen
    assert "XX-0001" in text_of(desk.get(f"{BASE}{source.id}/"))
    desk.post(f"{BASE}{case.id}/sources/choose/", {"link": ""})
    assert not CandidateLink.objects.filter(chosen=True).exists()


@pytest.mark.parametrize(("told", "sentence"), [
    ({"source_kind": "CASE", "source": "XX-0999"}, "There is no case XX-0999"),
    ({"source_kind": "CASE", "source": "XX-0001"}, "A case cannot be its own source."),
    ({"source_kind": "PLACE", "source": ""}, "Say which case or which place."),
])  # fmt: skip
def test_a_source_that_cannot_be_is_refused_and_kept(
    desk: Client, case: Any, told: dict[str, str], sentence: str
) -> None:
    filled = told | {"relation": "MEAL", "grade": "POSSIBLE", "evidence": "the neighbour said so"}
    answer = desk.post(f"{BASE}{case.id}/sources/", filled)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "the neighbour said so" in text_of(answer)


def test_a_correction_stands_on_the_timeline_with_what_was_before(desk: Client, case: Any) -> None:
    form = {"classification": "CONFIRMED", "severity": "MILD", "origin": "LOCAL", "found_by": "UNKNOWN", "outcome": "ONGOING",
            "sampled_on": "2022-01-09"}  # fmt: skip
    assert desk.post(f"{BASE}{case.id}/correct/", form).status_code == 302
    shown = page(desk, case, topic="CASE")
    assert "Presumptive positive" in shown
    assert "Confirmed case" in shown


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"onset_date": "2022-02-01"}, "Enter a day on or before the report."),
    ({"onset_date": "2022-01-08", "outcome_on": "2022-01-01"}, "Enter a day on or after the onset."),
    ({"onset_date": "the other day"}, "valid date"),
])  # fmt: skip
def test_a_wrong_correction_is_refused_and_kept(
    desk: Client, case: Any, changes: dict[str, str], sentence: str
) -> None:
    form = {"classification": "CONFIRMED", "severity": "MILD", "origin": "LOCAL", "found_by": "UNKNOWN", "outcome": "ONGOING",
            "notes": "spoken to his brother"} | changes  # fmt: skip
    answer = desk.post(f"{BASE}{case.id}/correct/", form)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "spoken to his brother" in text_of(answer)


def isolated(city: City, case: Any) -> None:
    order = Order.objects.get(basis_case=case)
    positive_sample.approve_order(order_id=order.id, by=city.epidemiologist, now=NOON)


def test_the_rule_set_holds_the_discharge_back_and_says_why(city: City, desk: Client, case: Any) -> None:
    isolated(city, case)
    answer = desk.post(
        f"{BASE}{case.id}/discharge/", {"symptoms_improved": "yes", "discharge": "1"}, follow=True
    )
    assert "clear tests" in text_of(answer)
    case.refresh_from_db()
    assert (case.symptoms_improved, case.outcome) == (True, "ONGOING")


def test_a_case_is_discharged_when_the_rule_set_allows_it(city: City, desk: Client, case: Any) -> None:
    isolated(city, case)
    for day in (20, 22):
        at = datetime(2022, 1, day, tzinfo=UTC)
        sample = city.sample(case.person, code=f"D{day}")
        sample.taken_at, sample.result, sample.result_at, sample.ct_n = at, "NEGATIVE", at + hours(6), None
        sample.save()
    Outbreak.objects.update(clock_set_to=NOON + timedelta(days=14))
    desk.post(f"{BASE}{case.id}/discharge/", {"discharge": "1"})
    case.refresh_from_db()
    assert case.outcome == "RECOVERED"
    order = Order.objects.get(basis_case=case)
    assert (order.state, order.stages.get().kind) == ("IN_FORCE", "HOME_HEALTH_MONITORING")  # rule set CN-8


def test_a_rejected_isolation_is_drafted_again(city: City, desk: Client, case: Any) -> None:
    order = Order.objects.get(basis_case=case)
    positive_sample.reject_order(order_id=order.id, why="wrong person", by=city.epidemiologist, now=NOON)
    desk.post(f"{BASE}{case.id}/isolation/")
    assert Order.objects.filter(basis_case=case, state="DRAFT").count() == 1


def test_one_timeline_of_everything(city: City, desk: Client, case: Any) -> None:
    close_contact(city, case, "Wang")
    isolated(city, case)
    shown = page(desk, case)
    for sentence in ("Reported as case XX-0001", "Sample tube Chen taken.", "Contact named.", "Decided: Close contact.",
                     "Order XX-D-000001 approved.", "Transfer requested: To the designated hospital."):  # fmt: skip
        assert sentence in shown, sentence
    laboratory = page(desk, case, topic="LABORATORY").split('id="timeline"')[1]
    assert "Sample tube Chen taken." in laboratory
    assert "Contact named." not in laboratory


def test_a_deed_on_many_contacts_is_one_event(city: City, desk: Client, case: Any) -> None:
    for name in ("Li", "Wang", "Sun"):
        named(city, case, name)
    shown = page(desk, case)
    assert "3 contacts named." in shown
    assert "Contact named." not in shown


def test_the_page_takes_the_same_statements_for_two_contacts_and_for_twenty(
    city: City, desk: Client, case: Any
) -> None:
    for number in range(2):
        close_contact(city, case, f"Person {number}")
    desk.get(f"{BASE}{case.id}/")
    with CaptureQueriesContext(connection) as few:
        desk.get(f"{BASE}{case.id}/")
    for number in range(2, 20):
        close_contact(city, case, f"Person {number}")
    with CaptureQueriesContext(connection) as many:
        desk.get(f"{BASE}{case.id}/")
    assert len(many) == len(few)
    assert len(many) < 60


def test_a_case_of_another_county_is_not_found(city: City, case: Any) -> None:
    assert signed_in(city.outsider).get(f"{BASE}{case.id}/").status_code == 404
