"""Wrapped data keys of people and of travellers, and which key file belongs to this database."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.db import models

from ringfence.kernel import new_id


class Owner(StrEnum):
    """Whose own key it is. Travellers have a table apart: other staff write it, and it empties every 28 days."""

    PERSON = "PERSON"
    TRAVELLER = "TRAVELLER"


class Wrapped(models.Model):
    """Somebody's own key, wrapped. Without the key file it opens nothing; without it nothing of them opens."""

    person_id: Any
    number = models.UUIDField(unique=True, default=new_id)
    kek = models.CharField(max_length=12)
    wrapped = models.BinaryField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.number)


class DataKey(Wrapped):
    """The key of a person of the register."""

    person_id = models.UUIDField(primary_key=True)

    class Meta:
        indexes = [models.Index(fields=["kek"], name="data_key_by_wrapping_key")]


class TravellerKey(Wrapped):
    """The key of somebody who registered an arrival. They are in no register: their number is that of the arrival."""

    person_id = models.UUIDField(primary_key=True, db_column="arrival_id")

    class Meta:
        indexes = [models.Index(fields=["kek"], name="traveller_key_by_wrapping_key")]


TABLES: dict[Owner, Any] = {Owner.PERSON: DataKey, Owner.TRAVELLER: TravellerKey}


class KeyFile(models.Model):
    """The one key file that belongs to this database, by the fingerprint of its index key."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    index_id = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_key_file_belongs_to_a_database")
        ]

    def __str__(self) -> str:
        return self.index_id
