"""Drills: an outbreak that never was, told in full, and its files."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ringfence.kernel import new_id


class Drill(models.Model):
    """One drill: the figures it was wanted with, what each seed would become, the truth of the chosen one."""

    class State(models.TextChoices):
        ESTIMATING = "ESTIMATING", _("Seeds are looked at")
        ESTIMATED = "ESTIMATED", _("A seed is to be chosen")
        MAKING = "MAKING", _("Files are made")
        DONE = "DONE", _("Done")
        FAILED = "FAILED", _("Stopped by an error")
        CANCELLED = "CANCELLED", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="drills")
    title = models.CharField(max_length=80)
    wanted = models.JSONField(default=dict)  # rules.Wanted
    state = models.CharField(max_length=10, choices=State, default=State.ESTIMATING)
    percent = models.PositiveSmallIntegerField(default=0)
    estimates = models.JSONField(default=list)  # one entry a seed
    seed = models.PositiveIntegerField(null=True, blank=True)
    result = models.JSONField(default=dict)
    error = models.JSONField(default=list)
    engine_version = models.CharField(max_length=40, blank=True)
    asked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    truth_opened_at = models.DateTimeField(null=True, blank=True)
    exercise = models.ForeignKey(
        "outbreaks.Outbreak", on_delete=models.SET_NULL, null=True, blank=True, related_name="played_drills"
    )

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["outbreak", "-asked_at", "-id"], name="drill_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__lte=100), name="a_drill_is_at_most_wholly_made"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="DONE")
                | models.Q(seed__isnull=False) & ~models.Q(engine_version=""),
                name="a_drill_that_is_done_names_seed_and_engine",
            ),
            models.CheckConstraint(
                condition=models.Q(truth_opened_at=None) | models.Q(state="DONE"),
                name="only_a_drill_that_is_done_has_a_truth_to_open",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DrillFile(models.Model):
    """A file of a drill, compressed as gzip."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    drill = models.ForeignKey(Drill, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=40)
    rows = models.PositiveIntegerField()
    size_bytes = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["drill", "name"], name="a_drill_has_each_file_once"),
        ]

    def __str__(self) -> str:
        return self.name
