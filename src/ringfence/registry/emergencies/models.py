"""Openings of one person's data in an emergency. No foreign keys: they neither block nor follow a deletion."""

from __future__ import annotations

from datetime import timedelta

import pgtrigger
from django.db import models
from django.db.models import F, Q

from ringfence.kernel import new_id

LASTS = timedelta(hours=3)  # issue 3, point 3
WHAT_IT_SAYS = ("outbreak_id", "person_id", "area_code", "by_id", "by_name", "organisation_id", "why", "opened_at",
                "ends_at")  # fmt: skip


MASK = "***"

# The reader's sentence becomes a mask when the person is forgotten (`words_may_go`, ground/audit); nothing else changes.
ONLY_TO_FORGET = """
    IF NEW.why = '***' AND words_may_go(OLD.person_id, OLD.outbreak_id) AND to_jsonb(NEW) - 'why' = to_jsonb(OLD) - 'why' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'What an opening says never changes, and it ends once.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'what_an_opening_says_never_changes';
"""


class Opening(models.Model):
    """`by` reads this person from `opened_at` until `ends_at`, or until somebody ends it. Instants are real time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak_id = models.UUIDField()
    person_id = models.UUIDField()
    area_code = models.CharField(max_length=12)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    organisation_id = models.UUIDField()
    why = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.UUIDField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [
            models.Index(fields=["outbreak_id", "-opened_at", "-id"], name="opening_newest_first"),
            models.Index(fields=["by_id", "person_id", "-ends_at"], name="opening_by_reader"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=F("opened_at") + LASTS), name="an_emergency_lasts_three_hours"
            ),
            models.CheckConstraint(
                condition=Q(why__length__gte=10) | Q(why=MASK), name="an_emergency_has_a_reason_in_words"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by_id=None)
                | Q(ended_at__gte=F("opened_at"), ended_at__lte=F("ends_at"), ended_by_id__isnull=False),
                name="who_ends_an_emergency_early_is_named",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="openings_are_never_removed", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="what_an_opening_says_never_changes", when=pgtrigger.Before, operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*WHAT_IT_SAYS), func=ONLY_TO_FORGET,
            ),
            pgtrigger.Trigger(
                name="an_opening_ends_once", when=pgtrigger.Before, operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False), func=ONLY_TO_FORGET,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.by_name} {self.opened_at:%Y-%m-%d %H:%M}"
