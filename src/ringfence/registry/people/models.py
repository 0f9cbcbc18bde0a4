"""People, and apart from them their identity: name, number, phone and address live in a table of their own."""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.utils.translation import gettext_lazy as _

from ringfence.kernel import new_id

from .opening import OneToOneOpened


class Household(models.Model):
    """People who live together."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.id)


class Person(models.Model):
    """A person without a name: what rules, maps and analyses may see."""

    class Sex(models.TextChoices):
        FEMALE = "F", _("Female")
        MALE = "M", _("Male")
        UNKNOWN = "U", _("Unknown")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN)
    birth_date = models.DateField(null=True, blank=True)
    age_years = models.PositiveSmallIntegerField(null=True, blank=True)
    age_on = models.DateField(null=True, blank=True)
    area = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(
        Household, on_delete=models.SET_NULL, null=True, blank=True, related_name="members"
    )
    needs_carer = models.BooleanField(default=False)
    retention_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(OpClass("area_id", name="varchar_pattern_ops"), "id", name="person_by_area")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(age_years=None, age_on=None)
                | models.Q(age_years__isnull=False, age_on__isnull=False),
                name="an_age_says_on_which_day",
            ),
            models.CheckConstraint(
                condition=models.Q(age_years=None) | models.Q(age_years__lte=130),
                name="nobody_is_older_than_130",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Identity(models.Model):
    """Who a person is. Read through `people.queries` only, which asks for the reader."""

    person = OneToOneOpened(Person, on_delete=models.CASCADE, primary_key=True, related_name="identity")
    name = models.CharField(max_length=80)
    pinyin = models.CharField(max_length=160, blank=True)
    initials = models.CharField(max_length=30, blank=True)
    id_number = models.CharField(max_length=30, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200, blank=True)
    workplace = models.CharField(max_length=120, blank=True)
    occupation = models.CharField(max_length=60, blank=True)
    guardian = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(OpClass("name", name="varchar_pattern_ops"), "person", name="identity_by_name"),
            models.Index(OpClass("pinyin", name="varchar_pattern_ops"), "person", name="identity_by_pinyin"),
            models.Index(
                OpClass("initials", name="varchar_pattern_ops"), "person", name="identity_by_initials"
            ),
            models.Index(fields=["phone"], name="identity_by_phone", condition=~models.Q(phone="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["id_number"],
                condition=~models.Q(id_number=""),
                name="one_person_has_one_identity_number",
            )
        ]

    def __str__(self) -> str:
        return self.name
