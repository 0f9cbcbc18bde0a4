"""The life of a version."""

from __future__ import annotations

# state -> the states that may follow it
TRANSITIONS: dict[str, frozenset[str]] = {
    "DRAFT": frozenset({"RELEASED", "REJECTED", "DISCARDED"}),
    "RELEASED": frozenset(),
    "REJECTED": frozenset(),
    "DISCARDED": frozenset(),
}

# state -> who acts next
OWNERS: dict[str, str] = {
    "DRAFT": "EPIDEMIOLOGIST",
    "RELEASED": "NOBODY",
    "REJECTED": "PRESS",
    "DISCARDED": "NOBODY",
}
