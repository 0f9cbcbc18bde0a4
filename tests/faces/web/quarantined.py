"""A city with people under orders, told by the stories; for the desks of orders, rooms, transfers, checks and samples."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import Client
from tests.city import NOON, City, hours

from ringfence.field.testing.actions import ResultFacts
from ringfence.measures.orders.models import Order
from ringfence.registry.outbreaks.models import Outbreak
from ringfence.response import positive_sample
from ringfence.tracing.contacts.actions import ExposureTold

WORLD = "/o/xinxiang/"


def signed_in(user: Any, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def set_clock(city: City, to: datetime) -> None:
    """The outbreak stands at this instant, so that pages do not depend on when the test runs."""
    Outbreak.objects.filter(id=city.outbreak.id).update(clock_set_to=to, clock_runs=False)


def open_case(city: City, name: str = "Chen", code: str = "T-case") -> Any:
    sample = city.sample(city.person(name), code=code)
    return positive_sample.receive_positive(
        sample_id=sample.id,
        result=ResultFacts(result="POSITIVE", result_at=NOON),
        by=city.laboratory,
        now=NOON,
    )


def contact(city: City, case: Any, name: str, **facts: Any) -> Any:
    at = NOON - timedelta(days=1)
    exposure = ExposureTold(
        first_at=at, last_at=at + hours(1), setting="MEAL_ENTERTAINMENT", place="noodle shop"
    )
    return positive_sample.name_contact(
        case_id=case.id,
        person_id=city.person(name, **facts).id,
        exposure=exposure,
        by=city.investigator,
        now=NOON,
    )


def draft(city: City, case: Any, name: str, by: Any = None, **facts: Any) -> Order:
    one = contact(city, case, name, **facts)
    _, order, _ = positive_sample.classify_contact(
        contact_id=one.id, kind="CLOSE", why="", by=by or city.investigator, now=NOON
    )
    assert order is not None
    return order


def approve(city: City, order: Order, at: datetime = NOON) -> Order:
    return positive_sample.approve_order(order_id=order.id, by=city.epidemiologist, now=at)


def arrive(city: City, order: Order, at: datetime = NOON) -> Any:
    """Fetched and received: the stay has begun."""
    transfer = order.transfers.get(kind="TO_SITE")
    positive_sample.pick_up(
        transfer_id=transfer.id, vehicle="豫G00001", given_by_name="Li", by=city.driver, now=at
    )
    positive_sample.hand_over(transfer_id=transfer.id, received_by=city.manager, now=at)
    return order.stays.get(state="STARTED")


def in_room(city: City, case: Any, name: str, **facts: Any) -> tuple[Order, Any]:
    order = approve(city, draft(city, case, name, **facts))
    return order, arrive(city, order)


def text_of(answer: Any) -> str:
    return answer.content.decode()


def address(path: str, *ids: UUID) -> str:
    return WORLD + path.format(*ids)
