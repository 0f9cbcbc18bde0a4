"""Whose ties are asked for: everybody's of one outbreak, or some people's in all of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

Found = TypeVar("Found", bound=QuerySet[Any])


@dataclass(frozen=True, slots=True)
class Whose:
    """Give one of the two."""

    outbreak_id: UUID | None = None
    person_ids: Collection[UUID] | None = None

    def among(self, found: Found) -> Found:
        """Those rows (with `outbreak_id` and `person_id`) that are asked for."""
        if self.outbreak_id is not None:
            found = found.filter(outbreak_id=self.outbreak_id)
        return found if self.person_ids is None else found.filter(person_id__in=self.person_ids)
