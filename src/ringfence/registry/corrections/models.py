"""Requests for correction, with what stood before and what stands after."""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ringfence.kernel import new_id

from .rules import TWO_HANDS


class Correction(models.Model):
    """What somebody says is wrong about them, what is right, and what staff made of it."""

    class Field(models.TextChoices):
        NAME = "NAME", pgettext_lazy("person", "Name")
        SEX = "SEX", _("Sex")
        BIRTH_DATE = "BIRTH_DATE", _("Birth date")
        ID_NUMBER = "ID_NUMBER", _("Identity number")
        PHONE = "PHONE", _("Phone")
        ADDRESS = "ADDRESS", _("Address")
        WORKPLACE = "WORKPLACE", _("Workplace or school")
        OCCUPATION = "OCCUPATION", _("Occupation")
        GUARDIAN = "GUARDIAN", _("Guardian")
        OTHER = "OTHER", _("Something else: a test, a contact, a place, a time")

    class State(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("correction", "Open")
        CHECKED = "CHECKED", _("Checked, waits for a second person")
        ACCEPTED = "ACCEPTED", _("Corrected")
        REFUSED = "REFUSED", pgettext_lazy("correction", "Not corrected")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("correction", "Taken back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="corrections")
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=12, choices=Field)
    wrong = models.TextField(blank=True)
    right = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    asked_at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by_id = models.UUIDField(null=True, blank=True)
    checked_by_name = models.CharField(max_length=80, blank=True)
    checked_why = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.UUIDField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=80, blank=True)
    answer = models.TextField(blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(fields=["outbreak", "state", "due_at"], name="correction_by_state"),
            models.Index(fields=["person", "-asked_at"], name="correction_by_person"),
            models.Index(
                "outbreak", OpClass("area_id", name="varchar_pattern_ops"), name="correction_by_area"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["ACCEPTED", "REFUSED"])
                | (Q(decided_at__isnull=False, decided_by_id__isnull=False) & ~Q(answer="")),
                name="a_decided_correction_has_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(checked_by_id=None) | Q(decided_by_id=None) | ~Q(checked_by_id=F("decided_by_id")),
                name="who_checked_a_correction_does_not_decide_it",
            ),
            models.CheckConstraint(
                condition=~Q(state="ACCEPTED") | ~Q(field__in=list(TWO_HANDS)) | Q(checked_by_id__isnull=False),
                name="who_somebody_is_is_corrected_after_a_check",
            ),
            models.CheckConstraint(
                condition=~Q(state="CHECKED") | (Q(checked_at__isnull=False, checked_by_id__isnull=False) & ~Q(checked_why="")),
                name="a_check_says_what_was_seen",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.field} of {self.asked_at:%Y-%m-%d %H:%M}"
