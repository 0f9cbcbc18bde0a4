"""Who works in the response: organisations, users, the roles they hold in areas, their API tokens."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from ringfence.kernel import new_id

models.CharField.register_lookup(Length)


class Organisation(models.Model):
    """An organisation that drafts, approves or carries out: a CDC, a laboratory, a site's operator."""

    class Kind(models.TextChoices):
        COMMAND = "COMMAND", _("Command")
        CDC = "CDC", _("Centre for disease control")
        LABORATORY = "LABORATORY", _("Laboratory")
        SITE = "SITE", _("Quarantine site")
        HOSPITAL = "HOSPITAL", _("Hospital")
        TRANSPORT = "TRANSPORT", _("Transport")
        COMMUNITY = "COMMUNITY", _("Community")
        OVERSIGHT = "OVERSIGHT", _("Oversight")
        CONTRACTOR = "CONTRACTOR", _("Contractor")
        OTHER = "OTHER", _("Other organisation")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    area_code = models.CharField(max_length=12)

    class Meta:
        ordering = ["area_code", "name"]
        constraints = [models.UniqueConstraint(fields=["name"], name="organisation_names_are_unique")]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person who works with the platform, always on behalf of one organisation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=80)
    full_name_en = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="users")
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    is_system = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.full_name or self.username


class RoleHeld(models.Model):
    """A role, held by a user in one area and everything below it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles_held")
    role = models.CharField(max_length=30)
    area_code = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "area_code"], name="a_role_is_held_once_in_an_area"
            ),
            models.CheckConstraint(
                condition=models.Q(area_code__length__gte=2), name="a_role_is_held_in_an_area"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} in {self.area_code}"


class ApiToken(models.Model):
    """A key with which a program acts as its user. Only a hash of the key is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    key_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="a_token_expires_after_it_was_made",
            )
        ]

    def __str__(self) -> str:
        return self.name
