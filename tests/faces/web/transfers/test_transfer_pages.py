"""Transfers: two parties at each end, the driver never receives; addresses only for the trip."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import WORLD, get, in_room, post, set_clock, signed_in, status
from tests.stories.telling import approved, close_contact, open_case, positive

from ringfence.care.transfers import actions as transfer_actions
from ringfence.care.transfers import queries as transfers
from ringfence.care.transfers.models import Transfer
from ringfence.response import positive_sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    city = build(rooms=4)
    set_clock(city, NOON + hours(2))
    return city


@pytest.fixture
def transfer(city: City) -> Transfer:
    order = approved(city, close_contact(city, open_case(city), "王小芳"))
    return order.transfers.get()


def assign(city: City, transfer: Transfer, who: str = "driver") -> Any:
    """The transfer desk gives the trip to this driver."""
    return transfer_actions.assign(
        transfer_id=transfer.id, driver=getattr(city, who), by=city.manager, now=NOON + hours(1)
    )


def pick_up(city: City, transfer: Transfer, **told: str) -> Any:
    assign(city, transfer)
    return post(
        city.driver,
        f"transfers/{transfer.id}/pick-up/",
        **({"vehicle": "豫G12345", "given_by_name": "Li"} | told),
    )


def test_the_board_shows_what_is_late(city: City, transfer: Transfer) -> None:
    assert "over their time limit" not in get(city.manager, "transfers/")
    set_clock(city, transfer.due_at + timedelta(minutes=1))
    page = get(city.manager, "transfers/")
    assert "1 transfers are over their time limit" in page and "over 00:01:00" in page


def test_a_contact_has_eight_hours(city: City, transfer: Transfer) -> None:
    assert transfer.due_at - transfer.requested_at == hours(8)
    assert "06:00:00" in get(city.manager, "transfers/")


def test_the_trip_from_pick_up_to_disinfection(city: City, transfer: Transfer) -> None:
    assert "Picked up" in pick_up(city, transfer, next="trips").content.decode()
    page = post(city.manager, f"transfers/{transfer.id}/receive/").content.decode()
    assert "The stay begins now" in page
    assert "vehicle not disinfected yet" in get(city.driver, "transfers/trips/")
    assert (
        "disinfection of the vehicle is noted"
        in post(city.driver, f"transfers/{transfer.id}/disinfected/", next="trips").content.decode()
    )
    transfer.refresh_from_db()
    assert (transfer.state, transfer.received_by_name, transfer.disinfected_at) == (
        "DELIVERED",
        "Manager",
        NOON + hours(2),
    )
    assert transfer.stay.state == "STARTED"


def test_the_driver_does_not_receive_their_own_passenger(city: City, transfer: Transfer) -> None:
    pick_up(city, transfer)
    page = get(city.driver, "transfers/trips/")
    assert "The driver hands over; somebody else receives." in page
    assert f"/transfers/{transfer.id}/receive/" not in page
    post(city.driver, f"transfers/{transfer.id}/receive/")
    transfer.refresh_from_db()
    assert transfer.state == "PICKED_UP"
    with pytest.raises(IntegrityError, match="a_driver_does_not_receive"), transaction.atomic():
        Transfer.objects.filter(id=transfer.id).update(
            state="DELIVERED", delivered_at=NOON, received_by_id=city.driver.id
        )


def test_a_site_manager_who_drives_hears_the_same_sentence(city: City, transfer: Transfer) -> None:
    post(city.manager, f"transfers/{transfer.id}/pick-up/", vehicle="豫G1", given_by_name="Li")
    assert (
        "The driver hands over; somebody else receives."
        in post(city.manager, f"transfers/{transfer.id}/receive/").content.decode()
    )


@pytest.mark.parametrize(("told", "sentence"), [
    ({"vehicle": "", "given_by_name": "Aunt Li"}, "plate or number"), ({"vehicle": "豫G999", "given_by_name": " "}, "who hands the person over"),
])  # fmt: skip
def test_a_hand_over_names_vehicle_and_both_parties(
    city: City, transfer: Transfer, told: dict[str, str], sentence: str
) -> None:
    answer = pick_up(city, transfer, **told)
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page
    assert all(f'value="{typed}"' in page for typed in told.values() if typed.strip())


def test_the_vehicle_is_remembered_for_the_next_trip(city: City, transfer: Transfer) -> None:

    assign(city, transfer)
    driver = signed_in(city.driver)
    driver.post(f"{WORLD}transfers/{transfer.id}/pick-up/", {"vehicle": "豫G12345", "given_by_name": "Li"})
    assign(
        city, approved(city, close_contact(city, transfer.order.basis_contact.case, "孙七")).transfers.get()
    )
    assert 'value="豫G12345"' in driver.get(f"{WORLD}transfers/trips/").content.decode()


def test_disinfection_comes_after_the_trip(city: City, transfer: Transfer) -> None:
    assign(city, transfer)
    assert (
        "this trip is not over yet"
        in post(city.driver, f"transfers/{transfer.id}/disinfected/").content.decode()
    )


def test_a_case_is_taken_to_a_named_hospital(city: City) -> None:
    order = open_case(city).orders.get()
    approved(city, order)
    transfer = order.transfers.get()
    assert transfer.kind == "TO_HOSPITAL" and transfer.due_at - transfer.requested_at == hours(2)
    pick_up(city, transfer, to_text="City Hospital No. 1")
    assert "City Hospital No. 1" in get(city.manager, f"transfers/{transfer.id}/")
    assert "Received." in post(city.manager, f"transfers/{transfer.id}/receive/").content.decode()


def test_the_driver_knows_name_and_address_during_the_trip_only(city: City, transfer: Transfer) -> None:
    page = get(city.driver, "transfers/trips/")
    assert "王" not in page and "flat" not in page
    assert "西街街道" in page and "Demo site" in page and "1 person" in page
    (way,) = transfers.ways(by=city.driver, outbreak_id=city.outbreak.id)
    taken = post(city.driver, "transfers/take/", way=way.key).content.decode()
    assert "王小芳" in taken and "王小芳&#x27;s flat" in taken
    pick_up(city, transfer)
    post(city.manager, f"transfers/{transfer.id}/receive/")
    page = (
        get(city.driver, "transfers/trips/")
        + get(city.driver, "transfers/all/")
        + get(city.driver, f"transfers/{transfer.id}/")
    )
    assert "王**" in page
    assert "王小芳" not in page


def test_a_driver_reads_only_their_own_trips(city: City, transfer: Transfer) -> None:
    for path in ("transfers/all/", "transfers/manifest/", "transfers/trips/", "tasks/"):
        page = get(city.driver, path)
        assert "王" not in page and "flat" not in page, path
    assert status(city.driver, f"transfers/{transfer.id}/") == 404
    assert (
        post(city.driver, f"transfers/{transfer.id}/pick-up/", vehicle="豫G1", given_by_name="x").status_code
        == 404
    )
    assert "Take a trip: 1 wait" in get(city.driver, "tasks/")


def test_two_drivers_do_not_take_the_same_trip(city: City, transfer: Transfer) -> None:
    (way,) = transfers.ways(by=city.driver, outbreak_id=city.outbreak.id)
    post(city.driver, "transfers/take/", way=way.key)
    late = post(city.manager, "transfers/take/", way=way.key).content.decode()
    assert "Nobody waits on this way any more" in late
    transfer.refresh_from_db()
    assert transfer.driver_id == city.driver.id
    refused = post(city.manager, f"transfers/{transfer.id}/pick-up/", vehicle="豫G1", given_by_name="Li")
    assert refused.status_code == 422 and "Driver has this trip" in refused.content.decode()


def test_a_trip_given_back_is_open_again_and_names_nobody(city: City, transfer: Transfer) -> None:
    assign(city, transfer)
    assert "王小芳" in get(city.driver, "transfers/trips/")
    answer = post(city.driver, f"transfers/{transfer.id}/give-back/").content.decode()
    assert "The trip is open again" in answer and "王小芳" not in answer and "1 person" in answer
    with pytest.raises(IntegrityError, match="a_trip_that_was_taken"), transaction.atomic():
        Transfer.objects.filter(id=transfer.id).update(taken_at=NOON)


def test_the_desk_assigns_a_trip_only_to_who_drives(city: City, transfer: Transfer) -> None:
    page = get(city.manager, f"transfers/{transfer.id}/")
    assert 'value="driver"' in page and 'value="nurse"' not in page
    answer = post(city.manager, f"transfers/{transfer.id}/assign/", driver="nurse").content.decode()
    assert "may not drive in this area" in answer
    answer = post(city.manager, f"transfers/{transfer.id}/assign/", driver="driver").content.decode()
    assert "Driver&#x27;s now" in answer
    assert post(city.command, f"transfers/{transfer.id}/assign/", driver="driver").status_code == 403


def test_a_case_leaves_from_the_site_not_from_home(city: City) -> None:
    case = open_case(city)
    in_room(city, case, "孙七")
    mate = Transfer.objects.get().person
    became = positive_sample.receive_positive(
        sample_id=city.sample(mate, code="S9", taken_at=NOON).id, result=positive(NOON + hours(1)), by=city.laboratory,
        now=NOON + hours(1),
    )  # fmt: skip
    approved(city, became.orders.get())
    (way,) = transfers.ways(by=city.driver, outbreak_id=city.outbreak.id)
    assert (way.kind, way.from_place, way.to_place) == ("TO_HOSPITAL", city.site, None)
    page = get(city.driver, "transfers/trips/")
    assert "Demo site" in page and "Designated hospital" in page


def test_the_manifest_lists_the_passengers_of_a_vehicle(city: City, transfer: Transfer) -> None:
    other = approved(city, close_contact(city, transfer.order.basis_contact.case, "孙七")).transfers.get()
    pick_up(city, transfer)
    assign(city, other)
    page = get(city.driver, "transfers/manifest/?vehicle=豫G12345")
    assert "王小芳" in page and "孙七" not in page
    assert "孙七" in get(city.driver, f"transfers/manifest/?transfer={other.id}", language="zh-hans")


def test_the_list_is_narrowed_by_state(city: City, transfer: Transfer) -> None:
    in_room(city, transfer.order.basis_contact.case, "孙七")
    assert "孙七" in get(city.manager, "transfers/all/?state=DELIVERED")
    assert "孙七" not in get(city.manager, "transfers/all/?state=REQUESTED")


@pytest.mark.parametrize(("role", "board", "trips"), [
    ("driver", 200, 200), ("manager", 200, 200), ("investigator", 200, 200), ("epidemiologist", 200, 403), ("command", 200, 403),
    ("nurse", 403, 403), ("laboratory", 403, 403), ("oversight", 403, 403),
])  # fmt: skip
def test_who_sees_transfers_and_who_drives(city: City, role: str, board: int, trips: int) -> None:
    assert status(getattr(city, role), "transfers/all/") == board
    assert status(getattr(city, role), "transfers/trips/") == trips
    assert status(getattr(city, role), "transfers/manifest/") == trips


def test_who_only_drives_comes_to_the_trips(city: City) -> None:
    answer = signed_in(city.driver).get(f"{WORLD}transfers/", follow=True)
    assert answer.redirect_chain[-1][0].endswith("transfers/trips/")
    assert "My trips" in answer.content.decode()
