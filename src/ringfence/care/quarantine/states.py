"""The life of a stay, of a site and of a room."""

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

SITE_TRANSITIONS: dict[str, frozenset[str]] = {
    "RESERVE": frozenset({"PREPARING", "OPEN"}),
    "PREPARING": frozenset({"OPEN", "CLOSED"}),
    "OPEN": frozenset({"CLOSED"}),
    "CLOSED": frozenset({"PREPARING", "OPEN"}),
}

SITE_OWNERS: dict[str, str] = {
    "RESERVE": "SITE_MANAGER",
    "PREPARING": "SITE_MANAGER",
    "OPEN": "SITE_MANAGER",
    "CLOSED": "NOBODY",
}

ROOM_TRANSITIONS: dict[str, frozenset[str]] = {
    "READY": frozenset({"DISINFECTION", "OUT_OF_ORDER"}),
    "DISINFECTION": frozenset({"READY", "OUT_OF_ORDER"}),
    "OUT_OF_ORDER": frozenset({"READY", "DISINFECTION"}),
}

ROOM_OWNERS: dict[str, str] = {
    "READY": "SITE_MANAGER",
    "DISINFECTION": "SITE_MANAGER",
    "OUT_OF_ORDER": "SITE_MANAGER",
}
