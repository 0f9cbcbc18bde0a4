"""The life of a forecast: asked, played by the worker, answered; it can be cancelled until then."""

from __future__ import annotations

TRANSITIONS: dict[str, frozenset[str]] = {
    "QUEUED": frozenset({"RUNNING", "FAILED", "CANCELLED"}),
    "RUNNING": frozenset({"DONE", "FAILED", "CANCELLED"}),
    "DONE": frozenset(),
    "FAILED": frozenset(),
    "CANCELLED": frozenset(),
}

OWNERS: dict[str, str] = {
    "QUEUED": "WORKER",
    "RUNNING": "WORKER",
    "DONE": "NOBODY",
    "FAILED": "CITY_COMMAND",
    "CANCELLED": "NOBODY",
}
