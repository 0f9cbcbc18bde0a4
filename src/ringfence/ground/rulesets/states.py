"""The life of a local version of a rule set: proposed by one, approved by another, then limited in time."""

from __future__ import annotations

# state -> the states that may follow it
TRANSITIONS: dict[str, frozenset[str]] = {
    "DRAFTED": frozenset({"APPROVED", "REFUSED", "WITHDRAWN"}),
    "APPROVED": frozenset({"WITHDRAWN", "SUPERSEDED"}),
    "REFUSED": frozenset(),
    "WITHDRAWN": frozenset(),
    "SUPERSEDED": frozenset(),
}

# state -> who acts next
OWNERS: dict[str, str] = {
    "DRAFTED": "CITY_COMMAND",
    "APPROVED": "CLOCK",
    "REFUSED": "NOBODY",
    "WITHDRAWN": "NOBODY",
    "SUPERSEDED": "NOBODY",
}
