"""Contacts of cases and the exposures by which they became contacts."""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.utils.translation import gettext_lazy as _

from ringfence.kernel import new_id


class Contact(models.Model):
    """A person exposed to a case (or, for a secondary contact, to a close contact of it)."""

    class Kind(models.TextChoices):
        UNDECIDED = "UNDECIDED", _("Not yet classified")
        CLOSE = "CLOSE", _("Close contact")
        SECONDARY = "SECONDARY", _("Secondary contact")
        CASUAL = "CASUAL", _("Casual contact")
        NONE = "NONE", _("Ruled out")

    class Outcome(models.TextChoices):
        OPEN = "OPEN", _("No outcome yet")
        MANAGED = "MANAGED", _("Under a measure")
        RELEASED = "RELEASED", _("Released")
        BECAME_CASE = "BECAME_CASE", _("Became a case")
        HANDED_OVER = "HANDED_OVER", _("Handed to another area")
        UNTRACEABLE = "UNTRACEABLE", _("Could not be found")
        REFUSED = "REFUSED", _("Refused")
        EXCLUDED = "EXCLUDED", _("Ruled out, with reason")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="contacts")
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="contacts")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="contacts")
    area = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    via_contact = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="secondaries"
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.UNDECIDED)
    proposed_kind = models.CharField(max_length=10, choices=Kind, default=Kind.UNDECIDED)
    proposed_reasons = models.JSONField(default=list)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.UUIDField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=80, blank=True)
    decided_why = models.CharField(max_length=300, blank=True)
    relation = models.CharField(max_length=10, default="UNKNOWN")
    last_exposure_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.OPEN)
    outcome_why = models.CharField(max_length=300, blank=True)
    named_by_id = models.UUIDField()
    named_by_name = models.CharField(max_length=80)
    ruleset_id = models.CharField(max_length=40)
    retention_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["outbreak", "-created_at", "-id"], name="contact_newest_first"),
            models.Index("outbreak", OpClass("area_id", name="varchar_pattern_ops"), models.F("created_at").desc(), name="contact_by_area"),
            models.Index("outbreak", "kind", OpClass("area_id", name="varchar_pattern_ops"), "created_at", name="contact_by_kind"),
            models.Index(fields=["person"], name="contact_by_person"),
            models.Index(fields=["outbreak", "person"], include=["area"], name="contact_counted_by_person"),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="a_person_is_one_contact_of_a_case"),
            models.CheckConstraint(
                condition=models.Q(kind="UNDECIDED", decided_at=None)
                | (
                    ~models.Q(kind="UNDECIDED")
                    & models.Q(decided_at__isnull=False)
                    & ~models.Q(decided_by_name="")
                ),
                name="an_investigator_decided_what_kind_of_contact",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="SECONDARY") | models.Q(via_contact__isnull=False),
                name="a_secondary_contact_names_its_close_contact",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class Exposure(models.Model):
    """One meeting (or stretch of meetings) of a contact with the case: when, where, how close."""

    class Setting(models.TextChoices):
        HOUSEHOLD = "HOUSEHOLD", _("Same household")
        CARE = "CARE", _("Care of the case")
        AEROSOL_PROCEDURE = "AEROSOL_PROCEDURE", _("Aerosol-generating procedure")
        WORK_STUDY = "WORK_STUDY", _("Work or study")
        MEAL_ENTERTAINMENT = "MEAL_ENTERTAINMENT", _("Meal or entertainment")
        HOSPITAL_VISIT = "HOSPITAL_VISIT", _("Visit in hospital")
        TRANSPORT = "TRANSPORT", _("Transport")
        CONTAMINATED_ENVIRONMENT = "CONTAMINATED_ENVIRONMENT", _("Contaminated environment")
        VENUE = "VENUE", _("Same venue")
        INVESTIGATOR_JUDGEMENT = "INVESTIGATOR_JUDGEMENT", _("Judged so by the investigator")

    class Basis(models.TextChoices):
        TOLD = "TOLD", _("Told by the case, the contact or a witness")
        RECORD = "RECORD", _("Seat list, camera or duty roster")
        VENUE_CHECK_IN = "VENUE_CHECK_IN", _("Venue check-in only")
        SPACE_TIME_COMPANION = "SPACE_TIME_COMPANION", _("Telephone grid only")

    class Vehicle(models.TextChoices):
        AIRCRAFT = "AIRCRAFT", _("Aircraft")
        TRAIN_SEALED = "TRAIN_SEALED", _("Train, sealed coach")
        TRAIN_SOFT_SLEEPER = "TRAIN_SOFT_SLEEPER", _("Train, soft sleeper")
        TRAIN_ORDINARY = "TRAIN_ORDINARY", _("Ordinary train")
        COACH_SEALED = "COACH_SEALED", _("Coach, closed windows")
        COACH_VENTILATED = "COACH_VENTILATED", _("Coach, open windows")
        SHIP = "SHIP", _("Ship")
        CAR = "CAR", _("Car or taxi")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="exposures")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    setting = models.CharField(max_length=26, choices=Setting)
    place = models.CharField(max_length=200, blank=True)
    distance_metres = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    protected = models.BooleanField(null=True, blank=True)
    vehicle = models.CharField(max_length=20, choices=Vehicle, blank=True)
    places_apart = models.PositiveSmallIntegerField(null=True, blank=True)
    same_compartment = models.BooleanField(null=True, blank=True)
    physical_contact = models.BooleanField(default=False)
    same_indoor_space = models.BooleanField(default=False)
    basis = models.CharField(max_length=22, choices=Basis, default=Basis.TOLD)
    justification = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.UUIDField()
    recorded_by_name = models.CharField(max_length=80)

    class Meta:
        ordering = ["first_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_at__gte=models.F("first_at")), name="an_exposure_ends_after_it_began"
            ),
            models.UniqueConstraint(
                fields=["contact", "first_at", "last_at", "setting", "place"],
                name="an_exposure_is_recorded_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.setting} {self.last_at:%Y-%m-%d}"
