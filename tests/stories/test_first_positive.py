"""Somebody new tests positive: person, sample and case in one deed, or nothing."""

from __future__ import annotations

import pytest

from ringfence.field.testing.actions import ResultFacts
from ringfence.field.testing.models import Sample
from ringfence.kernel import Refused
from ringfence.registry.people.actions import PersonFacts
from ringfence.registry.people.models import Person
from ringfence.response import first_positive
from ringfence.tracing.cases.models import Case
from tests.city import NOON, TOWNSHIP, City, build, hours

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return build()


def tube(code: str = "T1", hours_ago: float = 6) -> first_positive.Tube:
    return first_positive.Tube(code=code, taken_at=NOON - hours(hours_ago))


def tell(city: City, person: object, **changes: object) -> Case:
    told = {
        "tube": tube(),
        "result": ResultFacts(result="POSITIVE", result_at=NOON),
        "by": city.laboratory,
        "now": NOON,
    }
    return first_positive.record_positive(outbreak_id=city.outbreak.id, person=person, **(told | changes))


def test_a_new_person_is_registered_and_becomes_a_case(city: City) -> None:
    case = tell(city, PersonFacts(name="Chen", area_code=TOWNSHIP))
    assert (case.number, case.person.identity.name, case.confirming_sample.code) == ("XX-0001", "Chen", "T1")


def test_a_form_sent_twice_opens_one_case_of_one_person(city: City) -> None:
    facts = PersonFacts(name="Chen", area_code=TOWNSHIP)
    assert tell(city, facts).id == tell(city, facts).id
    assert (Person.objects.count(), Sample.objects.count(), Case.objects.count()) == (1, 1, 1)


def test_a_refused_sample_leaves_no_person_behind(city: City) -> None:
    with pytest.raises(Refused):
        tell(city, PersonFacts(name="Chen", area_code=TOWNSHIP), tube=tube(hours_ago=-3))
    assert not Person.objects.exists()


def test_a_further_positive_stays_with_the_known_case(city: City) -> None:
    chen = city.person("Chen")
    first = tell(city, chen.id)
    again = tell(city, chen.id, tube=tube("T2", hours_ago=1))
    assert again.id == first.id
    assert again.confirming_sample.code == "T1"
    assert Sample.objects.filter(person=chen, result="POSITIVE").count() == 2
