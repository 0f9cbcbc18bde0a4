"""Who calls, and the keys with which programs call."""

from __future__ import annotations

from uuid import UUID

from ninja import Field, Schema

from ringfence.ground.access import actions as access_actions
from ringfence.ground.access import queries as access_register
from ringfence.kernel import NotFound, reason

from ..inside import Call
from ..operations import SIGNED_IN, Operations
from ..schema import Done, Given, Instant, Word

operations = Operations("me")


class RoleHere(Schema):
    """A role, held in an area and everything below it."""

    role: str
    name: str
    area_code: str


class Me(Schema):
    """The caller."""

    id: UUID
    username: str
    full_name: str
    organisation: str
    roles: list[RoleHere]
    permissions: list[str]


class Token(Schema):
    """A key for a program; the key itself is never shown again."""

    id: UUID
    name: str
    created_at: Instant
    expires_at: Instant
    revoked_at: Instant | None


class NewToken(Given):
    name: Word = Field("API", examples=["nightly export"])
    days: int = Field(30, ge=1, le=90)


class MadeToken(Token):
    """A fresh key. Keep it now; it is shown once."""

    key: str


@operations.read("/me", Me, needs=SIGNED_IN)
def show(request: Call) -> dict[str, object]:
    """Who am I, and what may I do where?"""
    user = request.user
    return {
        "id": user.id, "username": user.username, "full_name": user.full_name,
        "organisation": user.organisation.name,
        "roles": [{"role": role.code, "name": role.name, "area_code": area} for role, area in access_register.roles_of(user)],
        "permissions": sorted(access_register.permissions_of(user)),
    }  # fmt: skip


@operations.read("/me/tokens", list[Token], needs=SIGNED_IN)
def tokens(request: Call) -> object:
    """My keys, newest first."""
    return list(access_register.tokens_of(by=request.user)[:200])


@operations.write("/me/tokens", MadeToken, needs=SIGNED_IN, status=201)
def make_token(request: Call, told: NewToken) -> dict[str, object]:
    """Make a key for a program."""
    token, key = access_actions.make_token(
        by=request.user, name=told.name, days=told.days, now=request.received_at
    )
    return {**Token.from_orm(token).dict(), "key": key}


@operations.write("/me/tokens/{token_id}", Done, needs=SIGNED_IN, method="DELETE")
def revoke_token(request: Call, token_id: UUID) -> dict[str, int]:
    """End one of my keys at once."""
    if not access_register.tokens_of(by=request.user).filter(id=token_id).exists():
        raise NotFound(reason("You have no such key."))
    access_actions.revoke_token(token_id=token_id, by=request.user, now=request.received_at)
    return {"changed": 1}
