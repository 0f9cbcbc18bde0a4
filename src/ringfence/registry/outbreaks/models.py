"""The register of outbreaks: where, under which rule set, and at what time it is there."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ringfence.kernel import new_id


class Outbreak(models.Model):
    """An outbreak (or a drill) with its area, its rule set and its own clock."""

    class Purpose(models.TextChoices):
        RESPONSE = "RESPONSE", _("Response")
        HISTORY = "HISTORY", _("Past outbreak")
        DRILL = "DRILL", _("Drill")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    case_prefix = models.CharField(max_length=8)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.RESPONSE)
    area = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="outbreaks")
    ruleset_id = models.CharField(max_length=40)
    provenance = models.TextField(blank=True)
    provenance_en = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # The outbreak's clock: its time is clock_set_to + (real now - clock_set_at) * (1 if running else 0).
    clock_set_to = models.DateTimeField()
    clock_set_at = models.DateTimeField()
    clock_runs = models.BooleanField(default=True)
    last_case_number = models.PositiveIntegerField(default=0)
    last_order_number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | models.Q(closed_at__gte=models.F("opened_at")),
                name="an_outbreak_closes_after_it_opened",
            )
        ]

    def __str__(self) -> str:
        return self.name


class RuleSetChange(models.Model):
    """A change of rule set during an outbreak: from, to, since when, by whom, why, and what it shortened."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey(Outbreak, on_delete=models.CASCADE, related_name="ruleset_changes")
    from_ruleset_id = models.CharField(max_length=40)
    to_ruleset_id = models.CharField(max_length=40)
    changed_at = models.DateTimeField()
    changed_by_id = models.UUIDField()
    changed_by_name = models.CharField(max_length=80)
    why = models.TextField()
    affected = models.JSONField(default=list)

    class Meta:
        ordering = ["-changed_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(why=""), name="a_change_of_rule_set_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.from_ruleset_id} -> {self.to_ruleset_id}"
