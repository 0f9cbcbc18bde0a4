"""A room given by hand: the rule says whether it suits, a household shares, nobody else does."""

from __future__ import annotations

from typing import Any

import pytest
from tests.city import NOON, City, build, hours
from tests.stories.telling import approved, close_contact, open_case

from ringfence.care.quarantine import actions
from ringfence.care.quarantine.models import Room
from ringfence.kernel import NotPermitted, Refused
from ringfence.registry.people import actions as people
from ringfence.response import placing

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    city = build(rooms=1)
    actions.add_rooms(site_id=city.site.id, rooms=[(2, "201", 3)], by=city.manager, now=NOON)
    return city


def room(number: str) -> Room:
    return Room.objects.get(number=number)


def assign(city: City, order: Any, number: str, by: Any = None) -> Any:
    return placing.assign_room(
        stay_id=order.stays.get().id, room_id=room(number).id, by=by or city.manager, now=NOON + hours(1)
    )


def test_a_reserved_room_is_exchanged_for_another_and_the_transfer_goes_there(city: City) -> None:
    order = approved(city, close_contact(city, open_case(city), "Wang"))
    assert order.stays.get().room == room("101")
    assert assign(city, order, "201").room == room("201")
    assert assign(city, order, "201").room == room("201")  # told twice
    assert order.transfers.get().to_text.endswith("201")


def test_strangers_do_not_share_even_a_room_of_three_beds(city: City) -> None:
    case = open_case(city)
    first, second, third = (
        approved(city, close_contact(city, case, name)) for name in ("Wang", "Sun", "Qian")
    )
    assert third.stays.get().state == "WAITING"
    with pytest.raises(Refused, match="Somebody else has this room"):
        assign(city, third, second.stays.get().room.number)


def test_a_household_with_a_child_gets_a_room_of_several_beds_and_shares_it(city: City) -> None:
    case = open_case(city)
    mother, child = close_contact(city, case, "Li"), close_contact(city, case, "Little Li")
    people.share_household(person_ids=[mother.person_id, child.person_id], by=city.investigator, now=NOON)
    people.correct(person_id=child.person_id, changes={"needs_carer": True}, by=city.investigator, now=NOON)
    approved(city, mother), approved(city, child)
    assert {mother.stays.get().room.number, child.stays.get().room.number} == {"201"}


def test_a_child_alone_is_not_put_into_a_room_without_a_carer(city: City) -> None:
    order = close_contact(city, open_case(city), "Little Li")
    people.correct(person_id=order.person_id, changes={"needs_carer": True}, by=city.investigator, now=NOON)
    approved(city, order)
    with pytest.raises(Refused, match="Nobody in this room can be the carer"):
        assign(city, order, "201")


@pytest.mark.parametrize("state", ["DISINFECTION", "OUT_OF_ORDER"])
def test_a_room_that_is_not_ready_is_refused(city: City, state: str) -> None:
    order = approved(city, close_contact(city, open_case(city), "Wang"))
    actions.set_room_state(room_id=room("201").id, state=state, by=city.manager, now=NOON)
    with pytest.raises(Refused, match="not ready"):
        assign(city, order, "201")
    assert order.stays.get().room == room("101")


def test_who_has_arrived_keeps_the_room(city: City) -> None:
    order = approved(city, close_contact(city, open_case(city), "Wang"))
    actions.start_stay(stay_id=order.stays.get().id, by=city.manager, now=NOON)
    with pytest.raises(Refused, match="no longer waits"):
        assign(city, order, "201")


@pytest.mark.parametrize("other", ["nurse", "driver", "investigator", "epidemiologist"])
def test_only_who_manages_stays_assigns(city: City, other: str) -> None:
    order = approved(city, close_contact(city, open_case(city), "Wang"))
    with pytest.raises(NotPermitted):
        assign(city, order, "201", by=getattr(city, other))
