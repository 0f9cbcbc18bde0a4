"""The work of a reader, by deadline; and how much of it there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, QuerySet, Value

from ringfence.ground import access

from . import (
    arriving,
    care,
    corrections,
    guarding,
    home,
    investigation,
    laboratory,
    measures,
    movement,
    publishing,
)
from .items import Asked, Kind, Scope, Source, WorkItem

MOST_OF_A_KIND = 100  # of each kind on the page; whoever has more begins with the most urgent
MOST_COUNTED = 200  # of each kind on the badge

SOURCES: tuple[Source, ...] = (
    *investigation.SOURCES,
    *movement.SOURCES,
    *measures.SOURCES,
    *publishing.SOURCES,
    *guarding.SOURCES,
    *corrections.SOURCES,
    *laboratory.SOURCES,
    *home.SOURCES,
    *arriving.SOURCES,
    *care.SOURCES,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many items of work a reader has, and how many of them are late."""

    open: int
    late: int


def kinds_of(*, asked: Asked, scope: Scope) -> list[Kind]:
    """The kinds of work that this reader has (or, in ALL, may see)."""
    return [one.kind for one in _sources(asked, scope)]


def work(*, asked: Asked, scope: Scope = Scope.MINE, kind: Kind | None = None) -> list[WorkItem]:
    """What waits for the reader, the most urgent first; at most a hundred of each kind. One statement a kind."""
    found = [
        one.item(row, asked)
        for one in _sources(asked, scope) if kind in (None, one.kind)
        for row in _rows(one, asked, scope).order_by(*one.order)[:MOST_OF_A_KIND]
    ]  # fmt: skip
    return sorted(found, key=lambda item: item.due_at)


def counted(*, asked: Asked, scope: Scope = Scope.MINE) -> dict[Kind, Counted]:
    """How much of each kind waits, and how much of it is late; one statement for all kinds."""
    flags = [_flags(one, asked, scope) for one in _sources(asked, scope)]
    if not flags:
        return {}
    rows = list(flags[0].union(*flags[1:], all=True)) if len(flags) > 1 else list(flags[0])
    return {
        kind: _sum(late for its, late in rows if its == kind) for kind in kinds_of(asked=asked, scope=scope)
    }


def total(counts: dict[Kind, Counted]) -> Counted:
    return Counted(sum(one.open for one in counts.values()), sum(one.late for one in counts.values()))


def _sources(asked: Asked, scope: Scope) -> list[Source]:
    if scope is Scope.ALL:
        return [one for one in SOURCES if access.may(asked.by, one.readers)]
    return [one for one in SOURCES if _does(one, asked)]


def _does(source: Source, asked: Asked) -> bool:
    return all(access.may(asked.by, one) for one in source.doers) and not any(
        access.may(asked.by, one) for one in source.without
    )


def _rows(source: Source, asked: Asked, scope: Scope) -> QuerySet[Any, Any]:
    found = source.rows(asked)
    return found.filter(source.own(asked)) if source.own and scope is Scope.MINE else found


def _flags(source: Source, asked: Asked, scope: Scope) -> QuerySet[Any, Any]:
    """(kind, whether it is late) of each item, bounded."""
    late = ExpressionWrapper(source.late(asked), output_field=BooleanField())
    rows = _rows(source, asked, scope).order_by().annotate(its_kind=Value(str(source.kind)), is_late=late)
    flags: QuerySet[Any, Any] = rows.values_list("its_kind", "is_late")[:MOST_COUNTED]
    return flags


def _sum(lates: Iterable[bool]) -> Counted:
    every = list(lates)
    return Counted(len(every), sum(every))
