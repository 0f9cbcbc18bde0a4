"""The life of an alarm: it stands until somebody of another organisation has answered it."""

from __future__ import annotations

# state -> the states that may follow it
TRANSITIONS: dict[str, frozenset[str]] = {"OPEN": frozenset({"ANSWERED"}), "ANSWERED": frozenset()}

# state -> who acts next
OWNERS: dict[str, str] = {"OPEN": "CITY_COMMAND", "ANSWERED": "NOBODY"}
