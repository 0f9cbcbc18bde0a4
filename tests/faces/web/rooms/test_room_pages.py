"""The board of rooms, the waiting list, a room by hand, sites, and their paper."""

from __future__ import annotations

from typing import Any

import pytest
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import get, in_room, post, set_clock, status
from tests.stories.telling import approved, close_contact, open_case

from ringfence.care.quarantine import actions as quarantine
from ringfence.care.quarantine import rules
from ringfence.care.quarantine.models import Room, Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    city = build(rooms=3)
    set_clock(city, NOON + hours(2))
    return city


@pytest.fixture
def case(city: City) -> Any:
    return open_case(city)


def number_of(page: str, label: str) -> str:
    """The value of the tile with this label."""
    return page.split(f'rf-tile-label">{label}<')[1].split('rf-tile-value">')[1].split("<")[0].strip()


def test_the_board_counts_and_draws_every_room(city: City, case: Any) -> None:
    in_room(city, case, "王芳")
    approved(city, close_contact(city, case, "孙七"))
    page = get(city.manager, "rooms/")
    assert [number_of(page, label) for label in ("Free", "Reserved", "Occupied", "Disinfection")] == [
        "1",
        "1",
        "1",
        "0",
    ]
    assert page.count('<div class="rf-room is-') == 3
    for shown in ("is-occupied", "is-reserved", "is-free", "王芳", "9 Jan – 22 Jan", "on the way"):
        assert shown in page, shown


def test_a_test_that_is_due_shows_on_the_tile(city: City, case: Any) -> None:
    in_room(city, case, "王芳")
    assert 'class="rf-test-due" title="test due"' in get(city.manager, "rooms/")


def test_a_count_opens_its_list(city: City, case: Any) -> None:
    in_room(city, case, "王芳")
    page = get(city.manager, "rooms/list/?condition=OCCUPIED")
    assert "王芳" in page and page.count('<tr><th scope="row">') == 1
    assert get(city.manager, "rooms/list/?condition=FREE").count('<tr><th scope="row">') == 2


def test_who_waits_is_listed_with_the_reason_and_given_a_room_by_hand(city: City, case: Any) -> None:
    orders = [approved(city, close_contact(city, case, name)) for name in ("王芳", "孙七", "周八", "吴九")]
    assert "No room is free in the whole city" in get(city.manager, "rooms/waiting/")
    assert "吴九" in get(city.manager, "rooms/")
    quarantine.add_rooms(site_id=city.site.id, rooms=[(2, "201", 1)], by=city.manager, now=NOON)
    room = Room.objects.get(number="201")
    waiting = orders[3].stays.get()
    assert "201" in get(city.manager, f"rooms/waiting/{waiting.id}/")
    page = post(city.manager, f"rooms/waiting/{waiting.id}/", room=str(room.id)).content.decode()
    assert "The room is reserved" in page
    waiting.refresh_from_db()
    assert waiting.room == room and orders[3].transfers.exists()


def test_a_room_that_was_taken_meanwhile_is_refused_with_a_sentence(city: City, case: Any) -> None:
    orders = [approved(city, close_contact(city, case, name)) for name in ("王芳", "孙七", "周八", "吴九")]
    taken = orders[0].stays.get().room
    answer = post(city.manager, f"rooms/waiting/{orders[3].stays.get().id}/", room=str(taken.id))
    assert answer.status_code == 422


def test_ready_after_disinfection_out_of_order_and_back(city: City) -> None:
    room = Room.objects.get(number="101")
    for state, word in (("OUT_OF_ORDER", "Out of order"), ("DISINFECTION", "Disinfection")):
        assert word in post(city.manager, f"rooms/{room.id}/state/", state=state).content.decode()
    assert (
        "The room is ready"
        in post(
            city.manager,
            f"rooms/{room.id}/ready/",
            site=str(city.site.id),
            agent="chlorine",
            concentration="1000 mg/L",
        ).content.decode()
    )
    assert (
        "A room is ready, in disinfection or out of order."
        in post(city.manager, f"rooms/{room.id}/state/", state="X").content.decode()
    )


def test_a_room_in_use_is_not_set_ready(city: City, case: Any) -> None:
    _order, stay = in_room(city, case, "王芳")
    assert (
        "reserved or occupied"
        in post(city.manager, f"rooms/{stay.room_id}/state/", state="OUT_OF_ORDER").content.decode()
    )


def test_a_site_is_registered_filled_inspected_opened_and_closed(city: City) -> None:
    page = post(
        city.manager,
        "rooms/sites/new/",
        name="东方宾馆",
        name_en="Orient Hotel",
        area_code="410702",
        address="",
    )
    assert "The site is registered" in page.content.decode()
    site = Site.objects.get(name="东方宾馆")
    assert (
        "3 rooms are new"
        in post(
            city.manager, f"rooms/sites/{site.id}/rooms/", floor="3", numbers="301-303", beds="1"
        ).content.decode()
    )
    assert (
        "1 rooms are new"
        in post(
            city.manager, f"rooms/sites/{site.id}/rooms/", floor="3", numbers="303，305", beds="2"
        ).content.decode()
    )
    assert "Accept the three zones" in post(city.manager, f"rooms/sites/{site.id}/open/").content.decode()
    fine = {str(item): "yes" for item in rules.site_items()}
    defect = post(
        city.manager, f"rooms/sites/{site.id}/inspect/", **fine | {"AIRFLOW": "no"}
    ).content.decode()
    assert "1 defect(s) keep the site closed" in defect and "Air flows from clean to contaminated" in defect
    assert "in order" in post(city.manager, f"rooms/sites/{site.id}/inspect/", **fine).content.decode()
    assert "The site is open" in post(city.manager, f"rooms/sites/{site.id}/open/").content.decode()
    assert "The site is closed" in post(city.manager, f"rooms/sites/{site.id}/close/").content.decode()


@pytest.mark.parametrize(("told", "kept"), [
    ({"floor": "", "numbers": "301-303", "beds": "1"}, "301-303"),
    ({"floor": "3", "numbers": "312-301", "beds": "1"}, "312-301"),
    ({"floor": "3", "numbers": "301", "beds": "0"}, "301"),
    ({"floor": "99", "numbers": "301", "beds": "1"}, "99"),
])  # fmt: skip
def test_wrong_rooms_are_refused_and_what_was_typed_is_kept(
    city: City, told: dict[str, str], kept: str
) -> None:
    answer = post(city.manager, f"rooms/sites/{city.site.id}/rooms/", **told)
    assert answer.status_code == 422 and f'value="{kept}"' in answer.content.decode()


def test_a_site_needs_a_name(city: City) -> None:
    answer = post(city.manager, "rooms/sites/new/", name=" ", area_code="410702", address="near the river")
    assert answer.status_code == 422 and "near the river" in answer.content.decode()


def test_paper_for_the_site_and_for_each_door(city: City, case: Any) -> None:
    _order, stay = in_room(city, case, "王芳")
    sheet = get(city.manager, f"rooms/sites/{city.site.id}/sheet/", language="zh-hans")
    assert "王芳" in sheet and "房间清单" in sheet
    doors = get(city.manager, f"rooms/sites/{city.site.id}/doors/")
    assert doors.count("rf-door-number") == 1 and stay.room.number in doors and "12 Jan" in doors


@pytest.mark.parametrize(("role", "board", "manage"), [
    ("manager", 200, 200), ("nurse", 200, 403), ("investigator", 200, 403), ("command", 200, 403), ("driver", 403, 403),
    ("laboratory", 403, 403), ("oversight", 403, 403),
])  # fmt: skip
def test_who_sees_rooms_and_who_changes_them(city: City, role: str, board: int, manage: int) -> None:
    assert status(getattr(city, role), "rooms/") == board
    assert status(getattr(city, role), "rooms/sites/new/") == manage
    assert post(getattr(city, role), f"rooms/{Room.objects.first().id}/ready/").status_code == manage


def test_without_a_site_the_board_says_what_to_do(city: City) -> None:
    Room.objects.all().delete()
    Site.objects.all().delete()
    assert "No quarantine site yet" in get(city.manager, "rooms/")


def test_a_room_says_with_what_it_was_disinfected_and_whether_it_is_accessible(city: City) -> None:
    room = Room.objects.first()
    Room.objects.filter(id=room.id).update(state="DISINFECTION")
    assert "Say with what" in post(city.manager, f"rooms/{room.id}/ready/", agent=" ").content.decode()
    room.refresh_from_db()
    assert room.state == "DISINFECTION"
    post(city.manager, f"rooms/{room.id}/ready/", agent="chlorine", concentration="1000 mg/L")
    post(city.manager, f"rooms/{room.id}/accessible/", accessible="yes")
    room.refresh_from_db()
    assert (room.state, room.accessible) == ("READY", True)
    page = get(city.manager, f"rooms/{room.id}/")
    assert "chlorine 1000 mg/L" in page and "Mark as not accessible" in page
    assert post(city.nurse, f"rooms/{room.id}/accessible/", accessible="no").status_code == 403
