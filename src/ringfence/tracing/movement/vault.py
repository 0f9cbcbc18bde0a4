"""Whose number is whose. Opened in two directions only: a number for records that come in, a name for approved leads."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from ringfence.kernel import NotPermitted, reason

from .models import Lead, Pseudonym, Search

NUMBERS = 8_000_000  # as many as a store has (`engine.PERSONS`; a test compares)
DRAWN_AT_ONCE = 5_000


def numbers_of(*, outbreak_id: UUID, person_ids: Iterable[UUID]) -> dict[UUID, int]:
    """The numbers that these people have already."""
    found = Pseudonym.objects.filter(outbreak_id=outbreak_id, person_id__in=set(person_ids))
    return dict(found.values_list("person_id", "number"))


def give_numbers(*, outbreak_id: UUID, person_ids: Sequence[UUID], now: datetime) -> dict[UUID, int]:
    """A number for everybody: random, so that it says nothing; told twice, the same one."""
    known = numbers_of(outbreak_id=outbreak_id, person_ids=person_ids)
    missing = [one for one in dict.fromkeys(person_ids) if one not in known]
    while missing:
        part = missing[:DRAWN_AT_ONCE]
        Pseudonym.objects.bulk_create(
            [
                Pseudonym(outbreak_id=outbreak_id, person_id=one, number=secrets.randbelow(NUMBERS), given_at=now)
                for one in part
            ],
            ignore_conflicts=True,  # a number that is taken is drawn again
        )  # fmt: skip
        known |= numbers_of(outbreak_id=outbreak_id, person_ids=part)
        missing = [one for one in missing if one not in known]
    return known


def people_of(*, search: Search, leads: Sequence[Lead]) -> dict[UUID, UUID]:
    """Lead -> person, for leads of an approved search that nobody has dismissed. Raises `NotPermitted` otherwise."""
    if search.state != Search.State.ANSWERED or search.decided_by_id is None:
        raise NotPermitted(reason("Whose number this is, only an approved search opens."))
    if any(one.search_id != search.id for one in leads):
        raise NotPermitted(reason("This lead belongs to another search."))
    wanted = {one.number: one.id for one in leads if one.state != Lead.State.DISMISSED}
    found = Pseudonym.objects.filter(outbreak_id=search.outbreak_id, number__in=wanted)
    return {wanted[number]: person_id for number, person_id in found.values_list("number", "person_id")}


def person_behind(*, search: Search, number: int) -> UUID | None:
    """Whose number of the first ring this is, for an answered search. Raises `NotPermitted` otherwise."""
    if search.state != Search.State.ANSWERED or search.decided_by_id is None:
        raise NotPermitted(reason("Whose number this is, only an approved search opens."))
    if not search.leads.filter(through_number=number).exists():
        raise NotPermitted(reason("This lead belongs to another search."))
    return Pseudonym.objects.filter(outbreak_id=search.outbreak_id, number=number).values_list("person_id", flat=True).first()  # fmt: skip
