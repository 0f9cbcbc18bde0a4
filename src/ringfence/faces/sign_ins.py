"""Who signed in, failed to and signed out, and whose second factor or password changed: entries of the ledger, with the address.

A name typed at a sign-in that failed is kept only as the account that bears it. One that nobody bears may be a password in the
wrong field: that somebody tried is on record, what they typed is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.account.signals import password_changed
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from ringfence.ground import access, acting, audit
from ringfence.ground.access import Permission
from ringfence.ground.access import queries as staff
from ringfence.ground.audit import looks
from ringfence.ground.audit import queries as record

from .looking import origin

PASSWORD = "password"  # noqa: S105  a word of the record, no secret


@dataclass(slots=True)
class Door:
    """The platform, which notes who stands at the door; filed with the organisation of the account that was named."""

    id: UUID
    organisation_id: UUID
    name: str

    def __str__(self) -> str:
        return self.name


def seen_by(*, by: Any) -> Any:
    """The record of the accounts of organisations in the areas whose audit this reader may read, the newest first."""
    areas = access.visible_areas(by, Permission.AUDIT_READ)
    houses = {one.id for code in areas for one in staff.organisations(area_code=code)}
    return record.of_accounts(organisation_ids=houses)


def _signed_in(*, request: Any, user: Any, **_told: Any) -> None:
    used = (
        [one.get("type") or one.get("method") for one in get_authentication_records(request, user)]
        if request
        else []
    )
    _by_themselves(
        request, user, action="account.sign_in", after={"means": [one for one in used if one] or [PASSWORD]}
    )


def _signed_out(*, request: Any, user: Any, **_told: Any) -> None:
    _by_themselves(
        request,
        user,
        action="account.sign_out",
        after={"by_itself": bool(getattr(request, "ended_by_itself", False))},
    )


def _password_changed(*, request: Any, user: Any, **_told: Any) -> None:
    _by_themselves(request, user, action="account.new_password", after={})


def _factor_added(*, request: Any, user: Any, authenticator: Any, **_told: Any) -> None:
    _by_themselves(request, user, action="account.add_factor", after={"means": [authenticator.type]})


def _factor_removed(*, request: Any, user: Any, authenticator: Any, **_told: Any) -> None:
    _by_themselves(request, user, action="account.remove_factor", after={"means": [authenticator.type]})


def _factor_renewed(*, request: Any, user: Any, authenticator: Any, **_told: Any) -> None:
    _by_themselves(request, user, action="account.renew_factor", after={"means": [authenticator.type]})


def _failed(*, credentials: Mapping[str, Any], request: Any = None, **_told: Any) -> None:
    _at_the_door(request, _named(credentials), action="account.sign_in_failed", means=[PASSWORD])


def _factor_failed(*, request: Any, user: Any, authenticator: Any, **_told: Any) -> None:
    _at_the_door(request, user, action="account.sign_in_failed", means=[authenticator.type])


def _locked_out(*, request: Any, username: str = "", **_told: Any) -> None:
    _at_the_door(request, _named({"username": username}), action="account.locked_out", means=[PASSWORD])


def _named(credentials: Mapping[str, Any]) -> Any:
    """The account of this name, if there is one."""
    name = str(credentials.get("username") or credentials.get("login") or "")
    return staff.user_named(username=name) if name and staff.is_user(username=name) else None


def _by_themselves(request: Any, user: Any, *, action: str, after: dict[str, Any]) -> None:
    """Done by somebody to their own account. What comes through no door of the product (a test's session) has no hour."""
    if user is None or not hasattr(request, "received_at"):
        return
    with acting.block(acting.as_user(user.id)), looks.watched(origin(request)):
        audit.record(
            by=user, action=action, subject=("account", user.id), now=request.received_at, after=after
        )


def _at_the_door(request: Any, account: Any, *, action: str, means: list[str]) -> None:
    if not hasattr(request, "received_at"):
        return
    system = staff.system_user()
    by = Door(system.id, (account or system).organisation_id, str(system))
    with acting.block(acting.as_job("sign_in")), looks.watched(origin(request)):
        audit.record(by=by, action=action, subject=("account", account.id if account else ""), now=request.received_at,
                     after={"means": means, "known": account is not None})  # fmt: skip


user_logged_in.connect(_signed_in)
user_logged_out.connect(_signed_out)
user_login_failed.connect(_failed)
user_locked_out.connect(_locked_out)
password_changed.connect(_password_changed)
authentication_failed.connect(_factor_failed)
authenticator_added.connect(_factor_added)
authenticator_removed.connect(_factor_removed)
authenticator_reset.connect(_factor_renewed)
