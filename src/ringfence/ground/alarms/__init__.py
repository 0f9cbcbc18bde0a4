"""What must not pass unseen: stored, shown to oversight and command, answered in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .actions import answer, answer_about, tell_raised
    from .attempts import Breach, note, watched

__all__ = ["Breach", "answer", "answer_about", "note", "tell_raised", "watched"]


def __getattr__(name: str) -> Any:
    """`alarms.tell_raised(...)` reads like a sentence; loaded late because models need a ready Django."""
    if name in ("Breach", "note", "watched"):
        from . import attempts

        return getattr(attempts, name)
    if name in __all__:
        from . import actions

        return getattr(actions, name)
    raise AttributeError(name)
