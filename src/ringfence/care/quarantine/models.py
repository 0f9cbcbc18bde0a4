"""Quarantine sites, their rooms, who stays where, and the daily health checks."""

from __future__ import annotations

from datetime import datetime

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ringfence.kernel import new_id


class Site(models.Model):
    """A quarantine site: a hotel or a built-up place with rooms, three zones and two passages."""

    class State(models.TextChoices):
        RESERVE = "RESERVE", _("In reserve")
        PREPARING = "PREPARING", _("Being prepared")
        OPEN = "OPEN", _("Open")
        CLOSED = "CLOSED", _("Closed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    area = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.RESERVE)
    three_zones_accepted_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["area", "name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "area"], name="a_site_has_its_own_name"),
            models.CheckConstraint(
                condition=~Q(state="OPEN") | Q(three_zones_accepted_at__isnull=False),
                name="a_site_opens_after_its_three_zones_were_accepted",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """One room with a toilet of its own."""

    class State(models.TextChoices):
        READY = "READY", _("Ready")
        DISINFECTION = "DISINFECTION", _("Terminal disinfection")
        OUT_OF_ORDER = "OUT_OF_ORDER", _("Out of order")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="rooms")
    floor = models.SmallIntegerField(default=1)
    number = models.CharField(max_length=20)
    beds = models.PositiveSmallIntegerField(default=1)
    accessible = models.BooleanField(default=False)
    state = models.CharField(max_length=14, choices=State, default=State.READY)
    state_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["site", "floor", "number"]
        constraints = [
            models.UniqueConstraint(fields=["site", "number"], name="a_room_number_is_given_once"),
            models.CheckConstraint(condition=Q(beds__gte=1), name="a_room_has_a_bed"),
        ]

    def __str__(self) -> str:
        return self.number


class Disinfection(models.Model):
    """A terminal disinfection of a room: who, when, with what."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="disinfections")
    at = models.DateTimeField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    agent = models.CharField(max_length=80)
    concentration = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=~Q(agent=""), name="a_disinfection_names_its_agent"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} {self.at:%Y-%m-%d} {self.agent}"


class Stay(models.Model):
    """A person's stay in one room under an order: waiting for it, with it reserved, in it, over.

    Whoever is moved ends one stay and begins the next (`moved_from`), and `began_at` stays that of the first.
    """

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting for a room")
        RESERVED = "RESERVED", _("Room reserved")
        STARTED = "STARTED", _("In the room")
        ENDED = "ENDED", _("Ended")
        CANCELLED = "CANCELLED", _("Cancelled")

    class MovedWhy(models.TextChoices):
        SYMPTOMS = "SYMPTOMS", _("Symptoms: apart from the others")
        FAMILY_TOGETHER = "FAMILY_TOGETHER", _("Family together")
        NEEDS_CARE = "NEEDS_CARE", _("Needs care or an accessible room")
        ROOM_OUT_OF_ORDER = "ROOM_OUT_OF_ORDER", _("The room is out of order")
        SITE_EMPTIED = "SITE_EMPTIED", _("The site is emptied")
        OTHER = "OTHER", pgettext_lazy("why somebody is moved", "Another reason")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="stays")
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="stays")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="stays")
    area = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    party = models.UUIDField()
    at_home = models.BooleanField(default=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="stays")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    requested_at = models.DateTimeField()
    period = DateTimeRangeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    moved_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="moves"
    )
    moved_why = models.CharField(max_length=17, choices=MovedWhy, blank=True)
    moved_note = models.CharField(max_length=200, blank=True)
    moved_by_name = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["requested_at", "id"]
        indexes = [
            models.Index(fields=["outbreak", "state"], name="stay_by_state"),
            models.Index(fields=["person"], name="stay_by_person"),
        ]
        constraints = [
            ExclusionConstraint(
                name="rooms_hold_one_party_at_a_time",
                expressions=[
                    (F("room"), RangeOperators.EQUAL),
                    (F("party"), RangeOperators.NOT_EQUAL),
                    (F("period"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["RESERVED", "STARTED"]),
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(state__in=["WAITING", "STARTED"]) | Q(state="RESERVED", moved_from=None),
                name="an_order_has_one_running_stay",
            ),
            models.UniqueConstraint(
                fields=["order"], condition=Q(state="RESERVED", moved_from__isnull=False),
                name="an_order_has_one_move_under_way",
            ),
            ExclusionConstraint(
                name="the_rooms_of_an_order_follow_one_another",
                expressions=[(F("order"), RangeOperators.EQUAL), (F("period"), RangeOperators.OVERLAPS)],
                condition=Q(state__in=["STARTED", "ENDED"]),
            ),
            models.CheckConstraint(
                condition=Q(moved_from=None, moved_why="") | (Q(moved_from__isnull=False) & ~Q(moved_why="")),
                name="a_move_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(moved_why="OTHER") | ~Q(moved_note=""), name="another_reason_for_a_move_is_written_down"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["RESERVED", "STARTED"])
                | Q(at_home=True, room=None) | Q(at_home=False, room__isnull=False, period__isnull=False),
                name="a_reserved_or_started_stay_has_its_room_or_is_at_home",
            ),
            models.CheckConstraint(
                condition=~Q(state="STARTED") | Q(started_at__isnull=False), name="a_started_stay_says_since_when"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(started_at=None) | Q(ended_at__gte=F("started_at")),
                name="a_stay_ends_after_it_began",
            ),
        ]  # fmt: skip
        triggers = [
            # Two who take one room in the same moment would each wait for the other inside the exclusion constraint (a
            # deadlock); so every taker waits for the room first. Everybody locks the stay before the room.
            pgtrigger.Trigger(
                name="who_takes_a_room_waits_for_its_turn",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "room_id", "party", "period"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(new__state__in=["RESERVED", "STARTED"]),
                func="""
                    PERFORM 1 FROM quarantine_room WHERE id = NEW.room_id FOR NO KEY UPDATE;
                    RETURN NEW;
                """,
            ),
            # A check may not look into another table; this one has to: whatever code runs, no order, no room.
            pgtrigger.Trigger(
                name="nobody_is_placed_before_approval",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "order_id"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(new__state__in=["WAITING", "RESERVED", "STARTED"]),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM orders_order WHERE id = NEW.order_id AND approved_at IS NOT NULL) THEN
                        RAISE EXCEPTION 'Nobody is placed before the order is approved.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_is_placed_before_approval';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    @property
    def quarantined_since(self) -> datetime | None:
        """When the person came into the first room (or began at home) under this order; None: not yet."""
        return self.began_at or self.started_at

    @property
    def checks_under_order(self) -> list[HealthCheck]:
        """The health checks of this and of earlier rooms, by day; loaded by `queries.with_checks`."""
        found = [check for stay in self.order.stays.all() for check in stay.health_checks.all()]
        return sorted(found, key=lambda check: (check.on, check.slot != HealthCheck.Slot.MORNING))

    def __str__(self) -> str:
        return f"{self.state} {self.person_id}"


class HealthCheck(models.Model):
    """One look at one person: temperature and symptoms, morning and evening."""

    class Slot(models.TextChoices):
        MORNING = "MORNING", _("Morning")
        EVENING = "EVENING", _("Evening")

    class Finding(models.TextChoices):
        WELL = "WELL", _("Well")
        SYMPTOMS = "SYMPTOMS", _("Symptoms or fever")
        NOT_REACHED = "NOT_REACHED", _("Not reached")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="health_checks")
    on = models.DateField()
    slot = models.CharField(max_length=8, choices=Slot)
    finding = models.CharField(max_length=12, choices=Finding)
    temperature_celsius = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)
    symptoms = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField()
    checked_by_id = models.UUIDField()
    checked_by_name = models.CharField(max_length=80)

    class Meta:
        ordering = ["on", "slot"]
        constraints = [
            models.UniqueConstraint(fields=["stay", "on", "slot"], name="a_check_is_kept_once_a_slot"),
            models.CheckConstraint(
                condition=Q(temperature_celsius=None)
                | Q(temperature_celsius__gte=30, temperature_celsius__lte=45),
                name="a_temperature_is_that_of_a_living_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.slot} {self.finding}"
