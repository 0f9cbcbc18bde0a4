"""Pages of a list for a page: rows, and the addresses of the neighbouring pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

from django.db.models import QuerySet
from django.http import HttpRequest

from ringfence.faces.paging import COUNT_UP_TO, PAGE_SIZE, Row, count_up_to, page_of
from ringfence.kernel import Refused

__all__ = ["COUNT_UP_TO", "ListPage", "count_of", "count_up_to", "list_page"]


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Row]):
    """The rows of one page and the addresses of its neighbours ("" where there is none)."""

    rows: list[Row]
    next_url: str
    previous_url: str


def list_page(
    request: HttpRequest, found: QuerySet[Row], *, by: Sequence[str], size: int = PAGE_SIZE
) -> ListPage[Row]:
    """One page of a list ordered `by` these fields, such as ("-drafted_at", "-id"); the last must be unique, none empty.

    Reads `cursor` from the address; a cursor that nobody gave out is the first page.
    """
    try:
        page = page_of(found, order=by, cursor=request.GET.get("cursor", ""), size=size)
    except Refused:
        page = page_of(found, order=by, size=size)
    return ListPage(
        page.rows, next_url=_address(request, page.next), previous_url=_address(request, page.previous)
    )


def count_of(page: ListPage[Row], found: QuerySet[Row]) -> str:
    """How many rows the list has. One that fits on its page has been counted by reading it."""
    fits = page.rows and not page.next_url and not page.previous_url
    return f"{len(page.rows):,}" if fits else count_up_to(found)


def _address(request: HttpRequest, cursor: str) -> str:
    if not cursor:
        return ""
    wanted = request.GET.copy()
    wanted["cursor"] = cursor
    return f"{request.path}?{wanted.urlencode()}"
