"""A guest gets another room: with a reason, the order as it was, the rooms one after the other, never two at once."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from tests.city import HONGQI, NOON, City, build, hours
from tests.stories.telling import approved, arrived, close_contact, open_case
from tests.stories.test_rooms_in_a_race import all_at_once

from ringfence.care.quarantine import actions, queries
from ringfence.care.quarantine.models import Room, Stay
from ringfence.command.timeline import care
from ringfence.kernel import NotPermitted, Refused
from ringfence.measures.orders.models import Order
from ringfence.registry.people import actions as people
from ringfence.response import daily_check, placing, positive_sample

pytestmark = pytest.mark.django_db
EVENING = NOON + hours(7)


@pytest.fixture
def city() -> City:
    return build(rooms=3)


@pytest.fixture
def case(city: City) -> Any:
    return open_case(city)


def second_site(city: City) -> Any:
    site = actions.add_site(name="二号隔离点", name_en="Second site", area_code=HONGQI, address="",
                            organisation_id=city.manager.organisation_id, by=city.manager, now=NOON)  # fmt: skip
    actions.add_rooms(site_id=site.id, rooms=[(1, "B1", 2)], by=city.manager, now=NOON)
    actions.accept_three_zones(site_id=site.id, by=city.manager, now=NOON)
    return actions.open_site(site_id=site.id, by=city.manager, now=NOON)


def in_room(city: City, case: Any, name: str) -> Any:
    return arrived(city, approved(city, close_contact(city, case, name)))


def move(city: City, stay: Any, number: str, why: str = "SYMPTOMS", at: Any = EVENING, **told: Any) -> Any:
    room = Room.objects.get(number=number)
    told = {"stay_id": stay.id, "room_id": room.id, "why": why, "by": city.manager, "now": at} | told
    return placing.move_guest(**told)


def facts_of(order_id: Any) -> Any:
    order = Order.objects.get(id=order_id)
    return order.state, order.ends_at, list(order.stages.values())


def test_within_the_site_at_once_and_the_order_and_its_tests_stay(city: City, case: Any) -> None:
    old = in_room(city, case, "Wang")
    before, samples = facts_of(old.order_id), list(old.person.samples.values_list("id", "due_on"))
    new = move(city, old, "103")
    old.refresh_from_db()
    assert (old.state, old.period.upper, old.ended_at) == ("ENDED", EVENING, EVENING)
    assert (new.state, new.room.number, new.period.lower) == ("STARTED", "103", EVENING)
    assert (new.moved_from, new.moved_why, new.moved_by_name) == (old, "SYMPTOMS", str(city.manager))
    assert new.quarantined_since == old.started_at
    assert facts_of(old.order_id) == before
    assert list(old.person.samples.values_list("id", "due_on")) == samples
    assert Room.objects.get(number="101").state == "DISINFECTION"
    assert new.order.transfers.filter(state="REQUESTED").count() == 0


def test_a_room_out_of_order_is_not_given_to_the_next_and_not_ready_without_disinfection(
    city: City, case: Any
) -> None:
    move(city, in_room(city, case, "Wang"), "103", why="ROOM_OUT_OF_ORDER")
    room = Room.objects.get(number="101")
    assert room.state == "OUT_OF_ORDER"
    with pytest.raises(Refused, match="send it to disinfection first"):
        actions.set_room_state(room_id=room.id, state="READY", by=city.manager, now=EVENING)
    actions.finish_disinfection(
        room_id=room.id, agent="chlorine", concentration="", by=city.manager, now=EVENING
    )
    room.refresh_from_db()
    assert room.state == "READY"


def test_to_another_site_the_room_is_kept_and_the_person_leaves_with_the_hand_over(
    city: City, case: Any
) -> None:
    second_site(city)
    old = in_room(city, case, "Wang")
    before = facts_of(old.order_id)
    new = move(city, old, "B1", why="SITE_EMPTIED")
    old.refresh_from_db()
    assert (old.state, new.state) == ("STARTED", "RESERVED")
    assert queries.stay_of_order(order_id=old.order_id) == old
    transfer = new.order.transfers.get(state="REQUESTED")
    assert (transfer.kind, transfer.stay, transfer.from_text) == ("TO_SITE", new, "示例隔离点 101")
    later = EVENING + hours(2)
    told = {"vehicle": "豫G00001", "given_by_name": "Nurse", "by": city.driver, "now": EVENING + hours(1)}
    positive_sample.pick_up(transfer_id=transfer.id, **told)
    positive_sample.hand_over(transfer_id=transfer.id, received_by=city.manager, now=later)
    old.refresh_from_db(), new.refresh_from_db()
    assert (old.state, old.period.upper) == ("ENDED", later)
    assert (new.state, new.period.lower, new.quarantined_since) == ("STARTED", later, old.started_at)
    assert facts_of(old.order_id) == before


def test_a_move_taken_back_gives_the_room_and_the_transfer_back(city: City, case: Any) -> None:
    second_site(city)
    old = in_room(city, case, "Wang")
    new = move(city, old, "B1")
    with pytest.raises(Refused, match="already to be moved"):
        move(city, old, "103")
    with pytest.raises(Refused, match="take the move back"):
        placing.assign_room(
            stay_id=new.id, room_id=Room.objects.get(number="103").id, by=city.manager, now=EVENING
        )
    placing.take_move_back(stay_id=old.id, by=city.manager, now=EVENING)
    new.refresh_from_db(), old.refresh_from_db()
    assert (old.state, new.state) == ("STARTED", "CANCELLED")
    assert new.order.transfers.get(stay=new).state == "CANCELLED"
    with pytest.raises(Refused, match="Nobody is about to be moved"):
        placing.take_move_back(stay_id=old.id, by=city.manager, now=EVENING)


def test_whoever_is_fetched_already_is_received_at_the_other_site(city: City, case: Any) -> None:
    second_site(city)
    old = in_room(city, case, "Wang")
    new = move(city, old, "B1")
    told = {"vehicle": "豫G00001", "given_by_name": "Nurse", "by": city.driver, "now": EVENING}
    positive_sample.pick_up(transfer_id=new.order.transfers.get(stay=new).id, **told)
    with pytest.raises(Refused, match="on the way already"):
        placing.take_move_back(stay_id=old.id, by=city.manager, now=EVENING)


def test_an_order_that_ends_gives_the_kept_room_back_too(city: City, case: Any) -> None:
    second_site(city)
    old = in_room(city, case, "Wang")
    new = move(city, old, "B1")
    positive_sample.lift_order(
        order_id=old.order_id, why="was elsewhere", by=city.epidemiologist, now=EVENING
    )
    old.refresh_from_db(), new.refresh_from_db()
    assert (old.state, new.state) == ("ENDED", "CANCELLED")
    assert list(new.order.transfers.filter(state="REQUESTED").values_list("kind", flat=True)) == ["HOME"]


@pytest.mark.parametrize(("why", "note", "sentence"), [
    ("", "", "Say why"), ("BECAUSE", "", "Say why"), ("OTHER", " ", "Say why"),
])  # fmt: skip
def test_nobody_is_moved_without_a_reason(city: City, case: Any, why: str, note: str, sentence: str) -> None:
    stay = in_room(city, case, "Wang")
    with pytest.raises(Refused, match=sentence):
        move(city, stay, "103", why=why, note=note)
    stay.refresh_from_db()
    assert stay.state == "STARTED" and Stay.objects.count() == 1


def test_into_a_room_that_is_taken_or_not_ready_nobody_is_moved(city: City, case: Any) -> None:
    wang, sun = in_room(city, case, "Wang"), in_room(city, case, "Sun")
    with pytest.raises(Refused, match="Somebody else has this room"):
        move(city, wang, sun.room.number)
    with pytest.raises(Refused, match="in this room already"):
        move(city, wang, wang.room.number)
    room = Room.objects.get(number="103")
    actions.set_room_state(room_id=room.id, state="DISINFECTION", by=city.manager, now=NOON)
    with pytest.raises(Refused, match="not ready"):
        move(city, wang, "103")


def test_a_family_comes_together_even_if_its_rooms_were_given_apart(city: City, case: Any) -> None:
    second_site(city)
    mother, child = in_room(city, case, "Li"), in_room(city, case, "Little Li")
    people.share_household(person_ids=[mother.person_id, child.person_id], by=city.investigator, now=NOON)
    people.correct(person_id=child.person_id, changes={"needs_carer": True}, by=city.investigator, now=NOON)
    actions.add_rooms(site_id=city.site.id, rooms=[(2, "201", 3)], by=city.manager, now=NOON)
    with pytest.raises(Refused, match="Nobody in this room can be the carer"):
        move(city, child, "201", why="FAMILY_TOGETHER")
    mother = move(city, mother, "201", why="OTHER", note="the larger room is for the family")
    child = move(city, child, "201", why="FAMILY_TOGETHER")
    assert {mother.room.number, child.room.number} == {"201"} and child.party == Stay.objects.get(
        id=mother.id
    ).party


def test_checks_and_alerts_stay_with_the_person(city: City, case: Any) -> None:
    old = in_room(city, case, "Wang")
    ill = daily_check.Seen(symptoms="cough")
    daily_check.keep(stay_id=old.id, on=NOON.date(), slot="EVENING", seen=ill, by=city.nurse, now=EVENING)
    new = move(city, old, "103")
    watched = queries.under_watch(by=city.nurse, outbreak_id=city.outbreak.id)
    assert not queries.unchecked(watched, day=NOON.date(), slot="EVENING").exists()
    alerts = queries.alerts(by=city.nurse, outbreak_id=city.outbreak.id, since=NOON)
    assert [one.stay.person_id for one in alerts] == [new.person_id]
    (with_checks,) = queries.with_checks(watched.filter(id=new.id))
    assert [one.symptoms for one in with_checks.checks_under_order] == ["cough"]


@pytest.mark.parametrize("other", ["nurse", "driver", "investigator", "epidemiologist"])
def test_only_who_manages_stays_moves(city: City, case: Any, other: str) -> None:
    stay = in_room(city, case, "Wang")
    with pytest.raises(NotPermitted):
        move(city, stay, "103", by=getattr(city, other))


def test_the_timeline_says_from_where_to_where_and_why(city: City, case: Any) -> None:
    old = in_room(city, case, "Wang")
    move(city, old, "103", why="OTHER", note="a quiet room")
    rows = list(queries.stays_of_person(person_id=old.person_id, outbreak_id=city.outbreak.id))
    told = [event for one in rows for event in care._stay(one, moved=one == old)]
    assert [event.title.text for event in told] == ["Stay begins.", "Moved to another room: {why}."]
    assert told[1].text == "示例隔离点 101 → 示例隔离点 103 · a quiet room"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(3))
def test_two_guests_moved_into_the_same_room_in_the_same_moment(_again: int) -> None:
    city = build(rooms=3)
    case = open_case(city)
    guests = [in_room(city, case, name) for name in ("Wang", "Sun")]
    results = all_at_once([partial(move, city, guest, "103") for guest in guests])
    assert sorted(type(one).__name__ for one in results) == ["Refused", "Stay"]
    assert Stay.objects.filter(room__number="103", state="STARTED").count() == 1
    assert Stay.objects.filter(state="STARTED").count() == 2  # the other one is where they were


@pytest.mark.django_db(transaction=True)
def test_one_guest_moved_by_two_managers_in_the_same_moment_is_in_one_room() -> None:
    city = build(rooms=3)
    guest = in_room(city, open_case(city), "Wang")
    results = all_at_once([partial(move, city, guest, number) for number in ("102", "103")])
    assert sorted(type(one).__name__ for one in results) == ["Refused", "Stay"]
    assert Stay.objects.filter(state="STARTED").count() == 1


def test_past_every_rule_the_database_lets_the_rooms_of_an_order_follow_one_another(
    city: City, case: Any
) -> None:
    old = in_room(city, case, "Wang")
    new = move(city, old, "103")
    for wrong in (
        {"period": DateTimeTZRange(NOON, None)}, {"moved_why": ""}, {"moved_why": "OTHER", "moved_note": ""},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Stay.objects.filter(id=new.id).update(**wrong)
