"""An arrival is deleted on its last day, or at once when the traveller takes it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import audit, outbox
from ringfence.ground.access import Actor
from ringfence.ground.audit.actions import Actor as Anybody
from ringfence.ground.retention import queries as holds
from ringfence.kernel import NotFound, city_date, reason

from .. import keys
from ..models import Arrival


@transaction.atomic
def withdraw(*, receipt: str, by: Anybody, now: datetime) -> None:
    """The traveller takes the arrival back; it is deleted with everything that belongs to it."""
    arrival = Arrival.objects.select_for_update().filter(receipt_hash=keys.hash_of_receipt(receipt)).first()
    if arrival is None:
        raise NotFound(
            reason("There is no arrival with this receipt. It may have been deleted on its last day.")
        )
    audit.record(by=by, action="arrival.withdraw", subject=arrival, outbreak_id=arrival.outbreak_id, now=now)
    outbox.tell_screens(topic="arrivals", outbreak_id=arrival.outbreak_id)
    arrival.delete()


@transaction.atomic
def forget_due(*, outbreak_id: UUID, by: Actor, now: datetime) -> dict[str, int]:
    """Arrivals whose last day is over are deleted; not while an authority holds everything of this outbreak."""
    today = city_date(now)
    over = Arrival.objects.filter(outbreak_id=outbreak_id, retention_until__lt=today)
    if not over.exists() or holds.everybody_is_held(outbreak_id=outbreak_id, today=today):
        return {"arrivals_forgotten": 0}
    count = over.count()
    over.delete()
    audit.record(by=by, action="arrival.forget", subject=("outbreak", outbreak_id), outbreak_id=outbreak_id, now=now,
                 after={"arrivals": count})  # fmt: skip
    return {"arrivals_forgotten": count}
