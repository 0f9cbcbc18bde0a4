"""Orders: the only way in which a person is restricted; each with basis, two signatures, an end and an appeal."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ringfence.kernel import new_id

from .hold import Hold

# The same conditions as in `evidence`; asked when an order comes into force or is given another basis.
RESTS_ON_VALID_EVIDENCE = """
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state = 'IN_FORCE' AND OLD.person_id = NEW.person_id AND OLD.outbreak_id = NEW.outbreak_id
           AND OLD.basis_case_id IS NOT DISTINCT FROM NEW.basis_case_id
           AND OLD.basis_contact_id IS NOT DISTINCT FROM NEW.basis_contact_id
           AND OLD.contact_kind = NEW.contact_kind THEN
            RETURN NEW;
        END IF;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM cases_case c JOIN testing_sample s ON s.id = c.confirming_sample_id
        WHERE c.id = NEW.basis_case_id AND c.person_id = NEW.person_id AND c.outbreak_id = NEW.outbreak_id
          AND c.classification <> 'RULED_OUT' AND s.result = 'POSITIVE'
    ) AND NOT EXISTS (
        SELECT 1 FROM contacts_contact k JOIN cases_case c ON c.id = k.case_id
        LEFT JOIN contacts_contact via ON via.id = k.via_contact_id
        WHERE k.id = NEW.basis_contact_id AND k.person_id = NEW.person_id AND k.outbreak_id = NEW.outbreak_id
          AND c.classification <> 'RULED_OUT' AND k.kind IN ('CLOSE', 'SECONDARY', 'CASUAL')
          AND k.kind = NEW.contact_kind AND (k.kind <> 'SECONDARY' OR via.kind = 'CLOSE')
          AND EXISTS (SELECT 1 FROM contacts_exposure e WHERE e.contact_id = k.id AND e.basis IN ('TOLD', 'RECORD'))
    ) THEN
        PERFORM nextval('orders_refusals');
        RAISE EXCEPTION 'An order in force rests on valid evidence.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_order_in_force_rests_on_valid_evidence';
    END IF;
    RETURN NEW;
"""

# A hold is never taken off an order; what it holds comes into force only after a reviewer has opened it.
HELD_RESTRICTS_NOBODY = """
    IF TG_OP = 'UPDATE' THEN
        IF OLD.hold_id IS NOT NULL AND NEW.hold_id IS DISTINCT FROM OLD.hold_id THEN
            PERFORM nextval('orders_refusals');
            RAISE EXCEPTION 'A hold is never taken off an order.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'a_hold_is_never_taken_off_an_order';
        END IF;
    END IF;
    IF NEW.state = 'IN_FORCE' AND NEW.hold_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM orders_hold WHERE id = NEW.hold_id AND state = 'OPENED') THEN
        PERFORM nextval('orders_refusals');
        RAISE EXCEPTION 'A held order restricts nobody.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_held_order_restricts_nobody';
    END IF;
    RETURN NEW;
"""

# Written by the database itself, so that no restriction begins or ends without a word to the person.
TELLS_THE_PERSON = """
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state = NEW.state OR (NEW.state <> 'IN_FORCE' AND OLD.state <> 'IN_FORCE') THEN
            RETURN NULL;
        END IF;
    ELSIF NEW.state = 'DRAFT' THEN
        RETURN NULL;
    END IF;
    INSERT INTO orders_notice (id, order_id, what, reasons, at)
    VALUES (gen_random_uuid(), NEW.id, NEW.state,
            CASE WHEN NEW.state = 'IN_FORCE' THEN NEW.reasons ELSE NEW.closing_reasons END,
            COALESCE(CASE WHEN NEW.state = 'IN_FORCE' THEN NEW.approved_at ELSE NEW.closed_at END, NEW.drafted_at));
    RETURN NULL;
"""

NEVER_REMOVED = """
    PERFORM nextval('orders_refusals');
    RAISE EXCEPTION 'A running order is never removed; it ends with a reason.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_running_order_is_never_removed';
"""


class Order(models.Model):
    """One decision about one person: drafted by one, approved by another of another organisation."""

    class Kind(models.TextChoices):
        ISOLATION = "ISOLATION", _("Isolation")
        FACILITY_QUARANTINE = "FACILITY_QUARANTINE", _("Facility quarantine")
        HOME_QUARANTINE = "HOME_QUARANTINE", _("Home quarantine")
        HOME_HEALTH_MONITORING = "HOME_HEALTH_MONITORING", _("Home health monitoring")
        SELF_MONITORING = "SELF_MONITORING", _("Self-monitoring")

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Waiting for approval")
        IN_FORCE = "IN_FORCE", _("In force")
        RELEASED = "RELEASED", _("Released")
        REJECTED = "REJECTED", _("Rejected")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")
        LAPSED = "LAPSED", _("Lapsed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="orders")
    number = models.CharField(max_length=30)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="orders")
    area = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    ruleset_id = models.CharField(max_length=40)
    basis_case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="orders"
    )
    basis_contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="orders"
    )
    contact_kind = models.CharField(max_length=10, blank=True)
    last_exposure_at = models.DateTimeField(null=True, blank=True)
    stage_position = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list)
    drafted_at = models.DateTimeField()
    drafted_by_id = models.UUIDField()
    drafted_by_name = models.CharField(max_length=80)
    drafted_organisation_id = models.UUIDField()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by_id = models.UUIDField(null=True, blank=True)
    approved_by_name = models.CharField(max_length=80, blank=True)
    approved_organisation_id = models.UUIDField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_name = models.CharField(max_length=80, blank=True)
    closing_reasons = models.JSONField(default=list)
    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, null=True, blank=True, related_name="orders")

    class Meta:
        ordering = ["-drafted_at", "-id"]
        indexes = [
            models.Index(fields=["outbreak", "state", "-drafted_at"], name="order_by_state"),
            models.Index(fields=["outbreak", "-drafted_at", "-id"], name="order_newest_first"),
            models.Index("outbreak", OpClass("area_id", name="varchar_pattern_ops"), name="order_by_area"),
            models.Index(fields=["person"], name="order_by_person"),
            models.Index(fields=["ends_at"], name="order_running_out", condition=Q(state="IN_FORCE")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["outbreak", "number"], name="an_order_number_is_given_once"),
            models.CheckConstraint(
                condition=Q(basis_case__isnull=False, basis_contact=None)
                | Q(basis_case=None, basis_contact__isnull=False),
                name="an_order_rests_on_one_case_or_one_contact",
            ),
            models.CheckConstraint(
                condition=Q(approved_by_id=None) | ~Q(approved_by_id=F("drafted_by_id")),
                name="orders_are_approved_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(approved_organisation_id=None)
                | ~Q(approved_organisation_id=F("drafted_organisation_id")),
                name="orders_are_approved_by_another_organisation",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by_id=None, approved_organisation_id=None)
                | Q(approved_at__isnull=False, approved_by_id__isnull=False, approved_organisation_id__isnull=False),
                name="an_approval_has_its_time_person_and_organisation",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["IN_FORCE", "RELEASED"]) | Q(approved_at__isnull=False),
                name="an_order_in_force_was_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["RELEASED", "REJECTED", "WITHDRAWN", "LAPSED"]) | Q(closed_at__isnull=False),
                name="a_closed_order_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["RELEASED", "REJECTED", "WITHDRAWN", "LAPSED"])
                | (~Q(closed_by_name="") & ~Q(closing_reasons=[])),
                name="a_closed_order_says_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="IN_FORCE") | Q(ends_at__isnull=False) | Q(kind="ISOLATION"),
                name="a_quarantine_in_force_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("drafted_at")), name="an_order_expires_after_it_was_drafted"
            ),
            models.UniqueConstraint(
                fields=["outbreak", "person"], condition=Q(state__in=["DRAFT", "IN_FORCE"]),
                name="a_person_has_one_running_order_in_an_outbreak",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="an_order_in_force_rests_on_valid_evidence",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__state="IN_FORCE"),
                func=RESTS_ON_VALID_EVIDENCE,
            ),
            pgtrigger.Trigger(
                name="a_held_order_restricts_nobody",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=HELD_RESTRICTS_NOBODY,
            ),
            pgtrigger.Trigger(
                name="whoever_is_restricted_or_freed_is_told",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),  # type: ignore[no-untyped-call]
                func=TELLS_THE_PERSON,
            ),
            pgtrigger.Trigger(
                name="a_running_order_is_never_removed",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=["DRAFT", "IN_FORCE"]),
                func=NEVER_REMOVED,
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Stage(models.Model):
    """One stage of an order `[starts_at, ends_at)`, such as 14 days in a site, then 7 days of monitoring at home.

    `ends_on` is its last city day; `tests` lists its samples as {"day", "due_on", "samples"}.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=24, choices=Order.Kind)
    days = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ends_on = models.DateField()
    tests = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="a_stage_has_its_own_place"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_stage_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} until {self.ends_on}"


class LaterExposure(models.Model):
    """An exposure inside quarantine by which the days of an order counted again; to which case, if that is known."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="later_exposures")
    case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="later_exposures"
    )
    exposed_until = models.DateTimeField()
    what = models.CharField(max_length=20)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at"]

    def __str__(self) -> str:
        return f"{self.what} until {self.exposed_until:%Y-%m-%d}"


class Notice(models.Model):
    """What a person was told: that a restriction began or how it ended, with the reasons. Written by the database."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="notices")
    what = models.CharField(max_length=10, choices=Order.State)
    reasons = models.JSONField(default=list)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"
