"""Several people act in the same moment, each on a connection of their own; the database decides, and nobody is doubled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from ringfence.care.quarantine.models import Stay
from ringfence.care.transfers.models import Transfer
from ringfence.field.testing.models import Sample
from ringfence.kernel import Refused
from ringfence.measures.orders.models import Order
from ringfence.response import positive_sample
from ringfence.tracing.cases.models import Case
from ringfence.tracing.investigations import actions as investigations
from ringfence.tracing.investigations.models import FormBlock, Investigation
from tests.city import NOON, build
from tests.stories.telling import close_contact, open_case, positive

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Each deed in a thread of its own, all let go in the same moment; results and refusals in their order."""
    gate = Barrier(len(deeds))

    def act(deed: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            return deed()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(act, deeds))


@pytest.fixture(params=range(3))
def again(request: pytest.FixtureRequest) -> Iterator[int]:
    """A race is run three times: once may be luck."""
    return request.param  # type: ignore[no-any-return]


def test_a_positive_told_eight_times_at_once_opens_one_case(again: int) -> None:
    city = build()
    sample = city.sample(city.person("Chen"))

    def tell() -> Any:
        return positive_sample.receive_positive(
            sample_id=sample.id, result=positive(), by=city.laboratory, now=NOON
        )

    told = at_once(*[tell] * 8)
    case = Case.objects.get()
    assert {one.id for one in told} == {case.id}
    assert Investigation.objects.count() == Order.objects.count() == 1
    assert Sample.objects.get().result == "POSITIVE"


def test_two_positive_samples_of_one_person_at_once_open_one_case(again: int) -> None:
    city = build()
    person = city.person("Chen")
    samples = [city.sample(person, code=f"T{n}") for n in range(4)]
    told = at_once(*[
        lambda one=one: positive_sample.receive_positive(
            sample_id=one.id, result=positive(), by=city.laboratory, now=NOON)
        for one in samples
    ])  # fmt: skip
    assert {one.id for one in told} == {Case.objects.get().id}
    assert Order.objects.filter(state="DRAFT").count() == 1


def test_an_order_approved_by_two_at_once_has_one_stay(again: int) -> None:
    city = build()
    order = close_contact(city, open_case(city))

    def approve() -> Any:
        return positive_sample.approve_order(order_id=order.id, by=city.epidemiologist, now=NOON)

    at_once(*[approve] * 4)
    assert Stay.objects.filter(order=order).count() == 1
    assert Transfer.objects.filter(order=order).count() == 1


def test_one_of_two_approved_at_once_gets_the_last_room_and_the_other_waits(again: int) -> None:
    city = build(rooms=1)
    case = open_case(city)
    orders = [close_contact(city, case, name) for name in ("Wang", "Zhou", "Sun")]
    at_once(*[
        lambda one=one: positive_sample.approve_order(order_id=one.id, by=city.epidemiologist, now=NOON)
        for one in orders
    ])  # fmt: skip
    assert (
        sorted(Order.objects.filter(id__in=[one.id for one in orders]).values_list("state", flat=True))
        == ["IN_FORCE"] * 3
    )
    stays = sorted(Stay.objects.filter(order__in=orders).values_list("state", flat=True))
    assert stays == ["RESERVED", "WAITING", "WAITING"]
    assert Stay.objects.exclude(room=None).count() == 1


def test_of_two_who_save_the_same_block_one_is_told_of_the_other(again: int) -> None:
    city = build()
    case = open_case(city)
    investigation = Investigation.objects.get(case=case)
    saved = at_once(*[
        lambda words=words: investigations.save_block(
            investigation_id=investigation.id, block="ONSET", content={"first": words}, on_version=0,
            by=city.investigator, now=NOON)
        for words in ("fever", "cough")
    ])  # fmt: skip
    assert sorted(isinstance(one, Refused) for one in saved) == [False, True]
    refusal = next(one for one in saved if isinstance(one, Refused))
    assert "Your text is still here" in str(refusal)
    assert FormBlock.objects.filter(investigation=investigation, block="ONSET").count() == 1
