"""Searches of a case, their leads, the numbers of people, the files that were brought in."""

from __future__ import annotations

from datetime import timedelta

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ringfence.kernel import new_id

LONGEST_WINDOW = timedelta(days=14)  # as the core's cap; DOMAIN 3.1


class Pseudonym(models.Model):
    """The number under which a person stands in the movement store of an outbreak, sealed. `vault` opens it for a purpose.

    The key is in another process (docs/decisions/0050). `token`: by which the person behind a search's lead is found.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    token = models.BinaryField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outbreak", "person"], name="a_person_has_one_number"),
            models.UniqueConstraint(fields=["outbreak", "token"], name="a_number_is_one_person"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Search(models.Model):
    """One exposure search: a case, its window, a purpose, and the two people of two organisations who decided it."""

    class State(models.TextChoices):
        ASKED = "ASKED", _("Waits for a second person")
        APPROVED = "APPROVED", _("Approved, not yet run")
        ANSWERED = "ANSWERED", _("Answered")
        REJECTED = "REJECTED", _("Not approved")
        LAPSED = "LAPSED", _("Lapsed")

    class Purpose(models.TextChoices):
        FIND_CONTACTS = "FIND_CONTACTS", _("Find who was exposed to the case")
        FIND_SOURCE = "FIND_SOURCE", _("Find where the case was infected")

    class Rule(models.TextChoices):
        SAME_PLACE = "SAME_PLACE", _("At the same place")
        WITHIN = "WITHIN", _("Within a distance")
        TRANSPORT = "TRANSPORT", _("In the same vehicle, by row and coach")
        COMPANION = "COMPANION", _("Legacy: same square of 800 m, at most a voluntary test offer")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="searches")
    area = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=14, choices=Purpose)
    why = models.CharField(max_length=300)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    onset_date = models.DateField(null=True, blank=True)
    ruleset_id = models.CharField(max_length=40)
    rule = models.CharField(max_length=12, choices=Rule, default=Rule.SAME_PLACE)
    metres = models.PositiveSmallIntegerField(default=0)
    least_minutes = models.PositiveSmallIntegerField(default=10)
    ring = models.PositiveSmallIntegerField(default=1)
    first_top = models.PositiveSmallIntegerField(null=True, blank=True)
    first_least_dose = models.FloatField(null=True, blank=True)
    harm_people = models.PositiveIntegerField(null=True, blank=True)
    harm = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    asked_organisation_id = models.UUIDField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_organisation_id = models.UUIDField(null=True, blank=True)
    decided_why = models.CharField(max_length=300, blank=True)
    lapses_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    store_version = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    found = models.PositiveIntegerField(default=0)
    days_without = models.JSONField(default=list)
    retention_until = models.DateField()

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["outbreak", "-asked_at", "-id"], name="search_newest_first"),
            models.Index(fields=["case", "-asked_at"], name="search_by_case"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="a_search_says_why"),
            models.CheckConstraint(condition=Q(to_at__gt=F("from_at")), name="a_window_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(to_at__lte=F("from_at") + LONGEST_WINDOW), name="a_window_is_at_most_14_days"
            ),
            models.CheckConstraint(condition=Q(metres__lte=200), name="a_search_reaches_at_most_200_metres"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="searches_are_decided_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(decided_organisation_id=None)
                | ~Q(decided_organisation_id=F("asked_organisation_id")),
                name="searches_are_decided_by_another_organisation",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["APPROVED", "ANSWERED", "REJECTED"])
                | Q(
                    decided_at__isnull=False, decided_by__isnull=False, decided_organisation_id__isnull=False
                ),
                name="a_decided_search_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="ANSWERED") | (Q(answered_at__isnull=False) & ~Q(digest="")),
                name="an_answer_has_its_time_and_digest",
            ),
            models.CheckConstraint(
                condition=Q(ring=1, first_top=None, first_least_dose=None)
                | Q(
                    ring=2,
                    rule="SAME_PLACE",
                    purpose="FIND_CONTACTS",
                    first_top__isnull=False,
                    first_least_dose__isnull=False,
                    first_top__gte=1,
                    first_top__lte=20,
                    first_least_dose__gte=1,
                ),
                name="a_second_ring_stands_on_a_narrow_first_one",
            ),  # fmt: skip
            models.CheckConstraint(
                condition=~Q(rule="COMPANION") | Q(harm_people__isnull=False, purpose="FIND_CONTACTS"),
                name="the_legacy_rule_tells_its_harm_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.from_at:%Y-%m-%d}"


class Lead(models.Model):
    """Somebody who was together with the case, by number. Not a contact; restricts nobody."""

    class State(models.TextChoices):
        OPEN = "OPEN", _("Not yet decided")
        CONTACT = "CONTACT", _("Named as a contact")
        DISMISSED = "DISMISSED", _("Dismissed, with reason")
        OFFERED = "OFFERED", _("A voluntary test was offered")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    search = models.ForeignKey(Search, on_delete=models.CASCADE, related_name="leads")
    rank = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    token = models.BinaryField(
        default=b""
    )  # where the number is found in `Pseudonym`; empty for a dismissed lead
    place_code = models.CharField(max_length=200)
    place_name = models.CharField(max_length=200)
    place_kind = models.CharField(max_length=10)
    metres = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    minutes = models.FloatField()
    sure_minutes = models.FloatField()
    longest_minutes = models.FloatField()
    episodes = models.PositiveIntegerField()
    sources = models.JSONField(default=list)
    infectiousness = models.FloatField()
    crowd = models.FloatField()
    air = models.FloatField()
    certainty = models.FloatField()
    dose = models.FloatField()
    through_number = models.PositiveIntegerField(null=True, blank=True)
    offer_only = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.UUIDField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=80, blank=True)
    decided_why = models.CharField(max_length=300, blank=True)
    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    came_at = models.DateTimeField(null=True, blank=True)  # appeared live, after the search was answered
    grown_at = models.DateTimeField(
        null=True, blank=True
    )  # last time that new records changed its time together

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["search", "number"], name="a_person_is_one_lead_of_a_search"),
            models.UniqueConstraint(fields=["search", "rank"], name="a_rank_is_given_once"),
            models.CheckConstraint(
                condition=Q(state="OPEN", decided_at=None)
                | (~Q(state="OPEN") & Q(decided_at__isnull=False) & ~Q(decided_by_name="")),
                name="a_person_decided_about_the_lead",
            ),
            models.CheckConstraint(
                condition=~Q(state="DISMISSED") | ~Q(decided_why=""), name="a_dismissed_lead_says_why"
            ),
            models.CheckConstraint(
                condition=Q(offer_only=False) | (~Q(state="CONTACT") & Q(contact=None)),
                name="the_legacy_rule_makes_nobody_a_contact",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="offer_only_of_the_legacy_rule", when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF (SELECT rule = 'COMPANION' FROM movement_search WHERE id = NEW.search_id) AND NOT NEW.offer_only THEN
                        RAISE EXCEPTION 'a lead of the legacy rule is an offer only' USING ERRCODE = '23514';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.search_id} #{self.rank}"

    @property
    def continuous(self) -> bool:
        return self.episodes == 1

    @property
    def certain(self) -> bool:
        """Whether some of the time together rests on no imputed end."""
        return self.sure_minutes > 0

    @property
    def overlap(self) -> str:
        """DEFINITE: some of the time together is sure on both sides. POSSIBLE: all of it rests on a guessed end."""
        return "DEFINITE" if self.certain else "POSSIBLE"


class VisitedPlace(models.Model):
    """A place on a day where the case was before it fell ill, found by an approved search for its source; of others only how many."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    search = models.ForeignKey(Search, on_delete=models.CASCADE, related_name="visited")
    place_code = models.CharField(max_length=200)
    place_name = models.CharField(max_length=200)
    place_kind = models.CharField(max_length=10)
    day = models.DateField()
    minutes = models.FloatField()
    visitors = models.PositiveIntegerField()
    recorded = models.PositiveIntegerField()
    city_stays = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["day", "place_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["search", "place_code", "day"], name="a_place_is_visited_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_code} {self.day}"


class RecordFile(models.Model):
    """A file of records or places: from whom, on what legal basis, until when; and what became of its rows."""

    class State(models.TextChoices):
        READ = "READ", _("Looked at, not brought in")
        QUEUED = "QUEUED", _("Waiting to run")
        RUNNING = "RUNNING", _("Running")
        DONE = "DONE", _("Done")
        FAILED = "FAILED", _("Stopped by an error")
        CANCELLED = "CANCELLED", _("Cancelled")

    class Holds(models.TextChoices):
        RECORDS = "RECORDS", _("Records of stays")
        PLACES = "PLACES", _("Places")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="+")
    holds = models.CharField(max_length=8, choices=Holds)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(default=bytes)
    source = models.CharField(max_length=12, blank=True)
    datum = models.CharField(max_length=8, blank=True)
    legal_basis = models.CharField(max_length=300)
    expires_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.READ)
    percent = models.PositiveSmallIntegerField(default=0)
    account = models.JSONField(default=dict)
    refusals = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    batch = models.CharField(max_length=64, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)
    error = models.JSONField(default=list)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    retention_until = models.DateField()

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        indexes = [models.Index(fields=["outbreak", "-uploaded_at", "-id"], name="recordfile_newest_first")]
        constraints = [
            models.CheckConstraint(condition=~Q(legal_basis=""), name="records_have_a_legal_basis"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="a_file_is_at_most_wholly_read"),
            models.CheckConstraint(
                condition=~Q(state__in=["DONE", "CANCELLED"]) | Q(content=b""),
                name="a_file_that_is_over_keeps_no_content",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class MatchedBatch(models.Model):
    """A batch of the store that was compared with the open searches, once. Holds no person; goes when the store forgets it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="+")
    batch = models.CharField(max_length=64)
    matched_at = models.DateTimeField()
    searches = models.PositiveIntegerField()
    leads = models.PositiveIntegerField()

    class Meta:
        ordering = ["-matched_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["outbreak", "batch"], name="a_batch_is_matched_once"),
        ]

    def __str__(self) -> str:
        return self.batch[:12]
