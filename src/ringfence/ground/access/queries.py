"""Who may do what where. The first call of every read is `visible_areas`, line two of every write is `require`."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from django.db.models import Q, QuerySet

from ringfence.ground import acting
from ringfence.kernel import NotFound, NotPermitted, reason

from .models import ApiToken, Organisation, RoleHeld, User
from .permissions import ROLES, Permission, Role, roles_with

log = logging.getLogger(__name__)


class Reader(Protocol):
    """Whoever reads or writes: a user with an id and an organisation."""

    id: UUID
    organisation_id: UUID


def roles_of(user: Reader) -> list[tuple[Role, str]]:
    """The roles a user holds, each with the code of its area."""
    return [(ROLES[role], area_code) for role, area_code in _held(user) if role in ROLES]


def roles_by_user(*, ids: Iterable[UUID]) -> dict[UUID, list[Role]]:
    """The different roles that each of these users holds, wherever; for telling people who looked at their data."""
    found: dict[UUID, list[Role]] = {}
    rows = (
        RoleHeld.objects.filter(user_id__in=set(ids)).order_by("user_id", "role").distinct("user_id", "role")
    )
    for user_id, role in rows.values_list("user_id", "role"):
        if role in ROLES:
            found.setdefault(user_id, []).append(ROLES[role])
    return found


def read_roles_once(by: Reader) -> None:
    """Keep the roles on `by` for as long as this object lives: one request asks for them many times."""
    by._roles_held = _asked(by)  # type: ignore[attr-defined]


def _held(by: Reader) -> list[tuple[str, str]]:
    kept: list[tuple[str, str]] | None = getattr(by, "_roles_held", None)
    return _asked(by) if kept is None else kept


def _asked(by: Reader) -> list[tuple[str, str]]:
    found = RoleHeld.objects.filter(user_id=by.id).order_by("area_code", "role")
    return list(found.values_list("role", "area_code"))


def permissions_of(user: Reader) -> frozenset[str]:
    """Everything the user may do somewhere; for showing or hiding a page's entry, never for deciding."""
    return frozenset(one.value for role, _ in roles_of(user) for one in role.permissions)


def visible_areas(by: Reader, permission: Permission) -> list[str]:
    """Codes of the areas in which the user holds this permission; outermost ones only, maybe none."""
    carrying = roles_with(permission)
    codes = sorted((area_code for role, area_code in _held(by) if role in carrying), key=len)
    kept: list[str] = []
    for code in codes:
        if not any(code.startswith(outer) for outer in kept):
            kept.append(code)
    return kept


def in_areas(field: str, codes: Iterable[str]) -> Q:
    """A condition: the area code in `field` lies in one of the areas. No area, no rows."""
    condition = Q(pk__in=[])
    for code in codes:
        condition |= Q(**{f"{field}__startswith": code})
    return condition


def may(by: Reader, permission: Permission, *, area_code: str | None = None) -> bool:
    """Does the user hold this permission here (anywhere, when no area is named)?"""
    areas = visible_areas(by, permission)
    return bool(areas) if area_code is None else any(area_code.startswith(code) for code in areas)


def require(by: Reader, permission: Permission, *, area_code: str | None = None) -> None:
    """Raise `NotPermitted` with a sentence unless the user holds this permission here, by both books.

    Inside a transaction this begins the deed: the database opens what follows from the permission.
    """
    if may(by, permission, area_code=area_code):
        _begin(by, permission, [] if area_code is None else [area_code])
        return
    if may(by, permission):
        raise NotPermitted(reason("Your role does not reach this area. Ask the area's own staff to do it."))
    raise NotPermitted(
        reason("Your role does not include this step ({permission}). Ask your administrator who may do it.",
               permission=permission.value)
    )  # fmt: skip


def require_in_all(by: Reader, permission: Permission, *, area_codes: Iterable[str]) -> None:
    """`require` for every one of these areas (maybe none): the roles are asked for once."""
    areas = tuple(visible_areas(by, permission))
    area_codes = set(area_codes)
    for code in area_codes:
        if not code.startswith(areas):
            require(by, permission, area_code=code)
    if areas:
        _begin(by, permission, area_codes)


def _begin(by: Reader, permission: Permission, area_codes: Iterable[str]) -> None:
    """Ask the database's own books too. That they say no where these said yes is a defect, and is refused all the same."""
    if not acting.begin(user_id=by.id, permission=permission.value, area_codes=area_codes):
        log.error("The database refuses %s to user %s, whom the application let in.", permission.value, by.id)
        raise NotPermitted(
            reason("Your role does not include this step ({permission}). Ask your administrator who may do it.",
                   permission=permission.value)
        )  # fmt: skip


def user(*, user_id: UUID) -> User:
    try:
        return User.objects.select_related("organisation").get(id=user_id)
    except User.DoesNotExist:
        raise NotFound(reason("There is no such user.")) from None


def is_user(*, username: str) -> bool:
    """Is there a user with this name?"""
    return User.objects.filter(username=username).exists()


def user_named(*, username: str) -> User:
    try:
        return User.objects.select_related("organisation").get(username=username)
    except User.DoesNotExist:
        raise NotFound(reason("There is no user named {username}.", username=username)) from None


def system_user() -> User:
    """The platform itself: signs what the clock does (releases, expiries). Holds no role."""
    return User.objects.select_related("organisation").get(username="ringfence")


def colleagues(*, organisation_id: UUID) -> QuerySet[User]:
    return User.objects.filter(organisation_id=organisation_id, is_active=True, is_system=False)


def holders(*, permission: Permission, area_code: str) -> list[User]:
    """The people who hold this permission in an area: by a role held there or in a place above it."""
    above = [area_code[:size] for size in range(2, len(area_code) + 1)]
    held = RoleHeld.objects.filter(role__in=roles_with(permission), area_code__in=above)
    found = User.objects.filter(id__in=held.values("user_id"), is_active=True, is_system=False)
    return list(found.select_related("organisation").order_by("full_name", "id"))


def organisations(*, area_code: str, kind: str | None = None) -> QuerySet[Organisation]:
    found = Organisation.objects.filter(area_code__startswith=area_code)
    return found.filter(kind=kind) if kind else found


def organisations_by_id(*, ids: Iterable[UUID]) -> dict[UUID, Organisation]:
    """Organisations by their ids; for the signatures of a list."""
    return Organisation.objects.in_bulk(set(ids))


def users_by_id(*, ids: Iterable[UUID]) -> dict[UUID, User]:
    """Staff by their ids; for the record of deeds."""
    return User.objects.in_bulk(set(ids))


def token_user(*, key: str, now: datetime) -> User | None:
    """The user behind a key, or None when the key is unknown, revoked or expired."""
    token = (
        ApiToken.objects.select_related("user__organisation")
        .filter(key_hash=hash_of_key(key), revoked_at=None, expires_at__gt=now, user__is_active=True)
        .first()
    )
    return token.user if token else None


def tokens_of(*, by: Reader) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(user_id=by.id).order_by("-created_at")


def hash_of_key(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def exists(*, username: str) -> bool:
    """Is there an active user with this name?"""
    return User.objects.filter(username=username, is_active=True).exists()
