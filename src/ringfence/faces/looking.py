"""Looks at personal data on their way out: nothing is shown whose look could not be recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from ringfence.ground import acting, audit
from ringfence.ground.audit import looks
from ringfence.registry.citizens.queries import TOKEN_OF_A_VISIT

from .addresses import client_address
from .shown import fields_of

PEOPLE_AT_ONCE = 2_000  # of a long file: recorded before their rows leave
BYTES_AT_ONCE = 1 << 18


class RecordLooks:
    """Watch every request; what it showed is recorded before the answer leaves. If that fails, so does the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        look = _beginning(request)
        with looks.watched(look):
            answer = self.get_response(request)
        if isinstance(answer, StreamingHttpResponse):
            if answer.get("Content-Type", "").startswith("text/event-stream"):
                return answer  # it tells which topics changed, never about people
            answer.streaming_content = _recorded(iter(answer), request, look)
        else:
            record(request, look, action=_action(request, look))
        return answer


def record(request: Any, look: looks.Look, *, action: str) -> None:
    """Record what a request has shown so far, and begin anew."""
    if not look.persons or not request.user.is_authenticated:
        return
    outbreak = getattr(request, "outbreak", None)
    with acting.block(
        acting.as_user(request.user.id)
    ):  # who looked at a person's own page in between is on record too
        audit.record_look(
            by=request.user, look=look, action=action, fields=fields_of(look.page), now=request.received_at,
            outbreak_id=outbreak.id if outbreak else None,
        )  # fmt: skip
    look.persons = {}


def _recorded(pieces: Iterator[bytes], request: Any, look: looks.Look) -> Iterator[bytes]:
    """The pieces of a file, each handed out only after the people in it are on record."""
    held: list[bytes] = []
    size, more = 0, True
    while more:
        with looks.watched(look):
            piece = next(pieces, None)
        more = piece is not None
        if piece is not None:
            held.append(piece)
            size += len(piece)
        if not look.persons or not more or size >= BYTES_AT_ONCE or len(look.persons) >= PEOPLE_AT_ONCE:
            record(request, look, action="look.file")
            yield from held
            held, size = [], 0


def _action(request: HttpRequest, look: looks.Look) -> str:
    if request.GET.get("q", "").strip():
        return "look.search"
    return "look.person" if len(look.persons) == 1 else "look.list"


def _beginning(request: HttpRequest) -> looks.Look:
    """From where staff and programs ask. Of citizens and strangers neither session nor address is kept."""
    key = request.headers.get("Authorization", "")
    if not request.user.is_authenticated and (not key or TOKEN_OF_A_VISIT in key):
        return looks.Look()
    return looks.Look(via=_via(request), address=client_address(request))


def origin(request: Any) -> looks.Look:
    """From where somebody signs in or out: the session that this made, and the address."""
    match, session = request.resolver_match, request.session.session_key or ""
    return looks.Look(
        via=f"session {_short(session)}" if session else "", address=client_address(request),
        page=match.view_name if match else "",
    )  # fmt: skip


def _via(request: HttpRequest) -> str:
    """By which session or key: the beginning of a hash, which names it to those who keep it and to nobody else."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and key:
        return f"key {_short(key)}"
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return f"session {_short(session)}" if session else ""


def _short(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()[:12]
