"""Many contacts of one case at once: a pasted list is named as a whole, proposals are accepted as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import alarms
from ringfence.ground.access import Actor
from ringfence.kernel import Expected, Refused, reason
from ringfence.registry.people import actions as people
from ringfence.tracing.contacts import actions as contacts
from ringfence.tracing.contacts import queries as contact_register

from . import positive_sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of a list: somebody new or known, how they are related, how they met."""

    person: people.PersonFacts | UUID
    exposure: contacts.ExposureTold
    relation: str = "UNKNOWN"


class ListRefused(Refused):
    """Some lines cannot be named, so none was. `lines` holds the refusal of each by its place in the list."""

    def __init__(self, lines: dict[int, Expected]) -> None:
        self.lines = lines
        super().__init__(
            reason("{count} line(s) need a correction; nobody was named yet.", count=len(lines)),
        )


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of accepting proposals: contacts classified, orders drafted."""

    classified: int
    drafted: int


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a list: the contacts as they were named, and of the proposals that were accepted at once."""

    named: list[contacts.Contact]
    accepted: Accepted


@alarms.watched("contact.name")
@transaction.atomic
def name_list(
    *, case_id: UUID, listed: Sequence[Listed], by: Actor, now: datetime, via_contact_id: UUID | None = None,
    accept: bool = False,
) -> Done:  # fmt: skip
    """Name everybody on the list and, if `accept`, decide them as the rule set proposes; all of it or nothing."""
    named = name_many(case_id=case_id, listed=listed, via_contact_id=via_contact_id, by=by, now=now)
    if not accept:
        return Done(named, Accepted(0, 0))
    ids = [one.id for one in named]
    return Done(named, accept_proposals(case_id=case_id, contact_ids=ids, by=by, now=now))


@alarms.watched("contact.name")
@transaction.atomic
def name_many(
    *, case_id: UUID, listed: Sequence[Listed], by: Actor, now: datetime, via_contact_id: UUID | None = None
) -> list[contacts.Contact]:
    """Name everybody on the list as a contact of the case, or nobody. Raises ListRefused with the faults of all lines."""
    named: list[contacts.Contact] = []
    faults: dict[int, Expected] = {}
    for place, one in enumerate(listed):
        try:
            named.append(_name(case_id, one, via_contact_id, by=by, now=now))
        except Expected as refusal:
            faults[place] = refusal
    if faults:
        raise ListRefused(faults)
    return named


@alarms.watched("order.draft")
@transaction.atomic
def accept_proposals(
    *, case_id: UUID, by: Actor, now: datetime, contact_ids: Sequence[UUID] | None = None
) -> Accepted:
    """Decide every contact that nobody has decided yet as the rule set proposes; orders are drafted. None: all of them."""
    classified = drafted = 0
    for contact in contact_register.undecided_with_proposal(case_id=case_id):
        if contact_ids is not None and contact.id not in contact_ids:
            continue
        _, order, _ = positive_sample.classify_contact(
            contact_id=contact.id, kind=contact.proposed_kind, why="", by=by, now=now
        )
        classified += 1
        drafted += order is not None
    return Accepted(classified, drafted)


@transaction.atomic
def _name(
    case_id: UUID, one: Listed, via_contact_id: UUID | None, *, by: Actor, now: datetime
) -> contacts.Contact:
    told = one.person
    person_id = told if isinstance(told, UUID) else people.register(facts=told, by=by, now=now).id
    return positive_sample.name_contact(
        case_id=case_id, person_id=person_id, exposure=one.exposure, relation=one.relation,
        via_contact_id=via_contact_id, by=by, now=now,
    )  # fmt: skip
