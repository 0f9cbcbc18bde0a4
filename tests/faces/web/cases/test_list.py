"""The list of cases: found by anything that is known of them, classified together, the same few statements for any length."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.city import NOON, City, hours
from tests.stories.telling import open_case, positive

from ringfence.ground.audit.models import AuditEntry
from ringfence.response import positive_sample
from ringfence.tracing.cases.models import Case

from .conftest import BASE, named, signed_in, text_of


def wang(city: City) -> Any:
    person = city.person("王芳", phone="13800000001", id_number="11010519491231002X", sex="F")
    return positive_sample.receive_positive(
        sample_id=city.sample(person, code="W").id, result=positive(), by=city.laboratory, now=NOON
    )


@pytest.mark.parametrize(
    "text", ["XX-0002", "xx-0002", "王芳", "wangfang", "wf", "13800000001", "11010519491231002X"]
)
def test_a_case_is_found_by_number_name_pinyin_phone_and_identity_number(
    city: City, case: Any, desk: Client, text: str
) -> None:
    wang(city)
    page = text_of(desk.get(BASE, {"q": text}))
    assert "XX-0002" in page
    assert "XX-0001" not in page


@pytest.mark.parametrize(("narrowed", "shown"), [
    ({"area": "410702"}, True), ({"area": "410783"}, False), ({"classification": "PRESUMPTIVE"}, True),
    ({"classification": "CONFIRMED"}, False), ({"origin": "UNKNOWN"}, True), ({"origin": "IMPORTED"}, False),
    ({"found_by": "FEVER_CLINIC"}, True), ({"found_by": "COMMUNITY"}, True), ({"found_by": "QUARANTINE"}, False),
    ({"report": "2022-01-09"}, True), ({"report": "2022-01-08"}, False), ({"onset": "2022-01-08"}, True),
    ({"onset": "2022-01-07"}, False), ({"kind": "OTHER"}, True), ({"kind": "CONFIRMED"}, False), ({"source": "none"}, True),
    ({"report": "nonsense", "area": "'; drop", "cursor": "???"}, True),
])  # fmt: skip
def test_the_list_is_narrowed(city: City, desk: Client, narrowed: dict[str, str], shown: bool) -> None:
    open_case(city, found_by="FEVER_CLINIC", onset_date=date(2022, 1, 8))
    assert ("XX-0001" in text_of(desk.get(BASE, narrowed))) is shown


def test_a_reader_of_another_county_sees_nothing_and_is_told_what_to_do(city: City, case: Any) -> None:
    page = text_of(signed_in(city.outsider).get(BASE))
    assert "XX-0001" not in page
    assert "Record the first positive sample" in page


def test_the_clock_and_the_contacts_stand_beside_the_case(city: City, case: Any, desk: Client) -> None:
    named(city, case)
    page = text_of(desk.get(BASE))
    assert "1 undecided" in page
    assert f'data-due-at="{(NOON + hours(2)).isoformat()}"' in page


def test_chosen_cases_are_classified_in_one_step_with_an_entry_each(
    city: City, case: Any, desk: Client
) -> None:
    other = wang(city)
    told = {
        "case": [case.id, other.id, "damaged"],
        "classification": "CONFIRMED",
        "next": f"{BASE}?origin=UNKNOWN",
    }
    answer = desk.post(f"{BASE}classify/", told)
    assert answer["Location"] == f"{BASE}?origin=UNKNOWN"
    assert set(Case.objects.values_list("classification", flat=True)) == {"CONFIRMED"}
    assert AuditEntry.objects.filter(action="case.classify").count() == 2


def test_cases_of_another_county_stay_as_they_are(city: City, case: Any) -> None:
    told = {"case": [case.id], "classification": "CONFIRMED", "next": "https://elsewhere.example/"}
    answer = signed_in(city.outsider).post(f"{BASE}classify/", told)
    assert answer["Location"] == BASE
    case.refresh_from_db()
    assert case.classification == "PRESUMPTIVE"


def test_the_list_takes_the_same_few_statements_for_any_length(
    city: City, desk: Client, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    open_case(city, "Chen")
    desk.get(BASE)
    with CaptureQueriesContext(connection) as short:
        desk.get(BASE)
    for number in range(12):
        named(city, open_case(city, f"Person {number}"), f"Contact {number}")
    with django_assert_num_queries(len(short)):
        desk.get(BASE)


def test_the_list_is_paged_by_cursor(city: City, desk: Client) -> None:
    for number in range(52):
        open_case(city, f"Person {number}")
    first = text_of(desk.get(BASE))
    assert "XX-0052" in first
    assert "XX-0002" not in first
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = text_of(desk.get(following))
    assert "XX-0002" in second
    assert "XX-0052" not in second
