"""What the township notes: somebody came or did not come; a test or a call was offered, and what was said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import NotFound, Reason, Refused, reason

from ..models import Arrival, Offer
from ..states import ARRIVAL_TRANSITIONS, OFFER_TRANSITIONS


@transaction.atomic
def note(*, arrival_id: UUID, state: str, by: Actor, now: datetime) -> Arrival:
    """Note that somebody came, or did not. Told twice, it is noted once. Refused: another word."""
    arrival = _locked(arrival_id, by)
    if arrival.state == state:
        return arrival
    if state not in ARRIVAL_TRANSITIONS[arrival.state]:
        raise Refused(reason("An arrival is noted as arrived or as not come."))
    before = arrival.state
    arrival.state, arrival.noted_at, arrival.noted_by_name = state, now, str(by)[:80]
    arrival.save(update_fields=["state", "noted_at", "noted_by_name"])
    audit.record(by=by, action="arrival.note", subject=arrival, outbreak_id=arrival.outbreak_id, now=now,
                 before={"state": before}, after={"state": state})  # fmt: skip
    outbox.tell_screens(topic="arrivals", outbreak_id=arrival.outbreak_id)
    return arrival


@transaction.atomic
def offer(
    *,
    arrival_id: UUID,
    kind: str,
    declared_area_id: UUID,
    reasons: Sequence[Reason],
    by: Actor,
    now: datetime,
) -> Offer:
    """Offer a voluntary test or a call because of a declared stop. Told twice, it is one offer. Refused: without a reason."""
    arrival = _locked(arrival_id, by)
    if kind not in Offer.Kind.values:
        raise Refused(reason("A test or a call may be offered, nothing else."))
    if not reasons:
        raise Refused(reason("An offer says why it is made."))
    made, is_new = Offer.objects.get_or_create(
        arrival=arrival, declared_area_id=declared_area_id, kind=kind,
        defaults={"reasons": [one.as_json() for one in reasons], "offered_at": now, "offered_by_id": by.id,
                  "offered_by_name": str(by)[:80]},
    )  # fmt: skip
    if is_new:
        audit.record(by=by, action="arrival.offer", subject=arrival, outbreak_id=arrival.outbreak_id, reasons=reasons,
                     now=now, after={"offer": made.id, "kind": kind, "declared_area": declared_area_id})  # fmt: skip
        outbox.tell_screens(topic="tasks", outbreak_id=arrival.outbreak_id)
    return made


@transaction.atomic
def answer(*, offer_id: UUID, said: str, by: Actor, now: datetime) -> Offer:
    """Note what was said to an offer. Declining ends it; nothing follows from that. Refused: decided already."""
    found = Offer.objects.select_for_update().filter(id=offer_id).first()
    if found is None:
        raise NotFound(reason("There is no such offer."))
    arrival = _locked(found.arrival_id, by)
    if said not in OFFER_TRANSITIONS[found.answer]:
        raise Refused(reason("This offer is answered already."))
    found.answer, found.answered_at, found.answered_by_name = said, now, str(by)[:80]
    found.save(update_fields=["answer", "answered_at", "answered_by_name"])
    audit.record(by=by, action="arrival.answer", subject=arrival, outbreak_id=arrival.outbreak_id, now=now,
                 after={"offer": found.id, "answer": said})  # fmt: skip
    outbox.tell_screens(topic="tasks", outbreak_id=arrival.outbreak_id)
    return found


def _locked(arrival_id: UUID, by: Actor) -> Arrival:
    arrival = Arrival.objects.select_for_update().filter(id=arrival_id).first()
    if arrival is None:
        raise NotFound(reason("There is no such arrival."))
    access.require(by, Permission.ARRIVAL_WRITE, area_code=arrival.area_id)
    return arrival
