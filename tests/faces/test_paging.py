"""Pages of a list: every row once, forwards and backwards, also while new rows arrive."""

from __future__ import annotations

import pytest

from ringfence.faces.paging import count_up_to, page_of
from ringfence.kernel import Refused
from ringfence.registry.places.models import Place

pytestmark = pytest.mark.django_db
ORDER = ("name", "code")


@pytest.fixture
def villages() -> None:
    Place.objects.bulk_create(Place(code=f"{n:04d}", name=f"same{n % 3}", kind="VILLAGE") for n in range(23))


def walk(cursor: str = "") -> list[str]:
    page = page_of(Place.objects.all(), order=ORDER, cursor=cursor, size=5)
    codes = [row.code for row in page.rows]
    return codes + (walk(page.next) if page.next else [])


def test_every_row_comes_once_and_in_order(villages: None) -> None:
    assert walk() == list(Place.objects.order_by(*ORDER).values_list("code", flat=True))


def test_back_leads_to_the_page_before(villages: None) -> None:
    first = page_of(Place.objects.all(), order=ORDER, size=5)
    second = page_of(Place.objects.all(), order=ORDER, cursor=first.next, size=5)
    back = page_of(Place.objects.all(), order=ORDER, cursor=second.previous, size=5)
    assert back.rows == first.rows
    assert (first.previous, back.previous) == ("", "")


def test_a_row_that_arrives_meanwhile_moves_no_other_row(villages: None) -> None:
    first = page_of(Place.objects.all(), order=ORDER, size=5)
    Place.objects.create(code="zz", name="aaa", kind="VILLAGE")
    second = page_of(Place.objects.all(), order=ORDER, cursor=first.next, size=5)
    assert not {row.code for row in first.rows} & {row.code for row in second.rows}


@pytest.mark.parametrize("cursor", ["rubbish", "WyJuIl0", "WzFd", "e30"])
def test_a_damaged_address_is_refused_with_a_sentence(villages: None, cursor: str) -> None:
    with pytest.raises(Refused, match="Open the list again"):
        page_of(Place.objects.all(), order=ORDER, cursor=cursor)


def test_a_long_list_is_not_counted_to_its_end(villages: None) -> None:
    assert count_up_to(Place.objects.all(), bound=10) == "10+"
    assert count_up_to(Place.objects.all()) == "23"
