"""Who works here and what they may do: permission x area, checked in every action and every query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .permissions import ROLES, Permission

if TYPE_CHECKING:
    from .models import User as Actor
    from .queries import in_areas, may, require, require_in_all, visible_areas

__all__ = ["ROLES", "Actor", "Permission", "in_areas", "may", "require", "require_in_all", "visible_areas"]


def __getattr__(name: str) -> Any:
    """`access.require(...)` reads like a sentence; loaded late because models need a ready Django."""
    if name == "Actor":
        from .models import User

        return User
    if name in __all__:
        from . import queries

        return getattr(queries, name)
    raise AttributeError(name)
