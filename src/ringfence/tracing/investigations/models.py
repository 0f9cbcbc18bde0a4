"""The investigation of a case: its clock, its form, who works on it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ringfence.kernel import new_id


class Investigation(models.Model):
    """One investigation a case; its clock starts when the positive result entered the system."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="investigation")
    started_at = models.DateTimeField()
    team = models.ForeignKey(
        "access.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    investigator = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    completed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"investigation of {self.case_id}"


class Milestone(models.Model):
    """One deadline of the 2/4/24-hour clock, met with evidence or late."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    investigation = models.ForeignKey(Investigation, on_delete=models.CASCADE, related_name="milestones")
    code = models.CharField(max_length=30)
    hours = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)
    met_by_id = models.UUIDField(null=True, blank=True)
    met_by_name = models.CharField(max_length=80, blank=True)
    evidence = models.TextField(blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    breached_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "code"]
        indexes = [models.Index(fields=["due_at"], name="milestone_open", condition=models.Q(met_at=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["investigation", "code"], name="a_milestone_stands_once_on_the_clock"
            ),
            models.CheckConstraint(
                condition=models.Q(met_at=None) | ~models.Q(met_by_name=""),
                name="a_met_milestone_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ClockStop(models.Model):
    """A stretch in which the clock stood still, with its reason."""

    class Why(models.TextChoices):
        INTENSIVE_CARE = "INTENSIVE_CARE", _("Patient in intensive care")
        INTERPRETER = "INTERPRETER", _("Waiting for an interpreter")
        NO_PHONE = "NO_PHONE", _("No telephone, being looked for")
        REFUSED_TO_TALK = "REFUSED_TO_TALK", _("The patient refuses to talk")
        OTHER = "OTHER", _("Another reason, written down")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    investigation = models.ForeignKey(Investigation, on_delete=models.CASCADE, related_name="stops")
    why = models.CharField(max_length=20, choices=Why)
    note = models.CharField(max_length=200, blank=True)
    stopped_at = models.DateTimeField()
    resumed_at = models.DateTimeField(null=True, blank=True)
    by_name = models.CharField(max_length=80)

    class Meta:
        ordering = ["stopped_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["investigation"],
                condition=models.Q(resumed_at=None),
                name="a_clock_is_stopped_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(resumed_at=None) | models.Q(resumed_at__gte=models.F("stopped_at")),
                name="a_clock_resumes_after_it_stopped",
            ),
        ]

    def __str__(self) -> str:
        return self.why


class FormBlock(models.Model):
    """One block of the investigation form in one version; the newest version counts, none is lost."""

    class Block(models.TextChoices):
        BASIC = "BASIC", _("Person, household, next of kin")
        ONSET = "ONSET", _("Onset and care")
        CLINICAL = "CLINICAL", _("Clinical picture and vaccination")
        LABORATORY = "LABORATORY", _("Laboratory")
        EXPOSURE = "EXPOSURE", _("Exposure in the 14 days before onset")
        MOVEMENT = "MOVEMENT", _("Movements in the infectious window")
        FINDING = "FINDING", _("How the case was found")
        SUMMARY = "SUMMARY", _("Interview and reliability")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    investigation = models.ForeignKey(Investigation, on_delete=models.CASCADE, related_name="blocks")
    block = models.CharField(max_length=12, choices=Block)
    version = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    saved_by_id = models.UUIDField()
    saved_by_name = models.CharField(max_length=80)

    class Meta:
        ordering = ["block", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["investigation", "block", "version"], name="a_block_version_is_saved_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.block} v{self.version}"


class Stop(models.Model):
    """One stop of the case's movement as told: a place, from, to, what was done there.

    Where the hour was not told, `from_at` is the earliest and `from_latest` the latest moment of coming; `to_at` and
    `to_latest` are those of leaving.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    investigation = models.ForeignKey(Investigation, on_delete=models.CASCADE, related_name="movement")
    place = models.CharField(max_length=200)
    area = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_at = models.DateTimeField()
    from_latest = models.DateTimeField(null=True, blank=True)
    to_at = models.DateTimeField(null=True, blank=True)
    to_latest = models.DateTimeField(null=True, blank=True)
    activity = models.CharField(max_length=200, blank=True)
    mask = models.BooleanField(null=True, blank=True)
    ventilation = models.CharField(max_length=60, blank=True)
    companions = models.CharField(max_length=200, blank=True)
    transport = models.CharField(max_length=120, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    saved_at = models.DateTimeField()
    saved_by_name = models.CharField(max_length=80)

    class Meta:
        ordering = ["from_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_at=None) | models.Q(to_at__gte=models.F("from_at")),
                name="a_stop_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=(models.Q(from_latest=None) | models.Q(from_latest__gte=models.F("from_at")))
                & (
                    models.Q(to_latest=None)
                    | models.Q(to_at=None)
                    | models.Q(to_latest__gte=models.F("to_at"))
                )
                & (models.Q(to_latest=None) | models.Q(to_latest__gte=models.F("from_at"))),
                name="a_stop_has_its_latest_times_after_its_earliest",
            ),
        ]

    def __str__(self) -> str:
        return self.place
