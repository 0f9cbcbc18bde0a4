"""Work that begins with people's own word: offers to make to arrivals, and calls because of a device that reports by consent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from ringfence.care.home_watch import queries as home_watch
from ringfence.care.home_watch import rules
from ringfence.field.arrivals import queries as arrivals
from ringfence.ground.access import Permission
from ringfence.kernel import reason

from .items import Asked, Kind, Source, WorkItem

OFFER_WITHIN = timedelta(
    hours=24
)  # house decision [D]: an offer has no deadline in any rule; the day after it is stale
CALL_WITHIN = timedelta(minutes=rules.CALL_WITHIN_MINUTES)
LOOK_WITHIN = timedelta(hours=4)  # house decision [D]: as for people whom nobody finds at home


def _offer(row: Any, _asked: Asked) -> WorkItem:
    return WorkItem(
        kind=Kind.OFFER, title=reason("Make an offer to somebody who arrives on {day}", day=row.arrival.arrives_on),
        due_at=row.offered_at + OFFER_WITHIN, started_at=row.offered_at, where=row.arrival.area,
        goal=("fence:show", row.declared_area_id, ""),
    )  # fmt: skip


def _calls(asked: Asked) -> QuerySet[Any, Any]:
    return home_watch.to_call(**asked.inside, now=asked.now)


def _call(row: Any, _asked: Asked) -> WorkItem:
    title = (
        reason("Call somebody at home: a device reports an exit") if row.cause in rules.EXITS
        else reason("Help somebody at home with a device that went silent")
    )  # fmt: skip
    return WorkItem(
        kind=Kind.DEVICE_CALL, title=title, person=row.watch.stay.person, due_at=row.due_at + CALL_WITHIN,
        started_at=row.due_at, where=row.watch.area, goal=("home_watch:list", None, f"r-{row.id}"),
    )  # fmt: skip


def _look(row: Any, _asked: Asked) -> WorkItem:
    return WorkItem(
        kind=Kind.DEVICE_LOOK, title=reason("Look after somebody at home: {why}", why=row.escalated_why),
        person=row.watch.stay.person, due_at=row.escalated_at + LOOK_WITHIN, started_at=row.escalated_at,
        where=row.watch.area, goal=("home_watch:list", None, f"r-{row.id}"),
    )  # fmt: skip


SOURCES = (
    Source(
        kind=Kind.OFFER, doers=(Permission.ARRIVAL_WRITE,), readers=Permission.ARRIVAL_WRITE,
        rows=lambda asked: arrivals.open_offers(**asked.inside), item=_offer,
        late=lambda asked: Q(offered_at__lte=asked.now - OFFER_WITHIN), order=("offered_at", "id"),
    ),
    Source(
        kind=Kind.DEVICE_CALL, doers=(Permission.HEALTH_CHECK_RECORD,), readers=Permission.HEALTH_CHECK_RECORD, rows=_calls,
        item=_call, late=lambda asked: Q(due_at__lte=asked.now - CALL_WITHIN), order=("due_at", "id"),
    ),
    Source(
        kind=Kind.DEVICE_LOOK, doers=(Permission.INVESTIGATION_WRITE,), readers=Permission.INVESTIGATION_WRITE,
        rows=lambda asked: home_watch.escalated(**asked.inside), item=_look,
        late=lambda asked: Q(escalated_at__lte=asked.now - LOOK_WITHIN), order=("escalated_at", "id"),
    ),
)  # fmt: skip
