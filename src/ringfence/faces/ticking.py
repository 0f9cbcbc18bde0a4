"""Time passes in one outbreak: what is due is done by the platform itself, whoever moved the clock."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ringfence.ground import acting
from ringfence.ground.access import queries as access
from ringfence.response import clock

CLOCK = acting.as_job("clock.tick")


def tick(*, outbreak_id: UUID, now: datetime) -> dict[str, int]:
    """Everything that is due at this instant; returns what happened, counted. Safe to repeat."""
    with acting.block(CLOCK):
        return clock.tick(outbreak_id=outbreak_id, by=access.system_user(), now=now)
