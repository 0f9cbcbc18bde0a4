"""Pages of a list by cursor: as fast on row one million as on row one, and no row twice when new ones arrive."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core import signing
from django.db.models import Model, Q, QuerySet

from ringfence.kernel import Refused, reason

Row = TypeVar("Row", bound=Model)

PAGE_SIZE = 50  # rows of 28 px: two screens of a desk
COUNT_UP_TO = 1000  # beyond that a list says "1,000+" instead of counting the whole table


@dataclass(frozen=True, slots=True)
class PageOf(Generic[Row]):
    """One page: its rows, and the cursors of the neighbouring pages (empty where there is none)."""

    rows: list[Row]
    next: str
    previous: str


def page_of(
    found: QuerySet[Row], *, order: Sequence[str], cursor: str = "", size: int = PAGE_SIZE
) -> PageOf[Row]:
    """A page of `found` in `order`, which must end in a unique field and hold no nulls; all fields one direction.

    `cursor` is empty for the first page. Refused: a cursor that this list did not give out.
    """
    backwards, position = _opened(cursor, order)
    wanted = [_turned(name) for name in order] if backwards else list(order)
    if position:
        found = found.filter(_beyond(wanted, position))
    rows = list(found.order_by(*wanted)[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    names = [name.lstrip("-") for name in order]
    has_next = bool(rows) and (more or backwards)
    has_previous = bool(rows) and bool(position) and (more or not backwards)
    return PageOf(
        rows,
        next=_closed("n", _values(rows[-1], names), order) if has_next else "",
        previous=_closed("p", _values(rows[0], names), order) if has_previous else "",
    )


def count_up_to(found: QuerySet[Any], bound: int = COUNT_UP_TO) -> str:
    """How many rows, exactly up to the bound and as `1,000+` beyond it."""
    count = found.order_by()[: bound + 1].count()
    return f"{bound:,}+" if count > bound else f"{count:,}"


def _beyond(order: Sequence[str], position: Sequence[Any]) -> Q:
    """Rows that come after the position: first field beyond, or equal and the next one beyond, and so on."""
    condition, equal = Q(), Q()
    for name, value in zip(order, position, strict=True):
        field, lookup = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        condition |= equal & Q(**{f"{field}__{lookup}": value})
        equal &= Q(**{field: value})
    first = order[0].lstrip("-")
    bound = "lte" if order[0].startswith("-") else "gte"
    return (
        Q(**{f"{first}__{bound}": position[0]}) & condition
    )  # the first bound lets the index find the place


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _values(row: Any, names: Sequence[str]) -> list[Any]:
    found = []
    for name in names:
        value = row
        for part in name.split("__"):
            value = getattr(value, part)
        found.append(value)
    return found


def _closed(direction: str, values: Sequence[Any], order: Sequence[str]) -> str:
    """A cursor: signed, so that a position always is one that a list in this order gave out."""
    packed = [direction, *[_packed(value) for value in values]]
    return signing.dumps(packed, salt=_salt(order), serializer=_Plain)


def _opened(cursor: str, order: Sequence[str]) -> tuple[bool, list[Any]]:
    if not cursor:
        return False, []
    try:
        direction, *position = signing.loads(cursor, salt=_salt(order), serializer=_Plain)
    except (signing.BadSignature, UnicodeError) as fault:
        raise Refused(reason("This address of a page of a list is damaged. Open the list again.")) from fault
    return direction == "p", [_unpacked(value) for value in position]


def _salt(order: Sequence[str]) -> str:
    return "cursor " + " ".join(order)


class _Plain:
    """Short JSON, with every letter as it is."""

    def dumps(self, kept: Any) -> bytes:
        return json.dumps(kept, separators=(",", ":"), ensure_ascii=False).encode()

    def loads(self, kept: bytes) -> Any:
        return json.loads(kept)


def _packed(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return {"u": str(value)} if isinstance(value, UUID) else value


def _unpacked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    kind, text = next(iter(value.items()))
    readers: dict[str, Callable[[str], object]] = {
        "t": datetime.fromisoformat,
        "d": date.fromisoformat,
        "u": UUID,
    }
    return readers[kind](text)
