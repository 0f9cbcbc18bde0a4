"""Areas that an authority declared, here or elsewhere, with their period. They say where; they hold nobody's data."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ringfence.ground.rulesets.words import AreaLevel
from ringfence.kernel import new_id


class DeclaredArea(models.Model):
    """An area and its declared period `[from_at, to_at)`; without an end it still holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    other_names = models.JSONField(default=list)
    place_code = models.CharField(max_length=12, blank=True)
    level = models.CharField(max_length=10, choices=[(one.value, one.value) for one in AreaLevel], blank=True)
    longitude = models.FloatField(null=True, blank=True)  # WGS-84
    latitude = models.FloatField(null=True, blank=True)
    radius_metres = models.PositiveIntegerField(null=True, blank=True)
    venue_codes = models.JSONField(default=list)  # places of the movement store
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=200)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-from_at", "-id"]
        indexes = [models.Index(fields=["outbreak", "-from_at", "-id"], name="declaredarea_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_at=None) | Q(to_at__gt=F("from_at")),
                name="a_declared_period_ends_after_it_began",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="a_declared_area_names_its_notice"),
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None, radius_metres=None)
                | Q(longitude__isnull=False, latitude__isnull=False, radius_metres__isnull=False),
                name="a_circle_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | (Q(to_at__isnull=False) & ~Q(ended_by_name="")),
                name="who_ended_a_declared_area_is_named",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class VisitorCount(models.Model):
    """An answered count of visitors: what was asked and which rounded number left. Kept so that later ones can be compared."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(DeclaredArea, on_delete=models.CASCADE, related_name="counts")
    from_on = models.DateField()
    to_on = models.DateField()  # the last day, inside
    people = models.PositiveIntegerField(null=True, blank=True)  # rounded; None: too few to be told
    store_version = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    retention_until = models.DateField()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "from_on", "to_on"], name="a_count_is_answered_once"),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="a_count_has_at_least_one_day"),
            models.CheckConstraint(
                condition=Q(people=None) | Q(people__gte=10), name="fewer_than_ten_people_are_never_told"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.from_on:%Y-%m-%d}"
