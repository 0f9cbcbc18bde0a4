"""The life of a stay."""

from __future__ import annotations

TRANSITIONS: dict[str, frozenset[str]] = {
    "WAITING": frozenset({"RESERVED", "STARTED", "CANCELLED"}),
    "RESERVED": frozenset({"STARTED", "WAITING", "CANCELLED"}),
    "STARTED": frozenset({"ENDED"}),
    "ENDED": frozenset(),
    "CANCELLED": frozenset(),
}

OWNERS: dict[str, str] = {
    "WAITING": "SITE_MANAGER",
    "RESERVED": "DRIVER",
    "STARTED": "SITE_NURSE",
    "ENDED": "NOBODY",
    "CANCELLED": "NOBODY",
}
