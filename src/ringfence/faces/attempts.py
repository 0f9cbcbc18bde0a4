"""What a request tried and should not have: noted while it runs, kept when it is over (see ground.alarms.attempts)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from ringfence.ground import alarms
from ringfence.ground.access import Permission
from ringfence.ground.alarms.attempts import Attempt, frame
from ringfence.kernel import NotPermitted, Reason
from ringfence.registry.outbreaks import queries as outbreaks

RESTRICTING = frozenset({
    Permission.ORDER_DRAFT, Permission.ORDER_APPROVE, Permission.ORDER_RELEASE, Permission.APPEAL_DECIDE,
    Permission.HOLD_REVIEW,
})  # fmt: skip
READING = ("GET", "HEAD", "OPTIONS")


class KeepAttempts:
    """Around every request: a refused deed is undone with its transaction, the attempt is not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with frame(lambda attempt: _complete(attempt, request)):
            return self.get_response(request)


def note_no_right(request: Any, needed: Permission | str, reasons: tuple[Reason, ...]) -> None:
    """Somebody sent a deed that restricts people to an address that is not theirs. Opening a page is no attempt."""
    if needed in RESTRICTING and request.method not in READING:
        about = next(
            ((name[:-3], one) for name, one in request.resolver_match.kwargs.items() if name.endswith("_id")),
            ("", ""),
        )
        now = getattr(request, "outbreak_now", None) or request.received_at
        alarms.note(Attempt("NO_RIGHT", str(needed), reasons, request.user, now, about))


def refuse_noted(request: Any, needed: Permission | str, refusal: NotPermitted) -> NotPermitted:
    """The same refusal, noted if it was an attempt to restrict."""
    note_no_right(request, needed, refusal.reasons)
    return refusal


def _complete(attempt: Attempt, request: Any) -> None:
    """The outbreak in the address, its time and its area, where the deed could not know them."""
    if attempt.outbreak_id is not None:
        return
    outbreak = getattr(request, "outbreak", None)
    slug = (
        request.resolver_match.kwargs.get("outbreak") if outbreak is None and request.resolver_match else None
    )
    if slug:
        outbreak = outbreaks.open_outbreaks().filter(slug=slug).first()
    if outbreak is not None:
        attempt.outbreak_id, attempt.area_code = outbreak.id, outbreak.area_id
        attempt.now = outbreaks.now_for(outbreak, real_now=request.received_at)
