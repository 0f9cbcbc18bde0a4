"""The number beside "Tasks" on every page: counted only where it is shown, and kept for a few seconds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from ringfence.command.inbox import queries as inbox_queries

from .views import asked_by

KEPT_SECONDS = 15  # a badge may be that old; the inbox itself is never kept


class CountTasks:
    """Set `request.open_tasks` and `request.late_tasks` inside an outbreak; nothing is counted before a page asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> None:
        if not hasattr(request, "outbreak"):
            return
        counted = SimpleLazyObject(lambda: _counted(request))
        request.open_tasks = SimpleLazyObject(lambda: counted.open)
        request.late_tasks = SimpleLazyObject(lambda: counted.late)


def _counted(request: Any) -> inbox_queries.Counted:
    key = f"tasks:{request.user.id}:{request.outbreak.id}"
    kept: inbox_queries.Counted | None = cache.get(key)
    if kept is None:
        kept = inbox_queries.total(inbox_queries.counted(asked=asked_by(request)))
        cache.set(key, kept, KEPT_SECONDS)
    return kept
