"""Work of those who guard the response: held batches to review, alarms to answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q

from ringfence.ground.access import Permission
from ringfence.ground.alarms import queries as alarms
from ringfence.kernel import reason
from ringfence.measures.orders import hold_queries as holds

from .items import Asked, Kind, Source, WorkItem

REVIEW_WITHIN = timedelta(
    hours=2
)  # house decision: as fast as a positive is reported (domain 2.1), or nobody keeps it on
ANSWER_WITHIN = timedelta(hours=24)  # house decision: as long as an appeal may take


def _hold(row: Any, _asked: Asked) -> WorkItem:
    return WorkItem(
        kind=Kind.HOLD, title=reason("Review {count} held restrictions", count=row.size), count=row.size, where=row.area,
        due_at=row.held_at + REVIEW_WITHIN, started_at=row.held_at, goal=("orders:held_batch", row.id, ""),
    )  # fmt: skip


def _alarm(row: Any, _asked: Asked) -> WorkItem:
    return WorkItem(
        kind=Kind.ALARM, title=reason("Answer an alarm: {kind}", kind=row.kind), due_at=row.raised_at + ANSWER_WITHIN,
        started_at=row.raised_at, owner=row.by_name, goal=("alarms:list", None, str(row.id)),
    )  # fmt: skip


SOURCES = (
    Source(
        kind=Kind.HOLD, doers=(Permission.HOLD_REVIEW,), readers=Permission.HOLD_REVIEW,
        rows=lambda asked: holds.visible_to(**asked.inside, state="HELD"), item=_hold,
        late=lambda asked: Q(held_at__lte=asked.now - REVIEW_WITHIN), order=("held_at", "id"),
    ),
    Source(
        kind=Kind.ALARM, doers=(Permission.ALARM_ANSWER,), readers=Permission.ALARM_READ,
        rows=lambda asked: alarms.visible_to(**asked.inside, state="OPEN"), item=_alarm,
        late=lambda asked: Q(raised_at__lte=asked.now - ANSWER_WITHIN), order=("raised_at", "id"),
        own=lambda asked: ~Q(organisation_id=asked.by.organisation_id),
    ),
)  # fmt: skip
