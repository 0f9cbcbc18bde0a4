"""Point-to-point transfers: requested, picked up, delivered; handed over by two parties at each end."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ringfence.kernel import new_id


class Transfer(models.Model):
    """One person's closed-loop trip: to a site, to hospital, or home."""

    class Kind(models.TextChoices):
        TO_SITE = "TO_SITE", _("To the quarantine site")
        TO_HOSPITAL = "TO_HOSPITAL", _("To the designated hospital")
        HOME = "HOME", _("Home")

    class State(models.TextChoices):
        REQUESTED = "REQUESTED", _("Requested")
        PICKED_UP = "PICKED_UP", _("On the way")
        DELIVERED = "DELIVERED", _("Delivered")
        CANCELLED = "CANCELLED", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="transfers")
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="transfers")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="transfers")
    area = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    stay = models.ForeignKey(
        "quarantine.Stay", on_delete=models.PROTECT, null=True, blank=True, related_name="transfers"
    )
    from_text = models.CharField(max_length=200, blank=True)
    to_text = models.CharField(max_length=200, blank=True)
    requested_at = models.DateTimeField()
    due_at = models.DateTimeField()
    vehicle = models.CharField(max_length=30, blank=True)
    driver_id = models.UUIDField(null=True, blank=True)
    driver_name = models.CharField(max_length=80, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    picked_up_at = models.DateTimeField(null=True, blank=True)
    given_by_name = models.CharField(max_length=80, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    received_by_id = models.UUIDField(null=True, blank=True)
    received_by_name = models.CharField(max_length=80, blank=True)
    disinfected_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=200, blank=True)
    turned_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="turned_into"
    )

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["outbreak", "state", "due_at"], name="transfer_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "kind"], condition=Q(state__in=["REQUESTED", "PICKED_UP"]),
                name="a_transfer_is_requested_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="DELIVERED") | Q(delivered_at__isnull=False, received_by_id__isnull=False),
                name="a_delivery_was_received_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None) | (Q(driver_id__isnull=False) & ~Q(driver_name="")),
                name="a_trip_that_was_taken_has_its_driver",
            ),
            models.CheckConstraint(
                condition=Q(received_by_id=None) | ~Q(received_by_id=F("driver_id")),
                name="a_driver_does_not_receive_their_own_passenger",
            ),
            models.CheckConstraint(
                condition=~Q(state="PICKED_UP") | (Q(picked_up_at__isnull=False) & ~Q(given_by_name="")),
                name="a_pick_up_says_who_handed_the_person_over",
            ),
            models.CheckConstraint(
                condition=Q(turned_from=None) | (Q(kind="HOME", picked_up_at__isnull=False) & ~Q(turned_from=F("id"))),
                name="a_trip_turned_back_goes_home",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"
