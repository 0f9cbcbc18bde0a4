"""The tree of places: city, county, township, village. A code begins with the code of the place above it."""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.utils.translation import gettext_lazy as _


class Place(models.Model):
    """One unit of the tree. Codes are those of the National Bureau of Statistics."""

    class Kind(models.TextChoices):
        CITY = "CITY", _("City")
        COUNTY = "COUNTY", _("County")
        MANAGEMENT_AREA = "MANAGEMENT_AREA", _("Management area")
        TOWNSHIP = "TOWNSHIP", _("Township")
        VILLAGE = "VILLAGE", _("Village or community")

    class PopulationBasis(models.TextChoices):
        SOURCED = "SOURCED", _("Census figure")
        DEMO_WEIGHT = "DEMO_WEIGHT", _("Demo weight, not a census figure")
        UNKNOWN = "UNKNOWN", _("Not known")

    code = models.CharField(primary_key=True, max_length=12)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=16, choices=Kind)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    legal_parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    population = models.PositiveIntegerField(null=True, blank=True)
    population_basis = models.CharField(
        max_length=12, choices=PopulationBasis, default=PopulationBasis.UNKNOWN
    )
    population_source = models.CharField(max_length=120, blank=True)
    pinyin = models.CharField(max_length=120, blank=True)
    initials = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["code"]
        indexes = [
            models.Index(OpClass("code", name="varchar_pattern_ops"), name="place_by_code_prefix"),
            models.Index(fields=["kind", "code"], name="place_by_kind"),
        ]

    def __str__(self) -> str:
        return self.name
