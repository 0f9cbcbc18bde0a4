"""The door of the own page: only here codes and visits are read before it is known who asks."""

from __future__ import annotations

from datetime import datetime

from ringfence.ground import acting
from ringfence.registry.citizens import actions, queries
from ringfence.registry.citizens.queries import Oneself, Stranger, Visit

DOOR = acting.as_job("door")


def visit(*, token: str, now: datetime) -> Visit | None:
    """The running visit of this token. Whoever calls then acts as its person."""
    with acting.block(DOOR):
        return queries.visit(token=token, now=now)


def use(*, typed: str, by: Stranger, now: datetime) -> actions.Entry:
    """Open a visit with a code."""
    with acting.block(DOOR):
        return actions.use(typed=typed, by=by, now=now)


def leave(*, visit: Visit, by: Oneself, now: datetime) -> None:
    """End a visit."""
    with acting.block(DOOR):
        actions.end_visit(visit_id=visit.id, by=by, now=now)
