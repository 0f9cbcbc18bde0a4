"""A session ends one shift after it began, whatever was done in it, and earlier when nobody uses it; it says from where it came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import get_user, logout
from django.http import HttpRequest, HttpResponse

from .addresses import client_address

BEGAN = "began_at"  # in the session: the first request after signing in, UTC, ISO 8601
USED = "used_at"  # in the session: when somebody last used it, to the minute or so, UTC, ISO 8601
BY_ITSELF = "X-By-Itself"  # said by a page that asks again without anybody's doing: islands/live
NOTED_AGAIN_AFTER = timedelta(minutes=1)  # a session that is used costs one write a minute

NOWHERE = "0.0.0.0"  # noqa: S104  not an address to listen on: "unknown" in a column of addresses


class EndSessions:
    """Sign out whoever signed in longer ago than `SESSION_COOKIE_AGE` seconds, or has done nothing for `SESSION_IDLE` seconds.

    Writing into a session moves the end that the framework knows, and a page that refreshes itself is nobody's doing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if request.session.get("_auth_user_id"):
            if BEGAN not in request.session:
                _begin(request)
            elif _is_over(request):
                request.user, request.ended_by_itself = get_user(request), True  # on record: whose it was
                logout(request)
            elif not _asks_by_itself(request):
                _note_use(request)
        return self.get_response(request)


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Where the library asks for the caller's address, it is told the one that the rest of the product records."""

    def get_client_ip(self, request: HttpRequest) -> str:
        try:
            return str(ip_address(client_address(request)))
        except ValueError:  # a proxy that was not counted, or a test without a network
            return NOWHERE


def _begin(request: Any) -> None:
    request.session[BEGAN] = request.session[USED] = request.received_at.isoformat()


def _is_over(request: Any) -> bool:
    return _seconds_since(request.session[BEGAN], request) >= settings.SESSION_COOKIE_AGE or (
        _seconds_since(request.session[USED], request) >= settings.SESSION_IDLE
    )


def _asks_by_itself(request: Any) -> bool:
    return BY_ITSELF in request.headers or request.path.endswith("/live/")


def _note_use(request: Any) -> None:
    if _seconds_since(request.session[USED], request) >= NOTED_AGAIN_AFTER.total_seconds():
        request.session[USED] = request.received_at.isoformat()


def _seconds_since(instant: str, request: Any) -> float:
    return float((request.received_at - datetime.fromisoformat(instant)).total_seconds())
