"""Forecasts: a question of the command, its progress and its answer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ringfence.kernel import new_id


class Forecast(models.Model):
    """What would happen under some strategies, played from the line list of one day."""

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("Waiting to run")
        RUNNING = "RUNNING", _("Running")
        DONE = "DONE", _("Done")
        FAILED = "FAILED", _("Stopped by an error")
        CANCELLED = "CANCELLED", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="forecasts")
    title = models.CharField(max_length=80, blank=True)
    as_of = models.DateField()
    pathogen = models.CharField(max_length=20)
    ruleset_id = models.CharField(max_length=40)
    horizon_days = models.PositiveSmallIntegerField()
    within_days = models.PositiveSmallIntegerField()
    runs = models.PositiveIntegerField()
    first_seed = models.PositiveIntegerField(default=1)
    strategies = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    percent = models.PositiveSmallIntegerField(default=0)
    assumptions = models.JSONField(default=list)
    error = models.JSONField(default=list)
    result = models.JSONField(default=dict)
    engine_version = models.CharField(max_length=40, blank=True)
    asked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["outbreak", "-asked_at", "-id"], name="forecast_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__lte=100), name="a_forecast_is_at_most_wholly_played"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="DONE") | ~models.Q(engine_version=""),
                name="an_answer_names_its_engine",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.as_of}"
