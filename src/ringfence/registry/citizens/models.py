"""One-time codes, the visits that they open, and tries that failed. Secrets are kept as keyed hashes only."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ringfence.kernel import new_id


class Code(models.Model):
    """What staff hand over so that a person can look at their own data, once."""

    class HandedTo(models.TextChoices):
        PERSON = "PERSON", pgettext_lazy("who gets a code", "The person")
        GUARDIAN = "GUARDIAN", _("The guardian")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="own_codes")
    outbreak = models.ForeignKey("outbreaks.Outbreak", on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    handed_to = models.CharField(max_length=8, choices=HandedTo, default=HandedTo.PERSON)
    issued_at = models.DateTimeField()
    issued_by_id = models.UUIDField()
    issued_by_name = models.CharField(max_length=80)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-issued_at", "-id"]
        indexes = [models.Index(fields=["person", "outbreak", "-issued_at"], name="own_code_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="a_code_expires_after_it_was_issued"
            ),
            models.CheckConstraint(
                condition=Q(code_hash__length=64), name="a_code_is_kept_as_a_hash_only"
            ),
            models.UniqueConstraint(
                fields=["person", "outbreak"], condition=Q(used_at=None, revoked_at=None),
                name="one_code_of_a_person_is_open_at_a_time",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"code of {self.issued_at:%Y-%m-%d %H:%M}"


class Visit(models.Model):
    """The time on one device that a code opened. Its token is kept by the device only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.OneToOneField(
        Code, on_delete=models.CASCADE, related_name="visit"
    )  # a code opens one visit
    token_hash = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("opened_at")), name="a_visit_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(token_hash__length=64), name="a_visit_is_kept_as_a_hash_only"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"visit of {self.opened_at:%Y-%m-%d %H:%M}"


class FailedTry(models.Model):
    """A well-formed code that opened nothing. Forgotten when it no longer counts."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    address_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    raised_alarm = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["address_hash", "-at"], name="failed_try_by_address"),
            models.Index(fields=["code_hash", "-at"], name="failed_try_by_code"),
            models.Index(fields=["-at"], name="failed_try_by_time"),
        ]

    def __str__(self) -> str:
        return f"failed try of {self.at:%Y-%m-%d %H:%M}"
