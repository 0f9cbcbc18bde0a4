"""The life of a report. A person stands before every step but coming back in time."""

from __future__ import annotations

REPORT_TRANSITIONS: dict[str, frozenset[str]] = {
    "OPEN": frozenset({"SETTLED", "ESCALATED"}),
    "SETTLED": frozenset(),
    "ESCALATED": frozenset(),
}
REPORT_OWNERS: dict[str, str] = {"OPEN": "GRID_WORKER", "SETTLED": "NOBODY", "ESCALATED": "INVESTIGATOR"}
