"""Work on what people ask to have corrected about themselves."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from ringfence.ground.access import Permission
from ringfence.kernel import reason
from ringfence.registry.corrections import queries as corrections

from .items import Asked, Kind, Source, WorkItem


def _correction(row: Any, _asked: Asked) -> WorkItem:
    return WorkItem(
        kind=Kind.CORRECTION, title=reason("Decide a request for correction: {field}", field=row.field), person=row.person,
        due_at=row.due_at, started_at=row.asked_at, where=row.area, owner=row.checked_by_name,
        goal=("corrections:show", row.id, ""),
    )  # fmt: skip


SOURCES = (
    Source(
        kind=Kind.CORRECTION, doers=(Permission.CORRECTION_DECIDE,), readers=Permission.CORRECTION_DECIDE,
        rows=lambda asked: corrections.visible_to(**asked.inside, open_only=True), item=_correction,
        own=lambda asked: Q(checked_by_id=None) | ~Q(checked_by_id=asked.by.id),
        late=lambda asked: Q(due_at__lte=asked.now), order=("due_at", "id"),
    ),
)  # fmt: skip
