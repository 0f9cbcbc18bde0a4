"""An investigator decides about leads, singly or in bulk; the machine never does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import NotFound, Refused, reason

from .. import rules, vault
from ..models import Lead, Search
from .asking import locked

DECIDED = ("state", "decided_why", "decided_at", "decided_by_id", "decided_by_name", "token")


@transaction.atomic
def dismiss(*, search_id: UUID, lead_ids: Sequence[UUID], why: str, by: Actor, now: datetime) -> int:
    """Dismiss open leads with a reason; returns how many. From their numbers no way leads to a person any more."""
    search = _answered(search_id, by)
    rules.may_dismiss(why=why).or_refuse()
    chosen = open_leads(search, lead_ids)
    for lead in chosen:
        lead.state, lead.decided_why, lead.token = Lead.State.DISMISSED, why.strip()[:300], b""
        lead.decided_at, lead.decided_by_id, lead.decided_by_name = now, by.id, str(by)
    Lead.objects.bulk_update(chosen, DECIDED)
    _record(search, "movement.dismiss", by=by, now=now, ranks=[one.rank for one in chosen], why=why)
    return len(chosen)


@transaction.atomic
def reopen(*, search_id: UUID, lead_ids: Sequence[UUID], by: Actor, now: datetime) -> int:
    """Take a dismissal back; returns how many."""
    search = _answered(search_id, by)
    chosen = list(search.leads.filter(id__in=lead_ids, state=Lead.State.DISMISSED))
    if not chosen:
        raise Refused(reason("Choose at least one dismissed lead."))
    for lead in chosen:
        lead.state, lead.decided_why = Lead.State.OPEN, ""
        lead.decided_at, lead.decided_by_id, lead.decided_by_name = None, None, ""
    Lead.objects.bulk_update(vault.with_tokens(search=search, leads=chosen), DECIDED)
    _record(search, "movement.reopen", by=by, now=now, ranks=[one.rank for one in chosen], why="")
    return len(chosen)


@transaction.atomic
def opened(
    *, search_id: UUID, lead_ids: Sequence[UUID], by: Actor, now: datetime
) -> list[tuple[Lead, UUID | None]]:
    """The chosen open leads with whom they are, for naming them as contacts; the opening is recorded."""
    search = _answered(search_id, by)
    chosen = open_leads(search, lead_ids)
    rules.may_name(offer_only=any(one.offer_only for one in chosen)).or_refuse()
    whose = vault.people_of(search=search, leads=chosen)
    _record(search, "movement.open", by=by, now=now, ranks=[one.rank for one in chosen], why="")
    return [(one, whose.get(one.id)) for one in chosen]


@transaction.atomic
def offer(*, search_id: UUID, lead_ids: Sequence[UUID], by: Actor, now: datetime) -> int:
    """Note that a voluntary test was offered to the people of these leads; it binds nobody. Returns how many."""
    search = _answered(search_id, by)
    chosen = open_leads(search, lead_ids)
    for lead in chosen:
        lead.state = Lead.State.OFFERED
        lead.decided_at, lead.decided_by_id, lead.decided_by_name = now, by.id, str(by)
    Lead.objects.bulk_update(chosen, ["state", "decided_at", "decided_by_id", "decided_by_name"])
    _record(search, "movement.offer", by=by, now=now, ranks=[one.rank for one in chosen], why="")
    return len(chosen)


@transaction.atomic
def note_contact(*, lead_id: UUID, contact_id: UUID, by: Actor, now: datetime) -> Lead:
    """Note that an investigator named the person of this lead as a contact."""
    lead = Lead.objects.select_for_update(of=("self",)).filter(id=lead_id).first()
    if lead is None:
        raise NotFound(reason("There is no such lead."))
    search = _answered(lead.search_id, by)
    lead.state, lead.contact_id = Lead.State.CONTACT, contact_id
    lead.decided_at, lead.decided_by_id, lead.decided_by_name = now, by.id, str(by)
    lead.save(update_fields=["state", "contact", "decided_at", "decided_by_id", "decided_by_name"])
    _record(search, "movement.name", by=by, now=now, ranks=[lead.rank], why="")
    return lead


def open_leads(search: Search, lead_ids: Sequence[UUID]) -> list[Lead]:
    """Those of the chosen leads that nobody has decided. Refused: none."""
    chosen = list(search.leads.filter(id__in=lead_ids, state=Lead.State.OPEN))
    if not chosen:
        raise Refused(reason("Choose at least one lead that nobody has decided."))
    return chosen


def _answered(search_id: UUID, by: Actor) -> Search:
    search = locked(search_id)
    access.require(by, Permission.MOVEMENT_SEARCH, area_code=search.area_id)
    if search.state != Search.State.ANSWERED:
        raise Refused(reason("This search has no leads."))
    return search


def _record(search: Search, action: str, *, by: Actor, now: datetime, ranks: list[int], why: str) -> None:
    audit.record(by=by, action=action, subject=("case", search.case_id), outbreak_id=search.outbreak_id, now=now,
                 after={"search": search.id, "leads": ranks, "why": why[:300]}, about=search.case.person_id)  # fmt: skip
    outbox.tell_screens(topic="movement", outbreak_id=search.outbreak_id)
