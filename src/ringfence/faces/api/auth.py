"""Who calls, and may they: a key (`Authorization: Bearer rf_...`) the session of a signed-in page, or a person's visit.

Both know what their operation needs. A caller without the permission, or outside the outbreak, is refused before
anything that was sent is read.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from ringfence.faces import second_factor
from ringfence.faces.attempts import refuse_noted
from ringfence.faces.citizen import door
from ringfence.ground import access, acting
from ringfence.ground.access import Actor, Permission
from ringfence.ground.access import queries as users
from ringfence.kernel import NotPermitted
from ringfence.registry.citizens import queries as citizens
from ringfence.registry.outbreaks import queries as outbreaks

from .inside import enter


class Key(HttpBearer):
    """A key for programs; see "Keys for programs" in the account menu, or `ringfence token`."""

    openapi_name = "key"

    def __init__(self, needs: Permission | str) -> None:
        super().__init__()
        self.needs = needs

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        user = users.token_user(key=token, now=request.received_at)  # type: ignore[attr-defined]
        if user is None:
            return None
        request.user = user
        acting.become(acting.as_user(user.id))
        return admitted(request, self.needs)


class Session(SessionAuth):
    """The session cookie of a signed-in browser (writes also need the CSRF token)."""

    openapi_name = "session"

    def __init__(self, needs: Permission | str) -> None:
        super().__init__()
        self.needs = needs

    def __call__(self, request: HttpRequest) -> Any | None:
        """A call without a session is asked for a key; only a session is asked for its CSRF token."""
        return super().__call__(request) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Any | None:
        if not request.user.is_authenticated:
            return None
        if second_factor.is_missing(request):
            raise second_factor.refusal()
        return admitted(request, self.needs)


class OwnCall(HttpRequest):
    """A call of a person about themselves, during a visit that a code opened."""

    visit: citizens.Visit
    oneself: citizens.Oneself
    received_at: Any
    outbreak_now: Any


class Visitor(HttpBearer):
    """The token of a visit (`POST /my/visits`): shows one person their own page, and nothing else."""

    openapi_name = "visit"

    def authenticate(self, request: HttpRequest, token: str) -> Any | None:
        now = request.received_at  # type: ignore[attr-defined]
        visit = door.visit(token=token, now=now)
        if visit is None:
            return None
        told: Any = request
        told.visit, told.oneself = visit, citizens.oneself(visit)
        acting.become(acting.as_person(visit.code.person_id))
        told.outbreak_now = outbreaks.now_for(visit.code.outbreak, real_now=now)
        return visit


def admitted(request: Any, needs: Permission | str) -> Actor:
    """The user, if they hold the permission somewhere and may see the outbreak in the address, which is entered.

    Raises NotPermitted, NotFound. Areas are checked by actions and queries.
    """
    users.read_roles_once(request.user)
    if isinstance(needs, Permission):
        try:
            access.require(request.user, needs)
        except NotPermitted as refusal:
            raise refuse_noted(request, needs, refusal) from None
    if "outbreak" in request.resolver_match.kwargs:
        enter(request, request.resolver_match.kwargs["outbreak"])
    return request.user  # type: ignore[no-any-return]
