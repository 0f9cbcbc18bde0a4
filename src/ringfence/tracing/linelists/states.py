"""The life of an import: looked at row by row before anything is written; it can be stopped by an error."""

from __future__ import annotations

TRANSITIONS: dict[str, frozenset[str]] = {
    "READ": frozenset({"PREVIEWING", "FAILED"}),
    "PREVIEWING": frozenset({"PREVIEWED", "FAILED"}),
    "PREVIEWED": frozenset({"READ", "PREVIEWING", "QUEUED", "FAILED"}),
    "QUEUED": frozenset({"RUNNING", "FAILED"}),
    "RUNNING": frozenset({"DONE", "FAILED"}),
    "DONE": frozenset(),
    "FAILED": frozenset({"READ", "PREVIEWING"}),
}

OWNERS: dict[str, str] = {
    "READ": "DATA_OFFICER",
    "PREVIEWING": "WORKER",
    "PREVIEWED": "DATA_OFFICER",
    "QUEUED": "WORKER",
    "RUNNING": "WORKER",
    "DONE": "NOBODY",
    "FAILED": "DATA_OFFICER",
}
