"""Alarms: what oversight and command must see at once, who saw it and how it was answered."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ringfence.kernel import new_id

WHAT_IT_SAYS = ("kind", "outbreak_id", "area_code", "what", "subject_type", "subject_id", "person_id", "raised_at",
                "by_id", "by_name", "organisation_id")  # fmt: skip


# Where a sentence of staff stood stands a mask when the person is forgotten, or, about nobody, when the response is over
# (`words_may_go`, ground/audit). Nothing else of an alarm ever changes.
ONLY_TO_FORGET = """
    IF words_may_go(OLD.person_id, OLD.outbreak_id)
       AND to_jsonb(NEW) - 'what' - 'answer' = to_jsonb(OLD) - 'what' - 'answer'
       AND NEW.answer IN (OLD.answer, '***') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'What an alarm says, and its answer, never change.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'what_an_alarm_says_never_changes';
"""


def never_emptied(what: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"{what}_are_never_emptied", level=pgtrigger.Statement, when=pgtrigger.Before,
        operation=pgtrigger.Truncate, func="raise exception 'Cannot empty %', tg_table_name;",
    )  # fmt: skip


class Alarm(models.Model):
    """Something that must not pass unseen. `by` is whose deed raised it; `times` counts the same within an hour."""

    class Kind(models.TextChoices):
        BATCH_HELD = "BATCH_HELD", _("A batch of restrictions is held")
        ONE_OFFICE = "ONE_OFFICE", _("One office tried to decide and to approve")
        NO_EVIDENCE = "NO_EVIDENCE", _("A restriction without evidence was tried")
        STILL_HELD = "STILL_HELD", _("A held restriction was to be put in force")
        NOT_INDEPENDENT = "NOT_INDEPENDENT", _("Somebody who is not independent tried to decide")
        NO_RIGHT = "NO_RIGHT", _("Somebody without the right tried to restrict")
        FREE_LIST = "FREE_LIST", _("A list of people without cases was given in")
        ELSEWHERE = "ELSEWHERE", _("An exposure where the person cannot have been")
        DATABASE = "DATABASE", _("The database refused writes past the platform")
        UNFOUNDED = "UNFOUNDED", _("Restrictions without valid evidence are active")
        SILENT = "SILENT", _("A restriction began or ended without record")
        UNANSWERED = "UNANSWERED", _("An appeal was not answered in time")
        LEDGER = "LEDGER", _("The ledger is not whole")
        CODES = "CODES", _("Entry codes are guessed or given out at an unusual rate")
        EMERGENCY = "EMERGENCY", _("Somebody's data are read in an emergency")

    class State(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("alarm", "Open")
        ANSWERED = "ANSWERED", pgettext_lazy("alarm", "Answered")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    outbreak_id = models.UUIDField(null=True, blank=True)
    area_code = models.CharField(max_length=12, blank=True)
    what = models.JSONField(default=list, help_text="the sentences, as a rule's reasons are kept")
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    person_id = models.UUIDField(null=True, blank=True, help_text="with whom its words are forgotten")
    raised_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    organisation_id = models.UUIDField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_id = models.UUIDField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=80, blank=True)
    answered_organisation_id = models.UUIDField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["-raised_at", "-id"]
        indexes = [
            models.Index(fields=["outbreak_id", "state", "-raised_at"], name="alarm_by_state"),
            models.Index(fields=["outbreak_id", "-raised_at", "-id"], name="alarm_newest_first"),
            models.Index(fields=["person_id"], name="alarm_by_person", condition=Q(person_id__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="OPEN", answered_at=None, answered_by_id=None, answer="")
                | (Q(state="ANSWERED", answered_at__isnull=False, answered_by_id__isnull=False,
                     answered_organisation_id__isnull=False) & ~Q(answer="")),
                name="an_answered_alarm_says_by_whom_and_how",
            ),
            models.CheckConstraint(
                condition=Q(answered_by_id=None)
                | (~Q(answered_by_id=F("by_id")) & ~Q(answered_organisation_id=F("organisation_id"))),
                name="an_alarm_is_answered_by_another_organisation",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(name="alarms_are_never_removed", operation=pgtrigger.Delete),
            never_emptied("alarms"),
            pgtrigger.Trigger(
                name="what_an_alarm_says_never_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*WHAT_IT_SAYS),
                func=ONLY_TO_FORGET,
            ),
            pgtrigger.Trigger(
                name="an_answer_to_an_alarm_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="ANSWERED"),
                func=ONLY_TO_FORGET,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.raised_at:%Y-%m-%d %H:%M}"


class Sighting(models.Model):
    """Somebody has seen an alarm; once a person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="sightings")
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["alarm", "by_id"], name="an_alarm_is_seen_once_by_a_person")
        ]
        triggers = [
            pgtrigger.Protect(
                name="sightings_are_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            never_emptied("sightings"),
        ]

    def __str__(self) -> str:
        return f"{self.by_name} {self.at:%Y-%m-%d %H:%M}"
