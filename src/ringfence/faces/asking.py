"""How often somebody without an account may ask for what is public."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext

from .addresses import client_address

View = Callable[..., HttpResponseBase]
MOST_PER_MINUTE = (
    60  # house decision: one a second from one address; a whole office behind one address can still read
)
MINUTE = 60


def asks_too_often(request: Any) -> bool:
    """Has this address asked more than it may within this minute? Each process counts by itself; no address is kept."""
    place = sha256(client_address(request).encode()).hexdigest()[:32]
    key = f"asked:{place}:{int(request.received_at.timestamp()) // MINUTE}"
    cache.add(key, 0, MINUTE)
    return cache.incr(key) > MOST_PER_MINUTE


def not_too_often(view: View) -> View:
    """Around a public page: who asks too often is told when to come again."""

    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if asks_too_often(request):
            told = gettext("Too many questions at once. Please come again in a minute.")
            return HttpResponse(
                told,
                status=429,
                content_type="text/plain; charset=utf-8",
                headers={"Retry-After": str(MINUTE)},
            )
        return view(request, *args, **kwargs)

    return limited
