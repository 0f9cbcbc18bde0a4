"""Around every page of this desk: nothing is kept, found or told to others; without a visit there is only the door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from csp.constants import NONCE, NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ringfence.faces.access import PUBLIC, needs
from ringfence.faces.citizen import door
from ringfence.ground import acting
from ringfence.registry.citizens import queries as citizens
from ringfence.registry.outbreaks import queries as outbreaks

COOKIE = "ringfence_my"
View = Callable[..., HttpResponse]
# the style stands in the page itself, so that a saved page looks and prints as it did
POLICY = {"default-src": [NONE], "style-src": [NONCE], "img-src": ["data:"], "form-action": [SELF], "base-uri": [NONE],
          "frame-ancestors": [NONE]}  # fmt: skip


class OwnRequest(HttpRequest):
    """A request during a visit. `outbreak_now` is the time in the outbreak, `received_at` the real one."""

    received_at: datetime
    visit: citizens.Visit
    oneself: citizens.Oneself
    outbreak_now: datetime


def quiet(view: View) -> View:
    """Public, never kept, never indexed, never named to another site."""

    @needs(PUBLIC)
    @csp_replace(POLICY)
    @wraps(view)
    def told(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer["Cache-Control"] = "no-store, private"
        answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        answer["Referrer-Policy"] = "same-origin"  # nothing to others; the form's own check needs it here
        return answer

    return told  # type: ignore[return-value]


def during_a_visit(view: View) -> View:
    """Behind the door. What was written when the visit ended is given back to be copied."""

    @quiet
    @wraps(view)
    def inside(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        visit = door.visit(token=request.COOKIES.get(COOKIE, ""), now=request.received_at)
        if visit is None:
            kept = [
                text for name in ("text", "wrong", "right") if (text := request.POST.get(name, "").strip())
            ]
            return render(request, "my/enter.html", {"kept": kept, "was_here": COOKIE in request.COOKIES},
                          status=403 if request.method == "POST" else 200)  # fmt: skip
        enter(request, visit)
        with acting.block(acting.as_person(visit.code.person_id)):
            return view(request, *args, **kwargs)

    return inside


def enter(request: Any, visit: citizens.Visit) -> None:
    """From here on the request knows who asks, and what time it is in their outbreak."""
    request.visit, request.oneself = visit, citizens.oneself(visit)
    request.outbreak_now = outbreaks.now_for(visit.code.outbreak, real_now=request.received_at)


def give_token(answer: HttpResponse, token: str, *, seconds: int) -> None:
    """To this device only, for this desk only, for the visit only."""
    answer.set_cookie(
        COOKIE,
        token,
        max_age=seconds,
        path="/my/",
        httponly=True,
        samesite="Strict",
        secure=settings.BEHIND_HTTPS,
    )


def take_token(answer: HttpResponse) -> None:
    answer.delete_cookie(COOKIE, path="/my/", samesite="Strict")
