"""Effects that leave the database: written with the deed, delivered after it."""

from __future__ import annotations

from django.db import models

from ringfence.kernel import new_id


class Message(models.Model):
    """One effect to deliver: at least once, keyed by its id; a failing one is parked with its error."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    topic = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    parked_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(
                fields=["created_at", "id"], name="outbox_waiting",
                condition=models.Q(delivered_at=None, parked_at=None),
            )
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=models.Q(delivered_at=None) | models.Q(parked_at=None),
                name="a_message_is_delivered_or_parked_not_both",
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.id}"
