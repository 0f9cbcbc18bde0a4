"""Small readings that several pages of the case desk need."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from ringfence.registry.people import rules as person_rules


def age(person: Any, today: date) -> int | None:
    """Completed years of a person today."""
    return person_rules.age_on(
        birth_date=person.birth_date, age_years=person.age_years, told_on=person.age_on, day=today
    )


def ids(told: Iterable[str]) -> list[UUID]:
    """Those texts that are ids; a damaged one names nothing."""
    found = []
    for one in told:
        with suppress(ValueError):
            found.append(UUID(one))
    return found
