"""A contact turns positive inside the site: isolation follows, the roommates' days count again, the room is given back."""

from __future__ import annotations

import pytest

from ringfence.care.quarantine import actions as quarantine
from ringfence.measures.orders.models import Order
from ringfence.registry.people import actions as people
from ringfence.response import positive_sample
from tests.city import NOON, City, build, hours
from tests.stories.telling import approved, arrived, close_contact, open_case, positive

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return build()


@pytest.fixture
def family(city: City) -> tuple[Order, Order]:
    """A mother and her child in one room of three beds."""
    quarantine.add_rooms(site_id=city.site.id, rooms=[(2, "201", 3)], by=city.manager, now=NOON)
    for number in ("101", "102"):
        room = city.site.rooms.get(number=number)
        quarantine.set_room_state(room_id=room.id, state="OUT_OF_ORDER", by=city.manager, now=NOON)
    case = open_case(city)
    orders = [close_contact(city, case, name) for name in ("Mother", "Child")]
    people.correct(
        person_id=orders[1].person_id, changes={"needs_carer": True}, by=city.investigator, now=NOON
    )
    people.share_household(person_ids=[one.person_id for one in orders], by=city.investigator, now=NOON)
    for order in orders:
        approved(city, order)
        arrived(city, order)
    return orders[0], orders[1]


def test_a_child_stays_with_the_mother(family: tuple[Order, Order]) -> None:
    mother, child = (order.stays.get() for order in family)
    assert mother.room_id == child.room_id


def test_the_mother_turns_positive_and_the_childs_days_count_again(
    city: City, family: tuple[Order, Order]
) -> None:
    mother, child = family
    before = child.ends_at
    sample = city.sample(mother.person, code="M2", taken_at=NOON)
    at = NOON + hours(48)
    case = positive_sample.receive_positive(
        sample_id=sample.id, result=positive(at), by=city.laboratory, now=at
    )
    child.refresh_from_db()
    assert child.ends_at > before
    assert "same room" in str(child.reasons)
    isolation = case.orders.get()
    positive_sample.approve_order(order_id=isolation.id, by=city.epidemiologist, now=at + hours(1))
    transfer = isolation.transfers.get()
    assert "201" in transfer.from_text  # the ambulance fetches her from her room
    assert mother.stays.get().state == "STARTED"
    positive_sample.pick_up(
        transfer_id=transfer.id,
        vehicle="ambulance 1",
        given_by_name="Huang",
        by=city.driver,
        now=at + hours(2),
    )
    assert mother.stays.get().state == "ENDED"
    assert child.stays.get().state == "STARTED"
