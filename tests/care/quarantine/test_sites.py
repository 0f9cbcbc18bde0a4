"""Sites: inspected item by item, opened after acceptance, closed when empty; rooms change state when nobody is in them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.city import HONGQI, NOON, City, build, hours
from tests.stories.telling import approved, close_contact, open_case

from ringfence.care.quarantine import actions, queries, rules
from ringfence.care.quarantine.models import Room
from ringfence.ground.audit.models import AuditEntry
from ringfence.kernel import NotPermitted, Refused
from ringfence.response import placing

pytestmark = pytest.mark.django_db
ALL_FINE = {str(item): True for item in rules.site_items()}


@pytest.fixture
def city() -> City:
    return build()


@pytest.fixture
def new_site(city: City) -> Any:
    return actions.add_site(name="新点", name_en="New", area_code=HONGQI, organisation_id=city.manager.organisation_id,
                            address="", by=city.manager, now=NOON)  # fmt: skip


@pytest.mark.parametrize(("found", "accepted", "sentence"), [
    (ALL_FINE, True, "in order"),
    (ALL_FINE | {"AIRFLOW": False}, False, "1 defect(s)"),
    ({"AIRFLOW": True}, False, "not looked at"),
    (ALL_FINE | {"FAMILY_AND_ACCESSIBLE_ROOMS": False}, True, "in order"),  # wished for, not needed
])  # fmt: skip
def test_an_inspection_is_kept_and_accepts_only_a_site_in_order(
    city: City, new_site: Any, found: dict[str, bool], accepted: bool, sentence: str
) -> None:
    decision = actions.inspect_site(site_id=new_site.id, found=found, by=city.manager, now=NOON)
    new_site.refresh_from_db()
    assert decision.allowed is accepted and sentence in str(decision.reasons[0])
    assert (new_site.three_zones_accepted_at is not None) is accepted
    assert new_site.state == "PREPARING"
    assert AuditEntry.objects.get(action="site.inspect").after["found"] == found


def test_a_defect_takes_the_acceptance_away_but_not_from_an_open_site(city: City, new_site: Any) -> None:
    actions.inspect_site(site_id=new_site.id, found=ALL_FINE, by=city.manager, now=NOON)
    actions.inspect_site(site_id=new_site.id, found={"AIRFLOW": False}, by=city.manager, now=NOON)
    with pytest.raises(Refused, match="Accept the three zones"):
        actions.open_site(site_id=new_site.id, by=city.manager, now=NOON)
    actions.inspect_site(site_id=city.site.id, found={"AIRFLOW": False}, by=city.manager, now=NOON)
    city.site.refresh_from_db()
    assert city.site.state == "OPEN" and city.site.three_zones_accepted_at is not None


def test_a_site_closes_when_it_is_empty_and_its_rooms_are_no_longer_given_out(city: City) -> None:
    order = approved(city, close_contact(city, open_case(city), "Wang"))
    with pytest.raises(Refused, match="1 people stay here"):
        actions.close_site(site_id=city.site.id, by=city.manager, now=NOON)
    actions.cancel_stay(order_id=order.id, why="test", by=city.manager, now=NOON)
    assert actions.close_site(site_id=city.site.id, by=city.manager, now=NOON).state == "CLOSED"
    again = actions.reserve_room(outbreak_id=city.outbreak.id, order_id=order.id, person_id=order.person_id,
                                 area_code=order.area_id, party=order.person_id, by=city.manager, now=NOON)  # fmt: skip
    assert again.state == "WAITING"


@pytest.mark.parametrize("rooms", [[(1, "", 1)], [(1, "1" * 21, 1)], [(1, "101", 0)], [(1, "101", 99)]])
def test_a_room_has_a_short_number_and_a_bed(
    city: City, new_site: Any, rooms: list[tuple[int, str, int]]
) -> None:
    with pytest.raises(Refused, match="a room has a short number"):
        actions.add_rooms(site_id=new_site.id, rooms=rooms, by=city.manager, now=NOON)


def test_a_number_told_twice_is_one_room(city: City, new_site: Any) -> None:
    rooms = [(1, "101", 1), (1, "101", 1), (1, "102", 2)]
    assert actions.add_rooms(site_id=new_site.id, rooms=rooms, by=city.manager, now=NOON) == 2
    assert actions.add_rooms(site_id=new_site.id, rooms=rooms, by=city.manager, now=NOON) == 0


@pytest.mark.parametrize("other", ["investigator", "nurse", "epidemiologist", "driver", "command"])
def test_only_a_manager_of_the_area_changes_a_site(city: City, new_site: Any, other: str) -> None:
    for deed in (actions.open_site, actions.close_site):
        with pytest.raises(NotPermitted):
            deed(site_id=new_site.id, by=getattr(city, other), now=NOON)
    with pytest.raises(NotPermitted):
        actions.inspect_site(site_id=new_site.id, found=ALL_FINE, by=getattr(city, other), now=NOON)


def test_a_disinfected_room_goes_to_who_waits_longest(city: City) -> None:
    case = open_case(city)
    orders = [approved(city, close_contact(city, case, name)) for name in ("Wang", "Sun", "Qian")]
    room = orders[0].stays.get().room
    actions.start_stay(stay_id=orders[0].stays.get().id, by=city.manager, now=NOON)
    actions.end_stay(stay_id=orders[0].stays.get().id, why="test", by=city.manager, now=NOON + hours(1))
    room.refresh_from_db()
    assert room.state == Room.State.DISINFECTION
    placed = placing.finish_disinfection(
        room_id=room.id,
        outbreak_id=city.outbreak.id,
        agent="chlorine",
        concentration="1000 mg/L",
        by=city.manager,
        now=NOON + hours(2),
    )
    assert placed == 1
    (kept,) = queries.disinfections(room_id=room.id)
    assert (kept.agent, kept.concentration, kept.by_name, kept.at) == (
        "chlorine",
        "1000 mg/L",
        "Manager",
        NOON + hours(2),
    )
    assert orders[2].stays.get().room == room and orders[2].transfers.get().kind == "TO_SITE"
