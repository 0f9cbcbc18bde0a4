"""The record of what was done to whom and why. It holds no foreign keys, so it neither blocks nor follows a deletion."""

from __future__ import annotations

import pgtrigger
from django.db import models


class AuditEntry(models.Model):
    """One deed: who did what to which subject, for which reasons. Appended, never changed."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    organisation_id = models.UUIDField()
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    outbreak_id = models.UUIDField(null=True)
    reasons = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="audit_by_subject"),
            models.Index(fields=["outbreak_id", "id"], name="audit_by_outbreak"),
            models.Index(fields=["by_id", "id"], name="audit_by_user"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="audit_entries_are_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name} {self.action}"
