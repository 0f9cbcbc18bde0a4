"""Arrivals as people register them; apart from them who travels; the places of the trip; what was offered."""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ringfence.kernel import new_id


class Arrival(models.Model):
    """One person comes to one place on one day. Says nothing about who; restricts nobody."""

    class Transport(models.TextChoices):
        TRAIN = "TRAIN", _("Train")
        COACH = "COACH", pgettext_lazy("transport", "Coach")
        CAR = "CAR", _("Car")
        AIRCRAFT = "AIRCRAFT", _("Aircraft")
        SHIP = "SHIP", _("Ship")
        OTHER = "OTHER", pgettext_lazy("transport", "Other")

    class State(models.TextChoices):
        EXPECTED = "EXPECTED", pgettext_lazy("arrival", "Expected")
        ARRIVED = "ARRIVED", pgettext_lazy("arrival", "Arrived")
        NOT_COME = "NOT_COME", pgettext_lazy("arrival", "Did not come")

    class Channel(models.TextChoices):
        FORM = "FORM", _("By the traveller")
        STAFF = "STAFF", _("By staff")
        API = "API", _("By a program")
        FILE = "FILE", _("From a file")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    arrives_on = models.DateField()
    transport = models.CharField(max_length=8, choices=Transport)
    vehicle = models.CharField(max_length=20, blank=True)
    coach = models.CharField(max_length=10, blank=True)
    seat = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.EXPECTED)
    noted_at = models.DateTimeField(null=True, blank=True)
    noted_by_name = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=5, choices=Channel)
    registered_at = models.DateTimeField()
    registered_by_id = models.UUIDField()
    registered_by_name = models.CharField(max_length=80)
    told_key = models.CharField(max_length=64)
    receipt_hash = models.CharField(max_length=64, unique=True)
    retention_until = models.DateField()

    class Meta:
        ordering = ["arrives_on", "id"]
        indexes = [
            models.Index(
                "outbreak", OpClass("area_id", name="varchar_pattern_ops"), "arrives_on", name="arrival_by_area"
            ),
            models.Index(fields=["outbreak", "arrives_on", "id"], name="arrival_by_day"),
            models.Index(fields=["retention_until"], name="arrival_by_last_day"),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(fields=["outbreak", "told_key"], name="the_same_trip_is_one_arrival"),
            models.CheckConstraint(
                condition=Q(retention_until__gte=F("arrives_on")), name="an_arrival_is_kept_until_it_came"
            ),
            models.CheckConstraint(
                condition=Q(told_key__length=64, receipt_hash__length=64), name="a_receipt_is_kept_as_a_hash_only"
            ),
            models.CheckConstraint(
                condition=Q(state="EXPECTED") | (Q(noted_at__isnull=False) & ~Q(noted_by_name="")),
                name="who_noted_an_arrival_is_named",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.area_id} {self.arrives_on:%Y-%m-%d}"


class Traveller(models.Model):
    """Who comes, sealed with a key of their own. Opened by `queries.travellers` only, which records the look."""

    arrival = models.OneToOneField(
        Arrival, on_delete=models.CASCADE, primary_key=True, related_name="traveller"
    )
    sealed_name = models.BinaryField(default=b"")
    sealed_phone = models.BinaryField(default=b"")
    sealed_address = models.BinaryField(default=b"")

    def __str__(self) -> str:
        return f"traveller of {self.arrival_id}"


class Stop(models.Model):
    """A place of the trip and the days there (both inside): the origin, or a place passed."""

    class Kind(models.TextChoices):
        ORIGIN = "ORIGIN", _("Comes from")
        PASSED = "PASSED", _("Passed through")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="stops")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=Kind)
    place_name = models.CharField(max_length=60)
    place_key = models.CharField(max_length=60)  # the name as names are compared
    place_code = models.CharField(max_length=12, blank=True)
    from_on = models.DateField()
    to_on = models.DateField()

    class Meta:
        ordering = ["arrival", "order"]
        indexes = [models.Index(fields=["to_on", "from_on"], name="stop_by_days")]
        constraints = [
            models.UniqueConstraint(fields=["arrival", "order"], name="stops_of_an_arrival_stand_in_order"),
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="a_declared_stop_ends_after_it_began"
            ),
            models.CheckConstraint(condition=~Q(place_name=""), name="a_stop_names_its_place"),
        ]

    def __str__(self) -> str:
        return f"{self.place_name} {self.from_on:%Y-%m-%d}"


class Offer(models.Model):
    """A test or a call that staff offer because of a declared stop. It may be declined; nothing follows from that."""

    class Kind(models.TextChoices):
        TEST = "TEST", _("A voluntary test")
        CALL = "CALL", _("A telephone call")

    class Answer(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("offer", "Not yet made")
        ACCEPTED = "ACCEPTED", pgettext_lazy("offer", "Accepted")
        DECLINED = "DECLINED", pgettext_lazy("offer", "Declined; nothing follows")
        NOT_REACHED = "NOT_REACHED", pgettext_lazy("offer", "Not reached")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="offers")
    kind = models.CharField(max_length=4, choices=Kind)
    declared_area_id = models.UUIDField()  # of a room above: no foreign key
    reasons = models.JSONField(default=list)
    offered_at = models.DateTimeField()
    offered_by_id = models.UUIDField()
    offered_by_name = models.CharField(max_length=80)
    answer = models.CharField(max_length=11, choices=Answer, default=Answer.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["arrival", "declared_area_id", "kind"], name="an_offer_is_made_once_for_an_area"
            ),
            models.CheckConstraint(
                condition=Q(answer="OPEN", answered_at=None)
                | (~Q(answer="OPEN") & Q(answered_at__isnull=False) & ~Q(answered_by_name="")),
                name="who_noted_the_answer_to_an_offer_is_named",
            ),
            models.CheckConstraint(condition=~Q(reasons=[]), name="an_offer_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.offered_at:%Y-%m-%d}"
