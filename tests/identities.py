"""Who is who, for tests: the tables hold sealed words, so a test asks here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from ringfence.registry.people import sealing
from ringfence.registry.people.models import Identity


def called(name: str) -> list[UUID]:
    """Everybody who bears this name."""
    return [one.person_id for one in Identity.objects.all() if one.name == name]


def names(rows: QuerySet[Any], person: str = "person") -> list[str]:
    """The name of each row's person, in the order of the rows."""
    known = {one.person_id: one.name for one in Identity.objects.all()}
    return [known[who] for who in rows.values_list(f"{person}_id", flat=True)]


def rename(person_id: UUID, **words: str) -> None:
    """Write somebody's identity past the actions."""
    identity = Identity.objects.get(person_id=person_id)
    sealing.rewrite(told={person_id: (identity, words)})
