"""Imports of line lists: the file, its map, what became of each row."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ringfence.kernel import new_id


class ImportRun(models.Model):
    """One file on its way in: read, mapped, previewed, run. Its rows always add up."""

    class State(models.TextChoices):
        READ = "READ", _("Read, columns to be checked")
        PREVIEWING = "PREVIEWING", _("Every row is being looked at")
        PREVIEWED = "PREVIEWED", _("Previewed")
        QUEUED = "QUEUED", _("Waiting to run")
        RUNNING = "RUNNING", _("Running")
        DONE = "DONE", _("Done")
        FAILED = "FAILED", _("Stopped by an error")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    schema_key = models.CharField(max_length=12, default="LINE_LIST")
    survey = models.JSONField(default=dict)
    proposal = models.JSONField(default=dict)
    column_map = models.JSONField(default=dict)
    detected = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.READ)
    rows_in = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    links_found = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    started_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="DONE")
                | models.Q(rows_in=models.F("created") + models.F("updated") + models.F("unchanged")
                           + models.F("skipped") + models.F("failed")),
                name="rows_in_equal_rows_out",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """What became of one row of a file."""

    class Verdict(models.TextChoices):
        NEW = "NEW", _("New")
        UPDATE = "UPDATE", _("Update")
        SAME = "SAME", _("Same as known")
        DUPLICATE_SUSPECTED = "DUPLICATE_SUSPECTED", _("Duplicate suspected")
        WRONG = "WRONG", _("Wrong")
        NOT_A_CASE = "NOT_A_CASE", _("No case: a total, a heading, an example")

    class Choice(models.TextChoices):
        AS_PROPOSED = "AS_PROPOSED", _("As proposed")
        SKIP = "SKIP", _("Skip")
        CREATE = "CREATE", _("Create all the same")

    class Became(models.TextChoices):
        NOTHING_YET = "NOTHING_YET", _("Not imported yet")
        CREATED = "CREATED", _("Created")
        UPDATED = "UPDATED", _("Updated")
        UNCHANGED = "UNCHANGED", _("Unchanged")
        SKIPPED = "SKIPPED", _("Skipped")
        FAILED = "FAILED", _("Failed")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    case_number = models.CharField(max_length=40, blank=True)
    cells = models.JSONField(default=list)
    verdict = models.CharField(max_length=20, choices=Verdict)
    reasons = models.JSONField(default=list)
    changes = models.JSONField(default=dict)
    content_key = models.CharField(max_length=60, blank=True)  # only where nobody can be found by the row
    duplicate_of_id = models.UUIDField(null=True, blank=True)
    choice = models.CharField(max_length=12, choices=Choice, default=Choice.AS_PROPOSED)
    became = models.CharField(max_length=12, choices=Became, default=Became.NOTHING_YET)
    case_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="a_row_has_one_verdict_in_a_run")
        ]
        indexes = [
            models.Index(fields=["run", "verdict", "number"], name="import_row_by_verdict"),
            models.Index(
                fields=["content_key"], name="import_row_by_content", condition=~models.Q(content_key="")
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.number}: {self.verdict}"


class SavedMap(models.Model):
    """A map of columns, kept for the next file with the same header."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="saved_maps")
    name = models.CharField(max_length=80)
    header_key = models.CharField(max_length=64)
    column_map = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    saved_by_name = models.CharField(max_length=80)

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["outbreak", "header_key"], name="one_map_is_saved_for_a_header")
        ]

    def __str__(self) -> str:
        return self.name
