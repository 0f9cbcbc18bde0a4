"""Lists by cursor: fifty rows a page, found by an index and not by counting off; and counts that stop at a bound."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.formats import number_format

ROWS_A_PAGE = 50
COUNT_BOUND = 1000  # beyond it a list says "1,000+": a count of a big table costs more than it tells

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Row]):
    """The rows of one page and the addresses of its neighbours ("" where there is none)."""

    rows: list[Row]
    next_url: str
    previous_url: str


def list_page(
    request: HttpRequest, found: QuerySet[Row], *, by: Sequence[str], size: int = ROWS_A_PAGE
) -> ListPage[Row]:
    """One page of a list ordered `by` these fields, such as ("-drafted_at", "-id"); the last must be unique, none empty.

    Reads `after` or `before` from the address; a cursor that nobody gave out is the first page.
    """
    backwards = "before" in request.GET
    cursor = _unpacked(request.GET.get("before" if backwards else "after", ""), len(by))
    backwards = backwards and cursor is not None
    order = [_turned(field) for field in by] if backwards else list(by)
    rows = _rows(found, order, cursor, size + 1)
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_next, has_previous = (True, more) if backwards else (more, cursor is not None)
    return ListPage(
        rows,
        next_url=_address(request, "after", rows[-1], by) if rows and has_next else "",
        previous_url=_address(request, "before", rows[0], by) if rows and has_previous else "",
    )


def count_up_to(found: QuerySet[Any], *, bound: int = COUNT_BOUND) -> str:
    """How many rows, as text: 1,234 or, beyond the bound, 1,000+."""
    counted = found.order_by()[: bound + 1].count()
    text = number_format(min(counted, bound), use_l10n=True, force_grouping=True)
    return f"{text}+" if counted > bound else text


def _rows(found: QuerySet[Row], order: list[str], cursor: list[str] | None, size: int) -> list[Row]:
    ordered = found.order_by(*order)
    if cursor is None:
        return list(ordered[:size])
    try:
        return list(ordered.filter(_beyond(order, cursor))[:size])
    except (ValidationError, ValueError, TypeError):
        return list(ordered[:size])


def _beyond(order: list[str], values: list[str]) -> Q:
    """After the row with these values, field by field."""
    condition = Q(pk__in=[])
    equal = Q()
    for field, value in zip(order, values, strict=True):
        name = field.lstrip("-")
        condition |= equal & Q(**{f"{name}__{'lt' if field.startswith('-') else 'gt'}": value})
        equal &= Q(**{name: value})
    return condition


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _address(request: HttpRequest, word: str, row: Model, by: Sequence[str]) -> str:
    wanted = request.GET.copy()
    for old in ("after", "before"):
        wanted.pop(old, None)
    wanted[word] = _packed([_value(row, field.lstrip("-")) for field in by])
    return f"{request.path}?{wanted.urlencode()}"


def _value(row: Any, path: str) -> str:
    for name in path.split("__"):
        row = getattr(row, name)
    if isinstance(row, datetime | date):
        return row.isoformat()
    return str(row)


def _packed(values: list[str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode()).decode().rstrip("=")


def _unpacked(cursor: str, fields: int) -> list[str] | None:
    if not cursor:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, UnicodeDecodeError):
        return None
    known = (
        isinstance(values, list)
        and len(values) == fields
        and all(isinstance(one, str) and "\0" not in one for one in values)
    )
    return values if known else None
