"""The life of an order: which state may follow which, and who owns each."""

from __future__ import annotations

# state -> the states that may follow it
TRANSITIONS: dict[str, frozenset[str]] = {
    "DRAFT": frozenset({"IN_FORCE", "REJECTED", "WITHDRAWN", "LAPSED"}),
    "IN_FORCE": frozenset({"RELEASED", "LAPSED", "WITHDRAWN"}),
    "RELEASED": frozenset(),
    "REJECTED": frozenset(),
    "WITHDRAWN": frozenset(),
    "LAPSED": frozenset(),
}

# state -> who acts next
OWNERS: dict[str, str] = {
    "DRAFT": "EPIDEMIOLOGIST",
    "IN_FORCE": "CLOCK",
    "RELEASED": "NOBODY",
    "REJECTED": "NOBODY",
    "WITHDRAWN": "NOBODY",
    "LAPSED": "NOBODY",
}
