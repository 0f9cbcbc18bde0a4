"""A demo citizen, so that a newcomer can look at the page of a person: a drill that stands still on its third day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from ringfence.care.transfers import queries as transfers
from ringfence.field.testing import actions as testing
from ringfence.field.testing import queries as samples
from ringfence.ground import acting
from ringfence.ground.access import queries as access
from ringfence.kernel import CITY_ZONE, city_date
from ringfence.measures.orders import queries as orders
from ringfence.registry.citizens import actions as citizens
from ringfence.registry.citizens.queries import grouped
from ringfence.registry.outbreaks import actions as outbreaks
from ringfence.registry.outbreaks import queries as outbreak_register
from ringfence.registry.people import actions as people
from ringfence.response import facts, positive_sample
from ringfence.tracing.contacts.actions import ExposureTold

SLUG = "own-page"
BEGAN = datetime(2022, 1, 9, 9, 0, tzinfo=CITY_ZONE)
STANDS = datetime(2022, 1, 11, 10, 30, tzinfo=CITY_ZONE)  # the first test is negative, the next is to come
STREET = "410702001"
CITIZEN = "林晓（示例）"  # invented, as everybody in this drill


def seed_own_page(*, now: datetime) -> str:
    """Make sure the demo citizen is there; returns a fresh code for their page. `now` is the real time."""
    if not is_there():
        _play(now=now)
    return fresh_code(now=now)


def is_there() -> bool:
    """Is there a demo citizen on this server?"""
    return outbreak_register.is_there(slug=SLUG)


def fresh_code(*, now: datetime) -> str:
    """A code for the page of the demo citizen; the one before it ends."""
    nurse = access.user_named(username="huangli")
    with acting.block(acting.as_user(nurse.id)):
        outbreak = outbreak_register.outbreak_named(slug=SLUG, by=nurse)
        contact = (
            orders.visible_to(by=nurse, outbreak_id=outbreak.id).filter(basis_contact__isnull=False).first()
        )
        assert contact is not None
        made = citizens.issue(person_id=contact.person_id, outbreak_id=outbreak.id, by=nurse, now=now)
    return grouped(made.digits)


@transaction.atomic
def _play(*, now: datetime) -> None:
    """A case, a meal with the demo citizen, an order with two signatures, the way to a room, the first test."""
    command, finder = access.user_named(username="liwei"), access.user_named(username="wangfang")
    laboratory, driver = access.user_named(username="zhangqiang"), access.user_named(username="wujun")
    outbreak = outbreaks.open_outbreak(
        slug=SLUG, name="演练：公民页面", name_en="Drill: a person's own page", area_code="4107", ruleset_id="CN-8-HN-2022-01",
        case_prefix="YL", purpose="DRILL", clock_set_to=BEGAN - timedelta(hours=2), clock_runs=False, by=command, now=now,
    )  # fmt: skip
    case_id = _first_case(outbreak.id, laboratory)
    order = _order(case_id, finder)
    positive_sample.approve_order(
        order_id=order.id, by=access.user_named(username="chenjing"), now=BEGAN + timedelta(hours=2)
    )
    trip = transfers.of_person(person_id=order.person_id, outbreak_id=outbreak.id)[0]
    positive_sample.pick_up(transfer_id=trip.id, vehicle="豫G-演练1", given_by_name=CITIZEN, by=driver, now=BEGAN + timedelta(hours=4))  # fmt: skip
    positive_sample.hand_over(
        transfer_id=trip.id, received_by=access.user_named(username="yangmin"), now=BEGAN + timedelta(hours=5)
    )
    _first_test(order, laboratory)
    outbreaks.set_clock(outbreak_id=outbreak.id, to=STANDS, runs=False, by=command, now=now)


def _first_case(outbreak_id: UUID, laboratory: access.User) -> UUID:
    ill = people.register(facts=people.PersonFacts(name="高明（示例）", area_code=STREET, sex="M", age_years=47), by=laboratory, now=BEGAN)  # fmt: skip
    sample = testing.take(outbreak_id=outbreak_id, person_id=ill.id, code="YL-1", taken_at=BEGAN - timedelta(hours=1),
                          by=laboratory, now=BEGAN)  # fmt: skip
    told = facts.CaseTold(onset_date=city_date(BEGAN), found_by="FEVER_CLINIC")
    case = positive_sample.receive_positive(
        sample_id=sample.id, result=testing.ResultFacts(result="POSITIVE", result_at=BEGAN), by=laboratory, now=BEGAN, told=told
    )  # fmt: skip
    return case.id


def _order(case_id: UUID, finder: access.User) -> orders.Order:
    at = BEGAN + timedelta(hours=1)
    told = people.PersonFacts(name=CITIZEN, area_code=STREET, sex="F", birth_date=date(1990, 5, 17), phone="13900000000",
                              address="东街1号（示例）")  # fmt: skip
    citizen = people.register(facts=told, by=finder, now=at)
    meal = ExposureTold(first_at=at - timedelta(hours=22), last_at=at - timedelta(hours=21), setting="MEAL_ENTERTAINMENT", place="面馆（示例）")  # fmt: skip
    contact = positive_sample.name_contact(
        case_id=case_id, person_id=citizen.id, exposure=meal, by=finder, now=at
    )
    _, order, decision = positive_sample.classify_contact(
        contact_id=contact.id, kind="CLOSE", why="", by=finder, now=at
    )
    assert order is not None, decision
    return order


def _first_test(order: orders.Order, laboratory: access.User) -> None:
    taken = BEGAN + timedelta(hours=7)
    for one in samples.of_person(person_id=order.person_id, outbreak_id=order.outbreak_id):
        if one.test_day == 1 and not one.surface:
            told = testing.ResultFacts(
                result="NEGATIVE", taken_at=taken, result_at=taken + timedelta(hours=6)
            )
            positive_sample.receive_result(
                sample_id=one.id, result=told, by=laboratory, now=taken + timedelta(hours=6)
            )
