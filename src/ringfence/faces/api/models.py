"""What the interface remembers: the answers it gave, by idempotency key."""

from __future__ import annotations

from django.db import models


class GivenAnswer(models.Model):
    """The answer to a write that carried an `Idempotency-Key`; the same key gets the same answer for a day."""

    id = models.BigAutoField(primary_key=True)
    user_id = models.UUIDField()
    key = models.CharField(max_length=100)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user_id", "key"], name="a_key_is_answered_once_for_a_user")
        ]
        indexes = [models.Index(fields=["created_at"], name="given_answer_by_age")]

    def __str__(self) -> str:
        return self.key
