"""Legal holds, certificates of deletion, and who stands behind a certificate. No foreign keys: they outlive what they tell of."""

from __future__ import annotations

from datetime import timedelta

import pgtrigger
from django.db import models
from django.db.models import F, Q

from ringfence.kernel import new_id

WHAT_A_HOLD_SAYS = ("outbreak_id", "person_id", "why", "paper", "by_id", "by_name", "organisation_id", "placed_at",
                    "placed_on", "ends_on")  # fmt: skip


# The two sentences become masks when the person is forgotten or, about nobody, when the response is over (`words_may_go`,
# ground/audit); nothing else that a hold says ever changes.
ONLY_TO_FORGET = """
    IF words_may_go(OLD.person_id, OLD.outbreak_id) AND NEW.why = '***' AND NEW.lifted_why IN (OLD.lifted_why, '***')
       AND to_jsonb(NEW) - 'why' - 'lifted_why' = to_jsonb(OLD) - 'why' - 'lifted_why' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'What a legal hold says never changes, and it is lifted once.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'what_a_legal_hold_says_never_changes';
"""


class LegalHold(models.Model):
    """Nothing is deleted of this person, or of the whole outbreak where `person_id` is empty, up to and with `ends_on`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak_id = models.UUIDField()
    person_id = models.UUIDField(null=True, blank=True)
    why = models.CharField(max_length=500)
    paper = models.CharField(max_length=200)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    organisation_id = models.UUIDField()
    placed_at = models.DateTimeField()
    placed_on = models.DateField()
    ends_on = models.DateField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by_name = models.CharField(max_length=80, blank=True)
    lifted_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-placed_at", "-id"]
        indexes = [models.Index(fields=["outbreak_id", "-placed_at", "-id"], name="legal_hold_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("placed_on"), ends_on__lte=F("placed_on") + timedelta(days=180)),
                name="a_legal_hold_ends_within_180_days",
            ),
            models.CheckConstraint(
                condition=(Q(why__length__gte=10) | Q(why="***")) & ~Q(paper=""),
                name="a_legal_hold_says_why_and_on_whose_paper",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | (~Q(lifted_by_name="") & ~Q(lifted_why="")),
                name="a_lifted_hold_says_by_whom_and_why",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="legal_holds_are_never_removed", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="what_a_legal_hold_says_never_changes", when=pgtrigger.Before, operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*WHAT_A_HOLD_SAYS), func=ONLY_TO_FORGET,
            ),
            pgtrigger.Trigger(
                name="a_legal_hold_is_lifted_once", when=pgtrigger.Before, operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__lifted_at__isnull=False), func=ONLY_TO_FORGET,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.paper} until {self.ends_on}"


class Certificate(models.Model):
    """What was deleted in one transaction. `content` is what the ledger's entry repeats; `digest` is SHA-256 over it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak_id = models.UUIDField()
    at = models.DateTimeField()
    people = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    entry_id = models.BigIntegerField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["outbreak_id", "-at", "-id"], name="certificate_newest_first")]
        triggers = [
            pgtrigger.Protect(
                name="certificates_are_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.people} people, {self.at:%Y-%m-%d}"


class Forgotten(models.Model):
    """One number behind a certificate: nobody can tell any more whose it was."""

    person_id = models.UUIDField(primary_key=True)
    certificate_id = models.UUIDField(db_index=True)
    data_key = models.UUIDField(null=True, blank=True)  # the number of the key that was destroyed with it

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="the_forgotten_are_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return str(self.person_id)
