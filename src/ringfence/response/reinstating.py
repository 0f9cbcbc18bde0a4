"""A case that was ruled out is one after all: its contacts are put up for decision again, nobody is restricted by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground.access import Actor
from ringfence.kernel import Refused, reason
from ringfence.measures.orders import actions as orders
from ringfence.measures.orders import queries as order_register
from ringfence.tracing.cases import actions as cases
from ringfence.tracing.cases import queries as case_register
from ringfence.tracing.cases import ruling
from ringfence.tracing.contacts import actions as contacts
from ringfence.tracing.contacts import queries as contact_register

from . import facts


@dataclass(frozen=True, slots=True)
class Reinstated:
    """Who is put up for decision again, and whether the isolation of the case is drafted (for approval, as always)."""

    case: cases.Case
    contacts: tuple[contacts.Contact, ...]
    drafts_isolation: bool
    running: orders.Order | None  # an order of the person that runs on other grounds; it stays as it is


def preview(*, case_id: UUID) -> Reinstated:
    """Who would be affected; changes nothing. The caller has shown that the reader may see the case."""
    case = case_register.bare(case_id=case_id)
    running = order_register.running_of(person_id=case.person_id, outbreak_id=case.outbreak_id)
    return Reinstated(
        case, tuple(contact_register.excluded_with_case(case_id=case_id)),
        running is None and case.confirming_sample_id is not None, running,
    )  # fmt: skip


@transaction.atomic
def reinstate(*, case_id: UUID, classification: str, why: str, by: Actor, now: datetime) -> Reinstated:
    """Take a case up again that was ruled out. Its contacts are undecided, its isolation is a draft: nobody is restricted.

    Refused: the case is not ruled out, no classification, no reason, the person is another case.
    """
    case = ruling.lock(case_id=case_id, by=by)
    found = preview(case_id=case_id)
    ruling.take_up_again(
        case=case, classification=classification, why=why, contacts=len(found.contacts), by=by, now=now
    )
    contacts.case_is_again(case_id=case_id, why=f"{case.number}: {why.strip()}", by=by, now=now)
    if found.drafts_isolation:
        orders.draft_isolation(case_id=case_id, ruleset=facts.ruleset_of_case(case_id), by=by, now=now)
    return found


def refuse_in_passing(*, case_ids: list[UUID]) -> None:
    """Refuse to take cases up again by a correction while contacts were excluded with them: that is shown first."""
    numbers = [
        found.case.number for found in (preview(case_id=one) for one in case_ids)
        if found.case.classification == found.case.Classification.RULED_OUT and found.contacts
    ]  # fmt: skip
    if numbers:
        raise Refused(
            reason("Contacts were excluded with {numbers}: take each of these up again on its own page, which shows who is affected.",
                   numbers=", ".join(numbers)),
            fields={"classification": [reason("Choose 'Take up again' on the page of the case.")]},
        )  # fmt: skip
