"""The life of a drill: seeds are looked at, one is chosen, its files are made."""

from __future__ import annotations

TRANSITIONS: dict[str, frozenset[str]] = {
    "ESTIMATING": frozenset({"ESTIMATED", "FAILED", "CANCELLED"}),
    "ESTIMATED": frozenset({"MAKING", "CANCELLED"}),
    "MAKING": frozenset({"DONE", "FAILED", "CANCELLED"}),
    "DONE": frozenset(),
    "FAILED": frozenset(),
    "CANCELLED": frozenset(),
}

OWNERS: dict[str, str] = {
    "ESTIMATING": "WORKER",
    "ESTIMATED": "CITY_COMMAND",
    "MAKING": "WORKER",
    "DONE": "NOBODY",
    "FAILED": "CITY_COMMAND",
    "CANCELLED": "NOBODY",
}
