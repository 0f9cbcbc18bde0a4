"""Samples and their results."""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ringfence.kernel import new_id


class Sample(models.Model):
    """One sample of one person: due, then taken, then with a result. A corrected result is a new row."""

    class Result(models.TextChoices):
        PENDING = "PENDING", _("No result yet")
        NEGATIVE = "NEGATIVE", _("Negative")
        POSITIVE = "POSITIVE", _("Positive")
        INVALID = "INVALID", _("Invalid, sample again")

    class Purpose(models.TextChoices):
        SCREENING = "SCREENING", _("Screening")
        CLINIC = "CLINIC", _("Fever clinic")
        QUARANTINE = "QUARANTINE", _("Test day of a quarantine")
        RELEASE = "RELEASE", _("Before release")
        CONFIRMATION = "CONFIRMATION", _("Confirmation")
        DISCHARGE = "DISCHARGE", _("Before discharge of a case")

    class Surface(models.TextChoices):
        PHONE = "PHONE", _("Phone")
        PILLOW = "PILLOW", _("Pillow")
        TOILET_DOOR_HANDLE = "TOILET_DOOR_HANDLE", _("Toilet door handle")

    class Specimen(models.TextChoices):
        NASOPHARYNGEAL = "NASOPHARYNGEAL", _("Nasopharyngeal swab")
        OROPHARYNGEAL = "OROPHARYNGEAL", _("Oropharyngeal swab")
        ENVIRONMENT = "ENVIRONMENT", _("Surface swab")
        OTHER = "OTHER", _("Other specimen")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="samples")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="samples")
    area = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=14, choices=Purpose, default=Purpose.SCREENING)
    specimen = models.CharField(max_length=16, choices=Specimen, default=Specimen.NASOPHARYNGEAL)
    due_on = models.DateField(null=True, blank=True)
    test_day = models.PositiveSmallIntegerField(null=True, blank=True)
    swab = models.PositiveSmallIntegerField(default=1)
    surface = models.CharField(max_length=24, choices=Surface, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=10, choices=Result, default=Result.PENDING)
    result_at = models.DateTimeField(null=True, blank=True)
    laboratory = models.ForeignKey(
        "access.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ct_orf1ab = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    ct_n = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    reagent = models.CharField(max_length=60, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=200, blank=True)
    recorded_by_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(fields=["person", "created_at"], name="sample_by_person"),
            models.Index(fields=["outbreak", "due_on"], name="sample_due",
                         condition=models.Q(result="PENDING", cancelled_at=None)),
            models.Index(fields=["outbreak", "-result_at"], name="sample_by_result_time"),
            models.Index(fields=["outbreak", "-created_at", "-id"], name="sample_newest_first"),
            models.Index("outbreak", OpClass(Lower("code"), name="text_pattern_ops"), name="sample_by_tube_code"),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=["outbreak", "code"], condition=~models.Q(code=""), name="a_tube_code_is_used_once"
            ),
            models.UniqueConstraint(
                fields=["outbreak", "person", "purpose", "due_on", "swab", "surface"],
                condition=models.Q(due_on__isnull=False, cancelled_at=None),
                name="a_test_day_is_scheduled_once",
            ),
            models.CheckConstraint(
                condition=models.Q(surface="") | models.Q(specimen="ENVIRONMENT"),
                name="only_a_surface_swab_names_a_surface",
            ),
            models.CheckConstraint(
                condition=models.Q(result="PENDING", result_at=None)
                | (~models.Q(result="PENDING") & models.Q(result_at__isnull=False, taken_at__isnull=False)),
                name="a_result_has_its_time_and_a_sample_that_was_taken",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_at=None) | models.Q(result_at=None)
                | models.Q(result_at__gte=models.F("taken_at")),
                name="a_result_comes_after_the_sample",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.code or str(self.id)


class HomeVisit(models.Model):
    """Somebody went to take a scheduled sample at home: what came of it. A sample that was taken has one such visit."""

    class Outcome(models.TextChoices):
        SAMPLED = "SAMPLED", _("Sampled")
        NOBODY_OPENED = "NOBODY_OPENED", _("Nobody opened")
        WOULD_NOT = "WOULD_NOT", _("Would not be sampled")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="home_visits")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=13, choices=Outcome)
    note = models.CharField(max_length=200, blank=True)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sample"],
                condition=models.Q(outcome="SAMPLED"),
                name="a_sample_is_taken_at_home_once",
            ),
            models.UniqueConstraint(fields=["sample", "at"], name="a_visit_is_kept_once"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.outcome}"
