"""Who calls: a key (`Authorization: Bearer rf_...`) or the session of a signed-in page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from ringfence.ground.access import Actor
from ringfence.ground.access import queries as access


class Key(HttpBearer):
    """A key for programs; see "Keys for programs" in the account menu, or `ringfence token`."""

    openapi_name = "key"

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        user = access.token_user(key=token, now=request.received_at)  # type: ignore[attr-defined]
        if user is not None:
            request.user = user
        return user


class Session(SessionAuth):
    """The session cookie of a signed-in browser (writes also need the CSRF token)."""

    openapi_name = "session"

    def __call__(self, request: HttpRequest) -> Any | None:
        """A call without a session is asked for a key; only a session is asked for its CSRF token."""
        return super().__call__(request) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Any | None:
        return request.user if request.user.is_authenticated else None
