"""Wrapped data keys of people, of travellers and of words of the record, and which key file belongs to this database."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pgtrigger
from django.db import models

from ringfence.kernel import new_id

# Without its key a word of the record is lost, and nobody has said that it may be.
AFTER_ITS_WORDS = """
    IF EXISTS (SELECT 1 FROM audit_words WHERE id = OLD.words_id) THEN
        RAISE EXCEPTION 'A key of the record is destroyed after its words.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_key_of_the_record_goes_after_its_words';
    END IF;
    RETURN OLD;
"""


class Owner(StrEnum):
    """Whose own key it is. Each has a table apart: other people write it, and read it."""

    PERSON = "PERSON"
    TRAVELLER = "TRAVELLER"
    RECORD = "RECORD"


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


class RecordKey(Wrapped):
    """The key of what somebody typed for one entry of the record (ground/audit/words). Whoever reads the record needs no key of a person."""

    person_id = models.UUIDField(primary_key=True, db_column="words_id")

    class Meta:
        indexes = [models.Index(fields=["kek"], name="record_key_by_wrapping_key")]
        triggers = [
            pgtrigger.Trigger(
                name="a_key_of_the_record_goes_after_its_words", when=pgtrigger.Before, operation=pgtrigger.Delete,
                func=AFTER_ITS_WORDS,
            )
        ]  # fmt: skip


TABLES: dict[Owner, Any] = {
    Owner.PERSON: DataKey,
    Owner.TRAVELLER: TravellerKey,
    Owner.RECORD: RecordKey,
}


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
