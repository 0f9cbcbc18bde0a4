"""Bulletins and their versions. What a version says never changes; who released it is another person of another organisation."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from ringfence.kernel import new_id

CONTENT = (
    "bulletin_id", "number", "kind", "as_of", "numbers", "places", "text_zh", "text_en", "why_zh", "why_en", "withholds",
    "drafted_at", "drafted_by_id", "drafted_by_name", "drafted_organisation_id",
)  # fmt: skip


class Bulletin(models.Model):
    """One bulletin of an outbreak; what it says stands in its newest released version."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.PROTECT, related_name="bulletins")
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["outbreak", "number"], name="a_bulletin_number_is_given_once")
        ]
        triggers = [
            pgtrigger.Protect(name="a_bulletin_is_never_changed_or_removed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.outbreak_id} {self.number}"


class Version(models.Model):
    """The first text of a bulletin, a correction or its withdrawal; drafted by one, released by another."""

    class Kind(models.TextChoices):
        FIRST = "FIRST", pgettext_lazy("bulletin", "First text")
        CORRECTION = "CORRECTION", pgettext_lazy("bulletin", "Correction")
        WITHDRAWAL = "WITHDRAWAL", pgettext_lazy("bulletin", "Withdrawal")

    class State(models.TextChoices):
        DRAFT = "DRAFT", pgettext_lazy("bulletin", "Waits for a second person")
        RELEASED = "RELEASED", pgettext_lazy("bulletin", "Published")
        REJECTED = "REJECTED", pgettext_lazy("bulletin", "Sent back")
        DISCARDED = "DISCARDED", pgettext_lazy("bulletin", "Discarded")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    as_of = models.DateTimeField()
    numbers = models.JSONField(default=dict)
    places = models.JSONField(default=list)
    text_zh = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    why_zh = models.CharField(max_length=300, blank=True)
    why_en = models.CharField(max_length=300, blank=True)
    withholds = models.BooleanField(default=False)
    drafted_at = models.DateTimeField()
    drafted_by_id = models.UUIDField()
    drafted_by_name = models.CharField(max_length=80)
    drafted_organisation_id = models.UUIDField()
    homonyms = models.JSONField(default=list)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.UUIDField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=80, blank=True)
    decided_organisation_id = models.UUIDField(null=True, blank=True)
    decided_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-drafted_at", "-id"]
        indexes = [models.Index(fields=["state", "-decided_at"], name="version_newest_first")]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "number"], name="a_version_number_is_given_once"),
            models.UniqueConstraint(
                fields=["bulletin"], condition=Q(state="DRAFT"), name="a_bulletin_has_one_draft_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="RELEASED") | (Q(decided_by_id__isnull=False) & ~Q(decided_by_id=F("drafted_by_id"))),
                name="bulletins_are_released_by_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="RELEASED")
                | (Q(decided_organisation_id__isnull=False) & ~Q(decided_organisation_id=F("drafted_organisation_id"))),
                name="bulletins_are_released_by_another_organisation",
            ),
            models.CheckConstraint(
                condition=Q(state="DRAFT", decided_at=None, decided_by_id=None)
                | (~Q(state="DRAFT") & Q(decided_at__isnull=False, decided_by_id__isnull=False)),
                name="a_decided_bulletin_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="REJECTED") | ~Q(decided_why=""), name="a_bulletin_sent_back_says_why"
            ),
            models.CheckConstraint(
                condition=Q(kind="FIRST") | (~Q(why_zh="") & ~Q(why_en="")),
                name="a_correction_says_why_in_both_languages",
            ),
            models.CheckConstraint(
                condition=Q(kind="FIRST", number=1) | (~Q(kind="FIRST") & Q(number__gt=1)),
                name="the_first_text_comes_first",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(
                name="what_a_bulletin_says_never_changes", operation=pgtrigger.Update, condition=pgtrigger.AnyChange(*CONTENT)
            ),
            pgtrigger.Protect(
                name="a_decided_bulletin_stays_decided", operation=pgtrigger.Update, condition=~pgtrigger.Q(old__state="DRAFT")
            ),
            pgtrigger.Protect(name="versions_are_never_removed", operation=pgtrigger.Delete),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.bulletin_id} v{self.number}"
