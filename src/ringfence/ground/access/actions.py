"""Changes to users, roles and tokens."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from ringfence.kernel import Refused, reason

from .models import ApiToken, Organisation, RoleHeld, User
from .permissions import ROLES, Permission
from .queries import hash_of_key

NEVER_RESTRICT = ("COMMAND", "OVERSIGHT", "CONTRACTOR")  # DOMAIN 9.2: no write role for these
RESTRICTING = frozenset({Permission.ORDER_DRAFT, Permission.ORDER_APPROVE, Permission.ORDER_RELEASE})
LONGEST_TOKEN_DAYS = 90  # house decision: a program's key is renewed every quarter


@transaction.atomic
def seed_organisation(*, name: str, name_en: str, kind: str, area_code: str) -> Organisation:
    """Make sure that an organisation exists; told twice, nothing changes."""
    row, _ = Organisation.objects.get_or_create(
        name=name, defaults={"name_en": name_en, "kind": kind, "area_code": area_code}
    )
    return row


@transaction.atomic
def seed_user(
    *, username: str, full_name: str, full_name_en: str, organisation: Organisation, password: str | None,
    roles: list[tuple[str, str]], is_system: bool = False,
) -> User:  # fmt: skip
    """Make sure that a user exists with these roles as (role code, area code); an existing password stays."""
    row, created = User.objects.get_or_create(
        username=username,
        defaults={"full_name": full_name, "full_name_en": full_name_en, "organisation": organisation,
                  "is_system": is_system, "email": ""},
    )  # fmt: skip
    if created:
        row.set_password(password)
        row.save(update_fields=["password"])
    for role, area_code in roles:
        if role not in ROLES:
            raise Refused(reason("There is no role named {role}.", role=role))
        if organisation.kind in NEVER_RESTRICT and ROLES[role].permissions & RESTRICTING:
            raise Refused(
                reason("{organisation} commands, oversees or works on contract: nobody there drafts or approves restrictions.",
                       organisation=organisation.name)
            )  # fmt: skip
        RoleHeld.objects.get_or_create(user=row, role=role, area_code=area_code)
    return row


@transaction.atomic
def make_token(*, by: User, name: str, days: int, now: datetime) -> tuple[ApiToken, str]:
    """Make a key for a program; the key is shown once. Refused: a life over 90 days or under one."""
    if not 1 <= days <= LONGEST_TOKEN_DAYS:
        raise Refused(reason("A key lives between 1 and {longest} days.", longest=LONGEST_TOKEN_DAYS))
    key = "rf_" + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=by, name=name.strip() or "API", key_hash=hash_of_key(key), created_at=now,
        expires_at=now + timedelta(days=days),
    )  # fmt: skip
    return token, key


@transaction.atomic
def revoke_token(*, token_id: UUID, by: User, now: datetime) -> None:
    """End a key of one's own at once."""
    ApiToken.objects.filter(id=token_id, user=by, revoked_at=None).update(revoked_at=now)


@transaction.atomic
def begin_anew(*, user_id: UUID, password: str, by: User, now: datetime) -> int:
    """Give an account another first password and end its keys; returns how many. Part of a deed that is on record.

    Refused to oneself: somebody else recognises the person.
    """
    if user_id == by.id:
        raise Refused(reason("Nobody resets their own account; somebody else recognises the person."))
    user = User.objects.select_for_update().get(id=user_id)
    user.set_password(password)
    user.save(update_fields=["password"])
    return ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)


@transaction.atomic
def choose_language(*, by: User, language: str) -> None:
    """Remember the reader's language."""
    User.objects.filter(id=by.id).update(language=language)
