"""Moving a guest on the page and over the interface."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api import world
from tests.care.quarantine.test_moving_guests import second_site
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import get, in_room, post, set_clock, status
from tests.stories.telling import open_case

from ringfence.care.quarantine.models import Room
from ringfence.faces import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    city = build(rooms=3)
    set_clock(city, NOON + hours(2))
    return city


@pytest.fixture
def stay(city: City) -> Any:
    return in_room(city, open_case(city), "王芳")[1]


def moved(city: City, stay: Any, number: str, why: str, note: str = "") -> Any:
    room = Room.objects.get(number=number)
    return post(city.manager, f"rooms/stays/{stay.id}/move/", room=str(room.id), why=why, note=note)


def test_the_room_leads_to_the_move_and_the_order_tells_it_afterwards(city: City, stay: Any) -> None:
    assert f"rooms/stays/{stay.id}/move/" in get(city.manager, f"rooms/{stay.room_id}/")
    assert "Room now" in get(city.manager, f"rooms/stays/{stay.id}/move/")
    page = moved(city, stay, "103", "SYMPTOMS").content.decode()
    assert "The person is in the new room" in page and "Symptoms: apart from the others" in page
    order = get(city.manager, f"orders/{stay.order_id}/")
    assert "示例隔离点 101" not in order and "Demo site 101" in order and "Demo site 103" in order
    assert "moved: Symptoms: apart from the others" in order
    assert "已转移：有症状，与他人分开" in get(city.manager, f"orders/{stay.order_id}/", "zh-hans")


def test_another_site_asks_for_a_transfer_and_the_move_may_be_taken_back(city: City, stay: Any) -> None:
    second_site(city)
    assert "the transfer is asked for" in moved(city, stay, "B1", "SITE_EMPTIED").content.decode()
    old = get(city.manager, f"rooms/{stay.room_id}/")
    assert "To be moved to" in old and "Second site" in old
    back = post(city.manager, f"rooms/stays/{stay.id}/move/take-back/").content.decode()
    assert "The move is taken back" in back and "To be moved to" not in back
    assert (
        "Nobody is about to be moved"
        in post(city.manager, f"rooms/stays/{stay.id}/move/take-back/").content.decode()
    )


def test_without_a_reason_what_was_chosen_stays_in_the_form(city: City, stay: Any) -> None:
    room = Room.objects.get(number="103")
    answer = moved(city, stay, "103", "OTHER")
    page = answer.content.decode()
    assert answer.status_code == 422 and "Write the reason down." in page
    assert f'value="{room.id}" selected' in page and 'value="OTHER" selected' in page


def test_who_does_not_manage_stays_is_not_let_in(city: City, stay: Any) -> None:
    assert status(city.epidemiologist, f"rooms/stays/{stay.id}/move/") == 403
    assert "Move to another room" not in get(city.epidemiologist, f"rooms/{stay.room_id}/")


def test_over_the_interface_with_its_history(db: None) -> None:
    there = world.build(clock.real_now())
    stay = in_room(there.city, open_case(there.city), "王芳", at=NOON + hours(3))[1]
    offered = there.get(f"stays/{stay.id}/rooms", role="SITE_MANAGER").json()
    told = {"room_id": offered[0]["id"], "why": "OTHER"}
    assert there.post(f"stays/{stay.id}/move", told, role="SITE_MANAGER").status_code == 422
    answer = there.post(f"stays/{stay.id}/move", told | {"note": "a quiet room"}, role="SITE_MANAGER")
    assert (answer.status_code, answer.json()["moved_from_id"]) == (200, str(stay.id))
    listed = there.get(f"stays?order_id={stay.order_id}", role="SITE_MANAGER").json()["items"]
    assert [(one["state"], one["moved_note"]) for one in listed] == [
        ("ENDED", ""),
        ("STARTED", "a quiet room"),
    ]
    assert there.post(f"stays/{answer.json()['id']}/move/take-back", role="SITE_MANAGER").status_code == 422
    assert there.post(f"stays/{stay.id}/move", told, role="DRIVER").status_code == 403
