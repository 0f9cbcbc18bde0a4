"""Local versions of rule sets: what was proposed, who signed it, where it was published. Written once, never edited."""

from __future__ import annotations

from datetime import date, timedelta

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from ringfence.kernel import new_id

from .states import TRANSITIONS

CONTENT = (
    "id", "code", "base_id", "place_code", "purpose", "name_en", "name_zh", "why", "valid_from", "valid_to",
    "proposed_at", "proposed_by_id", "proposed_by_name", "proposed_organisation_id",
)  # fmt: skip
# What is written down once: a second signature, a publication, an end. Empty before, the same ever after.
SIGNED_ONCE = """
    IF OLD.approved_at IS NOT NULL AND (NEW.approved_at, NEW.approved_by_id, NEW.approved_by_name, NEW.approved_organisation_id)
       IS DISTINCT FROM (OLD.approved_at, OLD.approved_by_id, OLD.approved_by_name, OLD.approved_organisation_id)
    OR OLD.published_at IS NOT NULL AND (NEW.published_at, NEW.published_where, NEW.published_by_name)
       IS DISTINCT FROM (OLD.published_at, OLD.published_where, OLD.published_by_name)
    OR OLD.closed_at IS NOT NULL AND (NEW.closed_at, NEW.closed_by_id, NEW.closed_by_name, NEW.closed_organisation_id, NEW.closed_why)
       IS DISTINCT FROM (OLD.closed_at, OLD.closed_by_id, OLD.closed_by_name, OLD.closed_organisation_id, OLD.closed_why) THEN
        RAISE EXCEPTION 'A signature under a local version is never changed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signatures_of_local_versions_never_change';
    END IF;
    RETURN NEW;
"""
ONLY_TO_A_DRAFT = """
    IF NOT EXISTS (SELECT 1 FROM rulesets_localversion WHERE id = NEW.version_id AND state = 'DRAFTED') THEN
        RAISE EXCEPTION 'A value is added to a drafted local version only.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'values_are_added_to_a_draft_only';
    END IF;
    RETURN NEW;
"""


class LocalVersion(models.Model):
    """A rule set for one place and a limited time, valid `[valid_from, valid_to)`; what it changes stands beside it."""

    class State(models.TextChoices):
        DRAFTED = "DRAFTED", pgettext_lazy("local version", "Waiting for a second signature")
        APPROVED = "APPROVED", pgettext_lazy("local version", "Approved")
        REFUSED = "REFUSED", pgettext_lazy("local version", "Refused")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("local version", "Withdrawn")
        SUPERSEDED = "SUPERSEDED", pgettext_lazy("local version", "Replaced by a later one")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40, unique=True)
    base_id = models.CharField(max_length=40)
    place_code = models.CharField(max_length=12)
    purpose = models.CharField(max_length=10, help_text="of the outbreak in which it was proposed")
    name_en = models.CharField(max_length=120)
    name_zh = models.CharField(max_length=120)
    why = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(help_text="the day after its last day")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFTED)
    proposed_at = models.DateTimeField()
    proposed_by_id = models.UUIDField()
    proposed_by_name = models.CharField(max_length=80)
    proposed_organisation_id = models.UUIDField()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by_id = models.UUIDField(null=True, blank=True)
    approved_by_name = models.CharField(max_length=80, blank=True)
    approved_organisation_id = models.UUIDField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_where = models.CharField(max_length=300, blank=True)
    published_by_name = models.CharField(max_length=80, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_id = models.UUIDField(null=True, blank=True)
    closed_by_name = models.CharField(max_length=80, blank=True)
    closed_organisation_id = models.UUIDField(null=True, blank=True)
    closed_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        indexes = [models.Index(fields=["purpose", "place_code", "state"], name="local_version_by_place")]
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="a_local_version_has_a_last_day"),
            models.CheckConstraint(condition=~Q(why=""), name="a_local_version_says_why"),
            models.CheckConstraint(
                condition=Q(approved_by_id=None) | ~Q(approved_by_id=F("proposed_by_id")),
                name="local_versions_are_approved_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(approved_organisation_id=None) | ~Q(approved_organisation_id=F("proposed_organisation_id")),
                name="local_versions_are_approved_by_another_organisation",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by_id=None, approved_organisation_id=None)
                | Q(approved_at__isnull=False, approved_by_id__isnull=False, approved_organisation_id__isnull=False),
                name="an_approved_local_version_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["APPROVED", "SUPERSEDED"]) | Q(approved_at__isnull=False),
                name="a_local_version_is_approved_by_a_signature",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["DRAFTED", "REFUSED"]) | Q(approved_at=None),
                name="a_drafted_local_version_has_one_signature",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, published_where="")
                | (Q(published_at__gte=F("approved_at")) & ~Q(published_where="")),
                name="a_local_version_is_published_after_both_signatures",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["DRAFTED", "APPROVED"], closed_at=None)
                | (Q(state__in=["REFUSED", "WITHDRAWN", "SUPERSEDED"], closed_at__isnull=False, closed_by_id__isnull=False,
                     closed_organisation_id__isnull=False) & ~Q(closed_why="")),
                name="an_ended_local_version_says_who_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(state="SUPERSEDED") | Q(state="WITHDRAWN", approved_at=None)
                | (~Q(closed_by_id=F("proposed_by_id")) & ~Q(closed_organisation_id=F("proposed_organisation_id"))),
                name="local_versions_are_decided_by_another_organisation",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.ReadOnly(name="what_a_local_version_says_never_changes", fields=list(CONTENT)),
            pgtrigger.FSM(
                name="a_local_version_goes_from_state_to_state",
                field="state",
                transitions=[
                    (one, after) for one, allowed in TRANSITIONS.items() for after in sorted(allowed)
                ],
            ),
            pgtrigger.Trigger(
                name="signatures_of_local_versions_never_change",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=SIGNED_ONCE,
            ),
            pgtrigger.Protect(name="local_versions_are_never_removed", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def last_day(self) -> date:
        """The last day on which it holds; people think in last days, programs in `valid_to`."""
        return self.valid_to - timedelta(days=1)


class LocalValue(models.Model):
    """One value that a local version changes, with the text it rests on and why; its place in the list is `position`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(LocalVersion, on_delete=models.PROTECT, related_name="values")
    position = models.PositiveSmallIntegerField()
    parameter = models.CharField(max_length=120)
    value = models.JSONField(null=True, blank=True)
    source = models.CharField(max_length=300)
    mark = models.CharField(max_length=1)
    reason = models.TextField()

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "parameter"], name="a_local_version_changes_a_value_once"),
            models.CheckConstraint(condition=~Q(source=""), name="a_changed_value_has_a_source"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_changed_value_has_a_reason"),
            models.CheckConstraint(condition=Q(mark__in=["A", "B", "C"]), name="a_changed_value_rests_on_a_text"),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(
                name="values_of_local_versions_never_change", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            pgtrigger.Trigger(
                name="values_are_added_to_a_draft_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=ONLY_TO_A_DRAFT,
            ),
        ]

    def __str__(self) -> str:
        return self.parameter
