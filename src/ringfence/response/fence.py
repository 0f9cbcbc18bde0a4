"""The fence: a township offers a test or a call to an arrival that said to have been in a declared area. Nothing by itself."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.field.arrivals import actions as arrivals
from ringfence.field.arrivals import queries as arrival_register
from ringfence.ground.access import Actor
from ringfence.measures.areas import queries as areas


@transaction.atomic
def offer(
    *, area_id: UUID, outbreak_id: UUID, arrival_id: UUID, kind: str, by: Actor, now: datetime
) -> arrival_register.Offer:
    """Offer because of the match as it is now; its sentences stand on the offer. Refused: no match, another kind of deed."""
    area = areas.one(area_id=area_id, outbreak_id=outbreak_id)
    found = areas.match_of(area=area, arrival_id=arrival_id, by=by)
    return arrivals.offer(
        arrival_id=arrival_id, kind=kind, declared_area_id=area.id, reasons=[one.why for one in found.matches],
        by=by, now=now,
    )  # fmt: skip
