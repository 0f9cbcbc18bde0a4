"""A list of contacts is named as a whole or not at all; proposals are accepted as a whole."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ringfence.measures.orders.models import Order
from ringfence.registry.people.actions import PersonFacts
from ringfence.response import contact_list
from ringfence.tracing.contacts.actions import ExposureTold
from ringfence.tracing.contacts.models import Contact
from tests.city import NOON, TOWNSHIP, City, build
from tests.identities import called
from tests.stories.telling import meal, open_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return build()


def new(name: str, exposure: ExposureTold | None = None) -> contact_list.Listed:
    return contact_list.Listed(
        person=PersonFacts(name=name, area_code=TOWNSHIP), exposure=exposure or meal(), relation="FRIEND"
    )


def name_all(city: City, case: object, *listed: contact_list.Listed) -> list[Contact]:
    return contact_list.name_many(case_id=case.id, listed=listed, by=city.investigator, now=NOON)


def test_everybody_on_the_list_is_named_with_a_proposal(city: City) -> None:
    case = open_case(city)
    known = city.person("Wang")
    listed = contact_list.Listed(person=known.id, exposure=meal())
    named = name_all(city, case, new("Li"), listed)
    assert [one.person.identity.name for one in named] == ["Li", "Wang"]
    assert {one.proposed_kind for one in named} == {"CLOSE"}


def test_one_wrong_line_names_nobody_and_every_fault_is_told(city: City) -> None:
    case = open_case(city)
    tomorrow = ExposureTold(first_at=NOON, last_at=NOON + timedelta(days=1), setting="MEAL_ENTERTAINMENT")
    with pytest.raises(contact_list.ListRefused) as refused:
        name_all(city, case, new("Li"), new("Wang", tomorrow), new(""))
    assert set(refused.value.lines) == {1, 2}
    assert not Contact.objects.exists()
    assert not called("Li")


def test_accepting_all_proposals_drafts_the_orders_and_leaves_decided_ones_alone(city: City) -> None:
    case = open_case(city)
    near, long_ago = meal(), meal(days_before=30)
    name_all(city, case, new("Li", near), new("Wang", near), new("Zhao", long_ago))
    accepted = contact_list.accept_proposals(case_id=case.id, by=city.investigator, now=NOON)
    assert (accepted.classified, accepted.drafted) == (3, 2)
    assert Order.objects.filter(contact_kind="CLOSE", state="DRAFT").count() == 2
    again = contact_list.accept_proposals(case_id=case.id, by=city.investigator, now=NOON)
    assert (again.classified, again.drafted) == (0, 0)
