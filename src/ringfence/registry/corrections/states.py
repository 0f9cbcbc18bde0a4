"""The life of a request for correction."""

from __future__ import annotations

# state -> the states that may follow it
TRANSITIONS: dict[str, frozenset[str]] = {
    "OPEN": frozenset({"CHECKED", "ACCEPTED", "REFUSED", "WITHDRAWN"}),
    "CHECKED": frozenset({"ACCEPTED", "REFUSED", "WITHDRAWN"}),
    "ACCEPTED": frozenset(),
    "REFUSED": frozenset(),
    "WITHDRAWN": frozenset(),
}

# state -> who acts next
OWNERS: dict[str, str] = {
    "OPEN": "DATA_OFFICER",
    "CHECKED": "INVESTIGATOR",
    "ACCEPTED": "NOBODY",
    "REFUSED": "NOBODY",
    "WITHDRAWN": "NOBODY",
}
