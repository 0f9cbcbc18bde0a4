"""Lists by cursor: `?cursor=...&limit=...`; the answer holds `items` and the cursors of its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from ninja import Field, Schema

from ringfence.faces.paging import page_of

Item = TypeVar("Item")

MOST_ITEMS = 200


class Cursor(Schema):
    """Where in a list to go on; leave `cursor` empty for the first page."""

    cursor: str = Field("", max_length=400)
    limit: int = Field(50, ge=1, le=MOST_ITEMS)


class Listed(Schema, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: str
    previous: str


def listed(
    found: QuerySet[Any], *, at: Cursor, order: Sequence[str], shown: Callable[[Any], Any]
) -> dict[str, Any]:
    """A page of a queryset; `shown` turns a row into its schema."""
    page = page_of(found, order=order, cursor=at.cursor, size=at.limit)
    return {"items": [shown(row) for row in page.rows], "next": page.next, "previous": page.previous}
