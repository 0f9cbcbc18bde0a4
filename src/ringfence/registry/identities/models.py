"""Wrapped data keys, and which key file belongs to this database."""

from __future__ import annotations

from django.db import models

from ringfence.kernel import new_id


class DataKey(models.Model):
    """A person's own key, wrapped. Without the key file it opens nothing; without it nothing of the person opens."""

    person_id = models.UUIDField(primary_key=True)
    number = models.UUIDField(unique=True, default=new_id)
    kek = models.CharField(max_length=12)
    wrapped = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["kek"], name="data_key_by_wrapping_key")]

    def __str__(self) -> str:
        return str(self.number)


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
