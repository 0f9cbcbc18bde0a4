"""A refused call is on record as well: in the record of calls, which nothing takes back, and in the audit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from ringfence.ground import audit
from ringfence.ground.access import Actor
from ringfence.kernel import Expected, NotFound
from ringfence.registry.outbreaks import queries as outbreaks

from .. import queries
from ..models import Search


def search_or_recorded(*, search_id: UUID, asked: dict[str, Any], by: Actor, now: datetime) -> Search:
    """The search; if there is none, or the database does not show it, the call is on record under its number."""
    try:
        return queries.bare(search_id=search_id)
    except NotFound as refusal:
        audit.record(by=by, action="movement.refused", subject=("search", search_id), reasons=refusal.reasons,
                     after=asked, now=now)  # fmt: skip
        raise


@contextmanager
def refusals_recorded(
    *, case_id: UUID, outbreak_id: UUID, asked: dict[str, Any], by: Actor, now: datetime
) -> Iterator[None]:
    """Whatever is refused inside is recorded with who asked and why not; then it is refused."""
    try:
        yield
    except Expected as refusal:
        from .. import engine

        store = engine.store_of(outbreaks.outbreak(outbreak_id=outbreak_id).slug)
        told = asked | {"case": str(case_id), "by": str(by.id)}
        engine.keep_refusal(store, now=now, asked=told, reasons=refusal.reasons)
        audit.record(
            by=by, action="movement.refused", subject=("case", case_id), outbreak_id=outbreak_id,
            reasons=refusal.reasons, after=asked, now=now,
        )  # fmt: skip
        raise
