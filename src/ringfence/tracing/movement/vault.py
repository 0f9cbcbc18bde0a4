"""Whose number is whose. Opened in two directions only: a number for a purpose, a name for approved leads.

The numbers stand sealed; the key is in another process (`keeping`), which counts, limits and records what is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from ringfence.cores.pseudonyms import Purpose, keeper
from ringfence.kernel import NotPermitted, reason

from . import keeping
from .models import Lead, Pseudonym, Search

NUMBERS = keeper.NUMBERS  # as many as a store has (`engine.PERSONS`; a test compares)
DRAWN_AT_ONCE = 5_000


def numbers_of(
    *, outbreak_id: UUID, person_ids: Iterable[UUID], purpose: Purpose, search_id: UUID | None = None
) -> dict[UUID, int]:
    """The numbers that these people have already, for a purpose."""
    found = Pseudonym.objects.filter(outbreak_id=outbreak_id, person_id__in=set(person_ids))
    rows = [(person, bytes(sealed)) for person, sealed in found.values_list("person_id", "sealed")]
    opened = keeping.numbers(outbreak_id=outbreak_id, rows=rows, purpose=purpose, search_id=search_id)
    return {person: number for (person, _), number in zip(rows, opened, strict=True)}


def give_numbers(*, outbreak_id: UUID, person_ids: Sequence[UUID], now: datetime) -> dict[UUID, int]:
    """A number for everybody: random, so that it says nothing; told twice, the same one."""
    known = numbers_of(outbreak_id=outbreak_id, person_ids=person_ids, purpose=Purpose.RECORDS)
    missing = [one for one in dict.fromkeys(person_ids) if one not in known]
    while missing:
        part = missing[:DRAWN_AT_ONCE]
        given = keeping.give(outbreak_id=outbreak_id, person_ids=part, proof=_proof(outbreak_id))
        Pseudonym.objects.bulk_create(
            [
                Pseudonym(outbreak_id=outbreak_id, person_id=one, sealed=sealed, token=token, given_at=now)
                for one, (sealed, token) in zip(part, given, strict=True)
            ],
            ignore_conflicts=True,  # a number that is taken is drawn again
        )  # fmt: skip
        known |= numbers_of(outbreak_id=outbreak_id, person_ids=part, purpose=Purpose.RECORDS)
        missing = [one for one in missing if one not in known]
    return known


def those_given(*, outbreak_id: UUID, numbers: Iterable[int]) -> set[int]:
    """Which of these numbers, as a file tells them, are numbers of this outbreak's people."""
    told = sorted({one for one in numbers if one < NUMBERS})
    by_token = dict(zip(_tokens(outbreak_id, told, Purpose.TOLD), told, strict=True))
    found = Pseudonym.objects.filter(outbreak_id=outbreak_id, token__in=by_token)
    return {by_token[bytes(one)] for one in found.values_list("token", flat=True)}


def with_tokens(*, search: Search, leads: list[Lead]) -> list[Lead]:
    """Leads of a search that is being answered (or is open again), each told where its person is found: the one way back."""
    told = _tokens(search.outbreak_id, [one.number for one in leads], Purpose.LEADS, search.id)
    for lead, token in zip(leads, told, strict=True):
        lead.token = token
    return leads


def _tokens(
    outbreak_id: UUID, numbers: Sequence[int], purpose: Purpose, search_id: UUID | None = None
) -> list[bytes]:
    return keeping.tokens(
        outbreak_id=outbreak_id, numbers=numbers, purpose=purpose, search_id=search_id, proof=_proof(outbreak_id)
    )  # fmt: skip


def _proof(outbreak_id: UUID) -> tuple[UUID, bytes] | None:
    """Any row of the outbreak: whoever answers must be able to open it."""
    found = Pseudonym.objects.filter(outbreak_id=outbreak_id).values_list("person_id", "sealed").first()
    return found and (found[0], bytes(found[1]))


def people_of(*, search: Search, leads: Sequence[Lead]) -> dict[UUID, UUID]:
    """Lead -> person, for leads of an approved search that nobody has dismissed. Raises `NotPermitted` otherwise."""
    if search.state != Search.State.ANSWERED or search.decided_by_id is None:
        raise NotPermitted(reason("Whose number this is, only an approved search opens."))
    if any(one.search_id != search.id for one in leads):
        raise NotPermitted(reason("This lead belongs to another search."))
    wanted = {bytes(one.token): one.id for one in leads if one.state != Lead.State.DISMISSED and one.token}
    found = Pseudonym.objects.filter(outbreak_id=search.outbreak_id, token__in=wanted)
    return {wanted[bytes(token)]: person_id for token, person_id in found.values_list("token", "person_id")}


def person_behind(*, search: Search, number: int) -> UUID | None:
    """Whose number of the first ring this is, for an answered search. Raises `NotPermitted` otherwise."""
    if search.state != Search.State.ANSWERED or search.decided_by_id is None:
        raise NotPermitted(reason("Whose number this is, only an approved search opens."))
    if not search.leads.filter(through_number=number).exists():
        raise NotPermitted(reason("This lead belongs to another search."))
    (token,) = _tokens(search.outbreak_id, [number], Purpose.LEADS, search.id)
    return Pseudonym.objects.filter(outbreak_id=search.outbreak_id, token=token).values_list("person_id", flat=True).first()  # fmt: skip
