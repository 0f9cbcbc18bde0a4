"""People, and apart from them their identity: name, number, phone and address live in a table of their own."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.utils.translation import gettext_lazy as _

from ringfence.kernel import new_id

from .circle import Circle, joined, told
from .opening import OneToOneOpened

STANDS_WHERE_ITS_PERSON_DOES = """
    NEW.area_code := (SELECT area_id FROM people_person WHERE id = NEW.person_id);
    RETURN NEW;
"""
TAKES_ITS_CARD_ALONG = """
    UPDATE people_indexcard SET area_code = NEW.area_id WHERE person_id = NEW.id;
    RETURN NEW;
"""


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
        triggers = [
            pgtrigger.Trigger(
                name="whoever_moves_takes_the_card_along",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("area_id"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(old__area__df=pgtrigger.F("new__area")),
                func=TAKES_ITS_CARD_ALONG,
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Identity(models.Model):
    """Who a person is, sealed. Read through `people.queries` only, which asks for the reader; written by `sealing`.

    `identity.name` opens what is sealed; the data keys of the rows around it are fetched in one query (`circle`).
    """

    person = OneToOneOpened(Person, on_delete=models.CASCADE, primary_key=True, related_name="identity")
    sealed_name = models.BinaryField(default=b"")
    sealed_id_number = models.BinaryField(default=b"")
    sealed_phone = models.BinaryField(default=b"")
    sealed_address = models.BinaryField(default=b"")
    sealed_workplace = models.BinaryField(default=b"")
    sealed_occupation = models.BinaryField(default=b"")
    sealed_guardian = models.BinaryField(default=b"")

    name = told("name")
    id_number = told("id_number")
    phone = told("phone")
    address = told("address")
    workplace = told("workplace")
    occupation = told("occupation")
    guardian = told("guardian")
    circle: Circle

    def __str__(self) -> str:
        return str(self.person_id)

    @classmethod
    def from_db(cls, *told: Any, **how: Any) -> Identity:
        read = super().from_db(*told, **how)
        read.circle = joined(read.person_id)
        return read


class IndexCard(models.Model):
    """By which a person is found: keyed hashes, nothing that can be read. Empty when nothing was told.

    The person's area stands here a second time, kept by the database: whoever searches is told by the card alone whether it
    lies in their areas, and the people of the same name in the rest of the city are never asked about.
    """

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="index_card"
    )
    tokens = ArrayField(models.BigIntegerField(), default=list)
    sound = models.BigIntegerField(null=True, blank=True)
    id_number = models.BinaryField(default=b"")
    phone = models.BinaryField(default=b"")
    area_code = models.CharField(max_length=12, editable=False, default="")

    class Meta:
        indexes = [
            models.Index(OpClass("area_code", name="varchar_pattern_ops"), name="index_card_by_area"),
            GinIndex(fields=["tokens"], name="index_card_by_name"),
            models.Index(fields=["sound", "person"], name="index_card_by_sound"),
            models.Index(fields=["phone"], name="index_card_by_phone", condition=~models.Q(phone=b"")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["id_number"],
                condition=~models.Q(id_number=b""),
                name="one_person_has_one_identity_number",
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="a_card_stands_where_its_person_does",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("person_id", "area_code"),  # type: ignore[no-untyped-call]
                func=STANDS_WHERE_ITS_PERSON_DOES,
            )
        ]

    def __str__(self) -> str:
        return str(self.person_id)
