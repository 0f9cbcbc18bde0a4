"""What the register of people keeps, and how it forgets: who somebody is goes, sex, age in years and township stay."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import connection

from ringfence.ground.retention.holdings import Area, Emptied, Holding, Sealed

from .circle import FIELDS
from .models import Household, Identity, IndexCard, Person

HOLDS: tuple[Holding, ...] = (
    Sealed(model=Identity, person="person", columns=tuple(f"sealed_{name}" for name in FIELDS),
           emptied=("sealed_id_number", "sealed_phone")),
    Emptied(model=IndexCard, person="person", columns=("tokens", "sound", "id_number", "phone")),
    Area(model=Person, person="id"),
)  # fmt: skip

# A birth date becomes the age in years on the day of registration; nobody lives with anybody any more.
AGE_INSTEAD_OF_BIRTH = """
    update people_person set household_id = null, needs_carer = false, retention_until = %s,
        age_years = case when birth_date is null then age_years
                         else least(130, greatest(0, extract(year from age(created_at::date, birth_date))))::int end,
        age_on = case when birth_date is null then age_on else created_at::date end, birth_date = null
    where id = any (%s)
"""


def forget_birth_and_household(*, person_ids: Collection[UUID], on: date) -> int:
    """Returns how many people were changed; households in which nobody is left go, too."""
    ids = list(person_ids)
    households = set(
        Person.objects.filter(id__in=ids, household__isnull=False).values_list("household_id", flat=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(AGE_INSTEAD_OF_BIRTH, [on, ids])
        changed = int(cursor.rowcount)
    Household.objects.filter(id__in=households, members=None).delete()
    return changed


def born_or_at_home(*, person_ids: Collection[UUID]) -> int:
    """How many still have a birth date or a household."""
    found = Person.objects.filter(id__in=person_ids)
    return found.filter(birth_date__isnull=False).union(found.filter(household__isnull=False)).count()


def lock(*, person_ids: Collection[UUID]) -> list[UUID]:
    """Nobody else changes these people until the transaction ends; returns those that are there."""
    found = Person.objects.select_for_update().filter(id__in=person_ids).order_by("id")
    return list(found.values_list("id", flat=True))
