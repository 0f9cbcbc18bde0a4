"""Held batches: restrictions without a case behind them, or too many at once, wait for an independent review."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ringfence.kernel import new_id

# Decided once, by a reviewer who is one, of an organisation that had no part in it; what was held is never forgotten. The words of
# the decision become a mask when the response is over (`words_may_go`, ground/audit).
DECIDED_INDEPENDENTLY = """
    IF TG_OP = 'INSERT' AND NEW.state = 'HELD' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state <> 'HELD' AND NEW.why = '***' AND words_may_go(NULL, OLD.outbreak_id)
           AND to_jsonb(NEW) - 'why' = to_jsonb(OLD) - 'why' THEN
            RETURN NEW;
        END IF;
        IF OLD.state = 'HELD' AND OLD.persons <@ NEW.persons AND OLD.organisations <@ NEW.organisations
           AND OLD.outbreak_id = NEW.outbreak_id AND OLD.cause = NEW.cause AND OLD.key = NEW.key AND OLD.step = NEW.step
           AND OLD.held_at = NEW.held_at
           AND (NEW.state = 'HELD' OR (
                NOT NEW.decided_by_id = ANY (NEW.persons)
                AND NOT NEW.decided_organisation_id = ANY (NEW.organisations)
                AND EXISTS (SELECT 1 FROM access_user u JOIN access_organisation o ON o.id = u.organisation_id
                            JOIN access_roleheld r ON r.user_id = u.id AND r.role = 'REVIEWER'
                            WHERE u.id = NEW.decided_by_id AND u.organisation_id = NEW.decided_organisation_id
                              AND o.kind <> 'COMMAND'))) THEN
            RETURN NEW;
        END IF;
    END IF;
    PERFORM nextval('orders_refusals');
    RAISE EXCEPTION 'A held batch is decided once, by an independent reviewer.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_held_batch_is_decided_once_by_an_independent_reviewer';
"""


class Hold(models.Model):
    """Restrictions that wait together. `key` names whose rate it is: a user, an organisation, an area, or nothing.

    `counted` restrictions stood against `most` that `cases` cases explain; `persons` and `organisations` had a part in them.
    """

    class State(models.TextChoices):
        HELD = "HELD", _("Held for review")
        OPENED = "OPENED", _("Opened after review")
        BROKEN = "BROKEN", _("Broken off after review")

    class Cause(models.TextChoices):
        NO_CASE = "NO_CASE", _("No case that a laboratory found stands behind it")
        PROPOSER = "PROPOSER", _("Too many by one person in an hour")
        ORGANISATION = "ORGANISATION", _("Too many by one organisation in an hour")
        AREA = "AREA", _("Too many in one county in an hour")
        OUTBREAK = "OUTBREAK", _("Too many in the outbreak in an hour")

    class Step(models.TextChoices):
        DRAFT = "DRAFT", pgettext_lazy("step of a hold", "when drafted")
        APPROVAL = "APPROVAL", pgettext_lazy("step of a hold", "when approved")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="holds")
    area = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.HELD)
    cause = models.CharField(max_length=14, choices=Cause)
    step = models.CharField(max_length=10, choices=Step)
    key = models.CharField(max_length=40, blank=True)
    counted = models.PositiveIntegerField()
    most = models.PositiveIntegerField()
    cases = models.PositiveIntegerField()
    ruleset_id = models.CharField(max_length=40)
    reasons = models.JSONField(default=list)
    asked_by_id = models.UUIDField()
    asked_by_name = models.CharField(max_length=80)
    asked_organisation_id = models.UUIDField()
    persons = ArrayField(models.UUIDField(), default=list)
    organisations = ArrayField(models.UUIDField(), default=list)
    held_at = models.DateTimeField()
    last_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.UUIDField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=80, blank=True)
    decided_organisation_id = models.UUIDField(null=True, blank=True)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["-held_at", "-id"]
        indexes = [models.Index(fields=["outbreak", "-held_at", "-id"], name="hold_newest_first")]
        constraints = [
            models.UniqueConstraint(
                fields=["outbreak", "step", "cause", "key"], condition=Q(state="HELD"),
                name="what_is_too_much_waits_in_one_batch",
            ),
            models.CheckConstraint(
                condition=Q(state="HELD", decided_at=None, decided_by_id=None, decided_organisation_id=None, why="")
                | (~Q(state="HELD") & Q(decided_at__isnull=False, decided_by_id__isnull=False,
                                        decided_organisation_id__isnull=False) & ~Q(why="")),
                name="a_decision_on_a_held_batch_says_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=Q(decided_organisation_id=None) | ~Q(decided_organisation_id=F("asked_organisation_id")),
                name="a_held_batch_is_decided_by_another_organisation",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="held_batches_are_decided_independently",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=DECIDED_INDEPENDENTLY,
            ),
            pgtrigger.Protect(name="held_batches_are_never_removed", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.cause} {self.held_at:%Y-%m-%d %H:%M}"
