"""The life of an order, and of a held batch of them: which state may follow which, and who owns each."""

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

HOLD_TRANSITIONS: dict[str, frozenset[str]] = {
    "HELD": frozenset({"OPENED", "BROKEN"}),
    "OPENED": frozenset(),
    "BROKEN": frozenset(),
}

HOLD_OWNERS: dict[str, str] = {"HELD": "REVIEWER", "OPENED": "NOBODY", "BROKEN": "NOBODY"}
