"""Effects that leave the database, posted in the deed's transaction and delivered after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .actions import deliver_next, post, tell_screens

__all__ = ["deliver_next", "post", "tell_screens"]


def __getattr__(name: str) -> Any:
    """`outbox.post(...)` reads like a sentence; loaded late because models need a ready Django."""
    if name in __all__:
        from . import actions

        return getattr(actions, name)
    raise AttributeError(name)
