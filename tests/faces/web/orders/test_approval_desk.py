"""The approval desk: who may sign is asked of the rule, shown, and held by the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import get, post, set_clock, status
from tests.stories.telling import approved, close_contact, open_case

from ringfence.ground.access.models import RoleHeld
from ringfence.measures.orders import actions as orders
from ringfence.measures.orders.models import Order

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return build()


@pytest.fixture
def case(city: City) -> Any:
    set_clock(city, NOON + hours(1))
    return open_case(city)


def test_a_draft_stands_on_the_desk_with_its_basis_reasons_and_drafter(city: City, case: Any) -> None:
    order = close_contact(city, case, "王芳")
    page = get(city.epidemiologist, "orders/desk/")
    for shown in (
        "王芳",
        order.number,
        case.number,
        "Meal or entertainment",
        "14 days",
        "CN-8-HN-2022-01",
        "Investigator",
        "Hongqi CDC",
    ):
        assert shown in page
    assert f"/orders/{order.id}/approve/" in page


def test_the_desk_says_everything_in_chinese(city: City, case: Any) -> None:
    close_contact(city, case, "王芳")
    page = get(city.epidemiologist, "orders/desk/", language="zh-hans")
    assert "审批台" in page and "集中隔离" in page and "密切接触者" in page
    assert "Approval desk" not in page and "Facility quarantine" not in page


def test_who_drafted_sees_the_reason_is_refused_and_the_database_refuses_too(city: City, case: Any) -> None:
    RoleHeld.objects.create(user=city.investigator, role="EPIDEMIOLOGIST", area_code="4107")
    order = close_contact(city, case, "王芳")
    page = get(city.investigator, "orders/desk/")
    assert "Who drafted an order cannot approve it." in page
    assert f"/orders/{order.id}/approve/" not in page
    answer = post(city.investigator, f"orders/{order.id}/approve/")
    assert "Who drafted an order cannot approve it." in answer.content.decode()
    order.refresh_from_db()
    assert order.state == "DRAFT" and not order.stays.exists()
    with pytest.raises(IntegrityError, match="orders_are_approved_by_another_person"), transaction.atomic():
        Order.objects.filter(id=order.id).update(
            state="IN_FORCE", approved_at=NOON, approved_by_id=order.drafted_by_id,
            approved_organisation_id=city.epidemiologist.organisation_id,
        )  # fmt: skip


def test_a_colleague_of_the_drafter_cannot_approve(city: City, case: Any) -> None:
    order = close_contact(city, case, "王芳")
    assert "Somebody of another organisation" in get(city.colleague, "orders/desk/")
    post(city.colleague, f"orders/{order.id}/approve/")
    order.refresh_from_db()
    assert order.state == "DRAFT"
    with (
        pytest.raises(IntegrityError, match="orders_are_approved_by_another_organisation"),
        transaction.atomic(),
    ):
        Order.objects.filter(id=order.id).update(
            state="IN_FORCE", approved_at=NOON, approved_by_id=city.colleague.id,
            approved_organisation_id=order.drafted_organisation_id,
        )  # fmt: skip


def test_approving_says_which_room_is_reserved(city: City, case: Any) -> None:
    order = close_contact(city, case, "王芳")
    answer = post(city.epidemiologist, f"orders/{order.id}/approve/", next="desk")
    assert "Room 101 is reserved" in answer.content.decode()
    order.refresh_from_db()
    assert order.state == "IN_FORCE"


def test_several_are_approved_each_on_its_own(city: City, case: Any) -> None:
    drafts = [close_contact(city, case, name) for name in ("王芳", "孙七", "周八")]
    gone = close_contact(city, case, "吴九")
    orders.withdraw(order_id=gone.id, why="named twice", by=city.investigator, now=NOON)
    page = post(
        city.epidemiologist, "orders/desk/approve/", order=[one.id for one in (*drafts, gone)]
    ).content.decode()
    assert "3 of 4 approved" in page
    assert "This order is Withdrawn" in page
    assert "on the waiting list" in page  # three people, two rooms
    assert Order.objects.filter(state="IN_FORCE").count() == 3


def test_selecting_nothing_or_nonsense_approves_nothing(city: City, case: Any) -> None:
    close_contact(city, case, "王芳")
    for chosen in ([], ["x"], ["00000000-0000-0000-0000-000000000000"]):
        assert post(city.epidemiologist, "orders/desk/approve/", order=chosen).status_code == 200
    assert not Order.objects.filter(state="IN_FORCE").exists()


def test_a_rejection_needs_a_sentence_and_keeps_what_was_typed(city: City, case: Any) -> None:
    order = close_contact(city, case, "王芳")
    assert post(city.epidemiologist, f"orders/{order.id}/reject/", why="  ").status_code == 422
    answer = post(city.epidemiologist, f"orders/{order.id}/reject/", why="times do not fit")
    assert "Rejected: times do not fit" in answer.content.decode()
    order.refresh_from_db()
    assert order.state == "REJECTED"


def test_an_appeal_stands_on_the_desk_and_upheld_frees_the_person(city: City, case: Any) -> None:
    order = approved(city, close_contact(city, case, "王芳"))
    answer = post(city.nurse, f"orders/{order.id}/appeal/", text="I was in Zhengzhou that day.")
    assert "The appeal is open" in answer.content.decode()
    appeal = order.appeals.get()
    signed = get(city.epidemiologist, "orders/desk/")
    assert "You approved this order" in signed and f"/orders/appeals/{appeal.id}/" not in signed
    desk = get(city.colleague, "orders/desk/")
    assert "I was in Zhengzhou that day." in desk and f"/orders/appeals/{appeal.id}/" in desk
    refused = post(city.colleague, f"orders/appeals/{appeal.id}/", upheld="yes", answer="")
    assert refused.status_code == 422
    post(city.colleague, f"orders/appeals/{appeal.id}/", upheld="yes", answer="The ticket proves it.")
    order.refresh_from_db()
    assert order.state == "RELEASED" and order.stays.get().state == "CANCELLED"


@pytest.mark.parametrize(("role", "expected"), [
    ("epidemiologist", 200), ("colleague", 200), ("investigator", 403), ("command", 403), ("laboratory", 403),
    ("manager", 403), ("nurse", 403), ("driver", 403), ("oversight", 403),
])  # fmt: skip
def test_the_desk_is_for_those_who_sign(city: City, role: str, expected: int) -> None:
    assert status(getattr(city, role), "orders/desk/") == expected


def test_an_empty_desk_says_what_fills_it(city: City) -> None:
    assert "Nothing waits for your signature" in get(city.epidemiologist, "orders/desk/")
