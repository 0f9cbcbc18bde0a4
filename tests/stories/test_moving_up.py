"""Who waits for a room moves up in the moment one is free, whatever made it free; the clock has nothing left to do."""

from __future__ import annotations

from typing import Any

import pytest

from ringfence.care.quarantine import actions as quarantine
from ringfence.care.quarantine.models import Room, Site, Stay
from ringfence.response import clock, placing, positive_sample
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import post, set_clock
from tests.stories.telling import approved, arrived, close_contact, open_case, positive

pytestmark = pytest.mark.django_db
LATER = NOON + hours(4)


@pytest.fixture
def city() -> City:
    city = build(rooms=1)
    set_clock(city, LATER)
    return city


@pytest.fixture
def orders(city: City) -> list[Any]:
    """Wang has the only room reserved, Sun waits longest, then Qian."""
    case = open_case(city)
    return [approved(city, close_contact(city, case, name)) for name in ("Wang", "Sun", "Qian")]


def where(orders: list[Any]) -> list[str]:
    return [Stay.objects.filter(order=one).latest("requested_at").state for one in orders]


def moved_up(city: City, orders: list[Any]) -> bool:
    """Sun has the room and a transfer, Qian still waits; a tick changes nothing."""
    sun, qian = orders[1:]
    assert where([sun, qian]) == ["RESERVED", "WAITING"]
    assert sun.transfers.get(kind="TO_SITE").state == "REQUESTED"
    return clock.place_waiting(outbreak_id=city.outbreak.id, by=city.system, now=LATER) == 0


def test_an_order_that_ends_before_the_arrival_gives_its_room_to_the_next(
    city: City, orders: list[Any]
) -> None:
    positive_sample.lift_order(order_id=orders[0].id, why="was elsewhere", by=city.epidemiologist, now=LATER)
    assert moved_up(city, orders)


def test_a_contact_who_became_a_case_gives_the_reserved_room_back(city: City, orders: list[Any]) -> None:
    sample = city.sample(orders[0].person, code="W1", taken_at=NOON)
    positive_sample.receive_positive(
        sample_id=sample.id, result=positive(LATER), by=city.laboratory, now=LATER
    )
    assert moved_up(city, orders)


def test_a_disinfected_room_a_mended_room_and_new_rooms_are_given_at_once(
    city: City, orders: list[Any]
) -> None:
    stay = arrived(city, orders[0], at=NOON)
    positive_sample.lift_order(order_id=orders[0].id, why="was elsewhere", by=city.epidemiologist, now=LATER)
    assert where(orders[1:]) == ["WAITING", "WAITING"]  # the room is in disinfection
    told = {"outbreak_id": city.outbreak.id, "by": city.manager, "now": LATER}
    assert placing.finish_disinfection(room_id=stay.room_id, agent="chlorine", concentration="", **told) == 1
    assert moved_up(city, orders)
    assert placing.add_rooms(site_id=city.site.id, rooms=[(2, "201", 1)], **told) == 1
    assert where(orders[1:]) == ["RESERVED", "RESERVED"]


def test_a_room_set_ready_by_hand_on_the_page_is_given_at_once(city: City, orders: list[Any]) -> None:
    quarantine.add_rooms(site_id=city.site.id, rooms=[(2, "201", 1)], by=city.manager, now=NOON)
    room = Room.objects.get(number="201")
    quarantine.set_room_state(room_id=room.id, state="OUT_OF_ORDER", by=city.manager, now=NOON)
    post(city.manager, f"rooms/{room.id}/state/", state="READY")
    assert moved_up(city, orders)


def test_a_site_that_opens_takes_who_waits(city: City, orders: list[Any]) -> None:
    site = quarantine.add_site(name="二号隔离点", name_en="Second", area_code="410702", address="",
                               organisation_id=city.manager.organisation_id, by=city.manager, now=NOON)  # fmt: skip
    quarantine.add_rooms(site_id=site.id, rooms=[(1, "B1", 1)], by=city.manager, now=NOON)
    quarantine.accept_three_zones(site_id=site.id, by=city.manager, now=NOON)
    assert where(orders[1:]) == ["WAITING", "WAITING"]
    post(city.manager, f"rooms/sites/{site.id}/open/")
    assert Site.objects.get(id=site.id).state == "OPEN"
    assert moved_up(city, orders)


def test_a_move_taken_back_gives_the_kept_room_to_who_waits(city: City, orders: list[Any]) -> None:
    stay = arrived(city, orders[0], at=NOON)
    quarantine.add_rooms(site_id=city.site.id, rooms=[(2, "201", 1)], by=city.manager, now=NOON)
    other = quarantine.add_site(name="三号隔离点", name_en="Third", area_code="410702", address="",
                                organisation_id=city.manager.organisation_id, by=city.manager, now=NOON)  # fmt: skip
    Room.objects.filter(number="201").update(site=other)
    quarantine.accept_three_zones(site_id=other.id, by=city.manager, now=NOON)
    quarantine.open_site(site_id=other.id, by=city.manager, now=NOON)
    room = Room.objects.get(number="201")
    placing.move_guest(stay_id=stay.id, room_id=room.id, why="SYMPTOMS", by=city.manager, now=LATER)
    placing.take_move_back(stay_id=stay.id, by=city.manager, now=LATER)
    assert moved_up(city, orders)
