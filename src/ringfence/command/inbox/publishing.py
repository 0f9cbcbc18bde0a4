"""Work of those who sign what is published: drafts of bulletins that wait for a second person of another organisation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q

from ringfence.command.bulletins import queries as bulletins
from ringfence.ground.access import Permission
from ringfence.kernel import Reason, reason

from .items import Asked, Kind, Source, WorkItem

RELEASE_WITHIN = timedelta(
    hours=24
)  # house decision [D]: a bulletin is a day's; the day after, its numbers are yesterday's


def _release(row: Any, _asked: Asked) -> WorkItem:
    return WorkItem(
        kind=Kind.BULLETIN, title=_title(row), due_at=row.drafted_at + RELEASE_WITHIN, started_at=row.drafted_at,
        where=row.bulletin.outbreak.area, owner=row.drafted_by_name, goal=("bulletins:show", row.id, ""),
    )  # fmt: skip


def _title(row: Any) -> Reason:
    number = row.bulletin.number
    if row.kind == bulletins.Version.Kind.CORRECTION:
        return reason("Release the correction of bulletin {number}, or send it back", number=number)
    if row.kind == bulletins.Version.Kind.WITHDRAWAL:
        return reason("Release the withdrawal of bulletin {number}, or send it back", number=number)
    return reason("Release bulletin {number}, or send it back", number=number)


SOURCES = (
    Source(
        kind=Kind.BULLETIN, doers=(Permission.BULLETIN_RELEASE,), readers=Permission.BULLETIN_READ,
        rows=lambda asked: bulletins.waiting(**asked.inside), item=_release, order=("drafted_at", "id"),
        own=lambda asked: ~Q(drafted_organisation_id=asked.by.organisation_id),  # they may not sign it
        late=lambda asked: Q(drafted_at__lte=asked.now - RELEASE_WITHIN),
    ),
)  # fmt: skip
