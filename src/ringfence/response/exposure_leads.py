"""From a lead to a contact: an investigator names the people, the rule set proposes what kind of contact they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground.access import Actor
from ringfence.kernel import NotFound, Refused, reason
from ringfence.tracing.contacts import actions as contacts
from ringfence.tracing.contacts import queries as contact_queries
from ringfence.tracing.movement import actions as movement
from ringfence.tracing.movement import queries as searches

from . import positive_sample

SETTINGS = {"HOME": "HOUSEHOLD", "WORK": "WORK_STUDY", "CARE": "HOSPITAL_VISIT", "SEAT": "TRANSPORT"}
SURE = ("INVESTIGATOR", "REGISTER", "TICKET")  # seat lists, hotel registers, what an investigator confirmed


@transaction.atomic
def name_leads(
    *, search_id: UUID, lead_ids: Sequence[UUID], by: Actor, now: datetime
) -> list[contacts.Contact]:
    """Name the people of these leads as contacts of the case, each with its exposure; nobody is classified by it."""
    search = searches.bare(search_id=search_id)
    named = []
    for lead, person_id in movement.opened(search_id=search_id, lead_ids=lead_ids, by=by, now=now):
        if person_id is None:
            raise NotFound(reason("The registry does not know this person any more."))
        contact = positive_sample.name_contact(
            case_id=search.case_id, person_id=person_id, exposure=exposure_of(lead), by=by, now=now,
            via_contact_id=_through(search, lead),
        )  # fmt: skip
        movement.note_contact(lead_id=lead.id, contact_id=contact.id, by=by, now=now)
        named.append(contact)
    return named


def _through(search: searches.Search, lead: searches.Lead) -> UUID | None:
    """The contact through whom somebody of the second ring is a lead; nobody for the first ring. Refused: not yet named."""
    if lead.through_number is None:
        return None
    person_id = searches.person_behind(search=search, lead=lead)
    via = (
        contact_queries.of_case_and_person(case_id=search.case_id, person_id=person_id) if person_id else None
    )
    if via is None:
        raise Refused(reason("Lead {rank} was with somebody of the first ring who is not a contact yet. Name that person first.", rank=lead.rank))  # fmt: skip
    return via


def exposure_of(lead: searches.Lead) -> contacts.ExposureTold:
    """What the records say, and no more: how near they were, nobody knows from a stay at the same place."""
    sources = set(lead.sources)
    basis = (
        "RECORD" if sources & set(SURE)
        else "SPACE_TIME_COMPANION" if sources <= {"DEVICE"}
        else "TOLD" if sources <= {"DECLARED"}
        else "VENUE_CHECK_IN"
    )  # fmt: skip
    return contacts.ExposureTold(
        first_at=lead.first_at, last_at=lead.last_at, setting=SETTINGS.get(lead.place_kind, "VENUE"),
        place=lead.place_name[:200], minutes=round(lead.longest_minutes), basis=basis, same_indoor_space=False,
    )  # fmt: skip
