"""Work on exposure searches: to decide as the second person, to run, leads to be decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q

from ringfence.ground.access import Permission
from ringfence.kernel import reason
from ringfence.tracing.movement import queries as movement

from .items import Asked, Kind, Source, WorkItem

DECIDE_WITHIN = timedelta(hours=4)  # house decision: as contacts, with the core report (domain 2.1)


def _to_decide(row: Any, _asked: Asked) -> WorkItem:
    return WorkItem(
        kind=Kind.SEARCH, title=reason("Decide about an exposure search: case {number}", number=row.case.number),
        due_at=row.asked_at + DECIDE_WITHIN, started_at=row.asked_at, where=row.area, goal=("movement:show", row.id, ""),
    )  # fmt: skip


def _to_run(row: Any, _asked: Asked) -> WorkItem:
    return WorkItem(
        kind=Kind.SEARCH_RUN, title=reason("Run the approved search: case {number}", number=row.case.number),
        due_at=row.lapses_at, started_at=row.decided_at, where=row.area, goal=("movement:show", row.id, ""),
    )  # fmt: skip


def _leads(row: Any, _asked: Asked) -> WorkItem:
    return WorkItem(
        kind=Kind.LEADS, count=row["count"], due_at=row["since"] + DECIDE_WITHIN, started_at=row["since"],
        title=reason("Decide {count} lead(s) of case {number}", count=row["count"], number=row["search__case__number"]),
        goal=("movement:show", row["search_id"], "leads"),
    )  # fmt: skip


SOURCES = (
    Source(
        kind=Kind.SEARCH, doers=(Permission.MOVEMENT_APPROVE,), readers=Permission.MOVEMENT_APPROVE,
        rows=lambda asked: movement.waiting_for(**asked.inside, now=asked.now), item=_to_decide,
        late=lambda asked: Q(asked_at__lte=asked.now - DECIDE_WITHIN), order=("asked_at", "id"),
    ),
    Source(
        kind=Kind.SEARCH_RUN, doers=(Permission.MOVEMENT_SEARCH,), readers=Permission.MOVEMENT_SEARCH,
        rows=lambda asked: movement.to_run(**asked.inside, now=asked.now), item=_to_run,
        late=lambda asked: Q(lapses_at__lte=asked.now), order=("lapses_at", "id"),
        own=lambda asked: Q(asked_by_id=asked.by.id),
    ),
    Source(
        kind=Kind.LEADS, doers=(Permission.MOVEMENT_SEARCH,), readers=Permission.MOVEMENT_SEARCH,
        rows=lambda asked: movement.open_leads_by_search(**asked.inside), item=_leads,
        late=lambda asked: Q(since__lte=asked.now - DECIDE_WITHIN), order=("since", "search_id"),
    ),
)  # fmt: skip
