"""Words of the record leave with whom they are about; what the entries keep of them proves that, and tells nothing."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from . import words
from .models import Words


def about(*, person_ids: Collection[UUID]) -> list[UUID]:
    """The numbers of the words about these people; nobody else lets go of them until the transaction ends."""
    return _locked(Words.objects.filter(person_id__in=person_ids))


def about_nobody(*, outbreak_id: UUID) -> list[UUID]:
    """The numbers of the words of a response that are about no one person, locked."""
    return _locked(Words.objects.filter(outbreak_id=outbreak_id, person_id=None))


def whose() -> set[UUID]:
    """About whom there are words."""
    found = Words.objects.filter(person_id__isnull=False).values_list("person_id", flat=True)
    return {one for one in found.order_by().distinct() if one is not None}


def left(*, person_ids: Collection[UUID] = (), outbreak_id: UUID | None = None) -> int:
    """How many words about these people are there; with an outbreak, those of it that are about nobody, too."""
    whose = Q(person_id__in=person_ids)
    if outbreak_id is not None:
        whose |= Q(person_id=None, outbreak_id=outbreak_id)
    return Words.objects.filter(whose).count()


def let_go(*, numbers: Collection[UUID]) -> int:
    """Remove these words and destroy their keys, in the caller's transaction and after its certificate; returns how many.

    The database refuses words about somebody who is not forgotten, and those of a response that is not over.
    """
    gone = Words.objects.filter(id__in=numbers).delete()[0]
    words.vault().destroy(numbers)
    return gone


def _locked(found: QuerySet[Words]) -> list[UUID]:
    return list(found.select_for_update().order_by("id").values_list("id", flat=True))
