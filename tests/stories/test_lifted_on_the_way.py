"""The order ends while the person is in the vehicle: the trip ends, the room is free, the same driver takes them home."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from ringfence.care.transfers.models import Transfer
from ringfence.faces import clock as clock_of_faces
from ringfence.kernel import Refused
from ringfence.measures.orders import actions as orders
from ringfence.response import positive_sample, ruling_out
from tests.api import world
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import get, post, set_clock
from tests.identities import called
from tests.stories.telling import approved, close_contact, open_case, positive

pytestmark = pytest.mark.django_db
ON_THE_WAY, LIFTED = NOON + hours(1), NOON + hours(2)


@pytest.fixture
def city() -> City:
    city = build(rooms=1)
    set_clock(city, LIFTED)
    return city


def on_the_way(city: City, order: Any, kind: str = "TO_SITE") -> Transfer:
    trip = order.transfers.get(kind=kind)
    return positive_sample.pick_up(
        transfer_id=trip.id, vehicle="豫G00001", given_by_name="Li", to_text="Hospital 1", by=city.driver, now=ON_THE_WAY
    )  # fmt: skip


def lift(city: City, order: Any) -> None:
    positive_sample.lift_order(order_id=order.id, why="a mix-up of names", by=city.epidemiologist, now=LIFTED)


@pytest.fixture
def order(city: City) -> Any:
    """Wang is in the vehicle to the only room; Sun waits for one."""
    case = open_case(city)
    order = approved(city, close_contact(city, case, "Wang"))
    waits = approved(city, close_contact(city, case, "Sun"))
    assert waits.stays.get().state == "WAITING"
    on_the_way(city, order)
    return order


def test_the_trip_ends_the_room_is_given_to_who_waits_and_the_driver_turns_back(
    city: City, order: Any
) -> None:
    lift(city, order)
    going, home = order.transfers.get(kind="TO_SITE"), order.transfers.get(kind="HOME")
    assert (going.state, bool(going.cancelled_why)) == ("CANCELLED", True)
    assert (home.state, home.turned_from, home.vehicle, home.driver_id) == (
        "PICKED_UP",
        going,
        "豫G00001",
        city.driver.id,
    )
    assert order.stays.get().state == "CANCELLED"
    assert Transfer.objects.get(person__in=called("Sun"), kind="TO_SITE").stay.state == "RESERVED"
    with pytest.raises(Refused, match="reload the page"):  # the site cannot receive whom nobody may hold
        positive_sample.hand_over(transfer_id=going.id, received_by=city.manager, now=LIFTED)


def test_home_is_confirmed_by_somebody_who_did_not_drive_and_the_vehicle_is_disinfected(
    city: City, order: Any
) -> None:
    lift(city, order)
    home = order.transfers.get(kind="HOME")
    assert "Take this person home." in get(city.driver, "transfers/trips/")
    assert "请将此人送回家中" in get(city.driver, "transfers/trips/", "zh-hans")
    post(city.driver, f"transfers/{home.id}/receive/")
    home.refresh_from_db()
    assert home.state == "PICKED_UP"
    post(city.manager, f"transfers/{home.id}/receive/")
    home.refresh_from_db()
    assert (home.state, home.received_by_name) == ("DELIVERED", "Manager")
    assert not Transfer.objects.filter(order=order, state__in=["REQUESTED", "PICKED_UP"]).exists()
    assert "vehicle not disinfected yet" in get(city.driver, "transfers/trips/")
    assert "Turned back on the way" in get(city.manager, f"transfers/{home.id}/")


def test_an_isolation_that_ends_on_the_way_to_hospital_ends_at_home_too(city: City) -> None:
    case = open_case(city)
    isolation = approved(city, case.orders.get())
    on_the_way(city, isolation, "TO_HOSPITAL")
    ruling_out.rule_out(case_id=case.id, why="two negatives", by=city.investigator, now=LIFTED)
    assert {one.kind: one.state for one in isolation.transfers.all()} == {
        "TO_HOSPITAL": "CANCELLED",
        "HOME": "PICKED_UP",
    }


def test_an_appeal_that_is_upheld_on_the_way_turns_the_vehicle(city: City, order: Any) -> None:
    appeal = orders.open_appeal(order_id=order.id, text="I was abroad", by=city.investigator, now=ON_THE_WAY)
    positive_sample.decide_appeal(
        appeal_id=appeal.id, upheld=True, answer="right", by=city.colleague, now=LIFTED
    )
    assert order.transfers.get(kind="HOME").state == "PICKED_UP"


def test_who_turns_positive_on_the_way_is_not_sent_home_the_ambulance_takes_over(
    city: City, order: Any
) -> None:
    sample = city.sample(order.person, code="W1")
    case = positive_sample.receive_positive(
        sample_id=sample.id, result=positive(LIFTED), by=city.laboratory, now=LIFTED
    )
    assert not order.transfers.filter(kind="HOME").exists()
    isolation = positive_sample.approve_order(
        order_id=case.orders.get().id, by=city.epidemiologist, now=LIFTED
    )
    on_the_way(city, isolation, "TO_HOSPITAL")
    assert order.transfers.get(kind="TO_SITE").state == "CANCELLED"
    assert isolation.transfers.get().state == "PICKED_UP"


def test_only_a_way_home_takes_the_place_of_a_trip(city: City, order: Any) -> None:
    lift(city, order)
    home = order.transfers.get(kind="HOME")
    with pytest.raises(IntegrityError, match="a_trip_turned_back_goes_home"), transaction.atomic():
        Transfer.objects.filter(id=home.id).update(kind="TO_HOSPITAL")


def test_over_the_interface_the_driver_reads_it(db: None) -> None:
    there = world.build(clock_of_faces.real_now())
    order = approved(there.city, close_contact(there.city, open_case(there.city)))
    way = there.get("transfers/waiting", role="DRIVER").json()[0]["way"]
    trip = there.post("transfers/take", {"way": way}, role="DRIVER").json()
    told = {"vehicle": "豫G00001", "given_by_name": "Li"}
    assert there.post(f"transfers/{trip['id']}/pick-up", told, role="DRIVER").status_code == 200
    lift(there.city, order)
    (home,) = there.get("transfers?state=PICKED_UP", role="DRIVER").json()["items"]
    assert (home["kind"], home["turned_from_id"], home["passenger"]["name"]) == ("HOME", trip["id"], "Wang")
    assert there.post(f"transfers/{home['id']}/deliver", role="SITE_MANAGER").json()["state"] == "DELIVERED"
