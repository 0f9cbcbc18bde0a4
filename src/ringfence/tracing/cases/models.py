"""Cases and the sources they may have been infected by."""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ringfence.kernel import new_id


class Case(models.Model):
    """A person found infected in an outbreak."""

    class Classification(models.TextChoices):
        PRESUMPTIVE = "PRESUMPTIVE", _("Presumptive positive")
        SUSPECTED = "SUSPECTED", _("Suspected")
        CONFIRMED = "CONFIRMED", _("Confirmed case")
        ASYMPTOMATIC = "ASYMPTOMATIC", _("Asymptomatic infection")
        RULED_OUT = "RULED_OUT", _("Ruled out")

    class Severity(models.TextChoices):
        ASYMPTOMATIC = "ASYMPTOMATIC", _("No symptoms")
        MILD = "MILD", _("Mild")
        MODERATE = "MODERATE", _("Moderate")
        SEVERE = "SEVERE", _("Severe")
        CRITICAL = "CRITICAL", _("Critical")
        UNKNOWN = "UNKNOWN", _("Not known")

    class Origin(models.TextChoices):
        LOCAL = "LOCAL", _("Local")
        IMPORTED = "IMPORTED", _("Imported")
        IMPORT_RELATED = "IMPORT_RELATED", _("Import-related")
        UNKNOWN = "UNKNOWN", _("Not known")

    class FoundBy(models.TextChoices):
        ACTIVE_SCREENING = "ACTIVE_SCREENING", _("Active screening")
        KEY_GROUP_TEST = "KEY_GROUP_TEST", _("Key-group test")
        QUARANTINE = "QUARANTINE", _("In quarantine")
        FEVER_CLINIC = "FEVER_CLINIC", _("Fever clinic")
        CROSS_AREA_NOTICE = "CROSS_AREA_NOTICE", _("Cross-area notice")
        SELF_REPORT = "SELF_REPORT", _("Reported themselves")
        UNKNOWN = "UNKNOWN", _("Not known")

    class Outcome(models.TextChoices):
        ONGOING = "ONGOING", _("Under care")
        RECOVERED = "RECOVERED", _("Recovered")
        DIED = "DIED", _("Died")
        TRANSFERRED = "TRANSFERRED", _("Handed to another area")
        UNKNOWN = "UNKNOWN", _("Not known")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="cases")
    number = models.CharField(max_length=40)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="cases")
    area = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    confirming_sample = models.OneToOneField(
        "testing.Sample", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    classification = models.CharField(
        max_length=14, choices=Classification, default=Classification.PRESUMPTIVE
    )
    severity = models.CharField(max_length=14, choices=Severity, default=Severity.UNKNOWN)
    origin = models.CharField(max_length=16, choices=Origin, default=Origin.UNKNOWN)
    found_by = models.CharField(max_length=20, choices=FoundBy, default=FoundBy.UNKNOWN)
    onset_date = models.DateField(null=True, blank=True)
    symptoms = models.CharField(max_length=300, blank=True)
    sampled_on = models.DateField(null=True, blank=True)
    reported_on = models.DateField()
    reported_at = models.DateTimeField()
    isolated_at = models.DateTimeField(null=True, blank=True)
    fever_free_since = models.DateTimeField(null=True, blank=True)
    symptoms_improved = models.BooleanField(null=True, blank=True)
    symptom_free_since = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.ONGOING)
    outcome_on = models.DateField(null=True, blank=True)
    exposure_place = models.CharField(max_length=200, blank=True)
    exposure_from = models.DateField(null=True, blank=True)
    exposure_to = models.DateField(null=True, blank=True)
    source_text = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    extra = models.JSONField(default=dict, blank=True)
    source_settled_at = models.DateTimeField(null=True, blank=True)
    retention_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-reported_at", "-id"]
        indexes = [
            models.Index(fields=["outbreak", "-reported_at", "-id"], name="case_newest_first"),
            models.Index("outbreak", OpClass("area_id", name="varchar_pattern_ops"), name="case_by_area"),
            models.Index(fields=["person"], name="case_by_person"),
            models.Index(
                "outbreak", OpClass(Lower("number"), name="text_pattern_ops"), name="case_by_number"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["outbreak", "number"], name="a_case_number_is_given_once"),
            models.UniqueConstraint(
                fields=["outbreak", "person"], condition=~models.Q(classification="RULED_OUT"),
                name="a_person_is_one_case_in_an_outbreak",
            ),
            models.CheckConstraint(
                condition=models.Q(onset_date=None) | models.Q(outcome_on=None)
                | models.Q(outcome_on__gte=models.F("onset_date")),
                name="an_outcome_comes_after_the_onset",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class RulingOut(models.Model):
    """A case turned out to be none: why, who decided, whose orders changed, and whether they were told.

    `affected`: one {"order", "person", "becomes", "ends_at", "reasons"} for each order that changed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="rulings")
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="+")
    why = models.TextField()
    at = models.DateTimeField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    affected = models.JSONField(default=list)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by_id = models.UUIDField(null=True, blank=True)
    told_by_name = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(why=""), name="a_ruling_out_says_why"),
            models.CheckConstraint(
                condition=models.Q(told_at=None, told_by_id=None)
                | models.Q(told_at__isnull=False, told_by_id__isnull=False),
                name="who_told_them_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} ruled out {self.at:%Y-%m-%d}"


class PositiveAgain(models.Model):
    """A sample taken after the discharge of a case is positive: a finding of that case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="positives_again")
    sample = models.OneToOneField("testing.Sample", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    discharged_at = models.DateTimeField()
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["found_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(taken_at__gt=models.F("discharged_at")),
                name="positive_again_is_after_the_discharge",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} again {self.taken_at:%Y-%m-%d}"


class CandidateLink(models.Model):
    """A possible source of a case: another case, a place, or one that is unknown. A mention is not a direction."""

    class SourceKind(models.TextChoices):
        CASE = "CASE", _("Another case")
        UNKNOWN_CASE = "UNKNOWN_CASE", _("A case that is not in this list")
        PLACE = "PLACE", _("A place")
        UNKNOWN = "UNKNOWN", _("Unknown source")

    class Grade(models.TextChoices):
        CONFIRMED = "CONFIRMED", _("Confirmed by genome")
        PROBABLE = "PROBABLE", _("Probable: exposure documented")
        POSSIBLE = "POSSIBLE", _("Possible")
        MENTION = "MENTION", _("Only mentioned")

    class Relation(models.TextChoices):
        FAMILY = "FAMILY", _("Family")
        COLLEAGUE = "COLLEAGUE", _("Colleague")
        CLASSMATE = "CLASSMATE", _("Classmate")
        FRIEND = "FRIEND", _("Friend")
        MEAL = "MEAL", _("Shared meal")
        VENUE = "VENUE", _("Same venue")
        TRAVEL = "TRAVEL", _("Travelled together")
        CARE = "CARE", _("Care")
        NEIGHBOUR = "NEIGHBOUR", _("Neighbour")
        OTHER = "OTHER", _("Other relation")
        UNKNOWN = "UNKNOWN", _("Relation not known")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="links")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="candidate_links")
    source_kind = models.CharField(max_length=14, choices=SourceKind)
    source_case = models.ForeignKey(
        Case, on_delete=models.CASCADE, null=True, blank=True, related_name="mentioned_in"
    )
    source_label = models.CharField(max_length=120, blank=True)
    relation = models.CharField(max_length=10, choices=Relation, default=Relation.UNKNOWN)
    grade = models.CharField(max_length=10, choices=Grade, default=Grade.MENTION)
    directed = models.BooleanField(default=False)
    evidence = models.TextField(blank=True)
    chosen = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by_name = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(source_kind="CASE", source_case__isnull=False)
                | (~models.Q(source_kind="CASE") & models.Q(source_case=None)),
                name="a_link_to_a_case_names_the_case",
            ),
            models.CheckConstraint(
                condition=models.Q(source_case=None) | ~models.Q(source_case=models.F("case")),
                name="nobody_infects_themselves",
            ),
            models.UniqueConstraint(
                fields=["case", "source_kind", "source_case", "source_label"], nulls_distinct=False,
                name="a_candidate_is_named_once",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(chosen=True), name="a_case_has_one_chosen_source"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case_id} <- {self.source_case_id or self.source_label or self.source_kind}"
