"""Several desks at once, on real connections: a room is given once, and nobody gets one before approval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from ringfence.care.quarantine import actions as quarantine
from ringfence.care.quarantine.models import Room, Stay
from ringfence.kernel import Refused, new_id
from ringfence.response import placing, positive_sample
from tests.city import NOON, City, build, hours
from tests.stories.telling import approved, close_contact, open_case

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(deeds: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run the deeds in threads of their own, each on its own connection, all let go in the same moment."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        try:
            connections["default"].ensure_connection()
            barrier.wait(timeout=30)
            return deed()
        except (Refused, IntegrityError) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(run, deeds))


def approving(city: City, order: Any) -> Callable[[], Any]:
    return lambda: positive_sample.approve_order(order_id=order.id, by=city.epidemiologist, now=NOON)


@pytest.mark.parametrize("_again", range(3))
def test_two_approvals_for_the_last_room_give_one_room_and_one_waiting(_again: int) -> None:
    city = build(rooms=1)
    case = open_case(city)
    orders = [close_contact(city, case, name) for name in ("Wang", "Sun")]
    results = all_at_once([approving(city, order) for order in orders])
    assert [result.state for result in results] == ["IN_FORCE", "IN_FORCE"]
    assert sorted(Stay.objects.values_list("state", flat=True)) == ["RESERVED", "WAITING"]
    waiting = Stay.objects.get(state="WAITING")
    assert waiting.room is None and not waiting.order.transfers.exists()


def test_eight_approvals_for_three_rooms_never_put_two_parties_in_one() -> None:
    city = build(rooms=3)
    case = open_case(city)
    orders = [close_contact(city, case, f"Contact {n}") for n in range(8)]
    all_at_once([approving(city, order) for order in orders])
    rooms = list(Stay.objects.filter(state="RESERVED").values_list("room_id", flat=True))
    assert len(rooms) == len(set(rooms)) == 3
    assert Stay.objects.filter(state="WAITING").count() == 5


def test_two_managers_choose_the_same_room_for_two_people() -> None:
    city = build(rooms=0)
    case = open_case(city)
    others = [approved(city, close_contact(city, case, name)) for name in ("Sun", "Qian")]
    quarantine.add_rooms(site_id=city.site.id, rooms=[(1, "101", 1)], by=city.manager, now=NOON)
    room = Room.objects.get()

    def assign(order: Any) -> Any:
        stay = order.stays.get()
        return placing.assign_room(stay_id=stay.id, room_id=room.id, by=city.manager, now=NOON + hours(1))

    results = all_at_once([partial(assign, order) for order in others])
    assert sorted(type(result).__name__ for result in results) == ["Refused", "Stay"]
    assert Stay.objects.filter(room=room, state="RESERVED").count() == 1


def test_past_every_rule_the_database_keeps_two_parties_apart() -> None:
    """Two connections write the same room for two people, past every action: one waits for its turn and is refused."""
    city = build(rooms=0)
    case = open_case(city)
    others = [approved(city, close_contact(city, case, name)) for name in ("Sun", "Qian")]
    quarantine.add_rooms(site_id=city.site.id, rooms=[(1, "101", 1)], by=city.manager, now=NOON)
    room = Room.objects.get()

    def take(stay: Stay) -> int:
        changed = {"state": "RESERVED", "room": room, "period": DateTimeTZRange(NOON, None)}
        return Stay.objects.filter(id=stay.id).update(**changed)

    results = all_at_once([partial(take, order.stays.get()) for order in others])
    refused = [one for one in results if isinstance(one, IntegrityError)]
    assert len(refused) == 1 and "rooms_hold_one_party_at_a_time" in str(refused[0])
    assert Stay.objects.filter(room=room, state="RESERVED").count() == 1


def test_nobody_is_placed_before_approval_by_rule_and_by_database() -> None:
    city = build()
    order = close_contact(city, open_case(city), "Wang")
    told = {
        "outbreak_id": city.outbreak.id,
        "order_id": order.id,
        "person_id": order.person_id,
        "area_code": order.area_id,
    }
    with pytest.raises(Refused, match="before the order is approved"):
        quarantine.reserve_room(**told, party=order.person_id, by=city.manager, now=NOON)
    with pytest.raises(Refused, match="before the order is approved"):
        quarantine.stay_at_home(**told, by=city.manager, now=NOON)
    row = Stay(id=new_id(), outbreak=city.outbreak, order=order, person_id=order.person_id, area_id=order.area_id,
               party=order.person_id, state="WAITING", requested_at=NOON)  # fmt: skip
    with (
        pytest.raises(IntegrityError, match="Nobody is placed before the order is approved"),
        transaction.atomic(),
    ):
        row.save(force_insert=True)
    assert not Stay.objects.exists()
