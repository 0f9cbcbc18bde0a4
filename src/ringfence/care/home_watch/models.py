"""Devices that report by consent, what they told, and what people heard when they called."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ringfence.kernel import new_id


class Watch(models.Model):
    """One device of one stay at home. It exists because somebody agreed, and ends when they no longer do."""

    class Device(models.TextChoices):
        PHONE = "PHONE", pgettext_lazy("device", "Telephone")
        DOOR = "DOOR", _("Door sensor")

    class AgreedBy(models.TextChoices):
        PERSON = "PERSON", pgettext_lazy("who agreed", "The person")
        GUARDIAN = "GUARDIAN", pgettext_lazy("who agreed", "The guardian")

    class EndedBy(models.TextChoices):
        PERSON = "PERSON", _("Consent taken back")
        STAY_OVER = "STAY_OVER", _("The stay is over")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="+")
    stay = models.ForeignKey("quarantine.Stay", on_delete=models.PROTECT, related_name="watches")
    area = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    device = models.CharField(max_length=5, choices=Device)
    key_hash = models.CharField(max_length=64, unique=True)
    grace_minutes = models.PositiveSmallIntegerField()
    agreed_by = models.CharField(max_length=8, choices=AgreedBy)
    agreed_at = models.DateTimeField()
    explained_by_id = models.UUIDField()
    explained_by_name = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=9, choices=EndedBy, blank=True)
    retention_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-agreed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["stay", "device"], condition=Q(ended_at=None), name="a_stay_has_one_running_watch_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(key_hash__length=64), name="a_device_key_is_kept_as_a_hash_only"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="", retention_until=None)
                | (Q(ended_at__gte=F("agreed_at"), retention_until__isnull=False) & ~Q(ended_by="")),
                name="a_watch_that_ended_has_its_last_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.device} {self.agreed_at:%Y-%m-%d %H:%M}"


class Report(models.Model):
    """What a device told. `due_at`: from when on somebody calls; empty where nobody has to."""

    class Cause(models.TextChoices):
        DOOR_OPENED = "DOOR_OPENED", _("Door opened")
        PHONE_LEFT = "PHONE_LEFT", _("Telephone left home")
        PHONE_OFF = "PHONE_OFF", _("Telephone off")
        BATTERY_FLAT = "BATTERY_FLAT", _("Battery flat")
        SIGNAL_LOST = "SIGNAL_LOST", _("No signal")
        BACK = "BACK", _("Back, or on again")

    class State(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("report of a device", "To call")
        SETTLED = "SETTLED", pgettext_lazy("report of a device", "Settled")
        ESCALATED = "ESCALATED", pgettext_lazy("report of a device", "Handed to the investigator")

    class SettledBy(models.TextChoices):
        BACK = "BACK", _("Back within the grace period")
        CALL = "CALL", _("Settled by a call")
        ENDED = "ENDED", _("The watch ended")
        NOTHING = "NOTHING", _("Nothing to do")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="reports")
    told_id = models.CharField(max_length=40)
    cause = models.CharField(max_length=12, choices=Cause)
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State)
    due_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=7, choices=SettledBy, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    escalated_by_name = models.CharField(max_length=80, blank=True)
    escalated_why = models.CharField(max_length=200, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by_name = models.CharField(max_length=80, blank=True)
    looked_note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-happened_at", "-id"]
        indexes = [models.Index(fields=["state", "due_at"], name="report_by_due")]
        constraints = [
            models.UniqueConstraint(fields=["watch", "told_id"], name="a_device_tells_a_report_once"),
            models.CheckConstraint(
                condition=~Q(state="OPEN") | Q(due_at__isnull=False), name="an_open_report_says_when_to_call"
            ),
            models.CheckConstraint(
                condition=~Q(state="SETTLED") | (Q(settled_at__isnull=False) & ~Q(settled_by="")),
                name="a_settled_report_says_by_what",
            ),
            models.CheckConstraint(
                condition=~Q(state="ESCALATED")
                | (Q(escalated_at__isnull=False) & ~Q(escalated_by_name="") & ~Q(escalated_why="")
                   & Q(cause__in=["DOOR_OPENED", "PHONE_LEFT"])),
                name="only_a_person_escalates_and_never_a_flat_battery",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.cause} {self.happened_at:%Y-%m-%d %H:%M}"


class Call(models.Model):
    """What somebody heard when they called because of a report."""

    class Heard(models.TextChoices):
        AT_HOME = "AT_HOME", _("At home, all well")
        ALLOWED = "ALLOWED", _("Out with leave or for medical care")
        AWAY = "AWAY", _("Says to be away")
        NOT_REACHED = "NOT_REACHED", pgettext_lazy("call", "Not reached")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="calls")
    at = models.DateTimeField()
    heard = models.CharField(max_length=11, choices=Heard)
    note = models.CharField(max_length=200, blank=True)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.heard} {self.at:%Y-%m-%d %H:%M}"
