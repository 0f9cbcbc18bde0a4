"""The life of a transfer."""

from __future__ import annotations

TRANSITIONS: dict[str, frozenset[str]] = {
    "REQUESTED": frozenset({"PICKED_UP", "CANCELLED"}),
    "PICKED_UP": frozenset(
        {"DELIVERED", "CANCELLED"}
    ),  # cancelled on the way: turned back, or given to an ambulance
    "DELIVERED": frozenset(),
    "CANCELLED": frozenset(),
}

OWNERS: dict[str, str] = {
    "REQUESTED": "DRIVER",
    "PICKED_UP": "SITE_MANAGER",
    "DELIVERED": "NOBODY",
    "CANCELLED": "NOBODY",
}
