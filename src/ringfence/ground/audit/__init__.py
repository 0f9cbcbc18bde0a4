"""Who did what to whom, when and why; appended in the same transaction as the deed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .actions import record, record_changes, record_look, record_many, said

__all__ = ["record", "record_changes", "record_look", "record_many", "said"]


def __getattr__(name: str) -> Any:
    """`audit.record(...)` reads like a sentence; loaded late because models need a ready Django."""
    if name in __all__:
        from . import actions

        return getattr(actions, name)
    raise AttributeError(name)
