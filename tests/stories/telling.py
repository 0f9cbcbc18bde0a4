"""Short ways to tell a story up to some point."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ringfence.field.testing.actions import ResultFacts
from ringfence.response import facts, positive_sample
from ringfence.tracing.contacts.actions import ExposureTold
from tests.city import NOON, City, hours

THREE_HOURS_LATER = NOON + hours(3)


def positive(at: datetime = NOON) -> ResultFacts:
    return ResultFacts(result="POSITIVE", result_at=at)


def open_case(city: City, name: str = "Chen", **told: Any) -> Any:
    """A person's sample is positive at noon; returns the case."""
    sample = city.sample(city.person(name), code=f"tube {name}")
    return positive_sample.receive_positive(
        sample_id=sample.id, result=positive(), by=city.laboratory, now=NOON, told=facts.CaseTold(**told)
    )


def meal(days_before: int = 1) -> ExposureTold:
    at = NOON - timedelta(days=days_before)
    return ExposureTold(first_at=at, last_at=at + hours(1), setting="MEAL_ENTERTAINMENT", place="noodle shop")


def close_contact(city: City, case: Any, name: str = "Wang", exposure: ExposureTold | None = None) -> Any:
    """Somebody ate with the case the day before and is classified as close; returns the drafted order."""
    contact = positive_sample.name_contact(
        case_id=case.id,
        person_id=city.person(name).id,
        exposure=exposure or meal(),
        by=city.investigator,
        now=NOON,
    )
    _, order, _ = positive_sample.classify_contact(
        contact_id=contact.id, kind="CLOSE", why="", by=city.investigator, now=NOON
    )
    return order


def approved(city: City, order: Any) -> Any:
    return positive_sample.approve_order(order_id=order.id, by=city.epidemiologist, now=NOON)


def arrived(city: City, order: Any, at: datetime = THREE_HOURS_LATER) -> Any:
    """Picked up and received at the site; returns the stay."""
    transfer = order.transfers.get(kind="TO_SITE")
    positive_sample.pick_up(
        transfer_id=transfer.id, vehicle="豫G00001", given_by_name="Li", by=city.driver, now=at
    )
    positive_sample.hand_over(transfer_id=transfer.id, received_by=city.manager, now=at)
    return order.stays.get()
