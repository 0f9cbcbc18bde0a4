"""The whole line, told once: from the first positive sample to the day the last contact goes home."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ringfence.field.testing.actions import ResultFacts
from ringfence.field.testing.models import Sample
from ringfence.kernel import Refused
from ringfence.measures.orders.models import Order
from ringfence.response import clock, positive_sample
from ringfence.tracing.cases.models import Case
from tests.city import NOON, City, build, hours
from tests.stories.telling import close_contact, open_case, positive

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return build()


def test_a_positive_sample_opens_a_case_starts_its_clock_and_drafts_isolation(city: City) -> None:
    case = open_case(city)
    assert case.number == "XX-0001"
    due = dict(case.investigation.milestones.values_list("code", "due_at"))
    assert due["DIRECT_REPORT"] == NOON + hours(2)
    assert due["CORE_REPORT"] == NOON + hours(4)
    assert due["FULL_REPORT"] == NOON + hours(24)
    assert case.orders.get().state == "DRAFT"


def test_the_same_positive_twice_opens_one_case(city: City) -> None:
    case = open_case(city)
    again = positive_sample.receive_positive(
        sample_id=case.confirming_sample_id, result=positive(), by=city.laboratory, now=NOON + hours(1)
    )
    assert again.id == case.id
    assert Case.objects.count() == 1
    assert Order.objects.count() == 1


def test_nobody_is_placed_before_approval_and_the_proposer_cannot_approve(city: City) -> None:
    case = open_case(city)
    order = close_contact(city, case)
    assert not order.stays.exists()
    for signer in (city.colleague,):  # an epidemiologist, but of the drafter's organisation
        with pytest.raises(Refused):
            positive_sample.approve_order(order_id=order.id, by=signer, now=NOON)
    order.refresh_from_db()
    assert order.state == "DRAFT"
    assert not order.stays.exists()


def test_a_close_contact_goes_from_approval_to_release(city: City) -> None:
    case = open_case(city)
    order = close_contact(city, case)
    contact = order.basis_contact
    positive_sample.approve_order(order_id=order.id, by=city.epidemiologist, now=NOON + hours(1))
    stay = order.stays.get()
    assert stay.state == "RESERVED"
    transfer = order.transfers.get()
    positive_sample.pick_up(
        transfer_id=transfer.id, vehicle="豫G00001", given_by_name="Li", by=city.driver, now=NOON + hours(2)
    )
    positive_sample.hand_over(transfer_id=transfer.id, received_by=city.manager, now=NOON + hours(3))
    stay.refresh_from_db()
    assert stay.state == "STARTED"
    days = list(
        Sample.objects.filter(person=contact.person, surface="")
        .order_by("due_on")
        .values_list("test_day", flat=True)
    )
    assert days[0] == 1 and days[-1] >= 13
    everything_negative(city, contact.person_id)
    last_day = datetime(2022, 1, 22, 4, 0, tzinfo=UTC)  # noon of the day: last exposure 8 Jan + 14 days
    counted = clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=last_day)
    assert counted["released"] == 1
    order.refresh_from_db()
    assert order.state == "IN_FORCE"  # seven days of monitoring at home follow
    stay.refresh_from_db()
    assert stay.state == "ENDED"
    clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=last_day + timedelta(days=7))
    order.refresh_from_db()
    assert order.state == "RELEASED"
    contact.refresh_from_db()
    assert contact.outcome == "RELEASED"


def everything_negative(city: City, person_id: object) -> None:
    """Every sample scheduled so far is taken on its day and negative, with two reagents on the last."""
    for sample in Sample.objects.filter(person_id=person_id, result="PENDING", cancelled_at=None).order_by(
        "due_on"
    ):
        at = datetime(sample.due_on.year, sample.due_on.month, sample.due_on.day, tzinfo=UTC)
        result = ResultFacts(
            result="NEGATIVE", taken_at=at - hours(6), result_at=at, reagent=f"kit {sample.swab}"
        )
        positive_sample.receive_result(sample_id=sample.id, result=result, by=city.laboratory, now=at)


def test_no_free_room_is_a_waiting_list_and_the_next_free_room_goes_to_who_waits(city: City) -> None:
    case = open_case(city)
    orders = [close_contact(city, case, name) for name in ("Wang", "Sun", "Qian")]  # three people, two rooms
    for order in orders:
        positive_sample.approve_order(order_id=order.id, by=city.epidemiologist, now=NOON)
    assert sorted(order.stays.get().state for order in orders) == ["RESERVED", "RESERVED", "WAITING"]
    assert not orders[2].transfers.exists()
    positive_sample.lift_order(
        order_id=orders[0].id, why="shown to have been elsewhere", by=city.epidemiologist, now=NOON
    )
    assert orders[2].stays.get().state == "RESERVED"  # at once, in the same transaction
    assert orders[2].transfers.exists()
    counted = clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=NOON + hours(1))
    assert counted["placed"] == 0


def test_a_contact_who_turns_positive_becomes_a_case_linked_to_its_source(city: City) -> None:
    case = open_case(city)
    order = close_contact(city, case)
    contact = order.basis_contact
    positive_sample.approve_order(order_id=order.id, by=city.epidemiologist, now=NOON)
    sample = city.sample(contact.person, code="T2", taken_at=NOON - hours(1))
    new_case = positive_sample.receive_positive(
        sample_id=sample.id, result=positive(), by=city.laboratory, now=NOON + hours(5)
    )
    link = new_case.candidate_links.get()
    assert (link.source_case_id, link.grade, link.directed) == (case.id, "PROBABLE", True)
    assert new_case.found_by == "QUARANTINE"
    assert Order.objects.get(person=contact.person, kind="ISOLATION").state == "DRAFT"
    order.refresh_from_db()
    assert order.state == "RELEASED"
