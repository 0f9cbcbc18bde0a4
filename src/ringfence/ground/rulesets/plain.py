"""A rule set as plain values, for JSON: names as they are, stretches of time in minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import timedelta
from typing import Any


def as_plain(value: Any) -> Any:
    """Dataclasses as objects, sets as sorted lists, anything else that JSON does not know as text."""
    if is_dataclass(value):
        return {one.name: as_plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): as_plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        found = [as_plain(one) for one in value]
        return sorted(found, key=str) if isinstance(value, set | frozenset) else found
    if isinstance(value, timedelta):
        return value // timedelta(minutes=1)
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
