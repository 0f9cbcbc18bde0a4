"""The life of a search, of a lead, of a file of records."""

from __future__ import annotations

SEARCH_TRANSITIONS: dict[str, frozenset[str]] = {
    "ASKED": frozenset({"APPROVED", "REJECTED", "LAPSED"}),
    "APPROVED": frozenset({"ANSWERED", "LAPSED"}),
    "ANSWERED": frozenset(),
    "REJECTED": frozenset(),
    "LAPSED": frozenset(),
}
SEARCH_OWNERS: dict[str, str] = {
    "ASKED": "EPIDEMIOLOGIST",
    "APPROVED": "INVESTIGATOR",
    "ANSWERED": "INVESTIGATOR",
    "REJECTED": "NOBODY",
    "LAPSED": "NOBODY",
}

LEAD_TRANSITIONS: dict[str, frozenset[str]] = {
    "OPEN": frozenset({"CONTACT", "DISMISSED", "OFFERED"}),
    "CONTACT": frozenset(),
    "DISMISSED": frozenset({"OPEN"}),
    "OFFERED": frozenset(),
}
LEAD_OWNERS: dict[str, str] = {
    "OPEN": "INVESTIGATOR",
    "CONTACT": "NOBODY",
    "DISMISSED": "NOBODY",
    "OFFERED": "NOBODY",
}

FILE_TRANSITIONS: dict[str, frozenset[str]] = {
    "READ": frozenset({"QUEUED", "CANCELLED"}),
    "QUEUED": frozenset({"RUNNING", "FAILED"}),
    "RUNNING": frozenset({"DONE", "FAILED"}),
    "DONE": frozenset(),
    "FAILED": frozenset(),
    "CANCELLED": frozenset(),
}
FILE_OWNERS: dict[str, str] = {
    "READ": "DATA_OFFICER",
    "QUEUED": "WORKER",
    "RUNNING": "WORKER",
    "DONE": "NOBODY",
    "FAILED": "DATA_OFFICER",
    "CANCELLED": "NOBODY",
}
