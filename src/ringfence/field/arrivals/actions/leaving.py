"""An arrival is deleted on its last day, or at once when the traveller takes it back; the traveller's key is destroyed first."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import audit, outbox
from ringfence.ground.access import Actor
from ringfence.ground.audit.actions import Actor as Anybody
from ringfence.ground.retention import actions as retention
from ringfence.ground.retention import queries as holds
from ringfence.ground.retention import schedule
from ringfence.kernel import NotFound, city_date, reason
from ringfence.registry.outbreaks import queries as outbreaks

from .. import keys, sealing
from ..models import Arrival


@transaction.atomic
def withdraw(*, receipt: str, by: Anybody, now: datetime) -> None:
    """The traveller takes the arrival back; it is deleted with everything that belongs to it."""
    arrival = Arrival.objects.select_for_update().filter(receipt_hash=keys.hash_of_receipt(receipt)).first()
    if arrival is None:
        raise NotFound(
            reason("There is no arrival with this receipt. It may have been deleted on its last day.")
        )
    sealing.destroy(arrival_ids=[arrival.id], by=by, now=now)
    audit.record(by=by, action="arrival.withdraw", subject=arrival, outbreak_id=arrival.outbreak_id, now=now)
    outbox.tell_screens(topic="arrivals", outbreak_id=arrival.outbreak_id)
    arrival.delete()


@transaction.atomic
def forget_due(*, outbreak_id: UUID, by: Actor, now: datetime) -> dict[str, int]:
    """Arrivals whose last day is over are deleted, with a certificate; not while an authority holds everything of this outbreak."""
    today = city_date(now)
    over = Arrival.objects.filter(outbreak_id=outbreak_id, retention_until__lt=today)
    if not over.exists() or holds.everybody_is_held(outbreak_id=outbreak_id, today=today):
        return {"arrivals_forgotten": 0}
    gone = list(over.select_for_update().values_list("id", flat=True))
    keys_gone = sealing.destroy(arrival_ids=gone, by=by, now=now)
    _, rows = Arrival.objects.filter(id__in=gone).delete()
    audit.record(by=by, action="arrival.forget", subject=("outbreak", outbreak_id), outbreak_id=outbreak_id, now=now,
                 after={"arrivals": len(gone)})  # fmt: skip
    _certify({**rows, "identities.TravellerKey": keys_gone}, outbreak_id, by=by, now=now)
    return {"arrivals_forgotten": len(gone)}


def _certify(tables: dict[str, int], outbreak_id: UUID, *, by: Actor, now: datetime) -> None:
    """Travellers are in no register: the certificate counts their rows and keys, and names nobody, not even by number."""
    retention.certify(
        outbreak_id=outbreak_id, outbreak=outbreaks.outbreak(outbreak_id=outbreak_id).slug, people={}, tables=tables, keys={},
        on=city_date(now), kept=schedule.current(), by=by, now=now,
    )  # fmt: skip
