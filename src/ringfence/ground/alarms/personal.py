"""What alarms keep of a person: what staff wrote, in the alarm itself and in its answer. That it rang, and for what, stays."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from ringfence.ground.audit.words import GONE, masked

from .models import Alarm


def forget(*, person_ids: Collection[UUID] = (), outbreak_id: UUID | None = None) -> int:
    """Alarms about these people; with an outbreak, those of it about no one person. Returns how many lost words."""
    rows = _still(person_ids, outbreak_id)
    for row in rows:
        row.what, row.answer = masked(row.what), GONE if row.answer else ""
        row.save(update_fields=["what", "answer"])
    return len(rows)


def left(*, person_ids: Collection[UUID] = (), outbreak_id: UUID | None = None) -> int:
    """How many of them still say something."""
    return len(_still(person_ids, outbreak_id))


def _still(person_ids: Collection[UUID], outbreak_id: UUID | None) -> list[Any]:
    return [
        one
        for one in _found(person_ids, outbreak_id)
        if one.answer not in ("", GONE) or masked(one.what) != one.what
    ]


def _found(person_ids: Collection[UUID], outbreak_id: UUID | None) -> QuerySet[Alarm]:
    about = Q(person_id__in=person_ids)
    if outbreak_id is not None:
        about |= Q(person_id=None, outbreak_id=outbreak_id)
    return Alarm.objects.filter(about).order_by("id")
