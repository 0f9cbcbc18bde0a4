"""Recording a positive sample: one form, one step, nothing typed is ever lost."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.city import TOWNSHIP, City

from ringfence.field.testing.models import Sample
from ringfence.registry.people.models import Person
from ringfence.tracing.cases.models import Case

from .conftest import BASE, signed_in, text_of

NEW = f"{BASE}new/"


def told(**changes: Any) -> dict[str, Any]:
    first = {
        "person": "", "new_person_id": str(uuid4()), "name": "Chen", "sex": "M", "area_code": TOWNSHIP, "code": "T1",
        "taken_at": "2022-01-09T06:00", "purpose": "CLINIC", "specimen": "NASOPHARYNGEAL", "result_at": "2022-01-09T12:30",
        "ct_n": "21.5", "classification": "PRESUMPTIVE", "onset_date": "2022-01-08", "symptoms": "fever", "origin": "LOCAL",
        "found_by": "FEVER_CLINIC",
    }  # fmt: skip
    return first | changes


def test_somebody_new_is_registered_and_the_case_opens(city: City, desk: Client) -> None:
    answer = desk.post(NEW, told())
    case = Case.objects.get()
    assert answer["Location"] == f"{BASE}{case.id}/"
    assert (case.number, case.origin, case.symptoms, str(case.onset_date)) == (
        "XX-0001",
        "LOCAL",
        "fever",
        "2022-01-08",
    )
    assert (
        str(case.confirming_sample.taken_at) == "2022-01-08 22:00:00+00:00"
    )  # six in the morning in Xinxiang


def test_a_form_sent_twice_opens_one_case(city: City, desk: Client) -> None:
    form = told()
    desk.post(NEW, form)
    desk.post(NEW, form)
    assert (Case.objects.count(), Person.objects.count(), Sample.objects.count()) == (1, 1, 1)


def test_a_known_person_is_chosen_and_nobody_is_doubled(city: City, desk: Client) -> None:
    chen = city.person("Chen")
    desk.post(NEW, told(person=str(chen.id), name="", area_code=""))
    assert Case.objects.get().person_id == chen.id
    assert Person.objects.count() == 1


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"name": ""}, "Enter a name or a description"),
    ({"area_code": "", "place": ""}, "Type the village, township or county"),
    ({"area_code": "", "place": "示例"}, "Choose the place below."),
    ({"area_code": "4107"}, "Choose a county, township or village"),
    ({"id_number": "110105194912310021"}, "The last digit does not fit the others"),
    ({"taken_at": "2022-01-09T20:00"}, "Enter a time that has passed."),
    ({"result_at": "2022-01-09T05:00"}, "Enter a time after the sample was taken."),
    ({"onset_date": "2022-01-20"}, "Enter a day on or before the report."),
    ({"age_years": "900"}, "130"),
    ({"person": "somebody"}, "Choose a person of the list"),
    ({"code": ""}, "required"),
])  # fmt: skip
def test_bad_input_gets_its_sentence_and_keeps_what_was_typed(
    city: City, desk: Client, changes: dict[str, str], sentence: str
) -> None:
    answer = desk.post(NEW, told(symptoms="fever since Friday", **changes))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "fever since Friday" in text_of(answer)
    assert not Case.objects.exists()
    assert not Person.objects.exists()


def test_one_fitting_place_is_chosen_by_itself(city: City, desk: Client) -> None:
    desk.post(NEW, told(area_code="", place="西街"))
    assert Case.objects.get().area_id == TOWNSHIP


def test_birth_date_and_sex_come_from_the_identity_number(city: City, desk: Client) -> None:
    desk.post(NEW, told(id_number="11010519491231002X", sex="U"))
    person = Person.objects.get()
    assert (str(person.birth_date), person.sex) == ("1949-12-31", "F")


def test_suggestions_while_typing(city: City, desk: Client) -> None:
    city.person("王芳", phone="13800000001")
    assert "王芳" in text_of(desk.post(f"{NEW}people/", {"who": "wangf"}))
    assert "王芳" not in text_of(signed_in(city.outsider).post(f"{NEW}people/", {"who": "wangf"}))
    assert "西街街道" in text_of(desk.get(f"{NEW}places/", {"place": "西街"}))
    assert "The check digit is right." in text_of(
        desk.post(f"{NEW}identity-number/", {"id_number": "11010519491231002X"})
    )
    assert "does not fit" in text_of(desk.post(f"{NEW}identity-number/", {"id_number": "110105194912310021"}))


def test_without_a_script_the_search_is_a_button(city: City, desk: Client) -> None:
    city.person("王芳")
    answer = desk.post(NEW, told(find="1", who="王芳", symptoms="fever since Friday"))
    assert answer.status_code == 200
    assert "王芳" in text_of(answer)
    assert "fever since Friday" in text_of(answer)
    assert not Case.objects.exists()


def test_the_laboratory_records_and_stays_at_its_own_desk(city: City) -> None:
    answer = signed_in(city.laboratory).post(NEW, told(), follow=True)
    assert answer.redirect_chain[-1][0] == NEW
    assert "Case XX-0001 is open" in text_of(answer)


def test_a_further_positive_says_that_the_case_is_known(city: City, case: Any, desk: Client) -> None:
    answer = desk.post(NEW, told(person=str(case.person_id), code="T2"), follow=True)
    assert "This person already is case XX-0001" in text_of(answer)
    assert Case.objects.count() == 1
